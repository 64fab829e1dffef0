"""One case out of a store, with what it needs of what cases share, so that it can be built again.

The case's graphs come whole. Of the publications and the terms come the pages that the case names,
those that these name in turn, and so on: the report, the works that it cites, their authors, and
each term with what lies above it. Of the terms only what the bundled vocabulary does not say comes
along, since every build has that.
"""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.namespaces import (
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS,
    TERMS_INFERRED,
    is_inferred_graph,
)
from casegraph.pages import by_page
from casegraph.quads import graph_of
from casegraph.store import Store, graphs_of
from casegraph.vocabulary import bundled


def excerpt(store: Store, document: str, *, asserted_only: bool) -> list[ox.Quad]:
    """Return the quads of the case *document*, and those of *store* that it takes to build it.

    asserted_only: leave out what was inferred, of the case and of what it shares with others.
    """
    case = [quad for graph in graphs_of(document) for quad in store.graph(graph)]
    shared = by_page(quad for graph in (PUBLICATIONS, TERMS) for quad in store.graph(graph))
    needed = _reached(case, shared)
    known = set(bundled().quads)
    own = [(page, quad) for page, quad in shared if page in needed and quad not in known]
    quads = [*case, *(quad for _, quad in own)]
    if asserted_only:
        return [quad for quad in quads if not is_inferred_graph(graph_of(quad))]
    pages = {page for page, _ in own}
    follows = (
        quad for graph in (PUBLICATIONS_INFERRED, TERMS_INFERRED) for quad in store.graph(graph)
    )
    return [*quads, *(quad for page, quad in by_page(follows) if page in pages)]


def _reached(case: Iterable[ox.Quad], shared: Iterable[tuple[str, ox.Quad]]) -> set[str]:
    """Return the pages of *shared* that the asserted quads of *case* lead to, near or far."""
    named: dict[str, set[str]] = {}
    for page, quad in shared:
        named.setdefault(page, set()).update(_named_by(quad))
    waiting = {
        page for quad in case if not is_inferred_graph(graph_of(quad)) for page in _named_by(quad)
    }
    reached: set[str] = set()
    while waiting:
        page = waiting.pop()
        if page in named and page not in reached:
            reached.add(page)
            waiting |= named[page]
    return reached


def _named_by(quad: ox.Quad) -> set[str]:
    """Return the page of the object of *quad*, if that is an IRI."""
    value = quad.object
    return {value.value.partition("#")[0]} if isinstance(value, ox.NamedNode) else set()
