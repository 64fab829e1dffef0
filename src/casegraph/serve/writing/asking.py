"""A store that asks before what was changed takes effect, once all that takes long is done.

Who is asked may end the process instead of answering: nothing is changed then. After the answer the
change takes effect, for which a process is not ended any more. So it is always known which it is.

Until then the database is only read. To open it for changes writes to its files, by which those who
read the store would take it for changed, also where what was asked is refused.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from casegraph.store import Built, Store
from casegraph.store.embedded import Copy, Embedded
from casegraph.store.generations import Writer

Opening = Callable[[], Store]
"""Opens the store that a request writes to.

It raises LockedError when another process writes to it, and StoreError when it cannot be changed.
"""


def asking(folder: Path, ask: Callable[[], None]) -> Store:
    """Return the store in *folder*, to be changed. ask: returns when a change may take effect.

    :raises StoreError: as `Store.open` does.
    """
    return Store(_Asking(folder, ask))


class _Asking(Writer):
    """The content of a store on disk, which changes when *ask* returns."""

    _read: ox.Store | None = None

    def __init__(self, folder: Path, ask: Callable[[], None]) -> None:
        super().__init__(folder)
        self._ask = ask

    def _transact(self, change: Callable[[ox.Store], None]) -> None:
        """Make *change*."""
        self._ask()
        if self._is_read:
            self._database = super()._current()
        super()._transact(change)

    @contextmanager
    def rewriting(self, built: Built | None, *, empty: bool) -> Iterator[Copy]:
        """Give the next generation, which counts when the block ends well."""
        with super().rewriting(built, empty=empty) as copy:
            yield copy
            self._ask()

    def close(self) -> None:
        """Put on the disk what is not there yet, and let others write."""
        if self._is_read:
            Embedded.close(self)
            self._lock.release()
        else:
            super().close()

    def _current(self) -> ox.Store:
        """Return the database of the generation that counts, to be read; make the first."""
        if self._manifest.generation is None:
            return super()._current()
        self._read = ox.Store.read_only(str(self._place / self._manifest.generation))
        return self._read

    @property
    def _is_read(self) -> bool:
        """Whether nothing was changed yet."""
        return self._database is not None and self._database is self._read
