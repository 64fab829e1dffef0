"""`/api`: what the API has, as a page for readers and as JSON for programs."""

from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.namespaces import TERMS
from casegraph.query import LibraryQuery, queries
from casegraph.serve.api.given import given_once
from casegraph.serve.api.responses import JSON, json_bytes, told
from casegraph.serve.negotiation import best
from casegraph.serve.rendering import live_kind, page_reply
from casegraph.serve.server import server_of
from casegraph.serve.workers import Context, Pool, Reply
from casegraph.web.values import Page

_HTML = "text/html"
_VARY = (("vary", "Accept"),)


@dataclass(frozen=True, slots=True)
class Way:
    """An address, and what is there.

    path: relative to the address of the server. example: a query string, where it needs one.
    """

    path: str
    meaning: str
    example: str = ""


WAYS = (
    Way("api/queries", "The questions that the collection answers, and how each can be asked."),
    Way("api/search", "Terms, cases, publications and questions by their names.", "?q=neck+pain"),
    Way("api/openapi.json", "All of this described for programs (OpenAPI 3.1)."),
    Way("sparql", "The SPARQL 1.1 endpoint."),
    Way("data", "One graph (SPARQL 1.1 Graph Store HTTP Protocol).", f"?graph={quote(TERMS)}"),
    Way(".well-known/void", "What the graph holds (VoID)."),
    Way(".well-known/dcat", "The same as a catalogue of data sets (DCAT)."),
    Way("health", "Whether the server answers, and over what."),
    Way("metrics", "Numbers for Prometheus."),
)


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """The page of the API."""

    ways: tuple[Way, ...]
    queries: tuple[LibraryQuery, ...]


KIND = live_kind("api", "api")


def routes() -> list[BaseRoute]:
    """Return the route of the index."""
    return [Route("/api", asked, methods=["GET"])]


async def asked(request: Request) -> Response:
    """Return the index, as a page when the client likes that better than JSON."""
    given_once(request, [])
    is_page = best(request.headers.get("accept", ""), [JSON, _HTML]) == _HTML
    answer = await server_of(request).workers.run(Pool.PAGES, shown if is_page else listed)
    return told(request, answer)


def listed(_: Context) -> Reply:
    """Return the index as JSON, its addresses relative to `/api`."""
    links = {way.path.removeprefix("api/"): way.path for way in WAYS}
    value = {"name": "casegraph", "version": version("casegraph"), "links": links}
    return Reply(200, JSON, [json_bytes(value)], _VARY)


def shown(context: Context) -> Reply:
    """Return the index as a page."""
    page = Index(
        title="API",
        description="The questions, the search and the graph for programs.",
        ways=WAYS,
        queries=queries(),
    )
    return page_reply(context, KIND, page, headers=_VARY)
