"""The whole graph in one file for each syntax, joined from parts that processes make."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from casegraph.exporters.datasets import Tally, Tallying
from casegraph.site.part import Part

Names = tuple[str, ...]
"""What a part has: case documents, or a graph that is no case's."""


class Whole:
    """The parts in the order in which they are made, on the disk until they are joined.

    folder: where the disk is.
    """

    def __init__(self, folder: Path) -> None:
        self._open = ExitStack()
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - as long as the block
        self._file = self._open.enter_context(file)
        self._tallying = self._open.enter_context(Tallying())
        self._places: dict[Names, list[tuple[int, int]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.close()

    def __contains__(self, names: Names) -> bool:
        return names in self._places

    def keep(self, names: Names, part: Part) -> None:
        """Keep *part*, which has *names*."""
        self._places[names] = [
            (self._file.tell(), self._file.write(piece)) for piece in part.pieces
        ]
        self._tallying.add(part.count)

    def pieces(self, order: Iterable[Names]) -> Iterator[Sequence[bytes]]:
        """Yield the pieces of each part that was kept, in *order*; then nothing more is kept."""
        for names in order:
            pieces = []
            for start, length in self._places[names]:
                self._file.seek(start)
                pieces.append(self._file.read(length))
            yield pieces

    def tally(self) -> Tally:
        """Return the numbers of all parts."""
        return self._tallying.tally()
