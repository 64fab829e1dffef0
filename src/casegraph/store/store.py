"""The named graphs of casegraph, wherever they are."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.errors import StoreError
from casegraph.quads import graph_of
from casegraph.store import updates
from casegraph.store.built import Built
from casegraph.store.database import Answer, Database, Dataset, Opened, Rewrite, Values
from casegraph.store.embedded import InMemory
from casegraph.store.generations import Reader, Writer
from casegraph.store.remote import Remote

_URL = ("http://", "https://")


class Store:
    """The named graphs of casegraph, one set for all cases.

    >>> from casegraph.store import Store
    >>> with Store.open() as store:
    ...     store.cases()
    ()
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_rewritten = False

    @classmethod
    def open(
        cls,
        path: str | PathLike[str] | None = None,
        *,
        write: bool = False,
        timeout: float = 300,
    ) -> Self:
        """Return the store at *path*, or a new one in memory.

        path: a folder, or the URL of a SPARQL 1.1 endpoint.
        write: open it to be changed, and make it when *path* does not exist or is an empty folder.
        timeout: how many seconds an endpoint may take for an answer.

        :raises StoreError: when *path* is no store, cannot be read or (with *write*) changed, or
            another process is writing to it.
        """
        if path is None:
            return cls(InMemory())
        if isinstance(path, str) and cls.is_url(path):
            return cls(Remote(path, write=write, timeout=timeout))
        return cls(Writer(Path(path)) if write else Reader(Path(path)))

    @staticmethod
    def is_url(path: str) -> bool:
        """Return whether *path* is the URL of an endpoint, and no folder."""
        return path.lower().startswith(_URL)

    def close(self) -> None:
        """Release the store, so that another process can write to it. Closing twice is no error."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def built(self) -> Built | None:
        """What the content was built with, None before any build."""
        return self._database.built

    def query(
        self,
        sparql: str,
        substitutions: Values | None = None,
        *,
        dataset: Dataset | None = None,
    ) -> Answer:
        """Return the results of a SPARQL 1.1 query over the union of all graphs.

        substitutions: values for variables of the query, put in as terms, never as text. A query
        that has them says WHERE, and selects these variables. dataset: the graphs that it is about
        when these are not all; FROM in the text itself does not count.

        :raises QueryError: when the query is not SPARQL, or cannot be answered.
        """
        return self._database.query(sparql, substitutions or {}, dataset)

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the graphs that hold something, sorted."""
        return tuple(sorted(self._database.graphs()))

    def cases(self) -> tuple[str, ...]:
        """Return the case documents in the store, sorted."""
        return tuple(graph for graph in self.graphs() if namespaces.document_of(graph) == graph)

    def count(self) -> int:
        """Return how many cases the store has."""
        return sum(namespaces.document_of(graph) == graph for graph in self._database.graphs())

    def removed(self) -> tuple[str, ...]:
        """Return the case documents that were removed and are not there again, sorted.

        An endpoint does not remember them.
        """
        noted = self._database.removed
        return tuple(sorted(one for one in noted if not self.has_case(one)))

    def has_case(self, document: str) -> bool:
        """Return whether the store has the case *document*, however many others it has."""
        if namespaces.document_of(document) != document:
            return False
        return bool(self.query(f"ASK {{ GRAPH {ox.NamedNode(document)} {{ ?s ?p ?o }} }}"))

    def quads(self, *, asserted_only: bool = False) -> Iterator[ox.Quad]:
        """Yield the content of the store, graph by graph.

        asserted_only: leave out the `/inferred` graphs, which gives back what was put in.
        """
        for graph in self.graphs():
            if not (asserted_only and namespaces.is_inferred_graph(graph)):
                yield from self.graph(graph)

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """Yield the quads of the graph called *name*."""
        return self._database.graph(name)

    def replace_case(
        self, document: str, quads: Iterable[ox.Quad], *, built: Built | None = None
    ) -> None:
        """Put *quads* in place of everything that the store has of one case, or change nothing.

        quads: in the graphs of *document*: asserted, inferred, provenance.

        :raises StoreError: when a quad belongs elsewhere, and as `replace_graphs` does.
        """
        graphs, content = graphs_of(document), tuple(quads)
        for quad in content:
            if graph_of(quad) not in graphs:
                raise StoreError(
                    f"a quad of the graph <{graph_of(quad)}> among those of {document}",
                    repair="Put each quad into the graph that it belongs to.",
                )
        self.replace_graphs(graphs, content, built=built)

    def about(self, node: ox.NamedNode | ox.BlankNode, graph: str) -> Iterator[ox.Quad]:
        """Yield the quads of *graph* with *node* as subject."""
        return self._database.about(node, graph)

    def replace_graphs(
        self,
        graphs: Iterable[str],
        quads: Iterable[ox.Quad],
        *,
        pages: Iterable[Iterable[ox.Quad]] = (),
        built: Built | None = None,
    ) -> None:
        """Put *quads* in place of *graphs* and *pages*, all at once or not at all.

        The cost is that of *quads* and of what they replace, whatever else the store holds.
        pages: quads that go, each group with all that is said of its blank nodes. built: what
        *quads* were built with, if they were.

        :raises StoreError: when the other content was not built with *built*, or the store cannot
            be written.
        """
        self._check_not_rewritten()
        if built is not None:
            self._keep(built)
        self._database.replace(graphs, quads, pages)

    def remove_cases(self, documents: Iterable[str]) -> None:
        """Remove the cases *documents*, all at once; one that the store lacks is no error.

        Those that it had are noted first, so that a process that is killed leaves each case there,
        or gone and known to be.

        :raises StoreError: when the store cannot be written.
        """
        self._check_not_rewritten()
        named = tuple(documents)
        if named:
            self.note_removed(named)
            graphs = [graph for document in named for graph in graphs_of(document)]
            self._database.update(updates.removal(graphs))

    def note_removed(self, documents: Iterable[str]) -> None:
        """Note that those of *documents* that the store has are about to be removed.

        As long as they are there they are not among the removed.

        :raises StoreError: when the store cannot be written.
        """
        self._database.note_removed(one for one in documents if self.has_case(one))

    def copied(self) -> AbstractContextManager[Opened]:
        """Give a copy of the content to change at will, which is gone when the block ends.

        :raises StoreError: when it cannot be made, as on an endpoint.
        """
        return self._database.copied()

    @contextmanager
    def rewriting(self, built: Built | None = None, *, empty: bool = False) -> Iterator[Rewrite]:
        """Give a `Rewrite`, for more than fits into memory: remove graphs, then load N-Quads.

        Others see the old content until the block ends, and then the new, or still the old when it
        ends with an exception or never. Only on an endpoint each case is changed by itself, so that
        what was done before an exception stays.
        built: what all the content is then built with; None when that stays as it is. empty: begin
        without the old content.

        :raises StoreError: when the store cannot be written.

        >>> with Store.open() as store:
        ...     with store.rewriting() as rewrite:
        ...         rewrite.load(b"<x:s> <x:p> <x:o> <x:graph> .")
        ...     store.graphs()
        ('x:graph',)
        """
        self._check_not_rewritten()
        self._is_rewritten = True
        try:
            with self._database.rewriting(built, empty=empty) as rewrite:
                yield rewrite
        finally:
            self._is_rewritten = False

    def _check_not_rewritten(self) -> None:
        """Check that no change would be lost when a rewrite takes effect.

        :raises StoreError: when one is going on.
        """
        if self._is_rewritten:
            raise StoreError(
                "the store is being rewritten", repair="Change it when the rewriting is over."
            )

    def _keep(self, built: Built) -> None:
        """Check that the store is built with *built*, or note it when nothing was built yet.

        :raises StoreError: when it was built with something else.
        """
        if self.built is None:
            self._database.record(built)
            return
        differences = self.built.differences(built)
        if differences:
            raise StoreError(
                "; ".join(differences),
                repair="Bring it up to date first: casegraph build --again --store DIR.",
            )


def graphs_of(document: str) -> tuple[str, str, str]:
    """Return the graphs of the case *document*: asserted, inferred, provenance."""
    return (
        document,
        namespaces.inferred_graph(document),
        namespaces.provenance_graph(document),
    )
