"""A store on disk: a folder with a manifest, a lock, and generations of the database.

A generation is a folder with one Oxigraph database, and the manifest names the one that counts. A
small change is a transaction in it. A large one is made in a copy, the next generation, which costs
next to nothing because the copy shares the files that do not change; the manifest is written when
the copy is complete. So content is the old or the new whenever a process ends, and a reader that
has the old one open reads on. Generations that the manifest does not name are what a killed process
or a former writer left; the next writer removes those that nobody reads.

A transaction outlives the process that made it. A loss of power can take back transactions since
the store was last closed, but only whole ones, the last first; a generation is on the disk before
the manifest names it.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from filelock import FileLock, Timeout

from casegraph.errors import StoreError
from casegraph.files import sync_folder
from casegraph.store import manifest
from casegraph.store.built import Built
from casegraph.store.embedded import Copy, Embedded, unwritten
from casegraph.store.holding import Hold, remove_unless_held
from casegraph.store.manifest import Manifest

_LOCK = "lock"
_GENERATION = "generation-"
_ATTEMPTS, _PAUSE = 20, 0.05
"""How often a reader tries to open a database that is being written to; the pause is in seconds."""


class LockedError(StoreError):
    """A store that another process is writing to."""


class Reader(Embedded):
    """The content of a store on disk as it was when it was opened.

    folder: the store.
    """

    def __init__(self, folder: Path) -> None:
        """Open it.

        :raises StoreError: when it is no store, or cannot be read.
        """
        found, database, self._hold = _as_it_is(folder)
        super().__init__(database, found.built, folder, found.removed)

    def _transact(self, change: Callable[[ox.Store], None]) -> None:  # noqa: ARG002 - refused
        """Refuse it."""
        raise self._refusal()

    def record(self, built: Built) -> None:  # noqa: ARG002
        """Refuse it."""
        raise self._refusal()

    def note_removed(self, documents: Iterable[str]) -> None:  # noqa: ARG002
        """Refuse it."""
        raise self._refusal()

    def copied(self) -> AbstractContextManager[Embedded]:
        """Refuse it."""
        raise self._refusal()

    def rewriting(
        self,
        built: Built | None,  # noqa: ARG002
        *,
        empty: bool,  # noqa: ARG002
    ) -> AbstractContextManager[Copy]:
        """Refuse it."""
        raise self._refusal()

    def close(self) -> None:
        """Let go of the content, so that a writer may remove it when it no longer counts."""
        super().close()
        if self._hold is not None:
            self._hold.close()

    def _refusal(self) -> StoreError:
        return StoreError(
            "the store is open for reading only",
            file=self._folder,
            repair="Open it with write=True.",
        )


class Writer(Embedded):
    """The content of a store on disk, which nobody else changes meanwhile.

    folder: the store; it is made when it is missing or empty.
    """

    def __init__(self, folder: Path) -> None:
        """Open it to be changed.

        :raises StoreError: when it is something else, cannot be changed, or another process is
            writing to it.
        """
        _check(folder)
        self._place = folder
        self._lock = _locked(folder)
        try:
            if not (folder / manifest.NAME).exists():
                manifest.write(folder, Manifest())
            self._manifest = manifest.read(folder)
            self._remove_leftovers()
            database = self._current()
            super().__init__(database, self._manifest.built, folder, self._manifest.removed)
            self._newest = self._manifest.generation
        except BaseException as error:
            self._lock.release()
            if isinstance(error, OSError | RuntimeError):
                raise _unopened(error, folder) from None
            raise

    def record(self, built: Built) -> None:
        """Keep *built* in the manifest."""
        self._write(replace(self._manifest, built=built))
        self._built = built

    def note_removed(self, documents: Iterable[str]) -> None:
        """Note in the manifest that the cases *documents* are about to be removed."""
        removed = self._removed.union(documents)
        self._write(replace(self._manifest, removed=removed))
        self._removed = removed

    def _write(self, found: Manifest) -> None:
        try:
            manifest.write(self._place, found)
        except OSError as error:
            raise unwritten(error, self._place) from None
        self._manifest = found

    @contextmanager
    def copied(self) -> Iterator[Embedded]:
        """Give a copy of the content beside the generations, which is gone when the block ends."""
        name = self._newest = _after(self._newest)
        try:
            self.opened.backup(self._place / name)
            copy = Embedded(ox.Store(self._place / name), self._built, self._place)
        except (OSError, RuntimeError) as error:
            raise unwritten(error, self._place) from None
        try:
            yield copy
        finally:
            copy.close()
            self._remove_leftovers()

    @contextmanager
    def rewriting(self, built: Built | None, *, empty: bool) -> Iterator[Copy]:
        """Give the next generation, a copy or *empty*, which counts when the block ends well."""
        self._remove_leftovers()
        # Not the name of a rewrite that failed, which an error's frames may still hold open.
        name = self._newest = _after(self._newest)
        try:
            if not empty:
                self.opened.backup(self._place / name)
            database = ox.Store(self._place / name)
        except (OSError, RuntimeError) as error:
            raise unwritten(error, self._place) from None
        copy = Copy(database, self._place)
        try:
            yield copy
            if self._built is None:  # all of it is new, and questions take half of the time then
                database.optimize()
            found = replace(self._manifest, generation=name, built=built or self._built)
            self._switch(database, found)
        finally:
            copy.close()
            # The manifest decides, also when an interrupt came just after it was written.
            self._manifest = manifest.read(self._place)
            if self._manifest.generation == name:
                self._database, self._built = database, self._manifest.built
            else:
                del database
                self._remove_leftovers()

    def close(self) -> None:
        """Put on the disk what is not there yet, and let others write."""
        if self._database is None:
            return
        try:
            self._database.flush()
        except OSError as error:
            raise unwritten(error, self._place) from None
        finally:
            super().close()
            self._lock.release()

    def _current(self) -> ox.Store:
        """Return the database of the generation that counts; make the first if there is none."""
        if self._manifest.generation is not None:
            return ox.Store(_there(self._place, self._manifest.generation))
        first = _after(None)
        database = ox.Store(self._place / first)
        self._switch(database, replace(self._manifest, generation=first))
        self._manifest = manifest.read(self._place)
        return database

    def _switch(self, database: ox.Store, found: Manifest) -> None:
        """Put *database* on the disk, and only then the manifest that names it."""
        try:
            database.flush()
            sync_folder(self._place / str(found.generation))
            sync_folder(self._place)
            manifest.write(self._place, found)
        except OSError as error:
            raise unwritten(error, self._place) from None

    def _remove_leftovers(self) -> None:
        """Remove what killed and former writers left."""
        for path in self._place.iterdir():
            if _is_unfinished_manifest(path):
                path.unlink()
            elif path.name.startswith(_GENERATION) and path.name != self._manifest.generation:
                remove_unless_held(path)
            elif path.name == self._manifest.generation:
                for log in path.glob("LOG.old.*"):  # RocksDB keeps a thousand of them
                    log.unlink()


def _check(folder: Path) -> None:
    """Check that *folder* is a store, or make it a folder that can become one.

    :raises StoreError: when it is something else, or cannot be made.
    """
    if (folder / manifest.NAME).exists():
        manifest.read(folder)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(
            path.name != _LOCK and not _is_unfinished_manifest(path) for path in folder.iterdir()
        ):
            raise manifest.no_store(folder)
    except FileExistsError:
        raise manifest.no_store(folder) from None
    except OSError as error:
        raise StoreError(
            f"cannot be made a store: {error.strerror}",
            file=folder,
            repair="Choose a folder that can be written.",
        ) from None


def _is_unfinished_manifest(path: Path) -> bool:
    return path.name.startswith(f".{manifest.NAME}.")


def _locked(folder: Path) -> FileLock:
    """Return the lock of *folder*, which the system releases when this process ends.

    :raises LockedError: when another process has it.
    :raises StoreError: when the folder cannot be written.
    """
    lock = FileLock(folder / _LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(
            "another process is writing to this store",
            file=folder,
            repair="Wait until it has finished, or build into another folder.",
        ) from None
    except OSError as error:
        raise _unopened(error, folder) from None
    return lock


def _as_it_is(folder: Path) -> tuple[Manifest, ox.Store, Hold | None]:
    """Return the manifest of *folder*, the database that it names, to be read, and a hold on it.

    A process that writes may tidy files away between our listing and our opening them, for a
    moment; so a failure is tried again, with the manifest as it is then.

    :raises StoreError: when it is no store, or cannot be read.
    """
    for attempt in range(_ATTEMPTS):
        time.sleep(_PAUSE if attempt else 0)
        found = manifest.read(folder)
        if found.generation is None:
            return found, ox.Store(), None
        try:
            path = _there(folder, found.generation)
            hold = Hold(path, exclusive=False)
            return found, ox.Store.read_only(str(path)), hold
        except (OSError, RuntimeError) as error:
            failure = error
    raise _unopened(failure, folder)


def _there(folder: Path, generation: str) -> Path:
    """Return the path of *generation*.

    :raises FileNotFoundError: when no database is there, where Oxigraph would make an empty one.
    """
    path = folder / generation
    if not (path / "CURRENT").exists():
        raise FileNotFoundError(f"{generation} is missing")
    return path


def _after(generation: str | None) -> str:
    """Return the name of the generation after *generation*, of the first after None.

    >>> _after(None), _after("generation-9")
    ('generation-1', 'generation-10')
    """
    return f"{_GENERATION}{int((generation or '0').removeprefix(_GENERATION)) + 1}"


def _unopened(error: Exception, folder: Path) -> StoreError:
    return StoreError(
        f"cannot be opened: {error}",
        file=folder,
        repair="Check its permissions, or build it again.",
    )
