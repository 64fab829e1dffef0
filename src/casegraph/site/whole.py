"""The whole graph in one file for each syntax, put together from parts that processes make.

A part is a case, or a graph that belongs to none. Each is compressed by itself, since gzip files
may be joined (RFC 1952, section 2.2), and so may documents in these syntaxes, as long as their
blank nodes have labels of their own: those of a part are canonical (RDFC-1.0) and begin with its
digest.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from casegraph.namespaces import PREFIXES, document_of
from casegraph.quads import canonical_quads
from casegraph.store import Store, graphs_of
from casegraph.web.catalogue import Catalogue
from casegraph.web.downloads import FOLDER

_COMPRESSION = 4

_SYNTAXES = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
}
"""The syntaxes, by the ending of the file."""

FILES = {ending: f"{FOLDER}/casegraph.{ending}.gz" for ending in _SYNTAXES}
"""The files, by the ending for the syntax."""

Parts = Mapping[str, bytes]
"""A piece of each file, by the ending for the syntax."""


def parts_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of the parts in their order: graphs that are no case's, then the cases."""
    others = (name for name in catalogue.graphs if document_of(name) is None)
    return (*others, *catalogue.cases)


def packed(store: Store, names: Iterable[str]) -> Parts:
    """Return the parts *names* in each syntax, compressed."""
    written: dict[str, list[bytes]] = {ending: [] for ending in _SYNTAXES}
    for name in names:
        quads = tuple(_labelled(store, name))
        for ending, syntax in _SYNTAXES.items():
            written[ending].append(_serialized(quads, syntax))
    return {
        ending: gzip.compress(b"".join(pieces), _COMPRESSION, mtime=0)
        for ending, pieces in written.items()
    }


def _labelled(store: Store, name: str) -> Iterator[ox.Quad]:
    """Yield the quads of a part, each blank node with a label that no other part has."""
    graphs = (name,) if document_of(name) is None else graphs_of(name)
    own = f"b{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    for quad in canonical_quads(quad for graph in graphs for quad in store.graph(graph)):
        blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
        yield _renamed(quad, own) if blank else quad


def _renamed(quad: ox.Quad, own: str) -> ox.Quad:
    subject, value = quad.subject, quad.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.BlankNode(f"{own}{subject.value}")
    if isinstance(value, ox.BlankNode):
        value = ox.BlankNode(f"{own}{value.value}")
    return ox.Quad(subject, quad.predicate, value, quad.graph_name)


def _serialized(quads: Iterable[ox.Quad], syntax: ox.RdfFormat) -> bytes:
    prefixes = None if syntax == ox.RdfFormat.N_QUADS else dict(PREFIXES)
    if syntax.supports_datasets:
        return ox.serialize(quads, format=syntax, prefixes=prefixes) or b""
    triples = dict.fromkeys(quad.triple for quad in quads)
    return ox.serialize(triples, format=syntax, prefixes=prefixes) or b""
