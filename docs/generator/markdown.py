"""Pieces of Markdown (GitHub's, for its tables)."""

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    r"""Return the lines of a table.

    >>> print("\n".join(table(["a", "b"], [["1", "x|y"]])))
    | a | b |
    |---|---|
    | 1 | x\|y |
    """
    return [_row(head), "|" + "---|" * len(head), *map(_row, rows)]


def escaped(text: str) -> str:
    r"""Return *text* so that Markdown shows it as it is, but for code in backticks.

    >>> escaped("a < b, *c* and `*d*`")
    'a \\< b, \\*c\\* and `*d*`'
    """
    return "".join(
        part if part.startswith("`") else re.sub(r"([\\*_<\[\]])", r"\\\1", part)
        for part in re.split(r"(`[^`]*`)", text)
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"
