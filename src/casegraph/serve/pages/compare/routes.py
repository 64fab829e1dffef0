"""The address of a comparison: `/compare?case=a&case=b`."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.pages.compare.page import MOST, compared
from casegraph.serve.rendering import live_kind, page_reply, page_response
from casegraph.serve.server import server_of
from casegraph.serve.workers import Context, Pool, Reply

KIND = live_kind("compare", "compare")

_LONGEST = 200
"""How many characters of a case's name are looked at."""


def routes() -> list[BaseRoute]:
    """Return the routes of the comparison."""
    return [Route(path, shown, methods=["GET"]) for path in ("/compare", "/compare.html")]


async def shown(request: Request) -> Response:
    """Return the page that compares the cases that the query string names."""
    typed = [value[:_LONGEST] for value in request.query_params.getlist("case")]
    run = server_of(request).workers.run
    answer = await run(Pool.PAGES, made, tuple(typed[: MOST + 1]))
    return page_response(request, answer)


def made(context: Context, typed: tuple[str, ...]) -> Reply:
    """Return the page that compares the cases *typed*."""
    page = compared(context, typed)
    return page_reply(context, KIND, page, status=400 if page.faults else 200)
