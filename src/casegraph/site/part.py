"""A part of the whole graph: some cases, or a graph that is no case's, in each syntax.

It is compressed by itself, since gzip files may be joined (RFC 1952, section 2.2), and so may
documents in these syntaxes, as long as their blank nodes have labels of their own: those of a case
or graph are canonical (RDFC-1.0) and begin with its digest.
"""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.exporters.datasets import Count
from casegraph.namespaces import PREFIXES, document_of
from casegraph.quads import canonical_quads, labelled_for, nquads
from casegraph.store import graphs_of
from casegraph.web.catalogue import Catalogue
from casegraph.web.downloads import FOLDER

_COMPRESSION = 4

SYNTAXES = ("nq", "trig", "ttl")
"""The endings of the files."""

FILES = {ending: f"{FOLDER}/casegraph.{ending}.gz" for ending in SYNTAXES}
"""The files, by the ending for the syntax."""

_PREFIXES = dict(PREFIXES)


@dataclass(frozen=True, slots=True)
class Part:
    """A part. pieces: compressed, in the order of `SYNTAXES`. count: its numbers."""

    pieces: tuple[bytes, ...]
    count: Count


class Packing:
    """Makes one part, of names that are given in any order."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._written: dict[str, tuple[bytes, ...]] = {}
        self._count = Count()

    def add(self, name: str) -> None:
        """Put in *name*, a case document or a graph that is no case's; twice is no error."""
        if name in self._written:
            return
        read = (
            self._catalogue.background.graph if document_of(name) else self._catalogue.store.graph
        )
        quads: list[ox.Quad] = []
        for graph in graphs_of(name) if document_of(name) else (name,):
            found = tuple(read(graph))
            self._count.take(graph, found)
            quads += found
        self._written[name] = tuple(_serialized(list(labelled_for(name, canonical_quads(quads)))))

    def part(self, names: Iterable[str]) -> Part:
        """Return the part that has *names*, in their order; those not yet put in are."""
        order = tuple(names)
        for name in order:
            self.add(name)
        columns = zip(*(self._written[name] for name in order), strict=True)
        pieces = (gzip.compress(b"".join(column), _COMPRESSION, mtime=0) for column in columns)
        return Part(tuple(pieces), self._count)


def _serialized(quads: list[ox.Quad]) -> Iterator[bytes]:
    """Yield *quads* in each of `SYNTAXES`; Turtle has each triple once, whatever its graphs."""
    yield nquads(quads)
    yield ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=_PREFIXES) or b""
    triples = dict.fromkeys(quad.triple for quad in quads)
    yield ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES) or b""
