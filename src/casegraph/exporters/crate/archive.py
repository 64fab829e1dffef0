"""A folder that takes its place at once, as it is or as a zip file."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casegraph.errors import ExportError
from casegraph.files import written_atomically

MAKER = "#casegraph"
"""What the metadata of a crate call the program that made it."""

_METADATA = "ro-crate-metadata.json"
_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of each file in an archive: the earliest that there is, so that no clock is read."""

_MODE = 0o644 << 16
_UNIX = 3


@contextmanager
def folder_for(out: Path) -> Iterator[Path]:
    """Give an empty folder that becomes the crate *out* when the block ends, and else goes.

    out: a file `.zip`, or a folder, which is made or, when it is such a crate already, replaced.

    :raises ExportError: when *out* is a folder with anything else in it.
    :raises OSError: when it cannot be written.
    """
    zipped = out.suffix.lower() == ".zip"
    if not zipped and out.exists() and not _is_free(out):
        raise ExportError(
            "is neither an empty folder nor a crate of casegraph and nothing else",
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
    return out.is_dir() and (not any(out.iterdir()) or _is_ours(out))


def _is_ours(folder: Path) -> bool:
    """Return whether *folder* is a crate of casegraph, and its metadata name each file in it.

    A folder that they name stands for all that is below it.
    """
    try:
        metadata = json.loads((folder / _METADATA).read_text(encoding="utf-8"))
        names = {entity["@id"] for entity in metadata["@graph"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    files = (one.relative_to(folder) for one in folder.rglob("*") if not one.is_dir())
    return MAKER in names and all(
        file.as_posix() in names or any(f"{above.as_posix()}/" in names for above in _above(file))
        for file in files
    )


def _above(file: Path) -> list[Path]:
    """Return the folders above *file*, but for the one that it is relative to."""
    return list(file.parents)[:-1]


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
