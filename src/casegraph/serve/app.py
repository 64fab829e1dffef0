"""The ASGI application: the routes, and what stands around all of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from casegraph.serve import api, editor, linked, pages, sparql
from casegraph.serve.api.measured import Measured
from casegraph.serve.http.bodies import LimitedBodies
from casegraph.serve.http.cors import Preflights
from casegraph.serve.http.guard import Guarded
from casegraph.serve.http.headers import Headed
from casegraph.serve.http.heads import SoundHeads
from casegraph.serve.http.leaving import WhileThere
from casegraph.serve.http.logs import Logged
from casegraph.serve.linked.ready import keep_ready
from casegraph.serve.problems import handlers
from casegraph.serve.server import Server
from casegraph.serve.settings import Settings
from casegraph.serve.workers import Workers
from casegraph.serve.writing.writing import Writing


def application(settings: Settings, *, is_public: bool = True) -> Starlette:
    """Return the application for *settings*; its workers live as long as its lifespan.

    is_public: whether it answers to whatever name it is reached by.

    :raises StoreError: when the store cannot be opened.
    """
    workers = Workers(settings)
    writing = Writing(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with workers:
            app.state.server = Server(settings, workers)
            preparing = asyncio.create_task(keep_ready(workers))
            yield
            preparing.cancel()

    return Starlette(
        routes=_routes(writing),
        middleware=around(settings, is_public=is_public),
        exception_handlers=handlers(),
        lifespan=lifespan,
    )


def around(settings: Settings, *, is_public: bool = True) -> list[Middleware]:
    """Return what stands around all routes, the outermost first."""
    names = {urlsplit(url).hostname or "" for url in (settings.base, settings.url)}
    return [
        Middleware(Measured),
        Middleware(Logged, addresses=settings.log_addresses, with_queries=settings.log_queries),
        Middleware(Headed),
        Middleware(Preflights),
        Middleware(Guarded),
        Middleware(WhileThere),
        Middleware(SoundHeads, names=None if is_public else names),
        Middleware(LimitedBodies, limits=settings.limits),
        Middleware(linked.UnderTheBase, base=settings.base),
    ]


def _routes(writing: Writing) -> list[BaseRoute]:
    """Return the routes, those of fixed paths before those of any path."""
    return [
        *sparql.routes(page=editor.page, update=writing.update),
        *sparql.graph_store.routes(write=writing.write),
        *editor.routes(),
        *api.routes(),
        *pages.routes(),
        *linked.routes(),
    ]
