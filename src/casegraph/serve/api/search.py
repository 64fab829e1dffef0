"""The search: terms, cases, publications, questions and the ontology's names, as somebody types."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.api.given import given_once, number, one_of
from casegraph.serve.api.responses import JSON, json_bytes, told
from casegraph.serve.errors import RefusedError
from casegraph.serve.server import server_of
from casegraph.serve.workers import Context, Pool, Reply
from casegraph.web.addresses import place_of
from casegraph.web.catalogue import Catalogue
from casegraph.web.entries import SORTS
from casegraph.web.finding import Hit, Way, index
from casegraph.web.standing import Said, standing

FEW = 20
"""How many hits a search gives unless it asks for more."""

MOST = 100
"""How many it gives at most."""


def routes() -> list[BaseRoute]:
    """Return the route of the search."""
    return [Route("/api/search", asked, methods=["GET"])]


async def asked(request: Request) -> Response:
    """Return what the words in `q` find."""
    given = given_once(request, ["q", "kind", "limit"])
    if "q" not in given:
        raise RefusedError(400, "nothing is searched for", repair="Add q=WORDS to the address.")
    kind = one_of("kind", given["kind"], SORTS) if "kind" in given else None
    limit = number("limit", given["limit"], 1, MOST) if "limit" in given else FEW
    answer = await server_of(request).workers.run(Pool.PAGES, found, given["q"], kind, limit)
    return told(request, answer)


def found(context: Context, text: str, kind: str | None, limit: int) -> Reply:
    """Return the first *limit* things that *text* finds, of one of `SORTS` or of any."""
    result = index(context.catalogue).find(text, limit, kind)
    value = {
        "q": text,
        "total": result.total,
        "near": result.way is Way.NEAR,
        "partial": result.way is Way.PARTIAL,
        "hits": [_said(hit, context.catalogue) for hit in result.hits],
    }
    return Reply(200, JSON, [json_bytes(value)])


def _said(hit: Hit, catalogue: Catalogue) -> Mapping[str, object]:
    """Return *hit*; paths are relative to the address of the server."""
    stands = standing(catalogue, hit.entry.iri)
    cases = [
        {"label": one.case.text, "path": place_of(one.case.target)[0], "said": _words(one.said)}
        for one in stands.cases
    ]
    return {
        "label": hit.entry.label,
        "kind": hit.entry.sort,
        "described": hit.entry.plain_kind,
        "path": hit.entry.path,
        "iri": hit.entry.iri,
        "matched": hit.name,
        "standing": _words(stands.said),
        "cases": cases,
    }


def _words(said: Sequence[Said]) -> str:
    return "; ".join(one.words for one in said)
