"""How many triples a store has, by kind of graph."""

from collections import Counter

import pyoxigraph as ox

from casegraph.exporters.datasets.count import OF_AN_ONTOLOGY, part_of
from casegraph.web.catalogue import Catalogue

_BY_GRAPH = "SELECT ?name (COUNT(*) AS ?number) WHERE { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name"

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
    found: Counter[str] = Counter()
    for row in catalogue.solutions(_BY_GRAPH):
        if isinstance(row["name"], ox.NamedNode):
            found[part_of(row["name"].value)] += int(row["number"].value)
    names = (*_WORDS, *sorted(found.keys() - _WORDS.keys()))
    return tuple((_WORDS.get(name, _named(name)), found[name]) for name in names if found[name])


def _named(part: str) -> str:
    """Return words for the part of a public ontology."""
    return f"The ontology {part.removeprefix(OF_AN_ONTOLOGY)}"
