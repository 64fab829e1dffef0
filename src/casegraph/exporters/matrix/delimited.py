"""The matrix as CSV: 1, 0 and empty cells; and its columns explained, as CSV too."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from casegraph.exporters.matrix.sheet import LONG, Sheet
from casegraph.exporters.matrix.variables import Variable
from casegraph.syntaxes import csv

_EXPLAINED = ("column", "term", "curie", "label", "kinds", "same", "presented", "excluded")


def delimited(sheet: Sheet) -> Iterator[bytes]:
    """Yield *sheet* as CSV (RFC 4180) in UTF-8."""
    if sheet.long:
        return _encoded(chain([LONG], sheet.known()), safe=sheet.spreadsheet_safe)
    header = [*sheet.before, *(variable.name for variable in sheet.variables)]
    terms = [variable.term for variable in sheet.variables]
    rows = ([*before, *map(known.get, terms)] for before, known in sheet.rows)
    return _encoded(chain([header], rows), safe=sheet.spreadsheet_safe)


def explained(variables: Iterable[Variable], *, spreadsheet_safe: bool) -> Iterator[bytes]:
    """Yield what each column stands for: IRI, CURIE, label, kinds, other names, how many cases."""
    rows = (
        (
            *(one.name, one.term, one.curie, one.label),
            *(" ".join(one.kinds), " ".join(one.same), one.presented, one.excluded),
        )
        for one in variables
    )
    return _encoded(chain([_EXPLAINED], rows), safe=spreadsheet_safe)


def _encoded(rows: Iterable[Sequence[csv.Value]], *, safe: bool) -> Iterator[bytes]:
    return (line.encode() for line in csv.lines(rows, spreadsheet_safe=safe))
