"""The terms that a store has beside the bundled ones, as far as some quads lead to them.

A public ontology has ten thousands of terms, cases lead to a few of them: those they name, all that
is above these, and what is below what they deny (`reason.reach`). So what a case costs does not
depend on how many terms there are. Nothing leads to the old name of a term but a case that uses it;
else each case would present as many old names as terms.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import cast

import pyoxigraph as ox

from casegraph.build.crew import batched
from casegraph.build.shared import Stored
from casegraph.namespaces import (
    CG,
    DCTERMS,
    PUBLICATION,
    RDF,
    SKOS,
    TERMS,
    TERMS_INFERRED,
    VOCABULARY,
    document_of,
)
from casegraph.quads import graph_of, subject_of
from casegraph.reason import DOWNWARD, Reach
from casegraph.store import Store
from casegraph.vocabulary import Vocabulary

_AT_A_TIME = 500
"""How many nodes a query asks for."""

_REMEMBERED = 50_000
"""How many nodes are remembered, since cases lead to the same broad terms again and again."""

_PUBLIC = f"""SELECT ?graph WHERE {{
  ?graph a <{SKOS}ConceptScheme>
  FILTER(STRSTARTS(STR(?graph), "{VOCABULARY}"))
}}
ORDER BY ?graph"""
_ABOUT = """SELECT ?node ?property ?value WHERE {{
  VALUES ?node {{ {nodes} }}
  GRAPH <{graph}> {{ ?node ?property ?value }}
  FILTER({test})
}}"""
_SUBJECTS = (
    "SELECT DISTINCT ?node WHERE {{ GRAPH <{graph}> {{ ?node ?property ?value }} }} LIMIT {limit}"
)
_KNOWN = """ASK {{
  VALUES ?node {{ {nodes} }}
  GRAPH <{graph}> {{ {{ ?node ?property ?value }} UNION {{ ?value ?property ?node }} }}
}}"""

_REPLACED = (
    f"SELECT ?node WHERE {{{{ GRAPH <{{graph}}> {{{{ ?node <{DCTERMS}isReplacedBy> ?now }}}} }}}}"
)
_KIND = f"?property = <{RDF}type>"
_FOR_PEOPLE = frozenset(f"{SKOS}{name}" for name in ("closeMatch", "definition", "hiddenLabel"))
"""What no rule goes along and no shape asks of a term that is stored already."""

Quads = Sequence[ox.Quad]
Node = ox.NamedNode | ox.BlankNode | ox.Triple


def public_graphs(store: Store) -> tuple[str, ...]:
    """Return the named graphs of the public ontologies that *store* has, sorted."""
    return tuple(row["graph"].value for row in _rows(store, _PUBLIC))


class StoredTerms:
    """The terms of a store, none when there is no store.

    reach: how far rules go.
    """

    def __init__(self, stored: Stored, reach: Reach) -> None:
        self._stored = stored
        self._reach = reach
        self._graphs: tuple[str, ...] | None = None
        self._remembered: dict[str, _Looked] = {}
        self._replaced: frozenset[ox.NamedNode] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return (StoredTerms, (self._stored, self._reach))

    def beside(self, vocabulary: Vocabulary, quads: Iterable[ox.Quad]) -> Vocabulary:
        """Return *vocabulary* with the stored terms that *quads* lead to.

        vocabulary: one of which is known what follows. It alone says what its terms are.
        """
        store = self._stored.store
        if store is None or not self._are_more(store, vocabulary):
            return vocabulary
        found = self._led_to(store, quads)
        said: list[ox.Quad] = []
        follows: list[ox.Quad] = []
        for quad in found:
            if graph_of(quad) == TERMS_INFERRED:
                follows.append(quad)
            elif subject_of(quad) not in vocabulary.described:
                said.append(quad)
        return vocabulary.beside(said, follows, "the store") if found else vocabulary

    def said_of(self, nodes: Collection[Node]) -> list[ox.Quad]:
        """Return what the store says of *nodes* among the terms that cases brought."""
        if self._stored.store is None:
            return []
        named = [node for node in nodes if isinstance(node, ox.NamedNode)]
        about = _Looked((TERMS,)).about(self._stored.store, set(named))
        return [quad for quads in about.values() for quad in quads]

    def is_known(self, nodes: Collection[Node]) -> bool:
        """Return whether anything follows in the store about one of *nodes*, or leads to it."""
        store = self._stored.store
        named = sorted(str(node) for node in nodes if isinstance(node, ox.NamedNode))
        return store is not None and any(
            store.query(_KNOWN.format(nodes=" ".join(some), graph=TERMS_INFERRED))
            for some in batched(named, _AT_A_TIME)
        )

    def _are_more(self, store: Store, vocabulary: Vocabulary) -> bool:
        """Return whether *store* has any term that *vocabulary* lacks."""
        if self._graphs is None:
            self._graphs = public_graphs(store)
        query = _SUBJECTS.format(graph=TERMS, limit=len(vocabulary.described) + 1)
        return bool(self._graphs) or not vocabulary.described.issuperset(
            row["node"] for row in _rows(store, query)
        )

    def _led_to(self, store: Store, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Return what the store says of the terms to which *quads* lead, and what follows."""
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
        upward = f"?property NOT IN ({_listed(DOWNWARD | _FOR_PEOPLE)})"
        above = self._looked(upward).reached(store, named)
        ends = {quad.object for quad in below if isinstance(quad.object, ox.NamedNode)}
        kinds = self._looked(_KIND).about(store, ends - above.keys())
        found = [
            *below,
            *(quad for found in (above, kinds) for said in found.values() for quad in said),
        ]
        old = self._old_names(store) - named
        return [quad for quad in found if quad.object not in old]

    def _old_names(self, store: Store) -> frozenset[ox.NamedNode]:
        """Return the names of public terms that others replace."""
        if self._replaced is None:
            self._replaced = frozenset(
                row["node"]
                for graph in self._graphs or ()
                for row in _rows(store, _REPLACED.format(graph=graph))
            )
        return self._replaced

    def _below(
        self, store: Store, nodes: Iterable[ox.NamedNode], steps: frozenset[str]
    ) -> list[ox.Quad]:
        """Return what leads down from *nodes* by *steps*.

        What follows is stored too, so that all to which a transitive step leads is one step away:
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
                onward = self._looked(f"?property IN ({_listed(steps - done)})")
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

    def _looked(self, test: str) -> "_Looked":
        """Return what the store says of nodes, with what follows, remembered.

        test: a condition on ?property.
        """
        if test not in self._remembered:
            self._remembered[test] = _Looked((TERMS, *(self._graphs or ()), TERMS_INFERRED), test)
        return self._remembered[test]


class _Looked:
    """What some graphs of a store say of nodes, remembered for the latest of them.

    graphs: their names. test: a condition on ?property.
    """

    def __init__(self, graphs: Sequence[str], test: str = "true") -> None:
        self._graphs = graphs
        self._test = test
        self._remembered: dict[ox.NamedNode, Quads] = {}

    def reached(self, store: Store, nodes: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, Quads]:
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

    def about(self, store: Store, nodes: set[ox.NamedNode]) -> dict[ox.NamedNode, Quads]:
        """Return the quads about each of *nodes*."""
        known = {node: self._remembered.pop(node) for node in nodes & self._remembered.keys()}
        new = sorted(nodes - known.keys(), key=str)
        asked = {
            node: quads
            for some in batched(new, _AT_A_TIME)
            for node, quads in self._ask(store, some).items()
        }
        self._remembered |= known | asked  # the latest come last
        for node in list(islice(self._remembered, max(len(self._remembered) - _REMEMBERED, 0))):
            del self._remembered[node]
        return known | asked

    def _ask(
        self, store: Store, nodes: Sequence[ox.NamedNode]
    ) -> dict[ox.NamedNode, list[ox.Quad]]:
        found: dict[ox.NamedNode, list[ox.Quad]] = {node: [] for node in nodes}
        named = " ".join(map(str, nodes))
        for graph in self._graphs:
            name = ox.NamedNode(graph)
            for row in _rows(store, _ABOUT.format(nodes=named, graph=graph, test=self._test)):
                node, predicate, value = row
                found[node].append(ox.Quad(node, predicate, value, name))
        return found


def _rows(store: Store, query: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", store.query(query))


def _may_be_term(node: ox.NamedNode) -> bool:
    iri = node.value
    return document_of(iri) is None and not iri.startswith((PUBLICATION, CG))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"<{name}>" for name in sorted(names))
