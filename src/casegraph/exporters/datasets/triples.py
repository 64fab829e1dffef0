"""Triples that describe a dataset."""

from collections.abc import Mapping

import pyoxigraph as ox

from casegraph.exporters.triple import triple
from casegraph.namespaces import BASE, PREFIXES, RDF, XSD

DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"

DATASET = f"{BASE}/dataset"
"""The IRI of the dataset that a store is."""

DESCRIBING: Mapping[str, str] = {
    **PREFIXES,
    "dataset": f"{DATASET}#",
    "dcat": DCAT,
    "void": VOID,
}
"""The prefixes for printing a description."""

Node = ox.NamedNode | ox.BlankNode


class Describing:
    """Collects triples, node by node."""

    def __init__(self) -> None:
        self.quads: list[ox.Quad] = []

    def type(self, node: Node, *kinds: str) -> None:
        """Say that *node* is one of *kinds*, which are IRIs."""
        for kind in kinds:
            self.link(node, f"{RDF}type", kind)

    def link(self, node: Node, predicate: str, iri: str | Node) -> None:
        """Say that *node* has *iri* as *predicate*."""
        self.quads.append(triple(node, predicate, iri))

    def words(self, node: Node, predicate: str, text: str, language: str | None = "en") -> None:
        """Say that *node* has *text*, unless that is empty. language: None for no words."""
        if text:
            literal = ox.Literal(text, language=language) if language else ox.Literal(text)
            self.quads.append(triple(node, predicate, literal))

    def typed(self, node: Node, predicate: str, value: str | int, datatype: str) -> None:
        """Say that *node* has *value* of the XML Schema *datatype*, unless that is empty."""
        if value != "":
            literal = ox.Literal(str(value), datatype=ox.NamedNode(XSD + datatype))
            self.quads.append(triple(node, predicate, literal))

    def number(self, node: Node, predicate: str, value: int) -> None:
        """Say that *node* has the number *value*."""
        self.typed(node, predicate, value, "integer")
