"""The table as Markdown: a table of GitHub Flavored Markdown, section 4.10."""

import re
from collections.abc import Iterator, Sequence

from casegraph.exporters.table.cells import Cell, groups, one_line
from casegraph.exporters.table.sheet import Sheet

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")


def markdown(sheet: Sheet) -> Iterator[bytes]:
    """Yield *sheet* as Markdown: its title when it is whole, the table, the notes."""
    for line in _lines(sheet):
        yield f"{line}\n".encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    if sheet.whole:
        yield from (f"# {_plain(sheet.title)}", "")
    yield _row([_plain(column.heading) for column in sheet.columns])
    yield _row(["---" for _ in sheet.columns])
    for cells in sheet.rows:
        yield _row([_said(cell) for cell in cells])
    for note in sheet.notes:
        yield from ("", _plain(note))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _said(cell: Cell) -> str:
    lines = []
    for heading, told in groups(cell):
        lines += [f"*{_plain(heading)}:*"] if heading else []
        lines += [_plain(text) for text in told]
    return "<br>".join(lines)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))
