"""The part of an answer that a page shows, and how many rows or triples there are in all.

Enters what the store answers, taken once and never held as a whole; leaves a `Shown`, the same for
the page and for the script in it. A cell has the term as SPARQL writes it, and beside it what a
reader wants to know: the label of an IRI, the language or datatype of a literal. Words are those of
the store, whatever they say of a polarity.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from urllib.parse import quote

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.namespaces import BASE, RDF, XSD
from casegraph.serve.editor.files import ROWS, TRIPLES
from casegraph.serve.sparql.answers import counted
from casegraph.serve.workers import Context, LimitError
from casegraph.store.database import Answer
from casegraph.syntaxes.turtle import turtle
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import count
from casegraph.web.place import outside

MOST_ROWS = 500
MOST_TRIPLES = 1000
LONGEST = 2000
"""How many rows and triples are shown, and how many characters of one term."""

MOST_COUNTED = 100_000
"""Up to how many they are counted: more is a number that nobody needs and that takes seconds."""

PATH = "sparql"
"""The path of the page, from which its links lead."""

_Item = TypeVar("_Item")

_PLAIN = frozenset({f"{XSD}string", f"{RDF}langString"})
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))

_IN_REFERENCES = "!$&'()*+,;=:@/?#%-._~"
"""What a reference holds as it is (RFC 3986, section 2.2)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term. href: where it leads, empty for nowhere. note: its label, language or datatype."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The shown part of an answer.

    columns: the variables. numeric: those whose shown values are numbers. rows: the first ones.
    turtle: the first triples, empty when they are none. summary: how much there is and how much of
    it is shown. is_all: whether all of it is. formats: in which it can be had, each by what the
    form calls it, with its name.
    """

    summary: str
    is_all: bool
    formats: tuple[tuple[str, str], ...]
    columns: tuple[str, ...] = ()
    numeric: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    turtle: str = ""


def shown(context: Context, answer: Answer) -> Shown:
    """Return the first part of *answer*, and count the rest.

    :raises QueryError: when the store cannot go on.
    """
    most = min(context.limits.rows, MOST_COUNTED)
    if isinstance(answer, ox.QueryBoolean):
        return Shown("Yes." if bool(answer) else "No.", True, tuple(ROWS.items()))
    if isinstance(answer, ox.QueryTriples):
        found = counted(answer, most, "triples")
        triples, more = _first(found, MOST_TRIPLES)
        return Shown(
            _summary(len(triples), more, most, "triple"),
            more == 0,
            tuple(TRIPLES.items()),
            turtle=turtle(ox.Quad(*triple) for triple in triples),
        )
    columns = tuple(variable.value for variable in answer.variables)
    solutions, more = _first(counted(answer, most, "rows"), MOST_ROWS)
    rows = [tuple(solution) for solution in solutions]
    return Shown(
        _summary(len(rows), more, most, "row"),
        more == 0,
        tuple(ROWS.items()),
        columns,
        tuple(_numeric(columns, rows)),
        tuple(tuple(_cell(term, context.catalogue) for term in row) for row in rows),
    )


def _first(found: Iterator[_Item], most: int) -> tuple[list[_Item], int | None]:
    """Return the first *most* of *found*, and how many more there are; None for too many."""
    first: list[_Item] = []
    try:
        first.extend(islice(found, most))
        return first, sum(1 for _ in found)
    except LimitError:
        return first, None


def _summary(number: int, more: int | None, most: int, noun: str) -> str:
    """Return how much there is, and how much of it is shown."""
    if more == 0:
        return f"{count(number, noun)}." if number else f"No {noun}s."
    total = f"more than {count(most, noun)}" if more is None else count(number + more, noun)
    return f"Only the first {number:,} are shown here, of {total}."


def _numeric(columns: Iterable[str], rows: list[tuple[object, ...]]) -> Iterator[str]:
    for name, values in zip(columns, zip(*rows, strict=True), strict=False):
        bound = [value for value in values if value is not None]
        if bound and all(
            isinstance(value, ox.Literal) and value.datatype.value in _NUMBERS for value in bound
        ):
            yield name


def _cell(term: object, catalogue: Catalogue) -> Cell:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value, catalogue)
    if isinstance(term, ox.Literal):
        return Cell(_cut(term.value), note=_kind(term))
    return Cell("" if term is None else _cut(str(term)))


def _iri(iri: str, catalogue: Catalogue) -> Cell:
    short = namespaces.curie(iri)
    label = catalogue.label(iri)
    return Cell(
        _cut(iri if short == f"<{iri}>" else short),
        _reference(iri, catalogue),
        "" if label in {iri, short, f"<{iri}>"} else _cut(label),
    )


def _reference(iri: str, catalogue: Catalogue) -> str:
    """Return where *iri* leads: to its page or its address here, else to http or https only."""
    if catalogue.has_page(iri):
        path, place = addresses.place_of(iri)
        return addresses.relative(path, PATH, fragment=place)
    if iri.startswith(f"{BASE}/"):
        return f"./{quote(iri.removeprefix(f'{BASE}/'), safe=_IN_REFERENCES)}"
    return outside(iri)


def _kind(literal: ox.Literal) -> str:
    """Return the language of *literal*, or its datatype unless a reader sees that it is one."""
    if literal.language:
        return f"@{literal.language}"
    datatype = literal.datatype.value
    return "" if datatype in _PLAIN | _NUMBERS else namespaces.curie(datatype)


def _cut(text: str) -> str:
    """Return *text*, or its beginning with how much is left out.

    >>> _cut("a" * 2001)[-28:]
    'aaaaaaa … (1 more character)'
    """
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} … ({count(len(text) - LONGEST, 'more character')})"
