"""The way from what cases name to the terms that matter for them: up, and down from what is denied.

Two things say where it leads: the graphs of a store, and a vocabulary that is not read as a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

import pyoxigraph as ox

from casegraph.build.crew import batched
from casegraph.namespaces import CG, DCTERMS, PUBLICATION, SKOS, TERMS, TERMS_INFERRED, document_of
from casegraph.reason import DOWNWARD, Reach
from casegraph.store import Store

AT_A_TIME = 500
"""How many nodes a query asks for."""

_REMEMBERED = 50_000
"""How many nodes are remembered, since cases lead to the same broad terms again and again."""

_ABOUT = """SELECT ?node ?property ?value WHERE {{
  VALUES ?node {{ {nodes} }}
  GRAPH <{graph}> {{ ?node ?property ?value }}
  FILTER({test})
}}"""
_REPLACED = (
    f"SELECT ?node WHERE {{{{ GRAPH <{{graph}}> {{{{ ?node <{DCTERMS}isReplacedBy> ?now }}}} }}}}"
)
_FOR_PEOPLE = frozenset(f"{SKOS}{name}" for name in ("closeMatch", "definition", "hiddenLabel"))
"""What no rule goes along and no shape asks of a term that is stored already."""

Quads = Sequence[ox.Quad]
Said = Mapping[ox.NamedNode | ox.BlankNode, Quads]
"""Quads by their subject."""


class Leading:
    """The quads to which cases lead.

    reach: how far rules go. graphs: the public ontologies of the store. known: what is said beside
    the store, with what follows.
    """

    def __init__(self, reach: Reach, graphs: Sequence[str], known: Said) -> None:
        self._reach = reach
        self._public = graphs
        self._graphs = (TERMS, *graphs, TERMS_INFERRED)
        self._known = known
        self._looks: dict[Properties, Looked] = {}
        self._replaced: frozenset[ox.NamedNode] | None = None

    def led_to(self, store: Store | None, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Return what is said of the terms to which *quads* lead, and what follows.

        Of a term below a denied one this is no more than that it is below: no rule and no shape
        asks for its kind.
        """
        named: set[ox.NamedNode] = set()
        denied: dict[frozenset[str], set[ox.NamedNode]] = {}
        for predicate, value in {(quad.predicate, quad.object) for quad in quads}:
            if isinstance(value, ox.NamedNode) and _may_be_term(value):
                named.add(value)
                if steps := self._reach.descents.get(predicate.value):
                    denied.setdefault(steps, set()).add(value)
        below = [
            quad for steps, nodes in denied.items() for quad in self._below(store, nodes, steps)
        ]
        upward = Properties(DOWNWARD | _FOR_PEOPLE, excluded=True)
        above = self._looked(upward).reached(store, named)
        found = [*below, *(quad for said in above.values() for quad in said)]
        old = self._old_names(store) - named
        return [quad for quad in found if quad.object not in old or self._is_known(quad)]

    def _is_known(self, quad: ox.Quad) -> bool:
        return quad in self._known.get(cast("ox.NamedNode", quad.subject), ())

    def _old_names(self, store: Store | None) -> frozenset[ox.NamedNode]:
        """Return the names of public terms that others replace."""
        if store is None:
            return frozenset()
        if self._replaced is None:
            self._replaced = frozenset(
                row["node"]
                for graph in self._public
                for row in rows(store, _REPLACED.format(graph=graph))
            )
        return self._replaced

    def _below(
        self, store: Store | None, nodes: Iterable[ox.NamedNode], steps: frozenset[str]
    ) -> list[ox.Quad]:
        """Return what leads down from *nodes* by *steps*.

        What follows is there too, so that all to which a transitive step leads is one step away:
        what was come to by it need not go on by it.
        """
        found: list[ox.Quad] = []
        waiting: dict[str, set[ox.NamedNode]] = {"": set(nodes)}
        seen: set[tuple[str, ox.NamedNode]] = set()
        while waiting:
            further: dict[str, set[ox.NamedNode]] = {}
            for step, reached in waiting.items():
                seen |= {(step, node) for node in reached}
                done = {step} & self._reach.transitive
                onward = self._looked(Properties(steps - done))
                for quads in onward.about(store, reached).values():
                    found += quads
                    for quad in quads:
                        if isinstance(quad.object, ox.NamedNode):
                            further.setdefault(quad.predicate.value, set()).add(quad.object)
            waiting = {
                step: new
                for step, ends in further.items()
                if (new := {node for node in ends if (step, node) not in seen})
            }
        return found

    def _looked(self, properties: "Properties") -> "Looked":
        """Return what is said of nodes by *properties*, with what follows, remembered."""
        if properties not in self._looks:
            self._looks[properties] = Looked(self._graphs, properties, self._known)
        return self._looks[properties]


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
    """What some graphs of a store say of nodes, and what is known beside; the latest remembered.

    graphs: their names. properties: which are asked for. known: what is said beside the store.
    """

    def __init__(self, graphs: Sequence[str], properties: Properties, known: Said) -> None:
        self._graphs = graphs
        self._properties = properties
        self._known = known
        self._remembered: dict[ox.NamedNode, Quads] = {}

    def reached(
        self, store: Store | None, nodes: Iterable[ox.NamedNode]
    ) -> dict[ox.NamedNode, Quads]:
        """Return the quads about *nodes*, about the nodes to which these lead, and so on."""
        found: dict[ox.NamedNode, Quads] = {}
        waiting = set(nodes)
        while waiting:
            latest = self.about(store, waiting)
            found |= latest
            values = {quad.object for quads in latest.values() for quad in quads}
            waiting = {
                value
                for value in values
                if isinstance(value, ox.NamedNode) and value not in found and _may_be_term(value)
            }
        return found

    def about(self, store: Store | None, nodes: set[ox.NamedNode]) -> dict[ox.NamedNode, Quads]:
        """Return the quads about each of *nodes*."""
        known = {node: self._remembered.pop(node) for node in nodes & self._remembered.keys()}
        new = sorted(nodes - known.keys(), key=str)
        asked = {
            node: quads
            for some in batched(new, AT_A_TIME)
            for node, quads in self._ask(store, some).items()
        }
        self._remembered |= known | asked  # the latest come last
        for node in list(islice(self._remembered, max(len(self._remembered) - _REMEMBERED, 0))):
            del self._remembered[node]
        return known | asked

    def _ask(
        self, store: Store | None, nodes: Collection[ox.NamedNode]
    ) -> dict[ox.NamedNode, list[ox.Quad]]:
        found = {
            node: [q for q in self._known.get(node, ()) if q.predicate.value in self._properties]
            for node in nodes
        }
        named = " ".join(map(str, nodes))
        for graph in self._graphs if store is not None else ():
            name = ox.NamedNode(graph)
            for row in rows(cast("Store", store), self._properties.query(named, graph)):
                node, predicate, value = row
                found[node].append(ox.Quad(node, predicate, value, name))
        return found


def rows(store: Store, query: str) -> ox.QuerySolutions:
    """Return the solutions of the SELECT *query*."""
    return cast("ox.QuerySolutions", store.query(query))


def _may_be_term(node: ox.NamedNode) -> bool:
    iri = node.value
    return document_of(iri) is None and not iri.startswith((PUBLICATION, CG))
