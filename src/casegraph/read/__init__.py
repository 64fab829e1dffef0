"""Read case files: paths in, a `Reading` out.

Every syntax of `casegraph.read.syntax` gives the same quads, each in the named graph that the
design gives it, each with the place where it was written.
"""

from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path

from casegraph.errors import ReadError
from casegraph.read.file import FileContent, contents, reading_from, reading_of, skim
from casegraph.read.headless import has_case, require_cases, without_case
from casegraph.read.reading import Location, Reading, merge, unlocated
from casegraph.read.source import SUFFIXES, YAML
from casegraph.read.words import Words, bundled_words, words_of
from casegraph.resources import data_dir

__all__ = [
    "FileContent",
    "Location",
    "Readable",
    "Reading",
    "Words",
    "as_reading",
    "bundled_words",
    "contents",
    "files",
    "has_case",
    "is_yaml",
    "merge",
    "paths_of",
    "read",
    "reading_from",
    "reading_of",
    "require_cases",
    "skim",
    "unlocated",
    "without_case",
    "words_of",
]

Readable = Reading | str | PathLike[str] | Iterable[str | PathLike[str]]
"""What stands for a reading: it, a path, or several paths; none means the bundled cases."""


def read(*paths: str | PathLike[str], words: Words | None = None) -> Reading:
    """Return what the files at *paths* assert.

    paths: RDF files, YAML among them, or folders that are searched for them with their subfolders
    (but not hidden ones), in the order of the names; none means the bundled cases and their
    publications. The syntax is told by the file name's suffix. words: those that YAML may use for
    terms, None for the bundled.

    :raises ReadError: when a path does not exist or cannot be read, is not RDF in UTF-8, holds no
        triple, says the same case as another file, or says something that belongs to no case;
        naming file, line and repair.

    >>> read("no-such-file.ttl")
    Traceback (most recent call last):
    casegraph.errors.ReadError: no-such-file.ttl: no such file or folder. Check the path.
    """
    return merge(reading_of(file, words) for file in files(*paths))


def is_yaml(file: str) -> bool:
    """Return whether *file* is a case file in YAML, by its suffix.

    >>> is_yaml("neck-pain.yaml"), is_yaml("neck-pain.ttl")
    (True, False)
    """
    return file.lower().endswith(YAML)


def files(*paths: str | PathLike[str]) -> tuple[str, ...]:
    """Return the files that `read` reads at *paths*, in its order, each once.

    :raises ReadError: when a path does not exist, or a folder has no RDF file.
    """
    chosen = [fspath(path) for path in paths] or [str(data_dir())]
    return tuple(dict.fromkeys(file for path in chosen for file in _files(path)))


def as_reading(given: Readable) -> Reading:
    """Return *given* when it is a reading, else what is read at the path or paths.

    :raises ReadError: as `read` does, and when *given* is neither.
    """
    return given if isinstance(given, Reading) else read(*paths_of(given))


def paths_of(given: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[str]:
    """Return the path or paths *given*.

    :raises ReadError: when they are none.
    """
    paths = [given] if isinstance(given, str | PathLike) else given
    try:
        return [fspath(path) for path in paths]
    except TypeError:
        raise ReadError(
            f"neither a reading nor paths: {type(given).__name__}",
            repair="Give what `casegraph.read` returns, or the paths of case files.",
        ) from None


def _files(path: str) -> Iterator[str]:
    """Yield *path*, or the RDF files below it when it is a folder."""
    given = Path(path)
    if not given.exists():
        raise ReadError("no such file or folder", file=path, repair="Check the path.")
    if not given.is_dir():
        yield path
        return
    found = sorted(
        file
        for file in given.rglob("*")
        if file.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in file.relative_to(given).parts)
        and file.is_file()
    )
    if not found:
        raise ReadError(
            "no RDF file in this folder",
            file=path,
            repair=f"Put a file there that ends in one of {', '.join(SUFFIXES)}.",
        )
    yield from map(str, found)
