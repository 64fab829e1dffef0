"""Zip and tar archives, read in place: a member that cannot be used does not end its archive."""

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from casegraph.importers.phenopackets.documents import JSON, LINES, YAML, content
from casegraph.importers.phenopackets.packet import Found, Unusable
from casegraph.importers.phenopackets.wording import first_line, printable

MOST_EXPANDED = 200
"""How many times its compressed size the content of an archive may have."""

PLAIN = (*JSON, *YAML, *LINES)
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
"""How the names of files and of archives end."""

_COMPRESSED = (*ARCHIVES, ".gz", ".bz2", ".xz", ".7z", ".rar")
_BROKEN = (
    *(OSError, EOFError, UnicodeDecodeError, NotImplementedError, RuntimeError),
    *(tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
"""What reading an archive raises: damage, encryption, or a compression that is not known."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in an archive.

    size: in bytes, as the archive says. begin: opens it.
    """

    name: str
    size: int
    begin: Callable[[], IO[bytes]]


def archived(path: Path, name: str, largest: int) -> Iterator[Found]:
    """Yield the packets in the archive at *path*, and the members that cannot be used.

    name: how the archive is called. largest: how many bytes a member may have.
    """
    budget = max(largest, path.stat().st_size * MOST_EXPANDED)
    is_zip = path.name.lower().endswith(".zip")
    members = _zipped(path) if is_zip else _tarred(path)
    while True:
        try:
            member = next(members, None)
        except _BROKEN as error:
            yield Unusable(name, "", f"cannot be read: {first_line(error)}")
            return
        if member is None:
            return
        place = f"{name}!{printable(str(PurePosixPath(member.name)))}"
        # What is passed over in a tar is unpacked too.
        if not is_zip or (member.name.lower().endswith(PLAIN) and member.size <= largest):
            if member.size > budget:
                yield Unusable(place, "", f"the archive grows more than {MOST_EXPANDED} times")
                if is_zip:
                    continue
                return
            budget -= member.size
        yield from _found(member, place, largest)


def _found(member: _Member, place: str, largest: int) -> Iterator[Found]:
    """Yield the packets in one member, none when its name is not that of a file with packets."""
    if member.name.lower().endswith(_COMPRESSED):
        yield Unusable(place, "", "an archive inside an archive")
    elif not member.name.lower().endswith(PLAIN):
        return
    elif member.size > largest:
        yield Unusable(place, "", too_large(largest))
    else:
        try:
            with member.begin() as stream:
                read = stream.read(member.size + 1)
        except _BROKEN as error:
            yield Unusable(place, "", f"cannot be read: {first_line(error)}")
            return
        if len(read) > member.size:
            yield Unusable(place, "", "larger than the archive says")
        else:
            yield from content(read, place)


def too_large(largest: int) -> str:
    """Return the reason why what has more than *largest* bytes is not read."""
    return f"larger than {largest // 2**20} MB; split it, or write one packet on each line"


def _zipped(path: Path) -> Iterator[_Member]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield _Member(entry.filename, entry.file_size, partial(archive.open, entry))


def _tarred(path: Path) -> Iterator[_Member]:
    with tarfile.open(path, "r:*") as archive:
        for entry in archive:
            if entry.isreg():
                yield _Member(entry.name, entry.size, partial(_opened, archive, entry))
        _check_end(archive)


def _opened(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    return archive.extractfile(entry) or io.BytesIO()


def _check_end(archive: tarfile.TarFile) -> None:
    """Check that a tar ends where it was read to, which tarfile believes of any broken header.

    :raises ReadError: when more follows.
    """
    archive.fileobj.seek(archive.offset)
    if archive.fileobj.read(tarfile.BLOCKSIZE).strip(b"\0"):
        raise tarfile.ReadError("a broken header; what follows is lost")
