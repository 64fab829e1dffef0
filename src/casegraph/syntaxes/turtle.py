"""Quads to Turtle and TriG (RDF 1.1 Turtle, RDF 1.1 TriG) that read as if written by hand.

The same quads give the same text: subjects, predicates and values are sorted, numbers within names
by their value. A blank node that one triple leads to stands in brackets where it is used, a list in
parentheses; one to which nothing leads needs no label, and any other keeps its own. Only the
prefixes used are declared. In Turtle a text of several lines keeps them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby

import pyoxigraph as ox

from casegraph.namespaces import PREFIXES, PUBLICATION, RDF, XSD, curie, document_of
from casegraph.syntaxes.triples import Subject, Triples, Value, by_graph, iri_of

_RELATIVE = re.compile(r"[A-Za-z0-9_.~-]*(#[A-Za-z0-9_.~-]+)?")
_PLAIN = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?([0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}
"""The literals that Turtle writes without quotes (Turtle, section 2.5.2 and 2.5.3)."""


def turtle(quads: Iterable[ox.Quad], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the triples of *quads*, whatever their graphs, as Turtle."""
    return turtle_of(Triples(quads), prefixes)


def turtle_of(triples: Triples, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return *triples* as Turtle."""
    used: dict[str, str] = {}
    stanzas = list(_stanzas(triples, prefixes, used))
    return _document(used, stanzas)


def turtle_pieces(parts: Iterable[Iterable[ox.Quad]]) -> Iterator[str]:
    """Yield Turtle with the triples of *parts*, one after the other, under all prefixes.

    A blank node has the same label in no two parts.
    """
    yield _head(PREFIXES)
    for quads in parts:
        yield _following(_stanzas(Triples(quads), PREFIXES, {}))


def _stanzas(triples: Triples, prefixes: Mapping[str, str], used: dict[str, str]) -> Iterator[str]:
    """Yield the stanza of each subject, before those of a document its base."""
    for base, subjects in groupby(triples.subjects, key=_base_of):
        if base:
            yield f"@base <{base}> ."
        terms = _Terms(base, prefixes, used, keep_lines=True)
        for subject in subjects:
            yield _stanza(subject, triples, terms)


def trig(quads: Iterable[ox.Quad], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return *quads* as TriG, one block for each named graph."""
    used: dict[str, str] = {}
    blocks = list(_blocks(quads, prefixes, used))
    return _document(used, blocks)


def trig_pieces(parts: Iterable[Iterable[ox.Quad]]) -> Iterator[str]:
    """Yield TriG with the quads of *parts*, a block for each graph of each, under all prefixes.

    A blank node has the same label in no two parts.
    """
    yield _head(PREFIXES)
    for quads in parts:
        yield _following(_blocks(quads, PREFIXES, {}))


def _blocks(
    quads: Iterable[ox.Quad], prefixes: Mapping[str, str], used: dict[str, str]
) -> Iterator[str]:
    """Yield the block of each graph, before it its base."""
    for graph, triples in by_graph(quads).items():
        base = _base_of(ox.NamedNode(f"{graph}/")) if graph else ""
        if base:
            yield f"@base <{base}> ."
        terms = _Terms(base, prefixes, used)
        stanzas = "\n\n".join(_stanza(subject, triples, terms) for subject in triples.subjects)
        indented = re.sub(r"^(?=.)", "    ", stanzas, flags=re.MULTILINE)
        name = f"<{graph}> " if graph else ""
        yield f"{name}{{\n{indented}\n}}"


class _Terms:
    """How terms are written under one base.

    prefixes: those that there are. used: gets those that it takes. keep_lines: write a text of
    several lines on several, which nobody may then indent.
    """

    def __init__(
        self,
        base: str,
        prefixes: Mapping[str, str],
        used: dict[str, str],
        *,
        keep_lines: bool = False,
    ) -> None:
        self._base = base
        self._prefixes = prefixes
        self._used = used
        self._keep_lines = keep_lines
        self._written: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        written = self._written.get(iri)
        if written is None:
            written = self._written[iri] = self._iri(iri)
        return written

    def _iri(self, iri: str) -> str:
        if self._base and iri.startswith(self._base):
            relative = iri.removeprefix(self._base)
            if _RELATIVE.fullmatch(relative):
                return f"<{relative}>"
        own = self._prefixes is not PREFIXES
        short = curie(iri, self._prefixes) if own else _short(iri)
        if short.startswith("<"):
            return str(ox.NamedNode(iri))
        prefix = short.partition(":")[0]
        self._used[prefix] = self._prefixes[prefix]
        return short

    def predicate(self, iri: str) -> str:
        return "a" if iri == f"{RDF}type" else self.iri(iri)

    def literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if literal.language is not None or datatype == f"{XSD}string":
            return _long(literal) if self._keep_lines and "\n" in literal.value else str(literal)
        plain = _PLAIN.get(datatype)
        if plain and plain.fullmatch(literal.value):
            return literal.value
        return f"{ox.Literal(literal.value)}^^{self.iri(datatype)}"


_short = lru_cache(maxsize=16_384)(curie)


def _long(literal: ox.Literal) -> str:
    """Return *literal* between three quotes (Turtle, section 2.5.1), its line feeds as they are."""
    text = re.sub(r"\\(.)", lambda at: "\n" if at[1] == "n" else at[0], str(literal))
    opened, _, after = text.rpartition('"')
    return f'""{opened}"""{after}'


def _stanza(subject: Subject, triples: Triples, terms: _Terms) -> str:
    name = str(subject)
    if isinstance(subject, ox.NamedNode):
        name = terms.iri(subject.value)
    elif triples.is_unnamed(subject):
        name = "[]"
    lines = []
    for predicate, values in triples.by_predicate(subject):
        written = [_value(value, triples, terms) for value in values]
        several = "\n        " if len(written) > 1 else " "
        lines.append(terms.predicate(predicate) + several + f",{several}".join(written))
    return f"{name} " + " ;\n    ".join(lines) + " ."


def _value(value: Value, triples: Triples, terms: _Terms) -> str:
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
        for predicate, values in triples.by_predicate(value)
    )
    return f"[ {said} ]" if said else "[]"


def _document(used: Mapping[str, str], parts: Iterable[str]) -> str:
    return f"{_head(used)}{_following(parts)}".removeprefix("\n")


def _head(prefixes: Mapping[str, str]) -> str:
    return "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes))


def _following(parts: Iterable[str]) -> str:
    """Return *parts*, each after an empty line."""
    return "".join(f"\n{part}\n" for part in parts)


def _base_of(subject: Subject) -> str:
    """Return the base under which the stanza of *subject* is written, empty when under none."""
    iri = iri_of(subject)
    return document_of(iri) or (PUBLICATION if iri.startswith(PUBLICATION) else "")
