"""There and back: packets to a store in memory, out of it, and in again."""

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from casegraph.exporters.phenopackets.packet import Packet, packet
from casegraph.importers.phenopackets.catalogue import Catalogue
from casegraph.importers.phenopackets.chunk import read
from casegraph.importers.phenopackets.packet import Packet as Found
from casegraph.namespaces import CG, document_of
from casegraph.quads import canonical, graph_of, subject_of
from casegraph.store import Store
from phenopackets_made import Plain

_LASTING = f"{CG}lasting"
_EVIDENCE = f"{CG}evidence"


def stored(folder: Path, *plains: Plain) -> Store:
    """Return a store in memory with the cases of *plains*, neither inferred nor validated."""
    chunk = read(folder, 0, [Found(plain, "packet.json", "0" * 64) for plain in plains])
    catalogue = Catalogue()
    catalogue.add(chunk)
    quads = [*ox.parse(chunk.quads.read_bytes(), ox.RdfFormat.N_QUADS), *catalogue.quads({})]
    store = Store.open(None, write=True)
    store.replace_graphs(sorted(set(map(graph_of, quads))), quads)
    return store


def exported(store: Store) -> list[Packet]:
    """Return the packets of all cases in *store*."""
    return [packet(store, document, {}) for document in store.cases()]


def asserted(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return those of *quads* that a case asserts."""
    return [quad for quad in quads if document_of(graph_of(quad)) == graph_of(quad)]


def as_written(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* to the letter, but for how long doses were given."""
    return canonical(quad for quad in quads if quad.predicate.value != _LASTING)


def as_said(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* so that it does not matter where in a packet their statements stood.

    That is without evidence, and with blank nodes for the names that are made of indices.
    """

    def said(quad: ox.Quad) -> ox.Quad:
        subject, value = subject_of(quad), quad.object
        nameless = ox.BlankNode(_label(subject.value)) if _label(subject.value) else subject
        if isinstance(value, ox.NamedNode) and _label(value.value):
            value = ox.BlankNode(_label(value.value))
        return ox.Quad(nameless, quad.predicate, value)

    return as_written(said(quad) for quad in quads if quad.predicate.value != _EVIDENCE)


def _label(iri: str) -> str:
    """Return a label for a node whose name has an index, empty for any other."""
    found = re.fullmatch(r".*/case/[^/#]+#(.*-\d.*)", iri)
    return f"s{found[1].encode().hex()}" if found else ""
