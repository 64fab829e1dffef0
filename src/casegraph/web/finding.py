"""The search of a server: as the script of the pages searches, over everything at once.

Enters entries; leaves an index that finds by the beginnings of words. A thing is found when each
word that is asked begins a word of one of its names. Where nothing is, the words that are spelt
nearly so stand in for it (`rapidfuzz`).
"""

import heapq
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from casegraph.web.catalogue import Catalogue
from casegraph.web.entries import Entry, entries, words

_LAST = "\U0010ffff"
"""Sorts after everything that a word begins with."""

_NEAR = 70
"""How near a word must be, in percent of its letters, to stand in for one that nothing has."""

_STAND_INS = 5
"""How many words stand in for one."""

_SHORTEST = 3
"""How many letters a word has for which others may stand in; a shorter one is near to anything."""

_MOST_MISSPELT = 8
"""For how many words others may stand in; looking for them takes long."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that is found, and the name by which."""

    entry: Entry
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives. total: how many things there are, of which *hits* are the first.

    is_near: whether they are found by words that are only spelt nearly as those that were asked.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of an entry. number: 0 for its label. joined: its words, with a space between."""

    entry: int
    number: int
    joined: str


class Index:
    """Everything that can be found, by the words of its names."""

    def __init__(self, found: Iterable[Entry]) -> None:
        order = sorted(found, key=lambda entry: (len(entry.label), entry.label, entry.path))
        self._entries: Sequence[Entry] = order
        self._names = sorted(
            (
                _Name(at, number, " ".join(words(name)))
                for at, entry in enumerate(order)
                for number, name in enumerate(entry.names)
            ),
            key=lambda name: (name.joined, name.entry, name.number),
        )
        by_word: dict[str, list[int]] = {}
        for at, name in enumerate(self._names):
            for word in dict.fromkeys(name.joined.split()):
                by_word.setdefault(word, []).append(at)
        self._by_word: Mapping[str, Sequence[int]] = by_word
        self._words = sorted(by_word)

    def find(self, text: str, limit: int, sort: str | None = None) -> Found:
        """Return what *text* finds, the best *limit* of it.

        sort: one of `SORTS` to find nothing else. First comes what is called so, then what begins
        so, then the rest, each by its label before its synonyms and short before long. Nothing is
        found before a word has two letters.
        """
        asked = words(text)
        if not any(len(word) > 1 for word in asked):
            return Found()
        choices = {word: self._beginning(word) for word in asked}
        names = self._having(choices.values())
        is_near = not names
        if is_near and len(choices) <= _MOST_MISSPELT:
            near = ({*choice, *self._near(word)} for word, choice in choices.items())
            names = self._having(near)
        ranks = self._ranked(names, " ".join(asked), sort, is_near=is_near)
        best = heapq.nsmallest(limit, ranks.items(), key=lambda item: (item[1][0], item[0]))
        hits = (Hit(self._entries[at], self._entries[at].names[number]) for at, (_, number) in best)
        return Found(tuple(hits), len(ranks), is_near and bool(ranks))

    def _beginning(self, start: str) -> Sequence[str]:
        """Return the words that begin with *start*."""
        return self._words[
            bisect_left(self._words, start) : bisect_left(self._words, start + _LAST)
        ]

    def _near(self, word: str) -> Sequence[str]:
        """Return the words that are spelt nearly as *word*, none when it is too short to tell."""
        if len(word) < _SHORTEST:
            return []
        found = process.extract(
            word, self._words, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_STAND_INS
        )
        return [near for near, _, _ in found]

    def _having(self, choices: Iterable[Collection[str]]) -> set[int]:
        """Return the names that have a word of each of *choices*."""
        names: set[int] | None = None
        for choice in choices:
            having = set().union(*(self._by_word[word] for word in choice))
            names = having if names is None else names & having
            if not names:
                break
        return names or set()

    def _ranked(
        self, names: Iterable[int], asked: str, sort: str | None, *, is_near: bool
    ) -> Mapping[int, tuple[int, int]]:
        """Return for each entry of *names* its best rank, less is better, and the name's number."""
        best: dict[int, tuple[int, int]] = {}
        for at in names:
            name = self._names[at]
            if sort is not None and self._entries[name.entry].sort != sort:
                continue
            distance = _unlike(name.joined, asked) if is_near else _beyond(name.joined, asked)
            rank = (2 * distance + (name.number > 0), name.number)
            best[name.entry] = min(rank, best.get(name.entry, rank))
        return best


def index(catalogue: Catalogue) -> Index:
    """Return the index of everything that *catalogue* has, made at its first use."""
    return catalogue.once("index of names", lambda: Index(entries(catalogue)))


def _beyond(name: str, asked: str) -> int:
    """Return whether *name* is what is asked, begins so, or has it elsewhere: 0, 1 or 2."""
    if name == asked:
        return 0
    return 1 if name.startswith(asked) else 2


def _unlike(name: str, asked: str) -> int:
    """Return by how many percent of their letters the two differ."""
    return 100 - round(fuzz.ratio(name, asked))
