"""What a store needs of whatever holds its graphs: Oxigraph in memory, on disk, or an endpoint."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from os import PathLike
from typing import Protocol

import pyoxigraph as ox

from casegraph.store.built import Built

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What a query answers: solutions, yes or no, or triples."""

Values = Mapping[ox.Variable, ox.NamedNode | ox.Literal]
"""Values for variables of a query."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is about (SPARQL 1.1 Query, section 13).

    default: those whose union is its default graph. named: those of its GRAPH.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Rewrite(Protocol):
    """A change of a store that is larger than memory.

    What is removed has to be removed before what takes its place is loaded.
    """

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove *graphs*; one that the store lacks is no error.

        :raises StoreError: when the store cannot be written.
        """

    def delete(self, page: Iterable[ox.Quad]) -> None:
        """Delete the quads *page*, which are all that is said of their blank nodes.

        :raises StoreError: when the store cannot be written.
        """

    def load(self, nquads: bytes | PathLike[str]) -> None:
        """Add the N-Quads *nquads*, or those in the file of that path.

        Blank nodes get labels of their own in each call, so a case is loaded in one call.

        :raises StoreError: when it is not N-Quads, or the store cannot be written.
        """


class Opened(Protocol):
    """A copy of named graphs, to be changed at will until it is closed."""

    @property
    def opened(self) -> ox.Store:
        """The database; to be asked for each time, since whoever keeps it keeps it open."""


class Database(Protocol):
    """Named graphs somewhere."""

    @property
    def built(self) -> Built | None:
        """What the content was built with, None before any build."""

    @property
    def removed(self) -> frozenset[str]:
        """The case documents that were ever noted as removed; some may be there again."""

    def query(self, sparql: str, values: Values, dataset: Dataset | None = None) -> Answer:
        """Return the results of a query over the union of all graphs, or over *dataset*.

        :raises QueryError: when the query is not SPARQL, or cannot be answered.
        """

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs that hold something, in any order."""

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """Yield the quads of the graph called *name*."""

    def about(self, node: ox.NamedNode | ox.BlankNode, graph: str) -> Iterator[ox.Quad]:
        """Yield the quads of *graph* with *node* as subject."""

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL update, all of it or nothing.

        :raises StoreError: when it cannot be carried out.
        """

    def replace(
        self,
        graphs: Iterable[str],
        quads: Iterable[ox.Quad],
        pages: Iterable[Iterable[ox.Quad]] = (),
    ) -> None:
        """Put *quads* in place of *graphs* and *pages*, all at once or not at all.

        pages: quads that go, each group with all that is said of its blank nodes.

        :raises StoreError: when the store cannot be written.
        """

    def record(self, built: Built) -> None:
        """Keep *built* as what the content was built with.

        :raises StoreError: when the store cannot be written.
        """

    def note_removed(self, documents: Iterable[str]) -> None:
        """Note that the cases *documents* are about to be removed.

        :raises StoreError: when the store cannot be written.
        """

    def copied(self) -> AbstractContextManager[Opened]:
        """Give a copy of the content, which is gone when the block ends.

        :raises StoreError: when it cannot be made.
        """

    def rewriting(self, built: Built | None, *, empty: bool) -> AbstractContextManager[Rewrite]:
        """Give a rewrite, which takes effect when the block ends without an exception."""

    def close(self) -> None:
        """Release what is held. Closing twice is no error."""
