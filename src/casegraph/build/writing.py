"""Where a build writes: a store that has in the end all of it, or nothing, whatever its size.

What is small becomes one transaction. What is larger is put aside piece by piece, so that memory
holds one piece, and goes to the store's next generation when all pieces are there: the faster they
come to the database one after the other, the less often it sorts the same quads again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyoxigraph as ox

from casegraph.build.aside import Aside
from casegraph.build.packed import Packed, unpacked
from casegraph.progress import Progress, silent
from casegraph.store import Built, Store, graphs_of

_TRANSACTION = 8 * 2**20
_PIECE = 40 * 2**20
"""Bytes of N-Quads: of the largest transaction, and of a piece of what is larger."""

_QUAD = 200
"""Bytes of N-Quads that a quad comes to, about."""


@contextmanager
def writing(
    opened: Callable[[], Store], built: Built, progress: Progress = silent
) -> Iterator["Writing"]:
    """Give what collects changes, which take effect together when the block ends well.

    opened: gives the store, open for writing; asked when there is something to write.
    built: what the content rests on. progress: is told how far the writing is.

    :raises StoreError: when the store cannot be written.
    """
    with Aside[_Piece]() as aside:
        changes = Writing(opened, built, aside)
        yield changes
        changes.finish(progress)


@dataclass
class _Piece:
    """Some changes: graphs and quads that go, and then N-Quads that come; size: bytes, about."""

    graphs: list[str] = field(default_factory=list)
    pages: list[Sequence[ox.Quad]] = field(default_factory=list)
    nquads: list[Packed] = field(default_factory=list)
    size: int = 0


class Writing:
    """Changes of a store: graphs and quads that go, N-Quads that come."""

    def __init__(self, opened: Callable[[], Store], built: Built, aside: Aside[_Piece]) -> None:
        self._opened = opened
        self._built = built
        self._aside = aside
        self._piece = _Piece()

    def replace_cases(self, documents: Collection[str], nquads: Packed) -> None:
        """Put *nquads*, whole cases, in place of what the store has of the cases *documents*."""
        if documents:
            self._piece.graphs += (graph for one in documents for graph in graphs_of(one))
            self._add(nquads)

    def replace(self, graphs: Iterable[str], nquads: bytes) -> None:
        """Put *nquads*, whole graphs, in place of the content of *graphs*."""
        self._piece.graphs += graphs
        self.exchange((), nquads)

    def exchange(self, page: Sequence[ox.Quad], nquads: bytes) -> None:
        """Put *nquads* in place of the quads *page*, with all that is said of its blank nodes."""
        if page:
            self._piece.pages.append(page)
            self._piece.size += len(page) * _QUAD
        self._add(Packed.of(nquads))

    def finish(self, progress: Progress) -> None:
        """Write all of it."""
        piece = self._piece
        if not (len(self._aside) or piece.graphs or piece.nquads):
            return
        store = self._opened()
        if len(self._aside) or piece.size > _TRANSACTION or store.built not in (None, self._built):
            self._put_aside()
            self._rewrite(store, progress)
        else:
            quads = ox.parse(unpacked(piece.nquads), ox.RdfFormat.N_QUADS)
            store.replace_graphs(piece.graphs, quads, pages=piece.pages, built=self._built)

    def _add(self, nquads: Packed) -> None:
        self._piece.nquads.append(nquads)
        self._piece.size += nquads.size
        if self._piece.size > _PIECE:
            self._opened()  # which refuses a second writer now, and not after hours
            self._put_aside()

    def _put_aside(self) -> None:
        self._aside.put(self._piece)
        self._piece = _Piece()

    def _rewrite(self, store: Store, progress: Progress) -> None:
        with store.rewriting(self._built) as rewrite:
            for number, piece in enumerate(self._aside.taken()):
                progress("Writing to the store", number, len(self._aside))
                rewrite.remove(piece.graphs)
                for page in piece.pages:
                    rewrite.delete(page)
                rewrite.load(unpacked(piece.nquads))
