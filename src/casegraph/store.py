"""Named graphs in an embedded Oxigraph, on disk or in memory.

A store on disk is a folder with `casegraph.json`, which says what it is and what it was built with,
and `oxigraph/`, the database. One process writes at a time; any number read.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.errors import QueryError, StoreError
from casegraph.files import write_atomically
from casegraph.quads import graph_of

_FORMAT = 1
_MANIFEST = "casegraph.json"
_DATABASE = "oxigraph"


class Store:
    """The named graphs of casegraph, one set for all cases.

    >>> from casegraph.store import Store
    >>> with Store.open() as store:
    ...     store.cases()
    ()
    """

    def __init__(
        self, database: ox.Store, folder: Path | None, digest: str | None, *, writable: bool
    ) -> None:
        self._database: ox.Store | None = database
        self._folder = folder
        self._digest = digest
        self._writable = writable

    @classmethod
    def open(cls, path: str | PathLike[str] | None = None, *, write: bool = False) -> Self:
        """Return the store at *path*, or a new one in memory.

        write: open it to be changed, and make it when *path* does not exist or is an empty folder.

        :raises StoreError: when *path* is no store, cannot be read or (with *write*) changed, or
            another process is writing to it.
        """
        if path is None:
            return cls(ox.Store(), None, None, writable=True)
        folder = Path(path)
        if write:
            _make(folder)
        digest = _manifest_digest(folder)
        database = folder / _DATABASE
        try:
            opened = ox.Store(database) if write else _read_only(database)
        except (OSError, RuntimeError) as error:
            raise _unopened(error, folder) from None
        return cls(opened, folder, digest, writable=write)

    def close(self) -> None:
        """Release the store, so that another process can write to it. Closing twice is no error."""
        if self._database is not None and self._writable and self._folder is not None:
            self._database.flush()
        self._database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def query(
        self,
        sparql: str,
        substitutions: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return the results of a SPARQL 1.1 query over the union of all graphs.

        substitutions: values for variables of the query, put in as terms, never as text.

        :raises QueryError: when the query is not SPARQL, or cannot be answered.
        """
        try:
            return self._opened.query(
                sparql,
                use_default_graph_as_union=True,
                substitutions=dict(substitutions or {}),
            )
        except SyntaxError as error:
            raise QueryError(
                f"is not SPARQL: {error}", repair="Correct the query at that place."
            ) from None
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"cannot be answered: {error}", repair="Change the query.") from None

    def graphs(self) -> tuple[str, ...]:
        """Return the names of the graphs that hold something, sorted."""
        return tuple(sorted(graph.value for graph in self._opened.named_graphs()))

    def cases(self) -> tuple[str, ...]:
        """Return the case documents in the store, sorted."""
        return tuple(graph for graph in self.graphs() if namespaces.document_of(graph) == graph)

    def quads(self, *, asserted_only: bool = False) -> Iterator[ox.Quad]:
        """Yield the content of the store, graph by graph.

        asserted_only: leave out the `/inferred` graphs, which gives back what was put in.
        """
        for graph in self.graphs():
            if not (asserted_only and namespaces.is_inferred_graph(graph)):
                yield from self.graph(graph)

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """Yield the quads of the graph called *name*."""
        return self._opened.quads_for_pattern(None, None, None, ox.NamedNode(name))

    def replace_case(self, document: str, quads: Iterable[ox.Quad]) -> None:
        """Put *quads* in place of everything that the store has of one case, or change nothing.

        quads: in the graphs of *document*: asserted, inferred, provenance.

        :raises StoreError: when a quad belongs elsewhere, or the store cannot be written.
        """
        self.replace_graphs(
            (document, namespaces.inferred_graph(document), namespaces.provenance_graph(document)),
            quads,
        )

    def replace_graphs(self, graphs: Iterable[str], quads: Iterable[ox.Quad]) -> None:
        """Put *quads* in place of the content of *graphs*, all at once or not at all.

        :raises StoreError: when a quad belongs to another graph, or the store cannot be written.
        """
        grouped: dict[str, list[str]] = {graph: [] for graph in graphs}
        for quad in quads:
            if graph_of(quad) not in grouped:
                raise StoreError(
                    f"a quad of the graph <{graph_of(quad)}> among those of {', '.join(grouped)}",
                    repair="Put each quad into the graph that it belongs to.",
                )
            grouped[graph_of(quad)].append(f"{quad.triple} .")
        # One SPARQL update is one transaction of Oxigraph.
        drops = (f"DROP SILENT GRAPH <{graph}>" for graph in grouped)
        inserts = (
            f"GRAPH <{graph}> {{\n{chr(10).join(triples)}\n}}" for graph, triples in grouped.items()
        )
        self._update(" ;\n".join((*drops, f"INSERT DATA {{\n{chr(10).join(inserts)}\n}}")))

    @property
    def digest(self) -> str | None:
        """The digest of the vocabulary that the content was built with, None before any build."""
        return self._digest

    @digest.setter
    def digest(self, digest: str) -> None:
        if self._folder is not None:
            try:
                _write_manifest(self._folder, digest)
            except OSError as error:
                raise _unwritten(error, self._folder) from None
        self._digest = digest

    @property
    def _opened(self) -> ox.Store:
        if self._database is None:
            raise StoreError("the store is closed", repair="Open it again.")
        return self._database

    def _update(self, update: str) -> None:
        if not self._writable:
            raise StoreError(
                "the store is open for reading only",
                file=self._folder,
                repair="Open it with write=True.",
            )
        try:
            self._opened.update(update)
        except (OSError, SyntaxError) as error:
            raise _unwritten(error, self._folder) from None


