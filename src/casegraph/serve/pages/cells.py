"""The cells of an answer: links, labels, marks of polarity; and long text cut, which is said."""

from dataclasses import dataclass

from casegraph.web.answers import Table, polarity
from casegraph.web.polarity import Mark
from casegraph.web.values import Link

LONGEST = 1_000
"""How many characters of a literal a cell shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. mark: of its word when it tells a polarity. cut: how many characters are left out."""

    text: str
    target: str = ""
    mark: Mark | None = None
    cut: int = 0


def cells(shown: Table) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of *shown*."""
    return tuple(
        tuple(
            _cell(link, is_polarity=column in shown.polarities)
            for column, link in zip(shown.columns, row, strict=True)
        )
        for row in shown.rows
    )


def _cell(link: Link, *, is_polarity: bool) -> Cell:
    return Cell(
        link.text[:LONGEST],
        link.target,
        polarity(link.text) if is_polarity and link.text else None,
        max(0, len(link.text) - LONGEST),
    )
