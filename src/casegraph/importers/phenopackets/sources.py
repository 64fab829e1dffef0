"""Where packets come from: files, folders and archives, to the packets in them, one by one.

A file is JSON, YAML, or JSON line by line; it holds a packet, a family, a cohort, or an array of
them. An archive is read in place and never unpacked to disk, so that the names in it cannot lead
anywhere; what is larger than any packet, or an archive inside another, is refused.
"""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path, PurePosixPath
from typing import Any

from casegraph.errors import ReadError
from casegraph.importers.phenopackets.documents import JSON, LINES, YAML, content
from casegraph.importers.phenopackets.packet import Found, Unusable
from casegraph.importers.phenopackets.wording import first_line

LARGEST = 256 * 2**20
"""How many bytes one file, one line or one member of an archive may have."""

_MOST_EXPANDED = 200
"""How many times its compressed size the content of an archive may have."""

_PLAIN = (*JSON, *YAML, *LINES)
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_COMPRESSED = (*_ARCHIVES, ".gz", ".bz2", ".xz", ".7z", ".rar")


def files(paths: Sequence[str | PathLike[str]]) -> Iterator[Path]:
    """Yield the files at *paths*, those in folders in the order of their names.

    :raises ReadError: when a path does not exist, or a folder has no file that may hold packets.
    """
    for path in map(Path, paths):
        if not path.exists():
            raise ReadError("no such file or folder", file=path, repair="Check the path.")
        if not path.is_dir():
            yield path
            continue
        found = sorted(
            file
            for file in path.rglob("*")
            if file.name.lower().endswith((*_PLAIN, *_ARCHIVES)) and file.is_file()
        )
        if not found:
            known = ", ".join((*_PLAIN, *_ARCHIVES))
            raise ReadError(
                "no file in this folder can hold phenopackets",
                file=path,
                repair=f"Their names end in one of {known}.",
            )
        yield from found


def packets(path: Path) -> Iterator[Found]:
    """Yield the packets in the file or archive at *path*, and what in it cannot be used."""
    name = fspath(path)
    try:
        if path.name.lower().endswith(_ARCHIVES):
            yield from _archived(path, name)
        elif path.stat().st_size > LARGEST:
            yield Unusable(name, "", _too_large())
        else:
            yield from content(path.read_bytes(), name)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error) as error:
        yield Unusable(name, "", f"cannot be read: {first_line(error)}")
    except (NotImplementedError, RuntimeError) as error:
        yield Unusable(name, "", f"an archive that cannot be unpacked: {first_line(error)}")


def _archived(path: Path, name: str) -> Iterator[Found]:
    budget = max(LARGEST, path.stat().st_size * _MOST_EXPANDED)
    members = _zipped(path) if path.name.lower().endswith(".zip") else _tarred(path)
    for member, size, stream in members:
        place = f"{name}!{PurePosixPath(member)}"
        budget -= size
        if size > LARGEST or budget < 0:
            yield Unusable(place, "", _too_large())
            return
        if member.lower().endswith(_COMPRESSED):
            yield Unusable(place, "", "an archive inside an archive")
        elif member.lower().endswith(_PLAIN):
            read = stream.read(size + 1)
            if len(read) > size:
                yield Unusable(place, "", "larger than the archive says")
                return
            yield from content(read, place)


def _zipped(path: Path) -> Iterator[tuple[str, int, Any]]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                with archive.open(entry) as content:
                    yield entry.filename, entry.file_size, content


def _tarred(path: Path) -> Iterator[tuple[str, int, Any]]:
    with tarfile.open(path, "r:*") as archive:
        for entry in archive:
            if entry.isreg():
                yield entry.name, entry.size, archive.extractfile(entry) or io.BytesIO()


def _too_large() -> str:
    return f"larger than {LARGEST // 2**20} MB; split it, or write one packet on each line"
