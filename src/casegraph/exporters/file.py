"""What is exported, to a file, as a whole or not at all, or to a function."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import TypeVar

from casegraph.errors import ExportError
from casegraph.files import write_atomically, written_atomically

_Piece = TypeVar("_Piece", str, bytes)

Put = Callable[[_Piece], object]
"""Takes pieces, one after the other, of a text or of bytes."""

Out = str | PathLike[str] | Callable[[_Piece], object]
"""Where a text or bytes go: a file, or what takes their pieces."""


def write_to(out: str | PathLike[str], content: bytes) -> None:
    """Write *content* to the file *out*, as a whole or not at all.

    :raises ExportError: when it cannot be written.
    """
    with told(out):
        write_atomically(Path(out), content)


@contextmanager
def pieces_to(out: Out[str]) -> Iterator[Put[str]]:
    """Give what takes a text for *out* piece by piece.

    :raises ExportError: when the file cannot be written.
    """
    if callable(out):
        yield out
        return
    with told(out), written_atomically(Path(out)) as file:
        yield lambda piece: file.write(piece.encode())


def stream(out: Out[bytes], pieces: Iterable[bytes]) -> None:
    """Write *pieces*, one after the other, to *out*.

    :raises ExportError: when the file cannot be written.
    """
    if callable(out):
        for piece in pieces:
            out(piece)
        return
    with told(out), written_atomically(Path(out)) as file:
        file.writelines(pieces)


def beside(out: object, other: str | PathLike[str] | None) -> None:
    """Check that *other*, which is written beside *out*, is not the same file.

    :raises ExportError: when it is.
    """
    if other is None or callable(out):
        return
    if Path(fspath(other)).resolve() == Path(str(out)).resolve():
        raise ExportError(
            "two things would be written to it", file=fspath(other), repair="Give each a file."
        )


@contextmanager
def told(out: str | PathLike[str]) -> Iterator[None]:
    """Turn a failure to write *out* into an error that says so.

    :raises ExportError: when that happens.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(
            f"cannot be written: {error.strerror}",
            file=fspath(out),
            repair="Choose a folder that exists and can be written.",
        ) from None
