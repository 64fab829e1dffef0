"""What every page has, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

PAGE_LENGTH = 100
"""How many entries of a list stand on one page."""

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. target: an IRI, a path as in `addresses`, or empty for nowhere."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a long list a page shows. number: counted from 1. of: how many pages."""

    number: int = 1
    of: int = 1

    @classmethod
    def over(cls, entries: int, number: int, length: int = PAGE_LENGTH) -> Self:
        """Return page *number* of as many as *entries* take.

        >>> Pager.over(201, 3)
        Pager(number=3, of=3)
        """
        return cls(number, max(1, -(-entries // length)))

    def part(self, entries: Sequence[_Entry], length: int = PAGE_LENGTH) -> Sequence[_Entry]:
        """Return those of *entries* that are on this page."""
        return entries[(self.number - 1) * length : self.number * length]

    @property
    def shown(self) -> tuple[int | None, ...]:
        """The numbers that a reader chooses from: the ends and the neighbours, None for a gap.

        >>> Pager(5, 9).shown
        (1, None, 4, 5, 6, None, 9)
        """
        near = {1, self.of, *range(self.number - 1, self.number + 2)}
        numbers = sorted(number for number in near if 1 <= number <= self.of)
        shown: list[int | None] = []
        for number in numbers:
            if shown and shown[-1] != number - 1:
                shown.append(number - 1 if shown[-1] == number - 2 else None)
            shown.append(number)
        return tuple(shown)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has; a kind of pages adds its own.

    title: of the document, and its first heading. description: one sentence, for search engines.
    iri: the thing that the page is about. crumbs: the way from the start page to here, both left
    out. schema: the page in the words of schema.org, as JSON-LD without its `@context`.
    """

    title: str
    description: str = ""
    iri: str = ""
    crumbs: tuple[Link, ...] = ()
    pager: Pager = Pager()
    schema: Mapping[str, Any] | None = None
