"""One case in the order in which a clinician reads it, as plain values."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from casegraph.narrative.pieces import Pieces

_FOR_LINKS = frozenset({"pieces", "times"})
"""What lines have for pages alone."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Something further about a line: *name* says what kind ("because of"), *text* what.

    pieces: the text, with what its words name; empty when they name nothing.
    """

    name: str
    text: str
    pieces: Pieces = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the case tells.

    node: its IRI. kind: the name of its class. polarity: the local name of its polarity predicate,
    None for what is no statement. word: what a reader sees first, for a statement its polarity
    ("present", "absent", "ruled out"). text: the thing itself, with side, site, qualifiers, numbers
    and units. label: the curator's own words. when: the time in words, empty when none is given.
    voice: whose it is, empty for what the authors observed. evidence: the positions of its words,
    `start-end`, each of which suffices; parts of one are joined by `+`. lines: what belongs under
    it, as the findings under an investigation. pieces, times: the text and the time, with what
    their words name; empty when they name nothing.
    """

    node: str
    kind: str
    word: str
    text: str
    polarity: str | None = None
    label: str = ""
    when: str = ""
    details: tuple[Detail, ...] = ()
    voice: str = ""
    evidence: tuple[str, ...] = ()
    lines: tuple["Line", ...] = ()
    pieces: Pieces = ()
    times: Pieces = ()

    def walk(self) -> Iterator["Line"]:
        """Return this line and all under it."""
        yield self
        for line in self.lines:
            yield from line.walk()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story. note: what is said besides the lines, or of their absence."""

    title: str
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True)
class Narrative:
    """A case as a clinician reads it.

    case: the case document's IRI. title: the case's label. sections: in clinical order, those
    without lines too when their silence tells something.
    """

    case: str
    slug: str
    title: str
    sections: tuple[Section, ...] = field(default=())

    def lines(self) -> Iterator[Line]:
        """Return every line in reading order, those under others too."""
        for section in self.sections:
            for line in section.lines:
                yield from line.walk()

    def to_dict(self) -> dict[str, Any]:
        """Return the narrative as values that JSON has, without what is there for links alone."""
        return asdict(self, dict_factory=_told)


def _told(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in fields if name not in _FOR_LINKS}
