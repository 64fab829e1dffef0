"""The addresses of the things that the data name: pages and triples, by `Accept` or by ending."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve import encoding
from casegraph.serve.errors import RefusedError
from casegraph.serve.linked import (
    about,
    descriptions,
    downloads,
    media,
    nothing,
    robots,
    static,
)
from casegraph.serve.linked.redirects import redirect
from casegraph.serve.linked.task import Asked, answered
from casegraph.serve.server import response_of, server_of
from casegraph.serve.tags import with_tag
from casegraph.serve.workers import Pool
from casegraph.web.addresses import HTML

_LONGEST = 2_000
"""Characters of a path; none of ours is nearly as long."""


def routes() -> list[BaseRoute]:
    """Return the routes, the last of which takes any path."""
    return [
        *static.routes(),
        *robots.routes(),
        *downloads.routes(),
        *descriptions.routes(),
        *about.routes(),
        Route("/{path:path}", described),
    ]


async def described(request: Request) -> Response:
    """Return what is at the address of *request* in the representation that it asks for.

    :raises RefusedError: 404, 406 and 410, see `task.answered`.
    """
    asked = _asked(request)
    workers = server_of(request).workers
    try:
        answer = await workers.run(Pool.PAGES, answered, asked)
    except RefusedError as refused:
        if refused.status not in (nothing.GONE, nothing.MISSING) or HTML not in asked.liked:
            raise
        path = asked.path
        return response_of(await workers.run(Pool.PAGES, nothing.page, path, _depth(request)))
    response = redirect(request, answer)
    return response if answer.whole is None else with_tag(request, response)


def _asked(request: Request) -> Asked:
    """Return what *request* asks for.

    :raises RefusedError: when its path is longer than any.
    """
    path: str = request.path_params["path"]
    if len(path) > _LONGEST:
        raise RefusedError(414, "the address is too long", repair="No address here is so long.")
    stem, ending = media.split(path)
    takes_gzip = encoding.asked_by(request)
    if ending:
        return Asked(stem, (ending,), is_negotiated=False, takes_gzip=takes_gzip)
    accept = ", ".join(request.headers.getlist("accept"))
    return Asked(path, media.wanted(accept), is_negotiated=True, takes_gzip=takes_gzip)


def _depth(request: Request) -> int:
    """Return how many slashes the address of *request* has below the top of the server."""
    sent: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    root: str = request.scope.get("root_path", "")
    return max(0, sent.partition(b"?")[0].count(b"/") - root.count("/") - 1)
