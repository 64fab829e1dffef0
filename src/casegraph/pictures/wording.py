"""How much room words take, and where they break.

The widths are those of DejaVu Sans, which is wider than nearly every other font that a browser
takes for `sans-serif`: what fits by these numbers fits.
"""

import re
import unicodedata
from functools import cache

_WIDTHS = {
    character: width
    for characters, width in (
        ("ijl'|", 0.29),
        (" .,I/:;\\", 0.34),
        ("ft()[]-!\N{MIDDLE DOT}", 0.4),
        ('r"', 0.46),
        ("sz\N{EN DASH}?", 0.54),
        ("cvxykJ", 0.6),
        ("%w#@\N{EM DASH}\N{HORIZONTAL ELLIPSIS}", 1.0),
        ("mMW", 1.0),
        ("+=<>~\N{MINUS SIGN}\N{MULTIPLICATION SIGN}NOQDGHU", 0.84),
    )
    for character in characters
}
_OTHER = 0.66
"""In em; digits and most letters are narrower."""

_BREAK = re.compile(r"(?<=[\s/-])")
"""After white space, a slash or a hyphen, a line may end."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the room that *text* takes at most, in the unit of the font's *size*."""
    return sum(map(_width, text)) * size * (1.1 if bold else 1)


@cache
def _width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1
    return _WIDTHS.get(character, _OTHER if character.isascii() else 0.8)


def wrapped(text: str, size: float, room: float, *, lines: int = 6) -> tuple[str, ...]:
    """Return *text* in lines that fit into *room*, the last with an ellipsis when there are more.

    White space of every kind is one space. A word that does not fit is broken. There is one line
    at least, which may be empty.

    >>> wrapped("calcification of the alar ligament", 10, 120)
    ('calcification of the', 'alar ligament')
    """
    found = [""]
    for word in _BREAK.split(" ".join(text.split())):
        if width((found[-1] + word).rstrip(), size) <= room:
            found[-1] += word
            continue
        found.append("")
        for character in word:
            if width((found[-1] + character).rstrip(), size) > room:
                found.append("")
            found[-1] += character
    kept = [line.strip() for line in found if line.strip()]
    if len(kept) > lines:
        kept[lines - 1] = cut(f"{kept[lines - 1]} {kept[lines]}", size, room)
    return tuple(kept[:lines]) or ("",)


def cut(text: str, size: float, room: float) -> str:
    """Return *text*, or as much of it as fits into *room* before an ellipsis."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + "\N{HORIZONTAL ELLIPSIS}", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "\N{HORIZONTAL ELLIPSIS}"
