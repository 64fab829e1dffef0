"""A store in parts of which each fits into memory, however many cases there are.

First comes what cases share: the ontology; the terms, those of public ontologies among them; the
publications; each with what follows about it, and what different graphs say of a node in one part.
Then come the cases, each with its provenance and what follows. All are sorted by IRI. No blank node
stands in two parts, since `casegraph.read` lets none into two graphs.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from casegraph.namespaces import (
    ONTOLOGY,
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS,
    TERMS_INFERRED,
    document_of,
    is_inferred_graph,
    is_term_graph,
)
from casegraph.progress import Progress, silent
from casegraph.quads import canonical_quads, labelled_for, subject_of
from casegraph.store import Store

_QUADS = 10_000
"""How many quads of what cases share make a part; the last node of a part comes whole."""

_CASE = 4


def parts_of(
    store: Store, *, asserted_only: bool = False, progress: Progress = silent
) -> Iterator[list[ox.Quad]]:
    """Yield the quads of *store* part by part, sorted within each.

    The same content gives the same parts, blank node labels included: those of RDFC-1.0 within the
    part, after a digest of the part's name. asserted_only: leave out what was inferred.
    """
    graphs = [graph for graph in store.graphs() if not (asserted_only and is_inferred_graph(graph))]
    count = len({document_of(graph) for graph in graphs} - {None})
    done = 0
    for (rank, name), group in groupby(sorted(graphs, key=_place), key=_place):
        if rank == _CASE:
            yield _part(name, _all(store, group))
            done += 1
            progress("Writing cases", done, count)
        else:
            yield from _shared(store, name, tuple(group), progress)


def about(store: Store, node: str, graphs: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield what *graphs* say of *node* and of the blank nodes that it leads to."""
    waiting: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(node)]
    seen = set(waiting)
    while waiting:
        at = waiting.pop()
        for graph in graphs:
            for quad in store.about(at, graph):
                yield quad
                if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    waiting.append(quad.object)


def _place(graph: str) -> tuple[int, str]:
    """Return what the part or parts of *graph* are sorted by, and the name of these."""
    document = document_of(graph)
    if document is not None:
        return _CASE, document
    if graph == ONTOLOGY:
        return 0, ONTOLOGY
    if is_term_graph(graph) or graph == TERMS_INFERRED:
        return 1, TERMS
    if graph in (PUBLICATIONS, PUBLICATIONS_INFERRED):
        return 2, PUBLICATIONS
    return 3, graph


def _shared(
    store: Store, name: str, graphs: tuple[str, ...], progress: Progress
) -> Iterator[list[ox.Quad]]:
    """Yield the parts of *graphs*, each of whole nodes."""
    nodes = _nodes(store, graphs)
    if nodes is None:
        yield _part(name, _all(store, graphs))
        return
    first = ""
    quads: list[ox.Quad] = []
    for done, node in enumerate(nodes, 1):
        first = first or node
        quads += about(store, node, graphs)
        if len(quads) >= _QUADS or done == len(nodes):
            yield _part(f"{name} {first}", quads)
            first, quads = "", []
            progress("Writing what cases share", done, len(nodes))


def _part(name: str, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    return list(labelled_for(name, canonical_quads(quads)))


def _all(store: Store, graphs: Iterable[str]) -> Iterator[ox.Quad]:
    return (quad for graph in graphs for quad in store.graph(graph))


def _nodes(store: Store, graphs: Iterable[str]) -> list[str] | None:
    """Return the IRIs that *graphs* describe, sorted.

    None when a blank node is reached from none of them or from several, so that it is not known
    which it comes with.
    """
    found: set[str] = set()
    blank: set[ox.BlankNode] = set()
    parents: dict[ox.BlankNode, ox.NamedNode | ox.BlankNode] = {}
    for quad in _all(store, graphs):
        subject, value = subject_of(quad), quad.object
        if isinstance(subject, ox.BlankNode):
            blank.add(subject)
        else:
            found.add(subject.value)
        if isinstance(value, ox.BlankNode) and parents.setdefault(value, subject) != subject:
            return None
    return sorted(found) if all(_is_reached(node, parents) for node in blank) else None


def _is_reached(
    node: ox.NamedNode | ox.BlankNode,
    parents: dict[ox.BlankNode, ox.NamedNode | ox.BlankNode],
) -> bool:
    """Return whether an IRI leads to *node*."""
    seen: set[ox.BlankNode] = set()
    while isinstance(node, ox.BlankNode):
        if node in seen or node not in parents:
            return False
        seen.add(node)
        node = parents[node]
    return True
