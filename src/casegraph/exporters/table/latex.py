"""The table as LaTeX: a `longtable` with the rules of `booktabs`.

A row of a longtable cannot break over pages, so that each entry of a case has a row of its own.
All text is turned into ASCII, so that any LaTeX sets it; a character for which LaTeX has no command
stays, for LuaLaTeX and XeLaTeX.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

from casegraph.exporters.table.cells import Cell, groups, one_line
from casegraph.exporters.table.columns import Column
from casegraph.exporters.table.sheet import Sheet

_ENCODER = UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)
_OPENING = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{textcomp}
\usepackage[a4paper,landscape,margin=1cm]{geometry}
\usepackage{array}
\usepackage{booktabs}
\usepackage{longtable}
\begin{document}
"""
_NEEDED = r"% needs \usepackage{array,booktabs,longtable}, and a landscape page" + "\n"


def latex(sheet: Sheet) -> Iterator[bytes]:
    """Yield *sheet* as LaTeX: a document when it is whole, else the table and its notes."""
    for piece in _pieces(sheet):
        yield piece.encode()


def _pieces(sheet: Sheet) -> Iterator[str]:
    yield _OPENING if sheet.whole else _NEEDED
    yield "{\\scriptsize\n\\setlength{\\tabcolsep}{2pt}\n"
    yield f"\\begin{{longtable}}{{{_widths(sheet.columns)}}}\n"
    yield f"\\caption{{{_plain(sheet.title)}}}\\tabularnewline\n"
    headings = " & ".join(f"\\textbf{{{_plain(column.heading)}}}" for column in sheet.columns)
    head = f"\\toprule\n{headings} \\tabularnewline\n\\midrule\n"
    yield f"{head}\\endfirsthead\n{head}\\endhead\n\\bottomrule\n\\endfoot\n"
    for number, cells in enumerate(sheet.rows):
        yield "\\midrule\n" if number else ""
        for entries in zip_longest(*map(_entries, cells), fillvalue=""):
            yield f"{' & '.join(entries)} \\tabularnewline\n"
    yield "\\end{longtable}\n"
    for note in sheet.notes:
        yield f"\\noindent {_plain(note)}\\par\n"
    yield "}\n"
    if sheet.whole:
        yield "\\end{document}\n"


def _widths(columns: Sequence[Column]) -> str:
    """Return the columns as ragged paragraphs, hyphenated, that share the width of a line."""
    total = sum(column.width for column in columns)
    return "".join(
        f">{{\\rightskip=0pt plus 4em\\hspace{{0pt}}}}"
        f"p{{\\dimexpr {column.width / total:.4f}\\linewidth-2\\tabcolsep}}"
        for column in columns
    )


def _entries(cell: Cell) -> list[str]:
    """Return what stands in the rows of a cell: a group's heading goes with its first entry."""
    rows = []
    for heading, told in groups(cell):
        first, *others = map(_plain, told)
        rows.append(f"\\textit{{{_plain(heading)}:}} {first}" if heading else first)
        rows += others
    return rows


def _plain(text: str) -> str:
    return str(_ENCODER.unicode_to_latex(one_line(text)))
