"""A table before it has a form."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from casegraph.exporters.table.cells import Cell
from casegraph.exporters.table.columns import Column


@dataclass(frozen=True)
class Sheet:
    """A table, row by row.

    title: one line. rows: the cells of each case, read once. notes: lines beneath it. whole: make
    a document that stands for itself. spreadsheet_safe: a program that opens it runs nothing of it.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[str]
    whole: bool = True
    spreadsheet_safe: bool = False


Form = Callable[[Sheet], Iterator[bytes]]
"""Gives a sheet in one form, piece by piece."""
