"""How many triples a store has, by kind of graph."""

from casegraph.exporters.datasets.count import OF_AN_ONTOLOGY
from casegraph.serve.parts import triples_by_part
from casegraph.web.catalogue import Catalogue

_WORDS = {
    "cases": "What the reports say",
    "cases-inferred": "What follows from that",
    "cases-provenance": "Who encoded it, from which text",
    "ontology": "The ontology",
    "terms": "The terms",
    "terms-inferred": "What follows about the terms",
    "publications": "The publications",
    "publications-inferred": "What follows about the publications",
    "others": "Other graphs",
}


def triples(catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    """Return the number of triples of each kind of graph that there is, in words."""
    found = triples_by_part(catalogue)
    names = (*_WORDS, *sorted(found.keys() - _WORDS.keys()))
    return tuple((_WORDS.get(name, _named(name)), found[name]) for name in names if found[name])


def _named(part: str) -> str:
    """Return words for the part of a public ontology."""
    return f"The ontology {part.removeprefix(OF_AN_ONTOLOGY)}"
