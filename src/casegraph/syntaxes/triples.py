"""Triples by subject, in the order in which a person looks for them.

What Turtle, TriG and JSON-LD have in common: each node once, sorted, numbers within names by their
value; which blank nodes stand where they are used; what is a list.
"""

import re
from collections.abc import Container, Iterable
from functools import cached_property, lru_cache
from typing import TypeAlias, cast

import pyoxigraph as ox

from casegraph.namespaces import BASE, PUBLICATION, RDF, RDFS, SKOS, curie, document_of
from casegraph.quads import graph_of

Subject: TypeAlias = ox.NamedNode | ox.BlankNode
Value: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Parts: TypeAlias = tuple[Subject, ox.NamedNode, Value]

_FIRST = f"{RDF}first"
_REST = f"{RDF}rest"
_NIL = f"{RDF}nil"
_DIGITS = re.compile(r"([0-9]+)")
_LEADING = {f"{RDF}type": 0, f"{SKOS}prefLabel": 1, f"{RDFS}label": 2}


def by_graph(quads: Iterable[ox.Quad]) -> dict[str, "Triples"]:
    """Return the triples of each graph of *quads*, the graphs sorted, by graph name."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(graph_of(quad), []).append(quad)
    shared = _shared_nodes(found.values())
    names = sorted(found, key=lambda graph: _order(f"{graph}#"))
    return {graph: Triples(found[graph], shared) for graph in names}


class Triples:
    """The triples of one Turtle document or one graph, by subject.

    labelled: blank nodes that keep their labels, since other graphs have them too.
    """

    def __init__(self, quads: Iterable[ox.Quad], labelled: Container[Subject] = ()) -> None:
        self._labelled = labelled
        self.of: dict[Subject, dict[str, list[Value]]] = {}
        self._parents: dict[ox.BlankNode, list[Subject]] = {}
        self._ordered: dict[Subject, list[tuple[str, list[Value]]]] = {}
        for triple in dict.fromkeys(quad.triple for quad in quads):
            subject, predicate, value = cast("_Parts", triple)
            self.of.setdefault(subject, {}).setdefault(predicate.value, []).append(value)
            if isinstance(value, ox.BlankNode):
                self._parents.setdefault(value, []).append(subject)

    @cached_property
    def subjects(self) -> list[Subject]:
        """The subjects that get a stanza of their own, sorted."""
        own = [
            subject
            for subject in self.of
            if isinstance(subject, ox.NamedNode) or not self.is_inline(subject)
        ]
        return sorted(own, key=lambda subject: (_order(iri_of(subject)), self._said(subject)))

    def is_unnamed(self, node: Subject) -> bool:
        """Return whether *node* is a blank node to which nothing leads, which needs no label."""
        return (
            isinstance(node, ox.BlankNode)
            and node not in self._parents
            and node not in self._labelled
        )

    def is_inline(self, node: ox.BlankNode) -> bool:
        """Return whether exactly one triple leads to *node*, and not round in a circle."""
        seen: set[Subject] = set()
        at: Subject = node
        while isinstance(at, ox.BlankNode):
            parents = self._parents.get(at, ())
            if len(parents) != 1 or at in self._labelled:
                return at != node
            if at in seen:
                return False
            seen.add(at)
            at = parents[0]
        return True

    def by_predicate(self, node: Subject) -> list[tuple[str, list[Value]]]:
        """Return what is said of *node*, predicates with their values, in an order of its own.

        Type and label come first, then the others by name; blank nodes by what is said of them.
        """
        if node not in self._ordered:
            said = self.of.get(node, {})
            self._ordered[node] = [
                (predicate, self._sorted(said[predicate])) for predicate in sorted(said, key=_place)
            ]
        return self._ordered[node]

    def _sorted(self, values: list[Value]) -> list[Value]:
        if len(values) == 1:
            return values
        return sorted(values, key=lambda value: natural(self._content(value)))

    def _content(self, value: Value) -> str:
        """Return *value* in N-Triples, a blank node that stands where it is used by its content."""
        if not isinstance(value, ox.BlankNode) or not self.is_inline(value):
            return str(value)
        return self._written(value)

    def _written(self, node: ox.BlankNode) -> str:
        """Return what is said of *node*, always in the same order."""
        return " ".join(
            sorted(
                f"{predicate} {self._content(one)}"
                for predicate, values in self.of.get(node, {}).items()
                for one in values
            )
        )

    def _said(self, subject: Subject) -> str:
        """Return what tells blank *subject* from others, without its label if it needs none."""
        if isinstance(subject, ox.NamedNode):
            return ""
        return self._written(subject) if self.is_unnamed(subject) else str(subject)

    def list_items(self, node: ox.BlankNode) -> list[Value] | None:
        """Return the items of the list at *node*, or None when it is no well-formed list."""
        items: list[Value] = []
        at: Value = node
        while isinstance(at, ox.BlankNode) and self.is_inline(at):
            said = self.of.get(at, {})
            if said.keys() != {_FIRST, _REST} or any(len(values) != 1 for values in said.values()):
                return None
            items += said[_FIRST]
            at = said[_REST][0]
        return items if isinstance(at, ox.NamedNode) and at.value == _NIL else None


def _shared_nodes(graphs: Iterable[list[ox.Quad]]) -> set[Subject]:
    """Return the blank nodes that more than one of *graphs* has."""
    seen: set[Subject] = set()
    shared: set[Subject] = set()
    for quads in graphs:
        terms = (term for quad in quads for term in (quad.subject, quad.object))
        nodes = {term for term in terms if isinstance(term, ox.BlankNode)}
        shared |= seen & nodes
        seen |= nodes
    return shared


@lru_cache(maxsize=4096)
def _place(predicate: str) -> tuple[int, str]:
    return _LEADING.get(predicate, 3), curie(predicate)


def iri_of(subject: Subject) -> str:
    """Return the IRI of *subject*, empty for a blank node."""
    return subject.value if isinstance(subject, ox.NamedNode) else ""


def _order(iri: str) -> tuple[object, ...]:
    """Return the sort key of a stanza: cases, the case and the patient first, then others.

    What has no document comes last, since no other base may stand before it.
    """
    document = document_of(iri)
    fragment = iri.removeprefix(document or "")
    rank = 0 if document else 1 if iri.startswith(PUBLICATION) else 2 if iri.startswith(BASE) else 3
    leading = {"": 0, "#case": 1, "#patient": 2}.get(fragment, 3)
    return rank, document or "", leading, natural(fragment)


def natural(text: str) -> list[tuple[bool, int, str]]:
    """Return a sort key that puts 9 before 10 within names.

    >>> sorted(["text-10-12", "text-9-12"], key=natural)
    ['text-9-12', 'text-10-12']
    """
    return [
        (False, int(part), part) if part.isdecimal() else (True, 0, part)
        for part in _DIGITS.split(text)
        if part
    ]
