"""Words that know what they name, so that a page can lead from them to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a line.

    node: the IRI of what they name, a term or a statement of the case; empty for words between.
    polarity, word: those of the statement, as `Line` has them; None and empty for all else.
    """

    text: str
    node: str = ""
    polarity: str | None = None
    word: str = ""


Pieces = tuple[Piece, ...]


def said(pieces: Iterable[Piece]) -> str:
    """Return the words of *pieces* alone."""
    return "".join(piece.text for piece in pieces)


def plain(text: str) -> Pieces:
    """Return words that name nothing, none when there are none."""
    return (Piece(text),) if text else ()


def joined(parts: Sequence[Pieces], separator: str) -> Pieces:
    """Return *parts* with *separator* between them."""
    if len(parts) < 2:
        return parts[0] if parts else ()
    return tuple(
        piece
        for index, part in enumerate(parts)
        for piece in (*plain(separator if index else ""), *part)
    )


def listed(parts: Sequence[Pieces]) -> Pieces:
    """Return *parts* as a list in a sentence, as `words.listing` does.

    >>> said(listed([plain("C2"), plain("C3"), plain("C4")]))
    'C2, C3 and C4'
    """
    if len(parts) < 2:
        return parts[0] if parts else ()
    return (*joined(parts[:-1], ", "), Piece(" and "), *parts[-1])
