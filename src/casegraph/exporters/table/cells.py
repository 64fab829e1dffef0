"""What stands in a cell: entries, some under a common heading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows and so could hide a no."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a case tells, with its polarity in its words.

    group: what it stands under, as the investigation that showed it; empty for nothing.
    """

    text: str
    group: str = ""


Cell = tuple[Entry, ...]
"""An empty one means that nothing is recorded."""


def cell(entries: Iterable[Entry]) -> Cell:
    """Return *entries*, those of a group together, each once and on one line.

    Those of no group go first: behind a heading they would read as standing under it.
    """
    grouped: dict[str, dict[Entry, None]] = {"": {}}
    for entry in entries:
        group = one_line(entry.group)
        grouped.setdefault(group, {})[Entry(one_line(entry.text), group)] = None
    return tuple(entry for group in grouped.values() for entry in group)


def texts(*found: str) -> Cell:
    """Return a cell with the texts in *found* that are not empty."""
    return cell(Entry(text) for text in found if text)


def groups(of: Cell) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading of a cell with the texts under it."""
    for heading, entries in groupby(of, key=lambda entry: entry.group):
        yield heading, [entry.text for entry in entries]


def one_line(text: str) -> str:
    r"""Return *text* on one line, without control characters and double spaces.

    >>> one_line("neck\n\x1b pain ")
    'neck pain'
    """
    return " ".join(_CONTROL.sub(" ", text).split())


def flat(of: Cell) -> str:
    """Return a cell on one line.

    >>> flat(cell([Entry("erosion at C2", "CT"), Entry("fever"), Entry("no fracture", "CT")]))
    'fever; [CT] erosion at C2; no fracture'
    """
    return "; ".join(
        f"[{heading}] {'; '.join(told)}" if heading else "; ".join(told)
        for heading, told in groups(of)
    )
