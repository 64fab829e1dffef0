"""What the server counts of its requests, for Prometheus.

Labels have few values: of a path only the template of its route, of a method only those that HTTP
defines. Nothing of what clients ask is in them.
"""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casegraph.serve.passed import limit_passed

_KEY = "casegraph.metrics"
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The numbers of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "casegraph_http_requests",
            "Requests that were answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "casegraph_http_request_seconds",
            "Time from a request to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.running = Gauge(
            "casegraph_http_requests_running",
            "Requests that are being answered.",
            registry=self.registry,
        )
        self.cut = Counter(
            "casegraph_http_answers_cut",
            "Answers that ended before their end, also where a client let go of them.",
            ["route"],
            registry=self.registry,
        )
        self.limits = Counter(
            "casegraph_limits_passed",
            "Answers that were refused or cut, by the limit that they passed.",
            ["limit"],
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)


class Measured:
    """An ASGI application whose answers are counted and timed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._metrics = Metrics()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[_KEY] = self._metrics
        began = time.perf_counter()
        status, is_whole = 0, False

        async def noting(message: Message) -> None:
            nonlocal status, is_whole
            await send(message)
            status = message.get("status", status)
            is_whole = message["type"] == "http.response.body" and not message.get("more_body")

        try:
            with self._metrics.running.track_inprogress():
                await self._app(scope, receive, noting)
        finally:
            self._count(scope, status, time.perf_counter() - began, is_whole=is_whole)

    def _count(self, scope: Scope, status: int, seconds: float, *, is_whole: bool) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if not is_whole:
            self._metrics.cut.labels(route).inc()
        if limit := limit_passed(scope):
            self._metrics.limits.labels(limit).inc()


def metrics_of(request: Request) -> Metrics:
    """Return the numbers of the application that got *request*."""
    metrics: Metrics = request.scope[_KEY]
    return metrics
