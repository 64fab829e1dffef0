"""Where packets come from: files, folders and archives, to the packets in them, one by one.

A file is JSON, YAML, or JSON line by line; it holds a packet, a family, a cohort, or an array of
them. An archive is read in place and never unpacked to disk, so that the names in it cannot lead
anywhere; what is larger than any packet, or an archive inside another, is refused.
"""

from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path

from casegraph.errors import ReadError
from casegraph.importers.phenopackets.archives import ARCHIVES, PLAIN, archived, too_large
from casegraph.importers.phenopackets.documents import content
from casegraph.importers.phenopackets.packet import Found, Unusable
from casegraph.importers.phenopackets.wording import first_line, printable

LARGEST = 256 * 2**20
"""How many bytes one file, one line or one member of an archive may have."""


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
            if file.name.lower().endswith((*PLAIN, *ARCHIVES)) and file.is_file()
        )
        if not found:
            known = ", ".join((*PLAIN, *ARCHIVES))
            raise ReadError(
                "no file in this folder can hold phenopackets",
                file=path,
                repair=f"Their names end in one of {known}.",
            )
        yield from found


def packets(path: Path) -> Iterator[Found]:
    """Yield the packets in the file or archive at *path*, and what in it cannot be used."""
    name = printable(fspath(path))
    try:
        if path.name.lower().endswith(ARCHIVES):
            yield from archived(path, name, LARGEST)
        elif path.stat().st_size > LARGEST:
            yield Unusable(name, "", too_large(LARGEST))
        else:
            yield from content(path.read_bytes(), name)
    except OSError as error:
        yield Unusable(name, "", f"cannot be read: {first_line(error)}")
