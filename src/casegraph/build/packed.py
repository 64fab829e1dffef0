"""N-Quads on their way from the process that makes them to the store: packed, a tenth as large."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_QUICK = 1
"""The level of zlib; a higher one takes several times as long and saves a third."""


@dataclass(frozen=True, slots=True)
class Packed:
    """N-Quads, packed. size: in bytes, when they are not."""

    content: bytes
    size: int

    @classmethod
    def of(cls, nquads: bytes) -> "Packed":
        """Return *nquads*, packed.

        >>> unpacked([Packed.of(b"<x:s> <x:p> <x:o> <x:g> ."), Packed.of(b"")])
        b'<x:s> <x:p> <x:o> <x:g> .'
        """
        return cls(zlib.compress(nquads, _QUICK), len(nquads))


def unpacked(parts: Iterable[Packed]) -> bytes:
    """Return the N-Quads of *parts*, one after the other."""
    return b"".join(zlib.decompress(part.content, bufsize=part.size) for part in parts)
