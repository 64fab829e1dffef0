"""The input of a build in parts that fit into memory: files, or a reading that is there already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from casegraph.grouping import SIZE
from casegraph.read import Readable, Reading, Words, contents, files, paths_of, reading_of, skim

Skim = tuple[Sequence[str], Sequence[ox.Quad]]


@dataclass(frozen=True)
class Content:
    """What one part asserts: quads by case document, and what it brings beside its cases."""

    cases: Mapping[str, Sequence[ox.Quad]]
    background: Sequence[ox.Quad]


class Piece(Protocol):
    """A part of the input that reads itself, as importers give them to a build.

    It goes to other processes, so it is small: where to read, not what was read. It has as many
    cases as are examined together, some hundred.
    """

    @property
    def name(self) -> str:
        """How errors name it."""

    def skim(self) -> Skim:
        """Return the documents of its cases, and what it brings beside them.

        :raises ReadError: when it cannot be used.
        """

    def content(self) -> Content:
        """Return what it asserts.

        :raises ReadError: when it cannot be used.
        """

    def located(self) -> Reading:
        """Return what it asserts, with the places."""


Part = str | Reading | Piece
"""The name of a file, a reading, or a piece of something else."""


def parts_of(given: Readable) -> tuple[Part, ...]:
    """Return the parts of what is *given* to a build.

    :raises ReadError: when a path does not exist, or is a folder without RDF files.
    """
    return (given,) if isinstance(given, Reading) else files(*paths_of(given))


def chunks_of(parts: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    """Yield *parts* in their order, *size* files or readings at a time, a `Piece` by itself."""
    waiting: list[Part] = []
    for part in parts:
        if waiting and (is_piece(part) or len(waiting) == size):
            yield waiting
            waiting = []
        if is_piece(part):
            yield [part]
        else:
            waiting.append(part)
    if waiting:
        yield waiting


def are_few(parts: Sequence[Part]) -> bool:
    """Return whether *parts* are no more than one batch of cases."""
    pieces = sum(is_piece(part) for part in parts)
    return (pieces == 0 and len(parts) <= SIZE) or (pieces == 1 and len(parts) <= 2)


def is_piece(part: Part) -> bool:
    """Return whether *part* is a `Piece`."""
    return not isinstance(part, str | Reading)


class Parts:
    """What parts assert; remembered when there are few, so that each is read once.

    few: whether to remember. words: those that YAML may use for terms, None for the bundled.
    """

    def __init__(self, *, few: bool = False, words: Words | None = None) -> None:
        self.few = few
        self._words = words
        self._remembered: dict[int, Content] | None = {} if few else None

    def content(self, part: Part) -> Content:
        """Return what *part* asserts.

        :raises ReadError: when it is a file that cannot be used.
        """
        if self._remembered is None:
            return self._content(part)
        if id(part) not in self._remembered:
            self._remembered[id(part)] = self._content(part)
        return self._remembered[id(part)]

    def skim(self, part: Part) -> Skim:
        """Return the documents of the cases of *part*, and what it brings beside them.

        :raises ReadError: when it is a file that cannot be used.
        """
        if self._remembered is None and isinstance(part, str):
            skimmed = skim(part, self._words)
            return skimmed.cases, skimmed.background
        if not isinstance(part, str | Reading):
            return part.skim()
        content = self.content(part)
        return tuple(content.cases), content.background

    def located(self, part: Part) -> Reading:
        """Return what *part* asserts, with the places.

        :raises ReadError: when it is a file that cannot be used.
        """
        if isinstance(part, Reading):
            return part
        return reading_of(part, self._words) if isinstance(part, str) else part.located()

    def _content(self, part: Part) -> Content:
        if isinstance(part, Reading):
            cases = {document: part.case(document).quads for document in part.cases}
            return Content(cases, part.background().quads)
        if not isinstance(part, str):
            return part.content()
        content = contents(part, self._words)
        return Content(content.cases, content.background)


def name_of(part: Part) -> str:
    """Return how errors name *part*."""
    if isinstance(part, str):
        return part
    return "the reading" if isinstance(part, Reading) else part.name
