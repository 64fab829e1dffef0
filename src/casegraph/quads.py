"""The parts of a quad as RDF 1.1 has them.

pyoxigraph's types also allow RDF 1.2 triple terms and the default graph, which reading never lets
in; these functions say so once, so that the rest of the code need not.
"""

from collections.abc import Iterable
from typing import cast

import pyoxigraph as ox


def subject_of(quad: ox.Quad | ox.Triple) -> ox.NamedNode | ox.BlankNode:
    """Return the subject of *quad*."""
    subject = quad.subject  # each look into a quad makes a new term
    if isinstance(subject, ox.Triple):
        raise TypeError(f"a triple as subject: {quad}")
    return subject


def value_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return the IRI, the blank node label or the lexical form of *term*."""
    if isinstance(term, ox.Triple):
        raise TypeError(f"a triple as term: {term}")
    return term.value


def graph_of(quad: ox.Quad) -> str:
    """Return the name of the graph of *quad*, empty for the default graph."""
    graph = quad.graph_name
    return "" if isinstance(graph, ox.DefaultGraph) else graph.value


def canonical_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return *quads* sorted, with the blank node labels that RDFC-1.0 gives them."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def canonical(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as canonical N-Quads (RDFC-1.0): equal exactly for isomorphic datasets."""
    return nquads(canonical_quads(quads)).decode()


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return *quads* as N-Quads, in their order."""
    return cast("bytes", ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
