"""A folder that takes its place at once, as it is or as a zip file."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casegraph.errors import ExportError
from casegraph.files import written_atomically

_METADATA = "ro-crate-metadata.json"
_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of each file in an archive: the earliest that there is, so that no clock is read."""

_MODE = 0o644 << 16
_UNIX = 3


@contextmanager
def folder_for(out: Path) -> Iterator[Path]:
    """Give an empty folder that becomes the crate *out* when the block ends, and else goes.

    out: a file `.zip`, or a folder, which is made or, when it is a crate already, replaced.

    :raises ExportError: when *out* is a folder with something else.
    :raises OSError: when it cannot be written.
    """
    zipped = out.suffix.lower() == ".zip"
    if not zipped and out.exists() and not _is_free(out):
        raise ExportError(
            "is neither an empty folder nor an RO-Crate",
            file=out,
            repair="Name a new folder, or a file that ends in .zip.",
        )
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as temporary:
        folder = Path(temporary) / "crate"
        folder.mkdir()
        yield folder
        if zipped:
            _zip(folder, out)
            return
        if out.exists():
            out.rename(Path(temporary) / "old")
        folder.rename(out)


def _is_free(out: Path) -> bool:
    return out.is_dir() and ((out / _METADATA).is_file() or not any(out.iterdir()))


def _zip(folder: Path, out: Path) -> None:
    """Write the files of *folder* to the zip file *out*, its metadata first; the same each time."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    files.sort(key=lambda file: file.name != _METADATA)
    with (
        written_atomically(out) as written,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _MODE
            entry.create_system = _UNIX
            entry.file_size = file.stat().st_size
            with file.open("rb") as content, archive.open(entry, "w") as packed:
                shutil.copyfileobj(content, packed)
