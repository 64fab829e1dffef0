"""`/metrics`: the numbers of the server and its workers in the text format of Prometheus."""

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.api.measured import metrics_of
from casegraph.serve.server import server_of
from casegraph.serve.workers import Workers

_OF_NOW = {
    "running": "Tasks that workers do now.",
    "waiting": "Tasks that wait for a worker.",
    "alive": "Worker processes.",
}
_SO_FAR = {
    "done": "Tasks that ended by themselves.",
    "killed": "Tasks that were ended because they passed a limit.",
    "died": "Tasks whose worker ended in another way.",
}
"""Numbers of each pool, and what they are."""


def routes() -> list[BaseRoute]:
    """Return the route of the numbers."""
    return [Route("/metrics", asked, methods=["GET"])]


async def asked(request: Request) -> Response:
    """Return the numbers of now."""
    workers = CollectorRegistry()
    workers.register(_OfWorkers(server_of(request).workers))
    text = generate_latest(metrics_of(request).registry) + generate_latest(workers)
    headers = {"cache-control": "no-store"}
    return Response(text, headers=headers, media_type=CONTENT_TYPE_PLAIN_0_0_4)


class _OfWorkers(Collector):
    """What the workers say of themselves."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def collect(self) -> Iterator[Metric]:
        """Yield the numbers of now."""
        numbers = self._workers.numbers()
        for name, meaning in _OF_NOW.items():
            now = GaugeMetricFamily(f"casegraph_workers_{name}", meaning, labels=["pool"])
            for pool, said in numbers.pools.items():
                now.add_metric([pool], getattr(said, name))
            yield now
        for name, meaning in _SO_FAR.items():
            so_far = CounterMetricFamily(f"casegraph_tasks_{name}", meaning, labels=["pool"])
            for pool, said in numbers.pools.items():
                so_far.add_metric([pool], getattr(said, name))
            yield so_far
        yield CounterMetricFamily(
            "casegraph_cache_hits", "Answers that were kept.", value=numbers.hits
        )
        yield CounterMetricFamily(
            "casegraph_cache_misses", "Answers that had to be found.", value=numbers.misses
        )
        yield GaugeMetricFamily(
            "casegraph_cache_bytes", "Size of the answers that are kept.", value=numbers.kept
        )
        yield GaugeMetricFamily(
            "casegraph_snapshot_age_seconds",
            "Time since the present content of the store was opened.",
            value=numbers.age,
        )
        yield InfoMetricFamily(
            "casegraph_snapshot",
            "The present content of the store.",
            value={"snapshot": self._workers.snapshot},
        )
