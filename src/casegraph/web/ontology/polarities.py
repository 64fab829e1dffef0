"""The polarity predicates in one table: what each says, and what follows for the case."""

from collections.abc import Iterator
from dataclasses import dataclass

from casegraph.namespaces import CG, OWL, SKOS
from casegraph.narrative.statements import POLARITIES
from casegraph.quads import subject_of
from casegraph.web.ontology.chains import reaches
from casegraph.web.ontology.said import Said
from casegraph.web.ontology.words import Words, one
from casegraph.web.values import Link

_CHAIN = f"{OWL}propertyChainAxiom"


@dataclass(frozen=True, slots=True)
class Polarity:
    """A polarity predicate. name: of its mark. follows: in words, empty when nothing does."""

    name: str
    word: str
    predicate: Link
    definition: str
    follows: Words


def polarities(ontology: Said) -> Iterator[Polarity]:
    """Yield the polarity predicates, each with what the chains of *ontology* make of it."""
    chains = [
        (name, ontology.listed(cell))
        for name in _consequences(ontology)
        for cell in ontology.nodes(name, _CHAIN)
    ]
    for name, word in POLARITIES.items():
        predicate = CG + name
        follows: list[Link] = []
        for consequence, steps in chains:
            if steps == (f"{CG}hasStatement", predicate):
                follows += (Link("the case "), one(ontology, consequence), Link(" it"))
                for other, (first, *rest) in chains:
                    if other == first == consequence:
                        follows += (Link(" and "), *reaches(rest[0]))
        yield Polarity(
            name,
            word,
            one(ontology, predicate),
            ontology.text(predicate, f"{SKOS}definition"),
            tuple(follows),
        )


def _consequences(ontology: Said) -> tuple[str, ...]:
    """Return the properties that chains lead to, each once."""
    found = (subject_of(quad) for quad in ontology.quads if quad.predicate.value == _CHAIN)
    return tuple(dict.fromkeys(node.value for node in found))
