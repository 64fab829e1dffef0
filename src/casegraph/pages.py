"""Pages: everything under one IRI without its fragment, such as a publication with its authors."""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.namespaces import PUBLICATIONS
from casegraph.quads import subject_of


def page_of(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    """Return the page that *node* is on; for a blank node, the graph of all publications.

    >>> page_of(ox.NamedNode("https://w3id.org/casegraph/publication/x#author-1"))
    'https://w3id.org/casegraph/publication/x'
    """
    return node.value.partition("#")[0] if isinstance(node, ox.NamedNode) else PUBLICATIONS


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
        return page_of(node)

    return [(page(subject_of(quad)), quad) for quad in quads]
