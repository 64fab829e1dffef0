"""Where a build writes: a store that has in the end all of it, or nothing, whatever its size.

What is small becomes one transaction. What is larger goes to the store's next generation piece by
piece, so that memory holds one piece.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import pyoxigraph as ox

from casegraph.store import Built, Rewrite, Store, graphs_of

_TRANSACTION = 8 * 2**20
_PIECE = 12 * 2**20
"""Bytes of N-Quads: of the largest transaction, and of a piece of what is larger."""


@contextmanager
def writing(opened: Callable[[], Store], built: Built) -> Iterator["Writing"]:
    """Give what collects changes, which take effect together when the block ends well.

    opened: gives the store, open for writing; asked when there is something to write.
    built: what the content rests on.

    :raises StoreError: when the store cannot be written.
    """
    with ExitStack() as rewriting:
        changes = Writing(opened, built, rewriting)
        yield changes
        changes.finish()


class Writing:
    """Changes of a store: graphs and quads that go, N-Quads that come."""

    def __init__(self, opened: Callable[[], Store], built: Built, rewriting: ExitStack) -> None:
        self._opened = opened
        self._built = built
        self._rewriting = rewriting
        self._rewrite: Rewrite | None = None
        self._begin()

    def replace_cases(self, cases: Mapping[str, bytes]) -> None:
        """Put *cases*, N-Quads by document, in place of what the store has of them."""
        for document, nquads in cases.items():
            self.replace(graphs_of(document), nquads)

    def replace(self, graphs: Iterable[str], nquads: bytes) -> None:
        """Put *nquads*, whole graphs, in place of the content of *graphs*."""
        self._graphs += graphs
        self.exchange((), nquads)

    def exchange(self, page: Sequence[ox.Quad], nquads: bytes) -> None:
        """Put *nquads* in place of the quads *page*, with all that is said of its blank nodes."""
        if page:
            self._pages.append(page)
        self._pieces.append(nquads)
        self._size += len(nquads)
        if self._size > (_PIECE if self._rewrite else _TRANSACTION):
            self._write_piece()

    def finish(self) -> None:
        """Write what is left."""
        if not (self._graphs or self._pieces):
            return
        store = self._opened()
        if self._rewrite or store.built not in (None, self._built):
            self._write_piece()
        else:
            nquads = b"".join(self._pieces)
            quads = ox.parse(nquads, ox.RdfFormat.N_QUADS)
            store.replace_graphs(self._graphs, quads, pages=self._pages, built=self._built)

    def _write_piece(self) -> None:
        if self._rewrite is None:
            rewriting = self._opened().rewriting(self._built)
            self._rewrite = self._rewriting.enter_context(rewriting)
        self._rewrite.remove(self._graphs)
        for page in self._pages:
            self._rewrite.delete(page)
        self._rewrite.load(b"".join(self._pieces))
        self._begin()

    def _begin(self) -> None:
        self._graphs: list[str] = []
        self._pages: list[Sequence[ox.Quad]] = []
        self._pieces: list[bytes] = []
        self._size = 0
