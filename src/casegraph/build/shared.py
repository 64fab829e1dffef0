"""The publications that cases share: what the input brings, and what the store has.

A new description of a page takes the place of the stored one as a whole, so that nothing of an old
version stays behind, and no other page is lost. A case is examined with the pages that it leads to,
directly or by further pages; so what a case costs does not depend on how many there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeGuard

import pyoxigraph as ox

from casegraph.namespaces import PUBLICATION, PUBLICATIONS, PUBLICATIONS_INFERRED
from casegraph.pages import by_page, page_of
from casegraph.quads import value_of
from casegraph.store import Store

_PUBLICATIONS = ox.NamedNode(PUBLICATIONS)
_FILES = ox.NamedNode("urn:x-casegraph:files")
_IN_FILE = ox.NamedNode("urn:x-casegraph:in-file")


class Brought:
    """The pages that an input brings, in a database of their own, one named graph a page.

    path: the folder of the database, so that other processes can read it; None for one in memory.
    """

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self._path = path
        if path is None:
            self._database = ox.Store()
        else:
            self._database = ox.Store.read_only(str(path)) if read_only else ox.Store(path)

    def __reduce__(self) -> tuple[object, ...]:
        return (partial(Brought, read_only=True), (self._path,))

    def add(self, quads: Iterable[ox.Quad], file: str) -> None:
        """Add *quads*, publications that stand in *file*."""
        placed: list[ox.Quad] = []
        for name, quad in by_page(quads):
            page = ox.NamedNode(name)
            placed.append(ox.Quad(quad.subject, quad.predicate, quad.object, page))
            placed.append(ox.Quad(page, _IN_FILE, ox.Literal(file), _FILES))
        self._database.extend(placed)

    def finish(self) -> None:
        """Let go of what adding needed; nothing is added any more.

        What is not flushed has to be kept in memory by each process that reads.
        """
        if self._path is not None:
            self._database.flush()
            del self._database
            self._database = ox.Store.read_only(str(self._path))

    def page(self, name: str) -> list[ox.Quad]:
        """Return what the input says on the page *name*."""
        return [
            ox.Quad(quad.subject, quad.predicate, quad.object, _PUBLICATIONS)
            for quad in self._database.quads_for_pattern(None, None, None, ox.NamedNode(name))
        ]

    def pages(self) -> Iterator[str]:
        """Yield the pages that the input describes."""
        for graph in self._database.named_graphs():
            if graph != _FILES:
                yield graph.value

    def files(self, name: str) -> list[str]:
        """Return the files that describe the page *name*, sorted."""
        said = self._database.quads_for_pattern(ox.NamedNode(name), _IN_FILE, None, _FILES)
        return sorted(value_of(quad.object) for quad in said)


class Stored:
    """The pages that a store has; none when there is no store.

    store: open for reading, or None. place: its folder or URL, so that other processes can read it.
    """

    def __init__(self, store: Store | None, place: str | None) -> None:
        self.store = store
        self.place = place

    @classmethod
    def reopened(cls, place: str | None) -> "Stored":
        """Return the same in another process."""
        return cls(None if place is None else Store.open(place), place)

    def __reduce__(self) -> tuple[object, ...]:
        return (Stored.reopened, (self.place,))

    def page(self, name: str) -> list[ox.Quad]:
        """Return what the store says on the page *name*."""
        if self.store is None:
            return []
        found: list[ox.Quad] = []
        waiting: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(name)]
        seen = set(waiting)
        while waiting:
            said = list(self.store.about(waiting.pop(), PUBLICATIONS))
            found += said
            for node in [quad.object for quad in said]:
                if _is_on(node, name) and node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return found

    def following(self, page: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Return what the store has as following about the nodes of *page*."""
        if self.store is None:
            return []
        nodes = {quad.subject for quad in page if isinstance(quad.subject, ox.NamedNode)}
        return [
            quad
            for node in sorted(nodes, key=str)
            for quad in self.store.about(node, PUBLICATIONS_INFERRED)
        ]


@dataclass(frozen=True)
class Shared:
    """The pages that cases may lead to: as the input has them, else as the store has them."""

    brought: Brought
    stored: Stored

    def page(self, name: str) -> list[ox.Quad]:
        """Return what is said on the page *name*, nothing when nobody has described it."""
        return self.brought.page(name) or self.stored.page(name)

    def led_to(self, quads: Iterable[ox.Quad]) -> dict[str, Sequence[ox.Quad]]:
        """Return the pages that *quads* lead to, and those that these lead to, by their IRIs."""
        found: dict[str, Sequence[ox.Quad]] = {}
        waiting = _pages(quads)
        while waiting:
            name = waiting.pop()
            found[name] = self.page(name)
            waiting |= _pages(found[name]) - found.keys()
        return {name: said for name, said in found.items() if said}


def _pages(quads: Iterable[ox.Quad]) -> set[str]:
    return {
        page_of(quad.object)
        for quad in quads
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(PUBLICATION)
    }


def _is_on(node: object, page: str) -> TypeGuard[ox.NamedNode | ox.BlankNode]:
    return isinstance(node, ox.BlankNode) or (
        isinstance(node, ox.NamedNode) and node.value.startswith(f"{page}#")
    )
