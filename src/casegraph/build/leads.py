"""What a store and a vocabulary know of terms, node by node, and where each node leads.

What there is to tell of a node is sorted once, when it is first asked for: cases lead to the same
broad terms again and again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

import pyoxigraph as ox

from casegraph.build.crew import batched
from casegraph.namespaces import CG, DCTERMS, PUBLICATION, TERMS_INFERRED, document_of
from casegraph.quads import graph_of, subject_of
from casegraph.store import Store

AT_A_TIME = 500
"""How many nodes a query asks for."""

_REMEMBERED = 50_000
"""How many nodes are remembered."""

_ABOUT = """SELECT ?node ?property ?value WHERE {{
  VALUES ?node {{ {nodes} }}
  GRAPH <{graph}> {{ ?node ?property ?value }}
  FILTER({test})
}}"""
_REPLACED = (
    f"SELECT ?node WHERE {{{{ GRAPH <{{graph}}> {{{{ ?node <{DCTERMS}isReplacedBy> ?now }}}} }}}}"
)
Quads = Sequence[ox.Quad]
Said = Mapping[ox.NamedNode | ox.BlankNode, Quads]
"""Quads by their subject."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What is known of a node, and where it leads.

    said: by the vocabulary or by the store. follows: from that. ends: the terms that these lead to,
    by property. old: stored quads that lead to old names, which are left out of the others.
    """

    said: Quads
    follows: Quads
    ends: Mapping[str, frozenset[ox.NamedNode]]
    old: Quads


@dataclass(frozen=True)
class Sources:
    """What says where nodes lead.

    store: None where nothing but the rest says it; graphs: those of its terms, and of what follows.
    said, follows: what the vocabulary says beside the store. described: the nodes that the store
    says nothing of. old: the names of public terms that others replace.
    """

    store: Store | None
    graphs: Sequence[str] = ()
    said: Said = field(default_factory=dict)
    follows: Said = field(default_factory=dict)
    described: Collection[ox.NamedNode | ox.BlankNode] = frozenset()
    old: frozenset[ox.NamedNode] = frozenset()

    def lead(self, node: ox.NamedNode, properties: "Properties", stored: Quads) -> Lead:
        """Return what is known of *node* with *properties*; stored: what the store has of that."""
        own, derived = (
            [quad for quad in known.get(node, ()) if quad.predicate.value in properties]
            for known in (self.said, self.follows)
        )
        kept = [quad for quad in stored if quad.object not in self.old]
        ends: dict[str, set[ox.NamedNode]] = {}
        for quad in (*own, *derived, *kept):
            value = quad.object
            if isinstance(value, ox.NamedNode) and may_be_term(value):
                ends.setdefault(quad.predicate.value, set()).add(value)
        said, follows = self.parted(kept)
        return Lead(
            (*own, *said),
            (*derived, *follows),
            {name: frozenset(values) for name, values in ends.items()},
            [quad for quad in stored if quad.object in self.old] if len(kept) < len(stored) else (),
        )

    def parted(self, stored: Iterable[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """Return what the store says, but of nodes that others describe, and what follows."""
        said: list[ox.Quad] = []
        follows: list[ox.Quad] = []
        for quad in stored:
            if graph_of(quad) == TERMS_INFERRED:
                follows.append(quad)
            elif quad.subject not in self.described:
                said.append(quad)
        return said, follows


@dataclass(frozen=True)
class Properties:
    """The properties *names*, or with *excluded* all others."""

    names: frozenset[str]
    excluded: bool = False

    def __contains__(self, name: str) -> bool:
        return (name in self.names) is not self.excluded

    def query(self, nodes: str, graph: str) -> str:
        """Return the query for what *graph* says of *nodes* with them."""
        listed = ", ".join(f"<{name}>" for name in sorted(self.names))
        test = f"?property {'NOT IN' if self.excluded else 'IN'} ({listed})"
        if self.excluded and not self.names:
            test = "true"  # what Oxigraph takes `NOT IN ()` for is the opposite
        return _ABOUT.format(nodes=nodes, graph=graph, test=test)


EVERY = Properties(frozenset(), excluded=True)


class Looked:
    """What *sources* know of nodes with *properties*; the latest remembered."""

    def __init__(self, sources: Sources, properties: Properties) -> None:
        self._sources = sources
        self._properties = properties
        self._remembered: dict[ox.NamedNode, Lead] = {}

    def reached(self, nodes: Iterable[ox.NamedNode]) -> Iterable[Lead]:
        """Return what is known of *nodes*, of the nodes to which this leads, and so on."""
        found: dict[ox.NamedNode, Lead] = {}
        waiting = set(nodes)
        while waiting:
            latest = self.about(waiting)
            found |= latest
            ends = (end for lead in latest.values() for end in lead.ends.values())
            waiting = set().union(*ends) - found.keys()
        return found.values()

    def about(self, nodes: set[ox.NamedNode]) -> dict[ox.NamedNode, Lead]:
        """Return what is known of each of *nodes*."""
        known = {node: self._remembered.pop(node) for node in nodes & self._remembered.keys()}
        new = sorted(nodes - known.keys(), key=str)
        asked = {
            node: self._sources.lead(node, self._properties, quads)
            for some in batched(new, AT_A_TIME)
            for node, quads in self._stored(some).items()
        }
        self._remembered |= known | asked  # the latest come last
        for node in list(islice(self._remembered, max(len(self._remembered) - _REMEMBERED, 0))):
            del self._remembered[node]
        return known | asked

    def _stored(self, nodes: Collection[ox.NamedNode]) -> dict[ox.NamedNode, list[ox.Quad]]:
        """Return what the store has of each of *nodes*."""
        found: dict[ox.NamedNode, list[ox.Quad]] = {node: [] for node in nodes}
        store = self._sources.store
        if store is None:
            return found
        named = " ".join(map(str, nodes))
        for graph in self._sources.graphs:
            name = ox.NamedNode(graph)
            for row in rows(store, self._properties.query(named, graph)):
                node, predicate, value = row
                found[node].append(ox.Quad(node, predicate, value, name))
        return found


def by_subject(quads: Iterable[ox.Quad]) -> Said:
    """Return *quads* by their subject."""
    found: dict[ox.NamedNode | ox.BlankNode, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(subject_of(quad), []).append(quad)
    return found


def old_names(store: Store, graphs: Iterable[str]) -> frozenset[ox.NamedNode]:
    """Return the names of terms that others replace, in *graphs* of *store*."""
    return frozenset(
        row["node"] for graph in graphs for row in rows(store, _REPLACED.format(graph=graph))
    )


def rows(store: Store, query: str) -> ox.QuerySolutions:
    """Return the solutions of the SELECT *query*."""
    return cast("ox.QuerySolutions", store.query(query))


def may_be_term(node: ox.NamedNode) -> bool:
    """Return whether *node* may be a term: it is of no case, no publication, and not of `cg:`."""
    iri = node.value
    return document_of(iri) is None and not iri.startswith((PUBLICATION, CG))
