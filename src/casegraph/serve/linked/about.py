"""Where an IRI is described: `/about?iri=`, for names that are not below the base."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.namespaces import BASE
from casegraph.serve.errors import RefusedError
from casegraph.serve.linked.nothing import GONE, MISSING, refusal
from casegraph.serve.linked.redirects import redirect
from casegraph.serve.linked.things import thing
from casegraph.serve.server import server_of
from casegraph.serve.workers import Context, Pool, Reply
from casegraph.web import addresses

_LONGEST = 2_000
"""Characters of an IRI."""


def routes() -> list[BaseRoute]:
    """Return the route."""
    return [Route("/about", about)]


async def about(request: Request) -> Response:
    """Lead to where the IRI that *request* names is described.

    :raises RefusedError: 400 without one IRI, 404 when nothing is said of it, 410 when it belonged
        to a removed case.
    """
    asked = request.query_params.getlist("iri")
    if len(asked) != 1 or not asked[0] or len(asked[0]) > _LONGEST:
        raise RefusedError(
            400,
            "one IRI is needed",
            repair="Give it as ?iri=, percent-encoded: a `#` in it is %23.",
        )
    return redirect(request, await server_of(request).workers.run(Pool.PAGES, place_of, asked[0]))


def place_of(context: Context, iri: str) -> Reply:
    """Lead from *iri* to the address that describes it.

    :raises RefusedError: 404 when there is none, 410 when it belonged to a removed case.
    """
    own = _own(iri, context.settings.base)
    path = own.removeprefix(BASE).removeprefix("/").partition("#")[0]
    if own == f"{BASE}/{path}" and thing(context.catalogue, path) is not None:
        return _to(addresses.relative(path, "", ending=""))
    if context.catalogue.has_page(own):
        place, anchor = addresses.place_of(own)
        return _to(addresses.relative(place, "", ending="", fragment=anchor))
    raise _undescribed(context, own, path)


def _undescribed(context: Context, own: str, path: str) -> RefusedError:
    """Return the refusal for the IRI *own*: of a removed case, or of nothing the store knows."""
    found = refusal(context, path)
    if found.status == GONE:
        return found
    near = found.repair if own.startswith(f"{BASE}/") else ""
    return RefusedError(
        MISSING,
        "this store does not describe that IRI",
        repair=near or "Look for its name at /search.",
    )


def _own(iri: str, base: str) -> str:
    """Return *iri* below the base of the data, when it is below that of the server."""
    return BASE + iri.removeprefix(base) if iri.startswith((f"{base}/", f"{base}#")) else iri


def _to(location: str) -> Reply:
    return Reply(303, "text/plain; charset=utf-8", (), (("location", location),))
