"""The input of a build in parts that fit into memory: files, or a reading that is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.read import Readable, Reading, contents, files, paths_of, reading_of, skim

Part = str | Reading
"""The name of a file, or a reading."""

Skim = tuple[Sequence[str], Sequence[ox.Quad]]


@dataclass(frozen=True)
class Content:
    """What one part asserts: quads by case document, and what it brings beside its cases."""

    cases: Mapping[str, Sequence[ox.Quad]]
    background: Sequence[ox.Quad]


def parts_of(given: Readable) -> tuple[Part, ...]:
    """Return the parts of what is *given* to a build.

    :raises ReadError: when a path does not exist, or is a folder without RDF files.
    """
    return (given,) if isinstance(given, Reading) else files(*paths_of(given))


class Parts:
    """What parts assert; remembered when there are few, so that each is read once.

    few: whether to remember.
    """

    def __init__(self, *, few: bool = False) -> None:
        self.few = few
        self._remembered: dict[int, Content] | None = {} if few else None

    def content(self, part: Part) -> Content:
        """Return what *part* asserts.

        :raises ReadError: when it is a file that cannot be used.
        """
        if self._remembered is None:
            return content_of(part)
        if id(part) not in self._remembered:
            self._remembered[id(part)] = content_of(part)
        return self._remembered[id(part)]

    def skim(self, part: Part) -> Skim:
        """Return the documents of the cases of *part*, and what it brings beside them.

        :raises ReadError: when it is a file that cannot be used.
        """
        if self._remembered is None and isinstance(part, str):
            skimmed = skim(part)
            return skimmed.cases, skimmed.background
        content = self.content(part)
        return tuple(content.cases), content.background


def name_of(part: Part) -> str:
    """Return how errors name *part*."""
    return "the reading" if isinstance(part, Reading) else part


def content_of(part: Part) -> Content:
    """Return what *part* asserts.

    :raises ReadError: when it is a file that cannot be used.
    """
    if isinstance(part, Reading):
        cases = {document: part.case(document).quads for document in part.cases}
        return Content(cases, part.background().quads)
    content = contents(part)
    return Content(content.cases, content.background)


def located(part: Part) -> Reading:
    """Return what *part* asserts, with the places."""
    return part if isinstance(part, Reading) else reading_of(part)
