"""Named graphs in an Oxigraph inside this process: in memory here, on disk in `generations`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

import pyoxigraph as ox

from casegraph.errors import QueryError, StoreError
from casegraph.quads import nquads
from casegraph.store import updates
from casegraph.store.built import Built
from casegraph.store.database import Answer, Dataset, Values


class Embedded:
    """An Oxigraph and what it was built with.

    folder: the store that it belongs to, for errors; None in memory. removed: cases that were ever
    noted as removed.
    """

    def __init__(
        self,
        database: ox.Store,
        built: Built | None = None,
        folder: Path | None = None,
        removed: frozenset[str] = frozenset(),
    ) -> None:
        self._database: ox.Store | None = database
        self._built = built
        self._removed = removed
        self._folder = folder

    @property
    def built(self) -> Built | None:
        """What the content was built with, None before any build."""
        return self._built

    @property
    def removed(self) -> frozenset[str]:
        """The case documents that were ever noted as removed; some may be there again."""
        return self._removed

    def query(self, sparql: str, values: Values, dataset: Dataset | None = None) -> Answer:
        """Return the results of a query over the union of all graphs, or over *dataset*."""
        try:
            if dataset is None:
                return self.opened.query(
                    sparql, use_default_graph_as_union=True, substitutions=dict(values)
                )
            return self.opened.query(
                sparql,
                default_graph=[ox.NamedNode(graph) for graph in dataset.default],
                named_graphs=[ox.NamedNode(graph) for graph in dataset.named],
                substitutions=dict(values),
            )
        except SyntaxError as error:
            raise QueryError(
                f"is not SPARQL: {error}", repair="Correct the query at that place."
            ) from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"cannot be answered: {error}", repair="Change the query.") from None

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs that hold something."""
        with self._reading():
            yield from (graph.value for graph in self.opened.named_graphs())

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """Yield the quads of the graph called *name*."""
        with self._reading():
            yield from self.opened.quads_for_pattern(None, None, None, ox.NamedNode(name))

    def about(self, node: ox.NamedNode | ox.BlankNode, graph: str) -> Iterator[ox.Quad]:
        """Yield the quads of *graph* with *node* as subject."""
        with self._reading():
            yield from self.opened.quads_for_pattern(node, None, None, ox.NamedNode(graph))

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL update."""
        self._transact(lambda database: database.update(sparql))

    def replace(
        self,
        graphs: Iterable[str],
        quads: Iterable[ox.Quad],
        pages: Iterable[Iterable[ox.Quad]] = (),
    ) -> None:
        """Put *quads* in place of *graphs* and *pages*.

        Where there is nothing yet, as of a new case, they are loaded, which costs half of an
        update.
        """
        graphs, pages = tuple(graphs), tuple(pages)
        if pages or any(self._has(graph) for graph in graphs):
            self.update(updates.replacement(graphs, quads, pages))
        else:
            content = nquads(quads)
            self._transact(lambda database: database.load(content, ox.RdfFormat.N_QUADS))

    def _has(self, graph: str) -> bool:
        try:
            return self.opened.contains_named_graph(ox.NamedNode(graph))
        except (OSError, ValueError) as error:
            raise unwritten(error, self._folder) from None

    def _transact(self, change: Callable[[ox.Store], None]) -> None:
        """Make *change*, which is one transaction of Oxigraph."""
        try:
            change(self.opened)
        except (OSError, SyntaxError) as error:
            raise unwritten(error, self._folder) from None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"cannot be read: {error}",
                file=self._folder,
                repair="Open it again; another process may have changed it.",
            ) from None

    def close(self) -> None:
        """Let go of the database. Closing twice is no error."""
        self._database = None

    @property
    def opened(self) -> ox.Store:
        """The database.

        :raises StoreError: when it is closed.
        """
        if self._database is None:
            raise StoreError("the store is closed", repair="Open it again.")
        return self._database


class InMemory(Embedded):
    """An Oxigraph in memory, which is empty when it is made and gone when it is closed."""

    def __init__(self) -> None:
        super().__init__(ox.Store())

    def record(self, built: Built) -> None:
        """Keep *built* as what the content was built with."""
        self._built = built

    def note_removed(self, documents: Iterable[str]) -> None:
        """Note that the cases *documents* are about to be removed."""
        self._removed = self._removed.union(documents)

    @contextmanager
    def copied(self) -> Iterator[Embedded]:
        """Give a copy of the content, which is gone when the block ends."""
        database = ox.Store()
        database.bulk_extend(self.opened)
        copy = Embedded(database, self._built)
        try:
            yield copy
        finally:
            copy.close()

    @contextmanager
    def rewriting(self, built: Built | None, *, empty: bool) -> Iterator["Copy"]:
        """Give a copy, or an empty database, which takes the place of this one in the end."""
        database = ox.Store()
        if not empty:
            database.bulk_extend(self.opened)
        copy = Copy(database, None)
        try:
            yield copy
        finally:
            copy.close()
        self._database = database
        self._built = built or self._built


class Copy:
    """A database that takes the place of another when the block of a rewrite ends.

    folder: the store, for errors; None in memory.
    """

    def __init__(self, database: ox.Store, folder: Path | None) -> None:
        self._database: ox.Store | None = database
        self._folder = folder

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove *graphs*; one that is not there is no error."""
        for graph in graphs:
            with self._changed() as database:
                database.remove_graph(ox.NamedNode(graph))

    def delete(self, page: Iterable[ox.Quad]) -> None:
        """Delete the quads *page*, which are all that is said of their blank nodes."""
        if sparql := updates.deletion(page):
            with self._changed() as database:
                database.update(sparql)

    def load(self, nquads: bytes | PathLike[str]) -> None:
        """Add the N-Quads *nquads*, or those in the file of that path."""
        data, path = (nquads, None) if isinstance(nquads, bytes) else (None, nquads)
        with self._changed() as database:
            database.bulk_load(data, ox.RdfFormat.N_QUADS, path=path)

    def close(self) -> None:
        """Let go of the database, so that nothing comes into it from here any more."""
        self._database = None

    @contextmanager
    def _changed(self) -> Iterator[ox.Store]:
        if self._database is None:
            raise StoreError("the rewriting is over", repair="Begin another one.")
        try:
            yield self._database
        except SyntaxError as error:
            raise StoreError(
                f"what is loaded is not N-Quads: {error}",
                file=self._folder,
                repair="Correct it; nothing was changed.",
            ) from None
        except (OSError, ValueError) as error:
            raise unwritten(error, self._folder) from None


def unwritten(error: Exception, folder: Path | None) -> StoreError:
    """Return the error for a store that was not changed, because of *error*."""
    return StoreError(
        f"cannot be written: {error}",
        file=folder,
        repair="Check the disk and try again; nothing was changed.",
    )
