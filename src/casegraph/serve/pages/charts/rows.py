"""The rows of an answer as a chart draws them: which are drawn, and how much each of them is."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from casegraph.query.charts import Chart
from casegraph.solutions import Solutions, Term

_UNTOLD = "not told"

Row = Mapping[str, Term]


def drawn(asked: Chart, answer: Solutions) -> Iterator[Row]:
    """Yield the rows of *answer* that have a label and something to draw."""
    return (row for row in answer.terms if not missing(asked, row))


def missing(asked: Chart, row: Row) -> str:
    """Return the column for want of which *row* is not drawn, empty when it is drawn."""
    if asked.label not in row:
        return asked.label
    if asked.count:
        return "" if asked.count in row else asked.count
    value = asked.value or ""
    return "" if number(row.get(value)) > 0 else value


def word(asked: Chart, row: Row) -> str:
    """Return the word by which *row* divides its bar, empty where bars are of one piece."""
    if asked.by is None:
        return ""
    said = row.get(asked.by)
    return said.value if isinstance(said, ox.Literal) else _UNTOLD


def number(term: Term | None) -> Decimal:
    """Return the number that *term* is, 0 for what is none."""
    try:
        found = Decimal(term.value) if isinstance(term, ox.Literal) else Decimal()
    except InvalidOperation:
        return Decimal()
    return found if found.is_finite() else Decimal()
