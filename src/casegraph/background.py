"""What cases share, publications and terms, when a store has some and new input brings more.

A page is everything under one IRI without its fragment: a publication with its authors, or a term.
A new description of a page takes the place of the stored one as a whole, so that nothing of an old
version stays behind, and no other page is lost.
"""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.namespaces import PUBLICATIONS, TERMS
from casegraph.quads import subject_of
from casegraph.read import Location, Reading
from casegraph.store import Store


def kept(store: Store, new: Iterable[ox.Quad], place: str) -> Reading:
    """Return the stored publications and terms whose pages *new* does not describe.

    place: the name of the store, which is where they come from.
    """
    described = {page for page, _ in by_page(new)}
    stored = [quad for graph in (PUBLICATIONS, TERMS) for quad in store.graph(graph)]
    quads = tuple(quad for page, quad in by_page(stored) if page not in described)
    return Reading(quads, dict.fromkeys(quads, Location(place, None)))


def by_page(quads: Iterable[ox.Quad]) -> list[tuple[str, ox.Quad]]:
    """Return *quads* with their pages; a blank node is on the page that leads to it."""
    quads = list(quads)
    leading = {
        quad.object: subject_of(quad) for quad in quads if isinstance(quad.object, ox.BlankNode)
    }

    def page(node: ox.NamedNode | ox.BlankNode) -> str:
        seen: set[ox.BlankNode] = set()
        while isinstance(node, ox.BlankNode) and node in leading and node not in seen:
            seen.add(node)
            node = leading[node]
        return node.value.partition("#")[0]

    return [(page(subject_of(quad)), quad) for quad in quads]