def _make(folder: Path) -> None:
    """Make *folder* a store without content, unless it is one already.

    :raises StoreError: when it is something else, or cannot be made.
    """
    if (folder / _MANIFEST).exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise _no_store(folder)
        _write_manifest(folder, None)
    except FileExistsError:
        raise _no_store(folder) from None
    except OSError as error:
        raise StoreError(
            f"cannot be made a store: {error.strerror}",
            file=folder,
            repair="Choose a folder that can be written.",
        ) from None


def _manifest_digest(folder: Path) -> str | None:
    """Return the digest that the manifest of *folder* tells.

    :raises StoreError: when there is no such folder, it is no store, or one of another format.
    """
    if not folder.exists():
        raise StoreError(
            "no such store", file=folder, repair="Build one there with `casegraph build --store`."
        )
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        layout, digest = manifest["format"], manifest["vocabulary"]
    except (OSError, ValueError, TypeError, KeyError):
        raise _no_store(folder) from None
    if layout != _FORMAT:
        raise StoreError(
            f"a store of format {layout}, and this casegraph reads format {_FORMAT}",
            file=folder,
            repair="Build it again with this version.",
        )
    return None if digest is None else str(digest)


def _write_manifest(folder: Path, digest: str | None) -> None:
    manifest = {"format": _FORMAT, "vocabulary": digest}
    write_atomically(folder / _MANIFEST, json.dumps(manifest, indent=2).encode() + b"\n")


def _no_store(folder: Path) -> StoreError:
    return StoreError(
        "is not a casegraph store",
        file=folder,
        repair="Name a store, or a new or empty folder to build one in.",
    )


def _read_only(database: Path) -> ox.Store:
    """Return *database* as it is now.

    A process that writes to it may tidy files away between our listing and our opening them, for a
    moment; so a failure is tried again.
    """
    for _ in range(10):
        with suppress(RuntimeError):
            return ox.Store.read_only(str(database))
        time.sleep(0.1)
    return ox.Store.read_only(str(database))


def _unwritten(error: Exception, folder: Path | None) -> StoreError:
    return StoreError(
        f"cannot be written: {error}",
        file=folder,
        repair="Check the disk and try again; nothing was changed.",
    )


def _unopened(error: Exception, folder: Path) -> StoreError:
    if "lock" in str(error).lower():
        return StoreError(
            "another process is writing to this store",
            file=folder,
            repair="Wait until it has finished, or build into another folder.",
        )
    return StoreError(
        f"cannot be opened: {error}",
        file=folder,
        repair="Check its permissions, or build it again.",
    )
