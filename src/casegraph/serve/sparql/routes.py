"""The SPARQL endpoint: `/sparql`, as the SPARQL 1.1 Protocol has it.

Without a query it gives its Service Description, or the page with the editor to a browser. What
makes pages and what takes updates is given to it.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve import syntaxes
from casegraph.serve.encoding import encoded
from casegraph.serve.errors import RefusedError
from casegraph.serve.http.bearer import shows_token
from casegraph.serve.http.bodies import allow_body
from casegraph.serve.http.fields import BODIES, FORM, Fields, fields_of, values_of
from casegraph.serve.http.logs import note_query
from casegraph.serve.negotiation import best
from casegraph.serve.server import response_of, server_of
from casegraph.serve.sparql.answers import answered
from casegraph.serve.sparql.asked import Asked, asked_in
from casegraph.serve.sparql.description import described
from casegraph.serve.sparql.formats import likes_pages, unacceptable, wanted
from casegraph.serve.tags import with_tag
from casegraph.serve.workers import Answer, Pool

PATH = "/sparql"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

Page = Callable[[Request, Asked | None], Awaitable[Response]]
"""Gives the page with the editor: empty, or with the query that was asked and its answer."""

Handler = Callable[[Request], Awaitable[Response]]


def routes(page: Page, update: Handler) -> list[BaseRoute]:
    """Return the route of the endpoint. update: takes a request with an update."""

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            headers = {"allow": ", ".join(METHODS), "accept-post": ", ".join((FORM, *BODIES))}
            return Response(status_code=204, headers=headers)
        settings = server_of(request).settings
        if shows_token(request, settings):
            allow_body(request, settings.limits.update)
        fields = await fields_of(request)
        if values_of("update", fields):
            _check_update(request, fields)
            return await update(request)
        asked = asked_in(fields)
        accept = ",".join(request.headers.getlist("accept"))
        if _wants_page(request, accept, asked):
            return await page(request, asked)
        if asked is not None:
            return await _answer(request, asked, accept)
        if request.method == "POST":
            raise RefusedError(400, "the form has no query", repair="Send it as the field `query`.")
        return await _description(request, accept)

    return [Route(PATH, endpoint, methods=METHODS, name="sparql")]


def _wants_page(request: Request, accept: str, asked: Asked | None) -> bool:
    """Return whether a browser asks: one that sends a query alone as the body is a program."""
    content_type = request.headers.get("content-type", "").lower()
    is_program = request.method == "POST" and not content_type.startswith(FORM)
    return not is_program and likes_pages(accept, asked.format if asked else "")


async def _answer(request: Request, asked: Asked, accept: str) -> Response:
    note_query(request, asked.query)
    found = await server_of(request).workers.run(
        Pool.QUERIES, answered, asked, wanted(accept, asked.format)
    )
    return _response(request, found)


async def _description(request: Request, accept: str) -> Response:
    server = server_of(request)
    media_type = best(accept, syntaxes.OFFERED)
    if media_type is None:
        raise unacceptable("the description of this endpoint can be given", syntaxes.OFFERED)
    url = f"{server.url(request)}{PATH}"
    found = await server.workers.run(Pool.PAGES, described, url, media_type)
    return _response(request, found)


def _response(request: Request, found: Answer) -> Response:
    response = response_of(found)
    return response if found.whole is None else with_tag(request, encoded(request, response))


def _check_update(request: Request, fields: Fields) -> None:
    """Check that *request*, which has an update, has it alone and may have one.

    :raises RefusedError: 400, when it is a GET, or has a query too, or several updates.
    """
    if request.method != "POST":
        raise RefusedError(400, "an update by GET", repair="Send an update by POST.")
    if len(values_of("update", fields)) > 1 or values_of("query", fields):
        raise RefusedError(
            400,
            "a request has one update or one query, and this one has several",
            repair="Send each in a request of its own.",
        )
