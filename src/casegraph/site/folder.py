"""The folder of a site: what in it is ours, and files written whole.

`.casegraph/` inside it says that it is a site. There `manifest` lists what the last finished run
left; `journal` what a run has written so far, so that a run that is killed leaves nothing that the
next one does not know; `new/` has files until they are whole. Nothing else in the folder is
touched, and no file of somebody else's is overwritten.
"""

import filecmp
import os
import shutil
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from casegraph.errors import ExportError
from casegraph.files import write_atomically
from casegraph.site.manifest import OWN, Entry, is_inside, parsed, written


class Folder:
    """The folder of a site. Each process has its own, and one of them the lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = path / OWN
        self._made: set[Path] = set()

    @property
    def scratch(self) -> Path:
        """The folder for files that are not whole yet; what a killed run leaves there goes."""
        return self._own / "new"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder a site, and keep other runs from it until the block ends.

        :raises ExportError: when it has files and is no site, cannot be written, or another run is
            writing to it.
        """
        try:
            if self.path.exists() and not self._own.is_dir() and any(self.path.iterdir()):
                raise ExportError(
                    "has files and is not a site",
                    file=self.path,
                    repair="Name a new folder, an empty one, or the folder of a site.",
                )
            self.scratch.mkdir(parents=True, exist_ok=True)
            with FileLock(self._own / "lock", timeout=0):
                self._remove_half_written()
                yield
        except Timeout:
            raise ExportError(
                "another process is writing this site",
                file=self.path,
                repair="Wait until it is done.",
            ) from None
        except OSError as error:
            raise ExportError(
                f"cannot be written: {error.strerror}",
                file=error.filename or self.path,
                repair="Choose a folder that can be written.",
            ) from None

    def entries(self) -> dict[str, Entry]:
        """Return what the last finished run left, by the path of the page."""
        return {entry.path: entry for entry in parsed(self._own / "manifest")}

    def files(self, entries: Iterable[Entry]) -> set[str]:
        """Return the files that are ours: those of *entries*, and of a run that was killed."""
        return self.journal().union(*(entry.files for entry in entries))

    def journal(self) -> set[str]:
        """Return the files that a run was about to write, or wrote, before it was killed."""
        journal = self._own / "journal"
        if not journal.exists():
            return set()
        lines = journal.read_text(encoding="utf-8").split("\n")[:-1]
        return {line for line in lines if is_inside(line)}

    def has(self, files: Iterable[str]) -> bool:
        """Return whether all *files* are there."""
        return all((self.path / file).is_file() for file in files)

    def note(self, files: Iterable[str]) -> None:
        """Say in the journal that *files* are about to be written. Lines of others stay whole."""
        with (self._own / "journal").open("ab", buffering=0) as journal:
            journal.write("".join(f"{file}\n" for file in files).encode())

    def put(self, file: str, content: bytes) -> bool:
        """Write *content* to *file*; return False when that is what it holds already."""
        path = self.path / file
        try:
            if path.stat().st_size == len(content) and path.read_bytes() == content:
                return False
        except FileNotFoundError:
            if path.parent not in self._made:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(path.parent)
        new = self.scratch / f"{os.getpid()}"
        new.write_bytes(content)
        new.replace(path)
        return True

    def put_together(self, files: Sequence[str], pieces: Iterable[Sequence[bytes]]) -> int:
        """Write *files* side by side, a piece of each at a time; return how many have changed.

        pieces: each has as many as there are files.
        """
        new = [self.scratch / f"{number}" for number in range(len(files))]
        with ExitStack() as opened:
            writing = [opened.enter_context(path.open("wb")) for path in new]
            for several in pieces:
                for one, piece in zip(writing, several, strict=True):
                    one.write(piece)
        changed = 0
        for path, file in zip(new, files, strict=True):
            place = self.path / file
            if not (place.is_file() and filecmp.cmp(path, place, shallow=False)):
                place.parent.mkdir(parents=True, exist_ok=True)
                path.replace(place)
                changed += 1
        return changed

    def check_unclaimed(self, files: Iterable[str], ours: Container[str]) -> None:
        """Check that none of *files* is there unless it is among *ours*.

        :raises ExportError: when one is somebody else's.
        """
        for file in files:
            if file not in ours and (self.path / file).exists():
                raise ExportError(
                    "is in the way: a page belongs here, and this file is not the site's",
                    file=self.path / file,
                    repair="Move it elsewhere.",
                )

    def remove(self, files: Iterable[str]) -> int:
        """Remove *files*, and folders that are empty without them; return how many there were."""
        folders: set[Path] = set()
        removed = 0
        for file in files:
            path = self.path / file
            if path.is_file():
                path.unlink()
                removed += 1
            folders.update(parent for parent in path.parents if self.path in parent.parents)
        for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        return removed

    def finish(self, entries: Iterable[Entry]) -> None:
        """Say that the site is *entries* and nothing else, when all of it is on the disk."""
        if hasattr(os, "sync"):
            os.sync()
        write_atomically(self._own / "manifest", written(entries))
        (self._own / "journal").unlink(missing_ok=True)

    def _remove_half_written(self) -> None:
        shutil.rmtree(self.scratch)
        self.scratch.mkdir()
