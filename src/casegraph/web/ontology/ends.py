"""What each property leads from and to."""

from collections.abc import Iterator
from dataclasses import dataclass

from casegraph.namespaces import CG, RDFS
from casegraph.quads import subject_of
from casegraph.web.ontology.said import Said
from casegraph.web.ontology.words import DATATYPES, Words, one
from casegraph.web.values import Link


@dataclass(frozen=True, slots=True)
class Ends:
    """A property with its domain and range, empty where the axioms say nothing."""

    property: Link
    domain: Words
    range: Words


def ends(ontology: Said) -> Iterator[Ends]:
    """Yield the properties of `cg:` that have a domain or a range, in the order of the file."""
    found = dict.fromkeys(
        subject_of(quad).value
        for quad in ontology.quads
        if quad.predicate.value in (f"{RDFS}domain", f"{RDFS}range")
    )
    for iri in found:
        if iri.startswith(CG):
            yield ends_of(ontology, iri)


def ends_of(ontology: Said, iri: str) -> Ends:
    """Return the ends of the property *iri*."""
    return Ends(
        one(ontology, iri),
        tuple(one(ontology, kind) for kind in ontology.nodes(iri, f"{RDFS}domain")),
        tuple(
            Link(DATATYPES[kind], kind) if kind in DATATYPES else one(ontology, kind)
            for kind in ontology.nodes(iri, f"{RDFS}range")
        ),
    )
