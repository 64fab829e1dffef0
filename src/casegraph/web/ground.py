"""What the page of a case rests on, besides the vocabulary that all pages rest on."""

import re
from bisect import bisect_left
from collections.abc import Iterator

import pyoxigraph as ox

from casegraph.namespaces import PUBLICATION, PUBLICATIONS, case_iri
from casegraph.quads import nquads
from casegraph.store import graphs_of
from casegraph.web.catalogue import Catalogue

_WORK = re.compile(rf"<({re.escape(PUBLICATION)}[^>]+)>".encode())
"""A publication, or an author of one, in N-Quads."""


def of_case(catalogue: Catalogue, document: str) -> Iterator[bytes]:
    """Yield what the page of *document* rests on: its graphs, its works, its neighbours.

    The works are those that it names, with their authors; the neighbours are the cases that are
    like it, and those before and after it in the list of all.
    """
    quads = [quad for graph in graphs_of(document) for quad in catalogue.background.graph(graph)]
    said = nquads(quads)
    yield said
    for work in sorted(set(_WORK.findall(said))):
        yield _work(catalogue, work.decode())
    place = bisect_left(catalogue.cases, document)
    beside = catalogue.cases[max(0, place - 1) : place + 2]
    alike = catalogue.similar.to(document)
    yield repr([(one.document, one.presented, one.involved) for one in alike]).encode()
    for other in (*beside, *(one.document for one in alike)):
        yield f"{other} {catalogue.label(case_iri(other))}\n".encode()


def _work(catalogue: Catalogue, work: str) -> bytes:
    """Return what the store says of *work* and of what it names on its own page."""
    said = list(catalogue.about(work, (PUBLICATIONS,)))
    for quad in tuple(said):
        node = quad.object
        if isinstance(node, ox.NamedNode) and node.value.startswith(f"{work}#"):
            said += catalogue.about(node.value, (PUBLICATIONS,))
    return nquads(said)
