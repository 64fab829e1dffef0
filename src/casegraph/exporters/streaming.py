"""What is exported piece by piece: to a file, as a whole or not at all, or to a function."""

from collections.abc import Callable, Iterable
from os import PathLike
from pathlib import Path

from casegraph.exporters.file import told
from casegraph.files import written_atomically

Out = str | PathLike[str] | Callable[[bytes], object]
"""Where bytes go: a file, or what takes their pieces."""


def stream(out: Out, pieces: Iterable[bytes]) -> None:
    """Write *pieces*, one after the other, to *out*.

    :raises ExportError: when the file cannot be written.
    """
    if callable(out):
        for piece in pieces:
            out(piece)
        return
    with told(out), written_atomically(Path(out)) as file:
        file.writelines(pieces)
