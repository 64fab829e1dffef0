"""A copy of a store while a request changes it, and how it then differs from the store."""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.quads import graph_of
from casegraph.serve.writing.graphs import default_graph, writable
from casegraph.store.database import Opened


class Draft:
    """What a store would say. copy: of the store, to be changed at will.

    deleted, inserted: how the copy differs from the store.
    """

    def __init__(self, copy: Opened) -> None:
        self._copy = copy
        self.deleted: set[ox.Quad] = set()
        self.inserted: set[ox.Quad] = set()

    @property
    def database(self) -> ox.Store:
        """The copy."""
        return self._copy.opened

    def graph(self, name: str) -> set[ox.Quad]:
        """Return what the graph called *name* says."""
        return set(self.database.quads_for_pattern(None, None, None, ox.NamedNode(name)))

    def change(self, deleted: Iterable[ox.Quad], inserted: Iterable[ox.Quad]) -> None:
        """Delete and insert quads; one that is not there, or there already, is no error.

        :raises RefusedError: for a graph that nobody may write.
        """
        goes, comes = set(deleted), set(inserted)
        for name in {graph_of(quad) for quad in (*goes, *comes)}:
            check_graph(name)
        goes = {quad for quad in goes - comes if quad in self.database}
        comes = {quad for quad in comes if quad not in self.database}
        for quad in goes:
            self.database.remove(quad)
        self.database.extend(comes)
        came_back, went_again = comes & self.deleted, goes & self.inserted
        self.deleted = (self.deleted - came_back) | (goes - went_again)
        self.inserted = (self.inserted - went_again) | (comes - came_back)


def check_graph(name: str) -> None:
    """Check that the graph called *name*, the default graph when that is empty, may be written.

    :raises RefusedError: when it may not.
    """
    if not name:
        raise default_graph()
    writable(name)
