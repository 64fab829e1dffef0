"""The form in which a quote and a text are compared.

White space, line breaks, hyphenation at a line end, soft hyphens, typographic quotation marks,
dashes, ligatures and the composition of accents may differ between the two. Words, numbers and
capitals may not. A text becomes a plain form with the place of each of its characters; a quote
becomes a pattern over that form.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

HYPHENATION = "\x01"
"""Stands in a plain form for a hyphen at a line end, which may belong to the word or not."""

_DASH_AT_END = "\x02"
"""Stands in a plain form for any other dash at a line end, which no blank need follow."""

_BLANK = r"\s\x00-\x1f\x7f-\x9f"
_SPACE = f"[{_BLANK}]"
_IGNORED = "[\u00ad\u200b-\u200d\u2060\ufeff]"
_AT_LINE_END = rf"{_SPACE}*?[\n\r\f\v\x85\u2028\u2029]{_SPACE}*"
_PIECE = re.compile(
    rf"(?P<hyphenation>(?<=[^{_BLANK}])[-\u2010\u00ad]{_IGNORED}*{_AT_LINE_END}(?=[^{_BLANK}]))"
    rf"|(?P<dash>[-\u2010-\u2015\u2212]{_AT_LINE_END})"
    rf"|(?P<space>{_IGNORED}*{_SPACE}(?:{_SPACE}|{_IGNORED})*)"
    rf"|(?P<ignored>{_IGNORED}+)"
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        "\u2026": "...",
        "\u00b5": "\u03bc",
        **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    }
)
"""Typographic characters, each with what it is compared as: the two signs for micro among them."""


@dataclass(frozen=True, slots=True)
class Form:
    """A text in its plain form.

    plain: the characters that are compared. starts, ends: for each of them, where its character of
    the text begins and ends, in code points; None where that would be inside one, such as between
    the letters of a ligature.
    """

    plain: str
    starts: list[int | None]
    ends: list[int | None]


def form_of(text: str) -> Form:
    """Return *text* in its plain form.

    >>> form_of("calci\ufb01ed  neck").plain
    'calcified neck'
    """
    plain: list[str] = []
    starts: list[int | None] = []
    ends: list[int | None] = []
    for written, start, end in _units(text):
        between: list[int | None] = [None] * (len(written) - 1)
        plain.append(written)
        starts += [start, *between]
        ends += [*between, end]
    return Form("".join(plain), starts, ends)


def pattern_of(quote: str) -> str:
    r"""Return the regular expression that finds *quote* in a plain form, empty for a blank quote.

    >>> bool(
    ...     re.fullmatch(pattern_of("calcified ligament"), form_of("calci-\nfied  ligament").plain)
    ... )
    True
    """
    plain = form_of(quote).plain.strip(" ")
    if plain and plain[-1] in (HYPHENATION, _DASH_AT_END):
        plain = f"{plain[:-1]}-"
    return "".join(_pattern(plain, at) for at in range(len(plain)))


def _pattern(plain: str, at: int) -> str:
    """Return what matches the character *at* of a quote's *plain* form, and may follow it."""
    character = plain[at]
    before, after = plain[at - 1 : at] if at else "", plain[at + 1 : at + 2]
    if character == " " and before == "-":
        return ""
    if character == "-" and after != " ":
        return f"[-{HYPHENATION}{_DASH_AT_END}]"
    if character in ("-", HYPHENATION, _DASH_AT_END):
        may_join = character == HYPHENATION and _is_letter(before) and _is_letter(after)
        return f"(?:- ?|[{HYPHENATION}{_DASH_AT_END}]){'?' if may_join else ''}"
    if _is_letter(character) and after.isalpha():
        return f"{re.escape(character)}{HYPHENATION}?"
    return re.escape(character)


def _is_letter(character: str) -> bool:
    return character.isalpha() or (character != "" and unicodedata.combining(character) != 0)


def _units(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each character of *text* as it is compared, with its start and end."""
    done = 0
    for piece in _PIECE.finditer(text):
        yield from _characters(text, done, piece.start())
        start, done = piece.span()
        match piece.lastgroup:
            case "hyphenation":
                yield HYPHENATION, start, start + 1
            case "dash":
                yield _DASH_AT_END, start, start + 1
            case "space":
                yield " ", start, done
    yield from _characters(text, done, len(text))


def _characters(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the characters from *start* to *end*, each decomposed and with its combining marks."""
    while start < end:
        stop = start + 1
        while stop < end and unicodedata.combining(text[stop]):
            stop += 1
        written = unicodedata.normalize("NFD", text[start:stop]).translate(_PLAIN)
        yield written, start, stop
        start = stop
