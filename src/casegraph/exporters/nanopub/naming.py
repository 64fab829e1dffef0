"""The names inside a nanopublication, as they are before it has a trusty URI."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from casegraph.namespaces import BASE

NANOPUBS = f"{BASE}/np/"
"""What the trusty URIs begin with, and the name of a nanopublication before it has one."""

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"
PAV = "http://purl.org/pav/"


def part(name: str) -> ox.NamedNode:
    """Return the node called *name* of the nanopublication, which is itself without a name."""
    return ox.NamedNode(NANOPUBS + name)


def without_blank_nodes(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Return *quads* with a name of the nanopublication for each blank node.

    They are numbered in the order of their canonical labels.
    """
    terms = {term for quad in quads for term in (quad.subject, quad.object)}
    nodes = sorted(
        (term for term in terms if isinstance(term, ox.BlankNode)),
        key=lambda node: (len(node.value), node.value),
    )
    return renamed(quads, {node: part(f"_{number}") for number, node in enumerate(nodes, 1)})


def renamed(quads: Iterable[ox.Quad], names: Mapping[object, ox.NamedNode]) -> list[ox.Quad]:
    """Return *quads* with the other name of each node that has one in *names*."""
    return [
        ox.Quad(
            names.get(quad.subject, quad.subject),
            quad.predicate,
            names.get(quad.object, quad.object),
            names.get(quad.graph_name, quad.graph_name),
        )
        for quad in quads
    ]
