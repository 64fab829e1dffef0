"""A store that asks before what was changed takes effect, once all that takes long is done.

Who is asked may end the process instead of answering: nothing is changed then. After the answer the
change takes effect, for which a process is not ended any more. So it is always known which it is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from casegraph.store import Built, Store
from casegraph.store.embedded import Copy
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

    def __init__(self, folder: Path, ask: Callable[[], None]) -> None:
        super().__init__(folder)
        self._ask = ask

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL update."""
        self._ask()
        super().update(sparql)

    @contextmanager
    def rewriting(self, built: Built | None, *, empty: bool) -> Iterator[Copy]:
        """Give the next generation, which counts when the block ends well."""
        with super().rewriting(built, empty=empty) as copy:
            yield copy
            self._ask()
