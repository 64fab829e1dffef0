"""Cases in a format of JSON to files: one for each in a folder, or one with all.

A file is there as a whole or not at all, and no more than one case is in memory.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from casegraph.exporters.document import Document
from casegraph.exporters.file import Out, told
from casegraph.files import write_atomically, written_atomically

Sink = Callable[[Document], object]
"""Takes the cases, one after the other."""

LINES = (".ndjson", ".jsonl")
"""What the name of a file ends in that has one case on each line."""


@contextmanager
def documents_to(out: Out[str], *, alone: bool) -> Iterator[Sink]:
    """Give what puts each case where it belongs.

    out: a file `.json`, one of lines, or a folder, by its name; or what takes the text of each.
    alone: whether there is one case, which is then no array, and has several lines.

    :raises ExportError: when a file cannot be written.
    """
    if callable(out):
        yield lambda one: out(one.indented() if alone else one.line())
        return
    with told(out), _to_path(Path(out), alone=alone) as sink:
        yield sink


@contextmanager
def records_to(file: str | PathLike[str] | None) -> Iterator[Sink]:
    """Give what writes to *file* what a case does not say, one JSON object a line.

    :raises ExportError: when it cannot be written.
    """
    if file is None:
        yield lambda _: None
        return
    with told(file), written_atomically(Path(file)) as written:
        yield lambda one: written.write(one.record().encode())


@contextmanager
def _to_path(path: Path, *, alone: bool) -> Iterator[Sink]:
    if path.suffix.lower() == ".json" and not path.is_dir():
        if alone:
            yield lambda one: write_atomically(path, one.indented().encode())
            return
        with _array(path) as sink:
            yield sink
    elif path.suffix.lower() in LINES and not path.is_dir():
        with written_atomically(path) as file:
            yield lambda one: file.write(one.line().encode())
    else:
        path.mkdir(exist_ok=True)
        yield lambda one: write_atomically(path / f"{one.slug}.json", one.indented().encode())


@contextmanager
def _array(path: Path) -> Iterator[Sink]:
    with written_atomically(path) as file:
        before = "[\n"

        def sink(one: Document) -> None:
            nonlocal before
            file.write(f"{before}{one.indented().rstrip()}".encode())
            before = ",\n"

        yield sink
        file.write(b"[]\n" if before == "[\n" else b"\n]\n")
