"""What is exported, to a file."""

from os import PathLike, fspath
from pathlib import Path

from casegraph.errors import ExportError
from casegraph.files import write_atomically


def write_to(out: str | PathLike[str], content: bytes) -> None:
    """Write *content* to the file *out*, as a whole or not at all.

    :raises ExportError: when it cannot be written.
    """
    try:
        write_atomically(Path(out), content)
    except OSError as error:
        raise ExportError(
            f"cannot be written: {error.strerror}",
            file=fspath(out),
            repair="Choose a folder that exists and can be written.",
        ) from None
