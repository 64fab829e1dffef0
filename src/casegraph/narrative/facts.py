"""What a store says about one case, by node and property."""

import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import cast

import pyoxigraph as ox

from casegraph import lookup, namespaces
from casegraph.namespaces import CG, OA, RDF
from casegraph.narrative.words import from_camel_case
from casegraph.store import Store

Term = ox.NamedNode | ox.BlankNode | ox.Literal

_GRAPH = """
SELECT ?graph ?subject ?predicate ?object
WHERE { GRAPH ?graph { ?subject ?predicate ?object } }
"""
_NODE = "SELECT ?subject ?predicate ?object WHERE { ?subject ?predicate ?object }"


class Facts:
    """The triples of one case: asserted, inferred and of its provenance; and the words for them.

    A property is given by its IRI. Values come in a fixed order, that of `order`.
    """

    def __init__(self, store: Store, document: str) -> None:
        self.document = document
        self._store = store
        self._asserted = self._of_graph(document)
        self._following = self._of_graph(namespaces.inferred_graph(document))
        self._provenance = self._of_graph(namespaces.provenance_graph(document))
        self._elsewhere: dict[str, Mapping[str, list[Term]]] = {}
        self.label_of = cache(self._label_of)
        self.position = cache(self._position)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The IRIs of which the case's graph asserts something, in the order of their evidence."""
        return tuple(
            sorted(
                (node for node in self._asserted if not node.startswith("_:")),
                key=self.order,
            )
        )

    def properties(self, node: str) -> Mapping[str, list[Term]]:
        """Return what is asserted of *node* by property, in the case or else in the store."""
        if node in self._asserted:
            return self._asserted[node]
        if node in self._provenance:
            return self._provenance[node]
        if node.startswith("_:"):
            return {}
        if node not in self._elsewhere:
            found = self._triples(_NODE, {ox.Variable("subject"): ox.NamedNode(node)})
            self._elsewhere[node] = found.get(node, {})
        return self._elsewhere[node]

    def nodes_of(self, node: str, *path: str) -> list[str]:
        """Return the nodes to which *path*, one property after the other, leads from *node*."""
        reached = [node]
        for step in path:
            reached = list(
                dict.fromkeys(
                    name(value)
                    for start in reached
                    for value in self.properties(start).get(step, [])
                    if not isinstance(value, ox.Literal)
                )
            )
        return sorted(reached, key=self.order)

    def list_at(self, node: str, step: str) -> list[str]:
        """Return the nodes of the RDF list at *step*, in the order of the list."""
        sparql = f"""
        SELECT ?subject ?item (COUNT(?cell) AS ?position)
        WHERE {{
          ?subject <{step}>/<{RDF}rest>* ?cell .
          ?cell <{RDF}rest>*/<{RDF}first> ?item .
        }}
        GROUP BY ?subject ?item
        ORDER BY ?position
        """
        found = self._store.query(sparql, {ox.Variable("subject"): ox.NamedNode(node)})
        return [name(solution["item"]) for solution in cast("ox.QuerySolutions", found)]

    def literals(self, node: str, step: str) -> list[str]:
        """Return the lexical forms of the literals at *step*."""
        values = self.properties(node).get(step, [])
        return sorted(value.value for value in values if isinstance(value, ox.Literal))

    def literal(self, node: str, step: str) -> str | None:
        """Return the first literal at *step*, None when there is none."""
        return next(iter(self.literals(node, step)), None)

    def following(self, node: str, step: str) -> str | None:
        """Return what the rules computed for *node* at *step*, None when they did not."""
        values = self._following.get(node, {}).get(step, [])
        return next((name(value) for value in values), None)

    def labels_of(self, node: str, step: str) -> list[str]:
        """Return the labels of the things at *step*."""
        return [self.label_of(value) for value in self.nodes_of(node, step)]

    def words_for(self, iri: str) -> str:
        """Return the label of *iri*, or else the words in the last part of it."""
        label = self.label_of(iri)
        return (
            from_camel_case(re.split(r"[/#:]", iri)[-1])
            if label == namespaces.curie(iri)
            else label
        )

    def types(self, node: str) -> frozenset[str]:
        """Return the names of the `cg:` classes that *node* is asserted to have."""
        return frozenset(
            iri.removeprefix(CG) for iri in self.nodes_of(node, f"{RDF}type") if iri.startswith(CG)
        )

    def days(self, node: str) -> Decimal:
        """Return when *node* was, in days from presentation, 0 when no time is given."""
        return Decimal(self.following(node, f"{CG}offsetDays") or 0)

    def order(self, node: str) -> tuple[Decimal, int, tuple[int, int], str]:
        """Return the sort key of *node*: its time, its year, the place of its words, its name.

        A calendar year in a report is that of something earlier, so it goes before what has none.
        """
        year = _integer(self.literal(node, f"{CG}inYear"))
        return self.days(node), 9999 if year is None else year, self.position(node), node

    def evidence(self, node: str) -> tuple[str, ...]:
        """Return the positions of the words on which *node* rests, in the order of the text."""
        found = []
        for resource in self.properties(node).get(f"{CG}evidence", []):
            spans = self._spans(name(resource))
            said = "+".join(f"{start}-{end}" for start, end in spans)
            found.append((spans, said or name(resource).rpartition("#")[2]))
        return tuple(said for _, said in sorted(found))

    def _position(self, node: str) -> tuple[int, int]:
        """Return where the first evidence of *node* begins and ends, behind all others without."""
        extents = [
            (spans[0][0], spans[-1][1])
            for resource in self.properties(node).get(f"{CG}evidence", [])
            if (spans := self._spans(name(resource)))
        ]
        return min(extents, default=(sys.maxsize, sys.maxsize))

    def _spans(self, resource: str) -> list[tuple[int, int]]:
        selectors = [name(value) for value in self.properties(resource).get(f"{OA}hasSelector", [])]
        bounds = [
            (
                _integer(self.literal(selector, f"{OA}start")),
                _integer(self.literal(selector, f"{OA}end")),
            )
            for selector in selectors
        ]
        return sorted(
            (start, end) for start, end in bounds if start is not None and end is not None
        )

    def _label_of(self, iri: str) -> str:
        found = None if iri.startswith("_:") else lookup.label(self._store, iri)
        return found or namespaces.curie(iri)

    def _of_graph(self, graph: str) -> Mapping[str, Mapping[str, list[Term]]]:
        return self._triples(_GRAPH, {ox.Variable("graph"): ox.NamedNode(graph)})

    def _triples(
        self, sparql: str, values: Mapping[ox.Variable, ox.NamedNode]
    ) -> Mapping[str, Mapping[str, list[Term]]]:
        found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for solution in cast("ox.QuerySolutions", self._store.query(sparql, values)):
            objects = found[name(solution["subject"])][solution["predicate"].value]
            if solution["object"] not in objects:
                objects.append(solution["object"])
        return {subject: dict(properties) for subject, properties in found.items()}


def _integer(lexical: str | None) -> int | None:
    """Return the integer or the year that *lexical* begins with, None when it does not."""
    found = re.match(r"[+-]?[0-9]+", lexical or "")
    return int(found.group()) if found else None


def name(term: Term) -> str:
    """Return the IRI, the label of a blank node with `_:`, or the lexical form of *term*."""
    return str(term) if isinstance(term, ox.BlankNode) else term.value
