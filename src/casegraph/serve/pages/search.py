"""The page of the search: what was asked, what is found, by kind, and the name that matched.

Enters `/search?q=`; leaves the page. It finds what `/api/search` finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.rendering import live_kind, page_reply, page_response
from casegraph.serve.server import server_of
from casegraph.serve.workers import Context, Pool, Reply
from casegraph.web.entries import SORTS
from casegraph.web.finding import Hit, Way, index
from casegraph.web.standing import Standing, standing
from casegraph.web.values import Page

_LONGEST = 1_000
"""How many characters of what is typed are looked at."""

_FEW, _MOST = 10, 100
"""How many hits of each sort are shown, and how many when only one sort is asked for."""

_NEAR = 3
"""How many names are offered in place of one that nothing has."""

_HEADINGS = {
    "term": "Terms",
    "case": "Cases",
    "publication": "Publications",
    "query": "Questions",
    "ontology": "The ontology",
}


@dataclass(frozen=True, slots=True)
class Result:
    """A thing that was found. name: the synonym that matched, empty when its label did.

    standing: how the cases stand to it, when it is a term.
    """

    label: str
    path: str
    kind: str
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one sort. total: of which *results* are the first. more: asks for more."""

    sort: str
    heading: str
    total: int
    results: tuple[Result, ...]
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Search(Page):
    """The page.

    asked: as it was typed. near: what may have been meant when nothing is called so, and what was
    found is only spelt nearly so; each with the query string that searches for it. is_partial:
    whether what was found has some of the words only.
    """

    asked: str
    groups: tuple[Group, ...]
    total: int
    near: tuple[tuple[str, str], ...]
    is_partial: bool


KIND = live_kind("search_live", "search")


def routes() -> list[BaseRoute]:
    """Return the routes of the search."""
    return [Route(path, shown, methods=["GET"]) for path in ("/search", "/search.html")]


async def shown(request: Request) -> Response:
    """Return the page with what the words in `q` find, of one sort when `kind` names it."""
    text = request.query_params.get("q", "").strip()[:_LONGEST]
    sort = request.query_params.get("kind", "")
    run = server_of(request).workers.run
    answer = await run(Pool.PAGES, made, text, sort if sort in SORTS else "")
    return page_response(request, answer)


def made(context: Context, text: str, sort: str) -> Reply:
    """Return the page with what *text* finds, of *sort* or when that is empty of all."""
    sorts = (sort,) if sort else tuple(_HEADINGS)
    found = {
        each: index(context.catalogue).find(text, _MOST if sort else _FEW, each) for each in sorts
    }
    groups = tuple(
        Group(
            each,
            _HEADINGS[each],
            hits.total,
            tuple(_result(hit, context) for hit in hits.hits),
            "" if sort or hits.total <= _FEW else urlencode({"q": text, "kind": each}),
        )
        for each, hits in found.items()
        if hits.total
    )
    ways = {hits.way for hits in found.values() if hits.total}
    page = Search(
        title=f"Search: {text}" if text else "Search",
        description="Terms, cases, publications and questions by their names and synonyms.",
        asked=text,
        groups=groups,
        total=sum(group.total for group in groups),
        near=_near(groups) if Way.NEAR in ways else (),
        is_partial=Way.PARTIAL in ways,
    )
    return page_reply(context, KIND, page)


def _result(hit: Hit, context: Context) -> Result:
    entry = hit.entry
    name = hit.name if hit.name != entry.label else ""
    return Result(
        entry.label,
        entry.path,
        entry.plain_kind,
        name,
        standing(context.catalogue, entry.iri),
    )


def _near(groups: Iterable[Group]) -> tuple[tuple[str, str], ...]:
    """Return the names that may have been meant: of terms, else the nearest of each group."""
    nearest = [group.results[:1] for group in groups]
    of_terms = [group.results for group in groups if group.sort == "term"]
    names = dict.fromkeys(
        result.name or result.label for results in of_terms or nearest for result in results
    )
    return tuple((name, urlencode({"q": name})) for name in list(names)[:_NEAR])
