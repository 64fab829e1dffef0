"""What tells any content of a store on disk from any other, at the cost of a listing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from casegraph.store import manifest

_BESIDE = ("LOG", "LOCK", "IDENTITY", "OPTIONS")
"""What the names of files begin with that say nothing of the content."""

_ATTEMPTS = 20


def snapshot_of(folder: Path) -> str:
    """Return a word for the present content of the store *folder*.

    It changes with each rewrite and each transaction, and perhaps without a change of content.

    :raises StoreError: when it is no store.
    """
    for _ in range(_ATTEMPTS):
        generation = manifest.read(folder).generation
        if generation is None:
            return "empty"
        try:
            lines = sorted(_files(folder / generation))
        except FileNotFoundError:  # a writer tidied up, or a new generation took its place
            continue
        return sha256("\n".join([generation, *lines]).encode()).hexdigest()[:16]
    raise manifest.no_store(folder)


def written_at(folder: Path) -> datetime:
    """Return when the present content of the store *folder* was last written to.

    :raises StoreError: when it is no store.
    :raises OSError: when a writer takes its files away meanwhile.
    """
    generation = manifest.read(folder).generation
    written = [folder / manifest.NAME]
    if generation is not None:
        files = (folder / generation).iterdir()
        written += (path for path in files if not path.name.startswith(_BESIDE))
    return datetime.fromtimestamp(max(path.stat().st_mtime for path in written), UTC)


def _files(folder: Path) -> Iterator[str]:
    """Yield name, bytes and time of change of each file of a database."""
    for path in folder.iterdir():
        if not path.name.startswith(_BESIDE):
            about = path.stat()
            yield f"{path.name} {about.st_size} {about.st_mtime_ns}"
