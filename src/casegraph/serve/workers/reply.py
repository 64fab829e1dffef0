"""What a task gives in its process, and what comes of it in the server."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a task gives.

    media_type: of the body, with its charset. headers: further ones, names in small letters. body:
    in pieces, which may be made while they are taken.
    """

    status: int
    media_type: str
    body: Iterable[bytes]
    headers: Headers = ()


@dataclass(slots=True)
class Answer:
    """What the server got.

    whole: the body when it was complete before anything had to be sent, else None. pieces: the
    body otherwise, to be taken once; it raises `AnswerCutError` when the task breaks off.
    """

    status: int
    media_type: str
    headers: Headers = ()
    whole: bytes | None = None
    pieces: AsyncIterator[bytes] | None = field(default=None, repr=False)
