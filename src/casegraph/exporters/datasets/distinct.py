"""How many different things there are, in memory that does not grow with their number."""

import struct
import tempfile
from array import array
from collections import Counter
from collections.abc import Hashable, Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

_PARTS = 64
_IN_MEMORY = 1 << 17
"""How many bytes of a part stay in memory."""

_RECORD = struct.Struct("<qq")


class Distinct:
    """Counts the different things of each kind by their 64-bit hashes.

    The hashes go to parts, each to a file when it has many, and one part after the other is
    counted. That two of ten million things have one hash happens once in a hundred thousand times.

    >>> with Distinct() as distinct:
    ...     distinct.add("letters", "ab")
    ...     distinct.add("letters", "bc")
    ...     distinct.counts()["letters"]
    3
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        files = [tempfile.SpooledTemporaryFile(_IN_MEMORY) for _ in range(_PARTS)]  # noqa: SIM115
        self._parts = [self._open.enter_context(file) for file in files]
        self._kinds: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def add(self, kind: str, things: Iterable[Hashable]) -> None:
        """Count *things*, those of them that are new, as of *kind*."""
        number = self._kinds.setdefault(kind, len(self._kinds))
        for thing in things:
            code = hash(thing)
            self._parts[code % _PARTS].write(_RECORD.pack(number, code))

    def counts(self) -> Counter[str]:
        """Return how many there are, by kind."""
        found: Counter[int] = Counter()
        for part in self._parts:
            part.seek(0)
            numbers = array("q", part.read())
            found.update(number for number, _ in set(zip(numbers[::2], numbers[1::2], strict=True)))
        return Counter({kind: found[number] for kind, number in self._kinds.items()})
