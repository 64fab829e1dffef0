"""What a case file written by hand has to do with quotes, whatever its syntax."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from casegraph.authoring.quotes import Quote, Span
from casegraph.texts import SourceText


@dataclass(frozen=True, slots=True)
class Quoted:
    """Evidence that is quoted and has no position yet.

    quotes: one for each run of words. source: the IRI of the text, None when the evidence does not
    say it. document: the case. node: whose evidence it is, as the file names it. line: counted
    from 1.
    """

    quotes: tuple[Quote, ...]
    source: str | None
    document: str
    node: str
    line: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of one piece of quoted evidence: in which text, and where each quote stands."""

    source: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What to write instead of a stretch of a file, given in characters, end exclusive."""

    start: int
    end: int
    text: str


class QuotedFile(Protocol):
    """The text of a case file, and the quotes in it.

    quoted: in the order of the file. prefix, suffix: how a quote says in this syntax what stands
    before and after it, with {} for the words in quotation marks.
    """

    quoted: Sequence[Quoted]
    prefix: str
    suffix: str

    def edited(
        self,
        places: Mapping[int, Placed],
        sources: Mapping[str, SourceText],
        *,
        keep: bool,
    ) -> str:
        """Return the text with positions where quotes stand, and all else as it is.

        places: by index in *quoted*; the others stay quotes. sources: by IRI, what the file does
        not tell yet of its texts. keep: whether the quotes stay beside the positions.
        """
        ...


def in_order(spans: Sequence[Span]) -> list[Span]:
    """Return *spans* in the order of the text, each once."""
    return sorted(set(spans))


def applied(content: str, edits: Iterable[Edit]) -> str:
    r"""Return *content* after *edits*, which do not overlap; line ends are as in *content*.

    >>> applied("a\r\nb", [Edit(1, 1, "\n!"), Edit(3, 4, "c")])
    'a\r\n!\r\nc'
    """
    line_end = "\r\n" if "\r\n" in content else "\n"
    for edit in sorted(edits, reverse=True):
        text = re.sub(r"\r?\n", line_end, edit.text)
        content = content[: edit.start] + text + content[edit.end :]
    return content
