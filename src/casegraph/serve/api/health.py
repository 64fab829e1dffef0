"""`/health`: whether the server can answer, and over what.

It asks no store, and waits for a worker no longer than a moment. How much the store holds is
counted by one, once for each of its contents; until then it is not said.
"""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.api.responses import JSON, json_bytes
from casegraph.serve.server import server_of
from casegraph.serve.workers import Answer, Context, Pool, Reply, Workers
from casegraph.serve.workers.snapshot import written_at

_MOMENT = 0.5
"""For how many seconds the count is waited for."""


def routes() -> list[BaseRoute]:
    """Return the route of the health, for one application."""
    return [Route("/health", _Health().asked, methods=["GET"])]


def counted(context: Context) -> Reply:
    """Return how much the store holds, and when it was last written to."""
    catalogue = context.catalogue
    counts = {
        "cases": len(catalogue.cases),
        "terms": len(catalogue.terms),
        "publications": len(catalogue.publications),
        "graphs": len(catalogue.graphs),
        "written": _iso(written_at(context.settings.store)),
    }
    return Reply(200, JSON, [json_bytes(counts)])


class _Health:
    """The health of one server."""

    def __init__(self) -> None:
        self._snapshot = ""
        self._counting: asyncio.Task[Answer] | None = None

    async def asked(self, request: Request) -> Response:
        """Return the health of now, with 503 when a pool has no worker."""
        workers = server_of(request).workers
        numbers = workers.numbers()
        is_able = all(pool.alive for pool in numbers.pools.values())
        value = {
            "status": "ok" if is_able else "unable",
            "version": version("casegraph"),
            "snapshot": workers.snapshot,
            "read": _iso(datetime.now(UTC) - timedelta(seconds=numbers.age)),
            "sandbox": workers.sandbox,
            "workers": {
                name: {"alive": pool.alive, "atOnce": pool.at_once, "spare": pool.spare}
                for name, pool in numbers.pools.items()
            },
            "store": await self._counts(workers) if is_able else None,
        }
        headers = {"cache-control": "no-store"}
        return JSONResponse(value, 200 if is_able else 503, headers)

    async def _counts(self, workers: Workers) -> object:
        """Return how much the store holds, None as long as that is not known."""
        if self._counting is None or self._snapshot != workers.snapshot:
            self._snapshot = workers.snapshot
            self._counting = asyncio.create_task(workers.run(Pool.PAGES, counted))
        counting = self._counting
        await asyncio.wait([counting], timeout=_MOMENT)
        if not counting.done():
            return None
        if counting.cancelled() or counting.exception() is not None:
            self._counting = None
            return None
        return json.loads(counting.result().whole or b"null")


def _iso(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"
