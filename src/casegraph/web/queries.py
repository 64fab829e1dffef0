"""The list of the questions in the query library."""

from dataclasses import dataclass

from casegraph.namespaces import BASE
from casegraph.query import LibraryQuery, queries
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import items, thing
from casegraph.web.values import Page


@dataclass(frozen=True, kw_only=True)
class Queries(Page):
    """The list. queries: each with its path."""

    queries: tuple[tuple[LibraryQuery, str], ...]


def _values(_: Catalogue, __: str, ___: int) -> Queries:
    library = queries()
    return Queries(
        title="Questions",
        description="Questions that the collection answers, each as SPARQL with its answer.",
        queries=tuple((query, addresses.query_path(query.name)) for query in library),
        schema=thing(
            "CollectionPage",
            f"{BASE}/queries",
            "Questions",
            mainEntity=items((f"{BASE}/query/{query.name}", query.summary) for query in library),
        ),
    )


KIND = Kind("queries", keys=lambda _: ("",), path=lambda _: "queries", values=_values)
