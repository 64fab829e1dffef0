"""What goes between the server and a worker: frames, each a kind, a length and that many bytes."""

from collections.abc import Iterator
from enum import IntEnum
from struct import Struct

_HEAD = Struct(">BI")

HEAD_SIZE = _HEAD.size
"""The bytes of a frame before its content."""


class Kind(IntEnum):
    """What a frame holds; pickled unless it says otherwise.

    READY: a `Ready`. TASK: a function and its arguments. WHOLE: status, media type, headers and
    body of a `Reply` that is small. HEAD: the first three of one that is not. BODY: bytes of its
    body. WORN: nothing; this should be the last task of the worker. END: nothing; the body is
    whole. ERROR: an exception instead of (the rest of) an answer.
    """

    READY = 1
    TASK = 2
    HEAD = 3
    BODY = 4
    WORN = 5
    END = 6
    ERROR = 7
    WHOLE = 8


LAST = frozenset({Kind.END, Kind.ERROR, Kind.WHOLE})
"""After which nothing comes of an answer."""


def framed(kind: Kind, content: bytes) -> bytes:
    """Return the frame of *kind* with *content*.

    >>> framed(Kind.BODY, b"ab").hex(" ")
    '04 00 00 00 02 61 62'
    """
    return _HEAD.pack(kind, len(content)) + content


def length_of(head: bytes) -> int:
    """Return how many bytes follow the *head* of a frame.

    >>> length_of(framed(Kind.BODY, b"ab")[:HEAD_SIZE])
    2
    """
    return int(_HEAD.unpack(head)[1])


class Unframed:
    """What has come of a stream of frames."""

    def __init__(self) -> None:
        self._come = bytearray()

    def take(self, data: bytes) -> Iterator[tuple[Kind, bytes]]:
        """Yield each frame that is whole with *data*, its kind and its content.

        >>> list(Unframed().take(framed(Kind.END, b"") + framed(Kind.BODY, b"ab")))
        [(<Kind.END: 6>, b''), (<Kind.BODY: 4>, b'ab')]
        """
        come = self._come
        come += data
        at = 0
        while len(come) - at >= _HEAD.size:
            kind, length = _HEAD.unpack_from(come, at)
            start, end = at + _HEAD.size, at + _HEAD.size + length
            if len(come) < end:
                break
            at = end
            yield Kind(kind), bytes(come[start:end])
        del come[:at]
