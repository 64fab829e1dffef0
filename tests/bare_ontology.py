"""The ontology and the axioms alone, for tests that bring their own terms and want to be fast."""

from functools import cache

from casegraph.namespaces import ONTOLOGY, RDFS, SKOS
from casegraph.quads import graph_of
from casegraph.vocabulary import Vocabulary, bundled

FOR_PEOPLE = {
    *(f"{RDFS}{name}" for name in ("comment", "isDefinedBy", "label", "seeAlso")),
    *(f"{SKOS}{name}" for name in ("definition", "example", "scopeNote")),
}


@cache
def ontology() -> Vocabulary:
    """Return the ontology and the axioms, without terms and without words for people."""
    whole = bundled()
    quads = tuple(
        quad
        for quad in whole.quads
        if graph_of(quad) == ONTOLOGY and quad.predicate.value not in FOR_PEOPLE
    )
    return Vocabulary(quads, {quad: whole.locations[quad] for quad in quads})
