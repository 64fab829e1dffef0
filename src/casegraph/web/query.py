"""The page of a question: what it asks, its SPARQL, and its answer where that is cheap."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.exporters.examples import LIBRARY, examples
from casegraph.query import LibraryQuery, queries, run
from casegraph.query.library import named
from casegraph.query.parameters import FEW_CASES
from casegraph.web import addresses
from casegraph.web.answers import Table, table
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import thing
from casegraph.web.values import Link, Page

_ROWS = 100
"""How many rows of an answer are shown."""


@dataclass(frozen=True, kw_only=True)
class Query(Page):
    """A question. sparql: its text without the header. command: what asks it in a shell.

    answer: None where asking takes long, as the store has more cases than few.
    """

    query: LibraryQuery
    sparql: str
    command: str
    answer: Table | None
    few: int = FEW_CASES


def _keys(_: Catalogue) -> Iterable[str]:
    return (query.name for query in queries())


def _values(catalogue: Catalogue, name: str, _: int) -> Query:
    query = named(name)
    is_cheap = len(catalogue.cases) <= FEW_CASES
    return Query(
        title=query.summary,
        iri=f"{LIBRARY}/{name}",
        description=" ".join(query.description.split()),
        crumbs=(Link("Questions", "queries"),),
        query=query,
        sparql=query.plain,
        command=" ".join(
            [f"casegraph query {name}"]
            + [
                f"--param {param.name}={shlex.quote(param.default)}"
                for param in query.params
                if param.default
            ]
        ),
        answer=table(run(query, catalogue.store, {}), catalogue, _ROWS) if is_cheap else None,
        schema=thing(
            "SoftwareSourceCode",
            f"{LIBRARY}/{name}",
            query.summary,
            programmingLanguage="SPARQL",
            description=" ".join(query.description.split()),
            keywords=", ".join(query.tags),
        ),
    )


def _quads(catalogue: Catalogue, name: str) -> Iterable[ox.Quad]:
    """Return the question as the linked data of the library has it."""
    iri = ox.NamedNode(f"{LIBRARY}/{name}")
    library = catalogue.once("examples", lambda: tuple(examples()))
    return (quad for quad in library if quad.subject == iri)


KIND = Kind("query", keys=_keys, path=addresses.query_path, values=_values, quads=_quads)
