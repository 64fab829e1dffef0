"""What a query answers, as a table whose cells lead to pages."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph import curies, namespaces
from casegraph.narrative.words import from_camel_case
from casegraph.solutions import Solutions, Term
from casegraph.web.catalogue import Catalogue
from casegraph.web.polarity import Mark, mark
from casegraph.web.values import Link

_NUMBERS = frozenset(
    namespaces.XSD + name for name in ("integer", "decimal", "double", "float", "gYear")
)


_POLARITIES = {
    "affirms": "affirms",
    "present": "affirms",
    "confirmed": "affirms",
    "suspects": "suspects",
    "suspected": "suspects",
    "considered only": "suspects",
    "denies": "denies",
    "absent": "denies",
    "ruled out": "denies",
    "denies at a place": "deniesAt",
    "absent at a place": "deniesAt",
    "absent here": "deniesAt",
    "resolves": "resolves",
    "resolved": "resolves",
    "performs": "performs",
    "done": "performs",
    "not performed": "notPerformed",
    "not done": "notPerformed",
    "a kind of it absent": None,
    "not reported": None,
    "no outcome reported": None,
}
"""What the queries of the library call a polarity, and the predicate that has its mark."""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer. numeric: the columns of numbers. more: how many rows are not shown.

    polarities: the columns whose words say how the things beside them are to be read.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Link, ...], ...]
    numeric: frozenset[str] = frozenset()
    more: int = 0
    note: str = ""
    polarities: frozenset[str] = frozenset()

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns in words; a file of the answer has their names as the query does."""
        return tuple(map(heading, self.columns))


def table(answer: Solutions, catalogue: Catalogue, most: int, start: int = 0) -> Table:
    """Return *most* rows of *answer* from row *start*, labels in place of IRIs."""
    columns = answer.variables
    shown = answer.terms[start : start + most]
    return Table(
        columns,
        tuple(tuple(_cell(row.get(name), catalogue) for name in columns) for row in shown),
        frozenset(name for name in columns if _is_numeric([row.get(name) for row in shown])),
        max(0, len(answer) - start - most),
        answer.note or "",
        frozenset(
            name for name in columns if are_polarities([row.get(name) for row in answer.terms])
        ),
    )


def heading(column: str) -> str:
    """Return the name of a column in words.

    >>> heading("groundPolarity"), heading("age_years")
    ('ground polarity', 'age years')
    """
    return from_camel_case(column.replace("_", " "))


def polarity(word: str) -> Mark:
    """Return the mark of what a query calls *word*, that of no polarity for any other.

    >>> polarity("absent here").name, polarity("not reported").name
    ('absent-at', 'neutral')
    """
    return mark(_POLARITIES.get(word), word)


def words(term: Term | None, catalogue: Catalogue) -> str:
    """Return *term* for a reader: of an IRI the label, else its CURIE, else the IRI as it is."""
    if isinstance(term, ox.NamedNode):
        label = catalogue.label(term.value)
        return label if label != str(term) else curies.contracted(term.value) or term.value
    if isinstance(term, ox.Literal):
        return term.value
    return "" if term is None else str(term)


def _cell(term: Term | None, catalogue: Catalogue) -> Link:
    return Link(words(term, catalogue), term.value if isinstance(term, ox.NamedNode) else "")


def _is_numeric(values: list[Term | None]) -> bool:
    literals = [value for value in values if value is not None]
    return bool(literals) and all(
        isinstance(value, ox.Literal) and value.datatype.value in _NUMBERS for value in literals
    )


def are_polarities(values: Sequence[Term | None]) -> bool:
    """Return whether *values* are words for polarities, and not all for none."""
    told = [value for value in values if value is not None]
    words = {value.value for value in told if isinstance(value, ox.Literal)}
    is_told = all(isinstance(value, ox.Literal) for value in told)
    return is_told and words <= _POLARITIES.keys() and any(map(_POLARITIES.get, words))
