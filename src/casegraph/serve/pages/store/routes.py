"""The address of the page of the store, and how its parts that take long are asked for."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.pages.store.page import of_store
from casegraph.serve.rendering import live_kind, page_reply, page_response
from casegraph.serve.server import server_of
from casegraph.serve.workers import Context, Pool, Reply

KIND = live_kind("store", "store")


def routes() -> list[BaseRoute]:
    """Return the routes of the page of the store."""
    return [Route(path, shown, methods=["GET"]) for path in ("/store", "/store.html")]


async def shown(request: Request) -> Response:
    """Return the page; with `count` or `check` also what takes long."""
    counted, checked = ("count" in request.query_params, "check" in request.query_params)
    pool = Pool.QUERIES if counted or checked else Pool.PAGES
    answer = await server_of(request).workers.run(pool, made, counted, checked)
    return page_response(request, answer)


def made(context: Context, counted: bool, checked: bool) -> Reply:
    """Return the page of the store."""
    return page_reply(context, KIND, of_store(context, counted=counted, checked=checked))
