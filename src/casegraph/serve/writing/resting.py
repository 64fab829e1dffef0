"""The stored cases that lead to a publication that changes, and might no longer be sound."""

from collections.abc import Collection, Iterator
from typing import cast

import pyoxigraph as ox

from casegraph.build.shared import Stored
from casegraph.namespaces import PUBLICATIONS, document_of
from casegraph.pages import by_page, page_of
from casegraph.quads import canonical, graph_of
from casegraph.read import Reading
from casegraph.store import Store

_NAMING = """SELECT DISTINCT ?graph ?node WHERE {{
  VALUES ?named {{ {nodes} }}
  GRAPH ?graph {{ ?node ?property ?named }}
}}"""


def resting_on(store: Store, reading: Reading) -> list[str]:
    """Return the documents of the cases in *store* that lead to a publication which *reading* has.

    Only to one that the store has in other words, directly or by further publications. A build
    would not look at these cases.
    """
    stored = Stored(store, None)
    pages: dict[str, list[ox.Quad]] = {}
    for page, quad in by_page(quad for quad in reading.quads if graph_of(quad) == PUBLICATIONS):
        pages.setdefault(page, []).append(quad)
    waiting = {
        page: {quad.subject for quad in (*old, *new)}
        for page, new in pages.items()
        if canonical(old := stored.page(page)) != canonical(new)
    }
    found: set[str] = set()
    seen: set[str] = set()
    while waiting:
        seen |= waiting.keys()
        nodes = {ox.NamedNode(page) for page in waiting}
        nodes |= {node for on in waiting.values() for node in on if isinstance(node, ox.NamedNode)}
        further: set[str] = set()
        for graph, node in _naming(store, nodes):
            if graph == PUBLICATIONS:
                further.add(page_of(node))
            elif document := document_of(graph):
                found.add(document)
        waiting = {
            page: {quad.subject for quad in stored.page(page)}
            for page in further - seen - {PUBLICATIONS}
        }
    return sorted(found)


def _naming(
    store: Store, nodes: Collection[ox.NamedNode]
) -> Iterator[tuple[str, ox.NamedNode | ox.BlankNode]]:
    """Yield each graph, and each node in it of which something is said with one of *nodes*."""
    named = " ".join(sorted(map(str, nodes)))
    for row in cast("ox.QuerySolutions", store.query(_NAMING.format(nodes=named))):
        yield row["graph"].value, row["node"]
