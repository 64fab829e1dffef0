"""`/health`: whether the server can answer, and over what.

It asks no store and waits for no worker. How much the store holds is counted by a worker once for
each of its contents; until then it is not said.
"""

import asyncio
import json
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.api.responses import JSON, json_bytes
from casegraph.serve.server import server_of
from casegraph.serve.workers import Answer, Context, Pool, Reply, Workers


def routes() -> list[BaseRoute]:
    """Return the route of the health, for one application."""
    return [Route("/health", _Health().asked, methods=["GET"])]


def counted(context: Context) -> Reply:
    """Return how much the store holds."""
    catalogue = context.catalogue
    counts = {
        "cases": len(catalogue.cases),
        "terms": len(catalogue.terms),
        "publications": len(catalogue.publications),
        "graphs": len(catalogue.graphs),
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
        alive = {pool: said.alive for pool, said in workers.numbers().pools.items()}
        is_able = all(alive.values())
        value = {
            "status": "ok" if is_able else "unable",
            "version": version("casegraph"),
            "snapshot": workers.snapshot,
            "sandbox": workers.sandbox,
            "workers": alive,
            "store": self._counts(workers) if is_able else None,
        }
        headers = {"cache-control": "no-store"}
        return JSONResponse(value, 200 if is_able else 503, headers)

    def _counts(self, workers: Workers) -> object:
        """Return how much the store holds, None as long as that is not known."""
        if self._counting is None or self._snapshot != workers.snapshot:
            self._snapshot = workers.snapshot
            self._counting = asyncio.create_task(workers.run(Pool.PAGES, counted))
        if not self._counting.done():
            return None
        if self._counting.cancelled() or self._counting.exception() is not None:
            self._counting = None
            return None
        return json.loads(self._counting.result().whole or b"null")
