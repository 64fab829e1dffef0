"""The table as HTML: a `table` with its caption, or a page with nothing else."""

from collections.abc import Iterator, Sequence
from html import escape

from casegraph.exporters.table.cells import Cell, groups, one_line
from casegraph.exporters.table.sheet import Sheet

_STYLE = """\
body { font: 0.875rem/1.4 sans-serif; margin: 1rem; color-scheme: light dark; }
table { border-collapse: collapse; }
caption { font-weight: bold; padding: 0.5rem 0; text-align: left; }
th, td { border-top: 1px solid; padding: 0.4rem; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: Canvas; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding-left: 0.8rem; text-indent: -0.8rem; }
p { margin: 0; }
@media print { @page { size: landscape; } tr { break-inside: avoid; } }"""
_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
"""


def html(sheet: Sheet) -> Iterator[bytes]:
    """Yield *sheet* as HTML in UTF-8: a page when it is whole, else the table and its notes."""
    for piece in _pieces(sheet):
        yield piece.encode()


def _pieces(sheet: Sheet) -> Iterator[str]:
    title = _plain(sheet.title)
    if sheet.whole:
        yield _HEAD.format(title=title, style=_STYLE)
    headings = "".join(f'<th scope="col">{_plain(one.heading)}</th>' for one in sheet.columns)
    yield f"<table>\n<caption>{title}</caption>\n<thead>\n<tr>{headings}</tr>\n</thead>\n<tbody>\n"
    for cells in sheet.rows:
        yield f"{_row(cells)}\n"
    yield "</tbody>\n</table>\n"
    for note in sheet.notes:
        yield f"<p>{_plain(note)}</p>\n"
    if sheet.whole:
        yield "</main>\n</body>\n</html>\n"


def _row(cells: Sequence[Cell]) -> str:
    first, *others = map(_said, cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{said}</td>" for said in others)}</tr>'


def _said(cell: Cell) -> str:
    return "".join(
        (f"<p><i>{_plain(heading)}</i></p>" if heading else "") + _listed(told)
        for heading, told in groups(cell)
    )


def _listed(told: Sequence[str]) -> str:
    if len(told) == 1:
        return f"<p>{_plain(told[0])}</p>"
    return f"<ul>{''.join(f'<li>{_plain(text)}</li>' for text in told)}</ul>"


def _plain(text: str) -> str:
    return escape(one_line(text))
