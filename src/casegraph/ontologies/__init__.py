"""Public ontologies as terms: files of OBO, OBO Graphs, OWL and SKOS into a store, and a search.

Each ontology stands in a named graph of its own, `https://w3id.org/casegraph/vocabulary/ID`.
"""

from casegraph.ontologies.graphs import Stored, stored
from casegraph.ontologies.ontology import Ontology
from casegraph.ontologies.reading import read
from casegraph.ontologies.search import Match, labels, near_words, search
from casegraph.ontologies.storing import add, remove

__all__ = [
    "Match",
    "Ontology",
    "Stored",
    "add",
    "labels",
    "near_words",
    "read",
    "remove",
    "search",
    "stored",
]
