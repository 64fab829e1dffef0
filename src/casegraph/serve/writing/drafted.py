"""From a draft to a change: the whole of each case, publication and term that the draft touches."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from casegraph.build.shared import Stored
from casegraph.errors import ReadError
from casegraph.namespaces import PUBLICATIONS, TERMS, document_of, provenance_graph
from casegraph.pages import by_page
from casegraph.quads import graph_of, nquads, subject_of
from casegraph.read import Reading, reading_from, unlocated
from casegraph.serve.writing.change import Change
from casegraph.serve.writing.content import (
    no_case,
    of_case,
    own_term,
    unremovable,
)
from casegraph.serve.writing.draft import Draft
from casegraph.store import Store
from casegraph.vocabulary import bundled

NAME = "the update"
"""How places and errors call what an update writes."""


def change_of(store: Store, draft: Draft) -> Change:
    """Return the change that makes *store* say what *draft* says.

    :raises RefusedError: when a publication or a term would go, or one of casegraph's own change.
    :raises UnknownCaseError: when something is said of a case that is not there.
    :raises ReadError: when a triple belongs into another graph.
    """
    said = list(_shared(store, draft))
    removed: list[str] = []
    for document in _documents(draft):
        graphs = (document, provenance_graph(document))
        new = (quad for quad in draft.inserted if graph_of(quad) in graphs)
        now = _now(draft, of_case(store, document), new)
        if any(graph_of(quad) == document for quad in now):
            said += now
        elif store.has_case(document):
            removed.append(document)
        else:
            raise no_case(document)
    if not said:
        return Change(Reading((), {}), tuple(removed))
    return Change(_read(said), tuple(removed))


def _read(said: Iterable[ox.Quad]) -> Reading:
    """Return *said* as a file with it would be read; the client wrote no lines of that.

    :raises ReadError: when a triple belongs into another graph.
    """
    try:
        reading = reading_from(nquads(said), ox.RdfFormat.N_QUADS, NAME)
    except ReadError as error:
        error.line = None
        raise
    return unlocated(reading.quads, NAME)


def _documents(draft: Draft) -> list[str]:
    """Return the cases that *draft* touches, sorted."""
    graphs = {graph_of(quad) for quad in (*draft.deleted, *draft.inserted)}
    return sorted({document for graph in graphs if (document := document_of(graph))})


def _now(draft: Draft, old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return *old* without what *draft* deletes, and *new*."""
    return [*(quad for quad in old if quad not in draft.deleted), *new]


def _shared(store: Store, draft: Draft) -> Iterator[ox.Quad]:
    """Yield all that *draft* says of each publication and term that it touches.

    :raises RefusedError: when one would go, or is one of casegraph's own terms.
    """
    stored = Stored(store, None)
    for page, new in _pages(draft).items():
        now = _now(draft, stored.page(page), new)
        if not now:
            raise unremovable(page)
        yield from now
    terms: dict[ox.NamedNode | ox.BlankNode, list[ox.Quad]] = {}
    for quad in (*draft.deleted, *draft.inserted):
        if graph_of(quad) == TERMS:
            terms.setdefault(subject_of(quad), []).extend([quad] if quad in draft.inserted else [])
    for term, new in terms.items():
        if term in bundled().described:
            raise own_term(term)
        now = _now(draft, store.about(term, TERMS), new)
        if not now:
            raise unremovable(term.value)
        yield from now


def _pages(draft: Draft) -> dict[str, list[ox.Quad]]:
    """Return the publications that *draft* touches, each with what it says newly."""
    touched = {quad for quad in (*draft.deleted, *draft.inserted) if graph_of(quad) == PUBLICATIONS}
    around: Iterable[ox.Quad] = touched
    if any(isinstance(quad.subject, ox.BlankNode) for quad in touched):
        around = touched | draft.graph(PUBLICATIONS)  # which says what leads to a blank node
    found: dict[str, list[ox.Quad]] = {}
    for page, quad in by_page(around):
        if quad in touched:
            found.setdefault(page, []).extend([quad] if quad in draft.inserted else [])
    return found
