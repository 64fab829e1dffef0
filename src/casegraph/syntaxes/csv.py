"""Rows as CSV (RFC 4180), exact, or such that a spreadsheet runs nothing of it.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula. The safe form makes
such a cell inert by an apostrophe in front, and quotes every text, so that a program with other
separators splits none. Numbers stay numbers.

Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")

Value = str | int | float | None
"""What a cell holds; None is an empty one."""


def inert(cell: str) -> str:
    """Return *cell* so that a spreadsheet shows it and does not compute it.

    >>> inert("=1+1"), inert("neck pain"), inert("-2.3")
    ("'=1+1", 'neck pain', '-2.3')
    """
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def safe(text: str) -> str:
    """Return *text*, which is CSV, in the form that is safe for spreadsheets."""
    return "".join(lines(csv.reader(io.StringIO(text, newline="")), spreadsheet_safe=True))


def lines(rows: Iterable[Iterable[Value]], *, spreadsheet_safe: bool = False) -> Iterator[str]:
    r"""Yield each of *rows* as CSV, with its line end.

    >>> list(lines([["a", 1, None], ["=1+1", -2, ""]], spreadsheet_safe=True))
    ['"a",1,""\r\n', '"\'=1+1",-2,""\r\n']
    """
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, quoting=csv.QUOTE_NONNUMERIC if spreadsheet_safe else csv.QUOTE_MINIMAL
    )
    for row in rows:
        writer.writerow(
            inert(cell) if spreadsheet_safe and isinstance(cell, str) else cell for cell in row
        )
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
