"""Quads to an rdflib graph and back, for the two reference engines, which work on rdflib.

Blank nodes keep their labels and literals their lexical forms in both directions: what comes back
can be compared with what went in.
"""

import logging
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from casegraph.namespaces import XSD

_STRING = f"{XSD}string"

# rdflib logs a traceback for each literal that its datatype does not allow; the shapes report it.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return *term* as rdflib has it.

    :raises TypeError: for an RDF 1.2 triple term, which rdflib does not know (reading refuses
        those).
    """
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal():
            if term.language is not None:
                return rdflib.Literal(term.value, lang=term.language)
            if term.datatype.value == _STRING:
                return rdflib.Literal(term.value)
            return rdflib.Literal(
                term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False
            )
        case _:
            raise TypeError(f"rdflib has no term for {term}")


def from_rdflib(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return *node* as pyoxigraph has it.

    :raises TypeError: for a node that RDF does not have, such as a variable or a formula.
    """
    match node:
        case rdflib.URIRef():
            return ox.NamedNode(str(node))
        case rdflib.BNode():
            return ox.BlankNode(str(node))
        case rdflib.Literal():
            if node.language is not None:
                return ox.Literal(str(node), language=node.language)
            if node.datatype is not None:
                return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
            return ox.Literal(str(node))
        case _:
            raise TypeError(f"RDF has no term for {node!r}")


def to_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return one rdflib graph with the triples of *quads*, whatever named graph they are in."""
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


def from_graph(triples: Iterable[tuple[Node, Node, Node]], graph_name: str) -> Iterator[ox.Quad]:
    """Yield *triples* as quads in the named graph *graph_name*.

    Triples that RDF does not allow (a literal as subject, as OWL 2 RL closures have them) are
    left out.
    """
    graph = ox.NamedNode(graph_name)
    for subject, predicate, value in triples:
        if isinstance(subject, rdflib.Literal) or not isinstance(predicate, rdflib.URIRef):
            continue
        yield ox.Quad(_resource(subject), ox.NamedNode(str(predicate)), from_rdflib(value), graph)


def _resource(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else ox.NamedNode(str(node))
