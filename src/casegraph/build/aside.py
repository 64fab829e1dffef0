"""What a build puts aside until all cases are examined.

The pieces stand in a file without a name, of which nothing stays when the process ends, however it
does.
"""

import pickle
import tempfile
from collections.abc import Iterator
from typing import IO, Generic, Self, TypeVar

from casegraph.errors import StoreError

_Piece = TypeVar("_Piece")


class Aside(Generic[_Piece]):
    """Pieces in the order in which they were put aside; the file is made with the first."""

    def __init__(self) -> None:
        self._count = 0
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return self._count

    def put(self, piece: _Piece) -> None:
        """Put *piece* behind the others.

        :raises StoreError: when there is no room for it.
        """
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
            pickle.dump(piece, self._file)
        except OSError as error:
            raise _no_room(error) from None
        self._count += 1

    def taken(self) -> Iterator[_Piece]:
        """Yield the pieces.

        :raises StoreError: when there is no room for what is still to be written of them.
        """
        if self._file is None:
            return
        try:
            self._file.seek(0)  # writes what was not written yet
        except OSError as error:
            raise _no_room(error) from None
        for _ in range(self._count):
            yield pickle.load(self._file)  # noqa: S301 - which this process wrote


def _no_room(error: OSError) -> StoreError:
    return StoreError(
        f"what is to be stored cannot be put aside: {error.strerror or error}",
        file=tempfile.gettempdir(),
        repair="Make room there, or set TMPDIR to another folder; nothing was changed.",
    )
