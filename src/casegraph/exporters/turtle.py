"""Quads to Turtle and TriG (RDF 1.1 Turtle, RDF 1.1 TriG) that read as if written by hand.

The same quads give the same text: subjects, predicates and values are sorted, numbers within names
by their value. A blank node that one triple leads to stands in brackets where it is used, a list in
parentheses; any other keeps its label. Only the prefixes used are declared.
"""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import groupby
from typing import TypeAlias

import pyoxigraph as ox

from casegraph.namespaces import (
    BASE,
    PREFIXES,
    PUBLICATION,
    RDF,
    RDFS,
    SKOS,
    XSD,
    curie,
    document_of,
)
from casegraph.quads import graph_of, subject_of

Subject: TypeAlias = ox.NamedNode | ox.BlankNode
Value: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_FIRST = f"{RDF}first"
_REST = f"{RDF}rest"
_NIL = f"{RDF}nil"
_LEADING = {f"{RDF}type": 0, f"{SKOS}prefLabel": 1, f"{RDFS}label": 2}
_RELATIVE = re.compile(r"[A-Za-z0-9_.~-]*(#[A-Za-z0-9_.~-]+)?")
_PLAIN = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?([0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}
"""The literals that Turtle writes without quotes (Turtle, section 2.5.2 and 2.5.3)."""


def turtle(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of *quads*, whatever their graphs, as Turtle."""
    triples = _Triples(quads)
    prefixes: set[str] = set()
    parts: list[str] = []
    for base, subjects in groupby(triples.subjects(), key=_base_of):
        if base:
            parts.append(f"@base <{base}> .")
        terms = _Terms(base, prefixes)
        parts += [_stanza(subject, triples, terms) for subject in subjects]
    return _document(prefixes, parts)


def trig(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as TriG, one block for each named graph."""
    by_graph: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        by_graph.setdefault(graph_of(quad), []).append(quad)
    shared = _shared_nodes(by_graph.values())
    prefixes: set[str] = set()
    parts: list[str] = []
    for graph in sorted(by_graph, key=lambda graph: _order(f"{graph}#")):
        triples = _Triples(by_graph[graph], shared)
        base = _base_of(ox.NamedNode(f"{graph}/")) if graph else ""
        if base:
            parts.append(f"@base <{base}> .")
        terms = _Terms(base, prefixes)
        stanzas = "\n\n".join(_stanza(subject, triples, terms) for subject in triples.subjects())
        indented = re.sub(r"^(?=.)", "    ", stanzas, flags=re.MULTILINE)
        name = f"<{graph}> " if graph else ""
        parts.append(f"{name}{{\n{indented}\n}}")
    return _document(prefixes, parts)


class _Triples:
    """The triples of one Turtle document or one graph, by subject.

    labelled: blank nodes that keep their labels, since other graphs have them too.
    """

    def __init__(self, quads: Iterable[ox.Quad], labelled: Container[Subject] = ()) -> None:
        self._labelled = labelled
        self.of: dict[Subject, dict[str, list[Value]]] = {}
        self._parents: dict[ox.BlankNode, list[Subject]] = {}
        for quad in dict.fromkeys(quad.triple for quad in quads):
            subject = subject_of(quad)
            values = self.of.setdefault(subject, {}).setdefault(quad.predicate.value, [])
            values.append(quad.object)
            if isinstance(quad.object, ox.BlankNode):
                self._parents.setdefault(quad.object, []).append(subject)

    def subjects(self) -> list[Subject]:
        """Return the subjects that get a stanza of their own, sorted."""
        own = [
            subject
            for subject in self.of
            if isinstance(subject, ox.NamedNode) or not self.is_inline(subject)
        ]
        return sorted(own, key=lambda subject: _order(_iri(subject)))

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


class _Terms:
    """How terms are written under one base, and which prefixes that takes."""

    def __init__(self, base: str, prefixes: set[str]) -> None:
        self._base = base
        self._prefixes = prefixes

    def iri(self, iri: str) -> str:
        if self._base and iri.startswith(self._base):
            relative = iri.removeprefix(self._base)
            if _RELATIVE.fullmatch(relative):
                return f"<{relative}>"
        short = curie(iri)
        if short.startswith("<"):
            return str(ox.NamedNode(iri))
        self._prefixes.add(short.partition(":")[0])
        return short

    def predicate(self, iri: str) -> str:
        return "a" if iri == f"{RDF}type" else self.iri(iri)

    def literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if literal.language is not None or datatype == f"{XSD}string":
            return str(literal)
        plain = _PLAIN.get(datatype)
        if plain and plain.fullmatch(literal.value):
            return literal.value
        return f"{ox.Literal(literal.value)}^^{self.iri(datatype)}"


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


def _stanza(subject: Subject, triples: _Triples, terms: _Terms) -> str:
    name = terms.iri(subject.value) if isinstance(subject, ox.NamedNode) else str(subject)
    lines = []
    for predicate, values in _sorted(triples.of[subject]):
        written = [_value(value, triples, terms) for value in values]
        several = "\n        " if len(written) > 1 else " "
        lines.append(terms.predicate(predicate) + several + f",{several}".join(written))
    return f"{name} " + " ;\n    ".join(lines) + " ."


def _value(value: Value, triples: _Triples, terms: _Terms) -> str:
    if isinstance(value, ox.NamedNode):
        return terms.iri(value.value)
    if isinstance(value, ox.Literal):
        return terms.literal(value)
    if not isinstance(value, ox.BlankNode) or not triples.is_inline(value):
        return str(value)
    items = triples.list_items(value)
    if items is not None:
        return f"( {' '.join(_value(item, triples, terms) for item in items)} )"
    said = " ; ".join(
        f"{terms.predicate(predicate)} {', '.join(_value(one, triples, terms) for one in values)}"
        for predicate, values in _sorted(triples.of.get(value, {}))
    )
    return f"[ {said} ]" if said else "[]"


def _document(prefixes: set[str], parts: list[str]) -> str:
    head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(prefixes))
    return "\n\n".join(part for part in (head.rstrip("\n"), *parts) if part) + "\n"


def _sorted(said: dict[str, list[Value]]) -> Iterator[tuple[str, list[Value]]]:
    """Yield predicates with their values: type and label first, then by name."""
    for predicate in sorted(said, key=lambda iri: (_LEADING.get(iri, 3), curie(iri))):
        yield predicate, sorted(said[predicate], key=lambda value: _natural(str(value)))


def _base_of(subject: Subject) -> str:
    """Return the base under which the stanza of *subject* is written, empty when under none."""
    iri = _iri(subject)
    return document_of(iri) or (PUBLICATION if iri.startswith(PUBLICATION) else "")


def _iri(subject: Subject) -> str:
    return subject.value if isinstance(subject, ox.NamedNode) else ""


def _order(iri: str) -> tuple[object, ...]:
    """Return the sort key of a stanza: cases, the case and the patient first, then others.

    What has no document comes last, since no other base may stand before it.
    """
    document = document_of(iri)
    fragment = iri.removeprefix(document or "")
    rank = 0 if document else 1 if iri.startswith(PUBLICATION) else 2 if iri.startswith(BASE) else 3
    leading = {"": 0, "#case": 1, "#patient": 2}.get(fragment, 3)
    return rank, document or "", leading, _natural(fragment)


def _natural(text: str) -> list[tuple[bool, int, str]]:
    """Return a sort key that puts 9 before 10 within names.

    >>> sorted(["text-10-12", "text-9-12"], key=_natural)
    ['text-9-12', 'text-10-12']
    """
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in re.split(r"([0-9]+)", text)
        if part
    ]
