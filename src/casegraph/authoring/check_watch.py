"""A file checked again on each save, also by editors that save under another name and rename."""

from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import Change, watch

from casegraph.authoring.check import Checked
from casegraph.errors import CasegraphError, ReadError

_PAUSE = 1_000
"""So many milliseconds pass, at most, until the file is looked at again without a notice."""


def checks(file: str, check: Callable[[], Checked]) -> Iterator[Checked | CasegraphError]:
    """Yield what *check* finds in *file*, now and after each save, without end.

    What *check* writes itself is no save, nor is a file that is missing or has the same content.

    :raises CasegraphError: from the first check, when the file is missing or the fault lies
        elsewhere; any other is yielded.
    """
    seen = _content(Path(file))
    try:
        first = check()
    except ReadError as error:
        if seen is None:
            raise
        yield error
    else:
        seen = first.content
        yield first
    for _ in _looks(Path(file).resolve()):
        content = _content(Path(file))
        if content is None or content == seen:
            continue
        try:
            found = check()
        except CasegraphError as error:
            seen = content
            yield error
        else:
            seen = found.content
            yield found


def _looks(file: Path) -> Iterator[object]:
    """Yield whenever *file* may have changed, and else once a pause."""

    def is_it(_change: Change, path: str) -> bool:
        return Path(path).name == file.name

    yield from watch(
        file.parent,
        watch_filter=is_it,
        recursive=False,
        rust_timeout=_PAUSE,
        yield_on_timeout=True,
    )


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
