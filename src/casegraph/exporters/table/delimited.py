"""The table as CSV: columns by name, each cell on one line, no legend."""

from collections.abc import Iterator
from itertools import chain

from casegraph.exporters.table.cells import flat
from casegraph.exporters.table.sheet import Sheet
from casegraph.syntaxes import csv


def delimited(sheet: Sheet) -> Iterator[bytes]:
    """Yield *sheet* as CSV (RFC 4180) in UTF-8."""
    header = [column.name for column in sheet.columns]
    rows = chain([header], ([flat(cell) for cell in row] for row in sheet.rows))
    for line in csv.lines(rows, spreadsheet_safe=sheet.spreadsheet_safe):
        yield line.encode()
