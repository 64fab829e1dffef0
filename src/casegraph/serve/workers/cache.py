"""Small answers that are given again until the store changes.

Those of late are kept as they are, the others compressed: a page takes a sixth of its size then,
and a fifth of a millisecond to unpack, where making it again takes a hundred times as long. A short
answer is forgotten instead, since it gains little and comes again in a moment.
"""

import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace

from casegraph.serve.settings import MIB
from casegraph.serve.workers.reply import Answer

_LARGEST, _LATE, _OTHERS = 512 * 1024, 32 * MIB, 96 * MIB
_SHORTEST = 4096
"""Bytes of a body below which it is not worth while to compress it."""

_BESIDE = 1024
"""About how many bytes an answer takes beside its body."""

Key = tuple[str, bytes]
"""A snapshot, and what was asked."""


class Cache:
    """Whole answers by what was asked; the one that was not asked for longest goes first.

    largest: bytes of a body that is kept. late, others: bytes of those that are kept as they are,
    and compressed.
    """

    def __init__(
        self, *, largest: int = _LARGEST, late: int = _LATE, others: int = _OTHERS
    ) -> None:
        self._largest = largest
        self._late = _Shelf(late)
        self._others = _Shelf(others)
        self.hits = self.misses = 0

    @property
    def size(self) -> int:
        """The bytes of all that is kept."""
        return self._late.size + self._others.size

    def get(self, snapshot: str, task: bytes) -> Answer | None:
        """Return the answer to *task* over *snapshot*, None when it is not kept."""
        key = (snapshot, task)
        answer = self._late.taken(key)
        if answer is None and (packed := self._others.taken(key)) is not None:
            answer = replace(packed, whole=zlib.decompress(packed.whole or b""))
        if answer is None:
            self.misses += 1
            return None
        self.hits += 1
        self._put(key, answer)
        return answer

    def keep(self, snapshot: str, task: bytes, answer: Answer) -> None:
        """Keep *answer*, if it is whole, small and no error."""
        if answer.whole is not None and len(answer.whole) <= self._largest and answer.status < 400:
            key = (snapshot, task)
            self._others.taken(key)
            self._put(key, answer)

    def clear(self) -> None:
        """Forget everything."""
        self._late.clear()
        self._others.clear()

    def _put(self, key: Key, answer: Answer) -> None:
        for older, unpacked in self._late.put(key, answer):
            body = unpacked.whole or b""
            if len(body) >= _SHORTEST:
                packed = replace(unpacked, whole=zlib.compress(body, 1))
                for _ in self._others.put(older, packed):
                    pass  # gone for good


class _Shelf:
    """Answers in the order in which they were put there, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self.size = 0

    def put(self, key: Key, answer: Answer) -> Iterator[tuple[Key, Answer]]:
        """Put *answer* there; yield those for which there is no room any more."""
        self.taken(key)
        self._kept[key] = answer
        self.size += _size(key, answer)
        while self.size > self._most:
            oldest = next(iter(self._kept))
            yield oldest, self._kept[oldest]
            self.taken(oldest)

    def taken(self, key: Key) -> Answer | None:
        """Take away the answer to *key* and return it, None when it is not there."""
        answer = self._kept.pop(key, None)
        if answer is not None:
            self.size -= _size(key, answer)
        return answer

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self.size = 0


def _size(key: Key, answer: Answer) -> int:
    return len(key[1]) + len(answer.whole or b"") + _BESIDE
