"""What a finished run left: for each page, on what it rests and which files it has.

One JSON array a line: the path of the page, a digest, the files.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

OWN = ".casegraph"
"""The folder of our own records in that of a site."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, or a file that is none. digest: of all that it rests on, empty when nobody knows."""

    path: str
    digest: str
    files: tuple[str, ...]


def written(entries: Iterable[Entry]) -> bytes:
    """Return *entries* as lines, sorted by path."""
    lines = sorted(
        json.dumps([entry.path, entry.digest, *entry.files], ensure_ascii=False)
        for entry in entries
    )
    return "".join(f"{line}\n" for line in lines).encode()


def parsed(file: Path) -> Iterator[Entry]:
    """Yield the entries in *file*, none when it does not exist; a line that is none is left out."""
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                path, digest, *files = json.loads(line)
            except ValueError:
                continue
            yield Entry(path, digest, tuple(filter(is_inside, files)))


def is_inside(file: str) -> bool:
    """Return whether *file* is a path below the site and not among our own records.

    >>> is_inside("case/a.html"), is_inside("../a.html"), is_inside("/a.html")
    (True, False, False)
    """
    parts = PurePosixPath(file).parts
    return bool(parts) and parts[0] not in {"/", OWN} and ".." not in parts
