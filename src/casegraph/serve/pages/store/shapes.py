"""What the shapes find in the cases of a store, counted by shape."""

from collections.abc import Sequence
from dataclasses import dataclass

from casegraph import namespaces
from casegraph.build.terms import whole
from casegraph.namespaces import PUBLICATIONS, TERMS_INFERRED
from casegraph.read import Location, Reading
from casegraph.shacl import Result, Severity
from casegraph.store import Store
from casegraph.validate import validate

_ORDER = (Severity.VIOLATION, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Found:
    """What one shape finds. name: of the shape. severity, message: of one of its results.

    count: how many results there are, in *cases* cases.
    """

    name: str
    severity: str
    message: str
    count: int
    cases: int


def findings(store: Store, documents: Sequence[str]) -> tuple[Found, ...]:
    """Return what the shapes find in the cases *documents*, the gravest first."""
    asserted = [
        quad
        for document in documents
        for graph in (document, namespaces.provenance_graph(document))
        for quad in store.graph(graph)
    ]
    asserted += store.graph(PUBLICATIONS)
    inferred = [
        quad for document in documents for quad in store.graph(namespaces.inferred_graph(document))
    ]
    inferred += store.graph(TERMS_INFERRED)
    reading = Reading(tuple(asserted), dict.fromkeys(asserted, Location("store", None)))
    by_shape: dict[tuple[int, str], list[Result]] = {}
    vocabulary = whole(store, reading)
    for result in validate(reading, inferred=inferred, vocabulary=vocabulary).results:
        key = _ORDER.index(result.severity), result.shape
        by_shape.setdefault(key, []).append(result)
    return tuple(_found(by_shape[key]) for key in sorted(by_shape))


def _found(results: Sequence[Result]) -> Found:
    first = results[0]
    return Found(
        first.shape.rpartition("/")[2],
        first.severity.label,
        first.message,
        len(results),
        len({result.document for result in results}),
    )
