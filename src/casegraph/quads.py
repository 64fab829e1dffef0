"""The parts of a quad as RDF 1.1 has them.

pyoxigraph's types also allow RDF 1.2 triple terms and the default graph, which reading never lets
in; these functions say so once, so that the rest of the code need not.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import cast

import pyoxigraph as ox

_BLANK = "_:"
"""What a quad with a blank node has in it; one that only says so in a literal does no harm."""


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
    """Return *quads* sorted, with the blank node labels that RDFC-1.0 gives them.

    A label depends on the quads with blank nodes alone (RDFC-1.0, section 4.4), so that the others,
    which are most, need not be looked at.
    """
    said = {str(quad): quad for quad in quads}
    labelled = ox.Dataset(said.pop(text) for text in list(said) if _BLANK in text)
    labelled.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    said |= {str(quad): quad for quad in labelled}
    return [said[text] for text in sorted(said)]


def labelled_for(name: str, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield *quads* with blank node labels that begin with the digest of *name*.

    So they are not those of another part of the same document.
    """
    own = f"b{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.BlankNode) and not isinstance(value, ox.BlankNode):
            yield quad
            continue
        if isinstance(subject, ox.BlankNode):
            subject = ox.BlankNode(f"{own}{subject.value}")
        if isinstance(value, ox.BlankNode):
            value = ox.BlankNode(f"{own}{value.value}")
        yield ox.Quad(subject, quad.predicate, value, quad.graph_name)


def canonical(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as canonical N-Quads (RDFC-1.0): equal exactly for isomorphic datasets."""
    return nquads(canonical_quads(quads)).decode()


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return *quads* as N-Quads, in their order."""
    return cast("bytes", ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
