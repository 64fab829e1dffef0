"""What a query answers, as a table whose cells lead to pages."""

from dataclasses import dataclass

import pyoxigraph as ox

from casegraph import curies, namespaces
from casegraph.solutions import Solutions, Term
from casegraph.web.catalogue import Catalogue
from casegraph.web.values import Link

_NUMBERS = frozenset(
    namespaces.XSD + name for name in ("integer", "decimal", "double", "float", "gYear")
)


@dataclass(frozen=True, slots=True)
class Table:
    """An answer. numeric: the columns of numbers. more: how many rows are not shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Link, ...], ...]
    numeric: frozenset[str] = frozenset()
    more: int = 0
    note: str = ""


def table(answer: Solutions, catalogue: Catalogue, most: int) -> Table:
    """Return the first *most* rows of *answer*, labels in place of IRIs."""
    columns = answer.variables
    shown = answer.terms[:most]
    return Table(
        columns,
        tuple(tuple(_cell(row.get(name), catalogue) for name in columns) for row in shown),
        frozenset(name for name in columns if _is_numeric([row.get(name) for row in shown])),
        max(0, len(answer) - most),
        answer.note or "",
    )


def _cell(term: Term | None, catalogue: Catalogue) -> Link:
    if isinstance(term, ox.NamedNode):
        return Link(_words(term.value, catalogue), term.value)
    if isinstance(term, ox.Literal):
        return Link(term.value)
    return Link("" if term is None else str(term))


def _words(iri: str, catalogue: Catalogue) -> str:
    """Return the label of *iri*, and of what has none the CURIE or the IRI as it is."""
    label = catalogue.label(iri)
    return label if label != f"<{iri}>" else curies.contracted(iri) or iri


def _is_numeric(values: list[Term | None]) -> bool:
    literals = [value for value in values if value is not None]
    return bool(literals) and all(
        isinstance(value, ox.Literal) and value.datatype.value in _NUMBERS for value in literals
    )
