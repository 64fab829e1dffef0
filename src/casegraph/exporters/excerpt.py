"""One case out of a store, with what it needs of what cases share, so that it can be built again.

The case's graphs come whole. Of the publications and the terms come the pages that the case names,
those that these name in turn, and so on: the report, the works that it cites, their authors, and
each term with what lies above it. Of the terms only what the bundled vocabulary does not say comes
along, since every build has that.
"""

from collections.abc import Iterable
from typing import cast

import pyoxigraph as ox

from casegraph.exporters.parts import about
from casegraph.namespaces import (
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS,
    TERMS_INFERRED,
    is_inferred_graph,
)
from casegraph.pages import page_of
from casegraph.quads import graph_of
from casegraph.store import Store, graphs_of
from casegraph.vocabulary import bundled


def excerpt(store: Store, document: str, *, asserted_only: bool) -> list[ox.Quad]:
    """Return the quads of the case *document*, and those of *store* that it takes to build it.

    asserted_only: leave out what was inferred, of the case and of what it shares with others.
    """
    case = [quad for graph in graphs_of(document) for quad in store.graph(graph)]
    asserted = _asserted(case)
    found = asserted if asserted_only else case
    shared = (PUBLICATIONS, TERMS)
    graphs = shared if asserted_only else (*shared, PUBLICATIONS_INFERRED, TERMS_INFERRED)
    nodes = _nodes_by_page(store, graphs)
    known = set(bundled().quads)
    waiting = _pages_named_by(asserted)
    while waiting:
        page = [
            quad for node in nodes.pop(waiting.pop(), ()) for quad in about(store, node, graphs)
        ]
        asserted = _asserted(page)
        waiting |= _pages_named_by(asserted)
        if any(quad not in known for quad in asserted):
            found += [quad for quad in page if quad not in known]
    return found


def _asserted(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    return [quad for quad in quads if not is_inferred_graph(graph_of(quad))]


def _nodes_by_page(store: Store, graphs: Iterable[str]) -> dict[str, set[str]]:
    """Return the IRIs that *graphs* describe, by page; what is said of them stays in the store."""
    nodes: dict[str, set[str]] = {}
    for graph in graphs:
        sparql = f"SELECT DISTINCT ?node WHERE {{ GRAPH <{graph}> {{ ?node ?property ?value }} }}"
        for solution in cast("ox.QuerySolutions", store.query(sparql)):
            node = solution["node"]
            if isinstance(node, ox.NamedNode):
                nodes.setdefault(page_of(node), set()).add(node.value)
    return nodes


def _pages_named_by(quads: Iterable[ox.Quad]) -> set[str]:
    """Return the pages of the objects of *quads* that are IRIs."""
    values = (quad.object for quad in quads)
    return {page_of(value) for value in values if isinstance(value, ox.NamedNode)}
