"""A matrix before it has a form."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from casegraph.exporters.matrix.known import Known
from casegraph.exporters.matrix.variables import Variable
from casegraph.syntaxes.csv import Value

Row = tuple[Sequence[Value], Known]
"""What stands before the terms, and what is known of them."""


@dataclass(frozen=True)
class Sheet:
    """A matrix, row by row.

    before: the names of the columns before the terms; the first is the case. rows: one a case, read
    once. long: write a row for each value that is known, and not one for each case.
    spreadsheet_safe: a program that opens it computes nothing. about: what is written into the file
    where its form has a place for it.
    """

    before: Sequence[str]
    variables: Sequence[Variable]
    rows: Iterable[Row]
    long: bool
    spreadsheet_safe: bool
    about: str

    def known(self) -> Iterator[tuple[Value, str, int]]:
        """Yield case, column and value of all that is known, by case and then by column."""
        for before, known in self.rows:
            for variable in self.variables:
                value = known.get(variable.term)
                if value is not None:
                    yield before[0], variable.name, value


LONG = ("case", "term", "value")
"""The columns of the long form."""

Form = Callable[[Sheet], Iterator[bytes]]
"""Gives a matrix in one form, piece by piece."""
