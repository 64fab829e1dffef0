"""A case document without its case: triples that no `cg:Case` holds together."""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.namespaces import CG, RDF, slug_of
from casegraph.quads import graph_of
from casegraph.read.reading import Reading

_TYPE = ox.NamedNode(f"{RDF}type")
_CASE = ox.NamedNode(f"{CG}Case")


def has_case(document: str, quads: Iterable[ox.Quad]) -> bool:
    """Return whether *quads* say that something in *document* is a `cg:Case`."""
    return any(
        quad.object == _CASE and quad.predicate == _TYPE and graph_of(quad) == document
        for quad in quads
    )


def without_case(document: str, reading: Reading) -> ReadError:
    """Return the error for *document*, of which *reading* says something, but not its case."""
    where = reading.locations[reading.case(document).quads[0]]
    return ReadError(
        "nothing in this document is a cg:Case",
        file=where.file,
        line=where.line,
        node=slug_of(document),
        repair=f"Write that <{document}#case> is one, with all that the shapes ask of a case.",
    )


def require_cases(reading: Reading) -> None:
    """Do nothing when each document of *reading* has its case.

    :raises ReadError: for the first that has none.
    """
    for document in reading.cases:
        if not has_case(document, reading.case(document).quads):
            raise without_case(document, reading)
