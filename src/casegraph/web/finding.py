"""The search of a server: as the script of the pages searches, over everything at once.

Enters entries; leaves an index that finds by the beginnings of words. A thing is found when each
word that is asked begins a word of one of its names. Where nothing is, these are tried in turn:
without the words that mean nothing alone; with words and names that are spelt nearly so; and with
some of the words only. The last two are marked as such.
"""

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import log

from casegraph.web.catalogue import Catalogue
from casegraph.web.entries import Entry, entries, words
from casegraph.web.misspelt import near_names, near_words, unlike

_LAST = "\U0010ffff"
"""Sorts after everything that a word begins with."""

_MOST_MISSPELT = 8
"""For how many words others may stand in, and of how many some may be missing; it takes long."""

_EMPTY = frozenset(words("a an and at by for from has have i in into is my of on or the to with"))
"""Words that mean nothing alone. Those that deny are not among them."""

_Rank = tuple[float, ...]
"""How well something fits, less is better."""


class Way(Enum):
    """How something is found: by all that is asked, by what is spelt nearly so, by some words."""

    WHOLE = "whole"
    NEAR = "near"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that is found, and the name by which."""

    entry: Entry
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives. total: how many things there are, of which *hits* are the first."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    way: Way = Way.WHOLE


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
        self._joined = {at: name.joined.replace(" ", "") for at, name in enumerate(self._names)}

    def find(self, text: str, limit: int, sort: str | None = None) -> Found:
        """Return what *text* finds, the best *limit* of it.

        sort: one of `SORTS` to find nothing else. First comes what is called so, then what begins
        so, then the rest, each by its label before its synonyms and short before long. Of what is
        found in another way conditions come first, since it is mostly they that are searched for.
        Nothing is found before a word has two letters.
        """
        asked = words(text)
        if not any(len(word) > 1 for word in asked):
            return Found()
        way, ranks = self._looked_up(asked)
        best: dict[int, tuple[_Rank, int]] = {}
        for at, rank in ranks.items():
            name = self._names[at]
            if sort is None or self._entries[name.entry].sort == sort:
                ranked = ((*rank, name.number > 0), name.number)
                best[name.entry] = min(ranked, best.get(name.entry, ranked))
        first = heapq.nsmallest(limit, best.items(), key=lambda item: (item[1][0], item[0]))
        hits = (
            Hit(self._entries[at], self._entries[at].names[number]) for at, (_, number) in first
        )
        return Found(tuple(hits), len(best), way if best else Way.WHOLE)

    def _looked_up(self, asked: Sequence[str]) -> tuple[Way, Mapping[int, _Rank]]:
        """Return the names that are found with their ranks, and in which way they are."""
        telling = [word for word in asked if word not in _EMPTY] or asked
        for some in (asked, telling):
            if names := self._having(map(self._beginning, dict.fromkeys(some))):
                return Way.WHOLE, {at: (self._beyond(at, " ".join(some)),) for at in names}
        choices = {word: self._beginning(word) for word in telling}
        if len(choices) > _MOST_MISSPELT:
            return Way.WHOLE, {}
        meant = ({*known, *near_words(word, self._words)} for word, known in choices.items())
        near = self._having(meant).union(near_names(telling, self._joined))
        if near:
            together = " ".join(telling)
            return Way.NEAR, {
                at: (self._is_other(at), unlike(self._names[at].joined, together)) for at in near
            }
        return Way.PARTIAL, self._partly(choices.values())

    def _beginning(self, start: str) -> Sequence[str]:
        """Return the words that begin with *start*."""
        return self._words[
            bisect_left(self._words, start) : bisect_left(self._words, start + _LAST)
        ]

    def _having(self, choices: Iterable[Collection[str]]) -> set[int]:
        """Return the names that have a word of each of *choices*."""
        names: set[int] | None = None
        for choice in choices:
            having = self._with_any(choice)
            names = having if names is None else names & having
            if not names:
                break
        return names or set()

    def _with_any(self, choice: Iterable[str]) -> set[int]:
        """Return the names that have one of the words of *choice*."""
        return set().union(*(self._by_word[word] for word in choice))

    def _partly(self, choices: Iterable[Collection[str]]) -> Mapping[int, _Rank]:
        """Return the names that have a word of some of *choices*: those of many, and of rare."""
        many: Counter[int] = Counter()
        rare: Counter[int] = Counter()
        for choice in choices:
            having = self._with_any(choice)
            for at in having:
                many[at] += 1
                rare[at] += round(100 * log(len(self._names) / len(having)))
        return {at: (-many[at], -rare[at], self._is_other(at)) for at in many}

    def _beyond(self, at: int, asked: str) -> int:
        """Return whether the name is what is asked, begins so, or has it elsewhere: 0, 1 or 2."""
        name = self._names[at].joined
        if name == asked:
            return 0
        return 1 if name.startswith(asked) else 2

    def _is_other(self, at: int) -> bool:
        """Return whether the name is that of something else than a condition."""
        return not self._entries[self._names[at].entry].is_condition


def index(catalogue: Catalogue) -> Index:
    """Return the index of everything that *catalogue* has, made at its first use."""
    return catalogue.once("index of names", lambda: Index(entries(catalogue)))
