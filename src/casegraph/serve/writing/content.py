"""What a graph says after a client has replaced it, added to it or taken it away."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from casegraph.build.shared import Stored
from casegraph.errors import UnknownCaseError
from casegraph.namespaces import PUBLICATIONS, TERMS, provenance_graph, slug_of
from casegraph.pages import by_page
from casegraph.quads import graph_of, subject_of
from casegraph.read import Location, Reading
from casegraph.serve.errors import RefusedError
from casegraph.serve.writing.graphs import Graph, Holds
from casegraph.store import Store
from casegraph.vocabulary import bundled

_STORED = Location("the store", None)


def replaced(store: Store, graph: Graph, reading: Reading) -> Reading:
    """Return all that is said when *reading* takes the place of *graph*.

    What a case says of itself as a document stays when *reading* says nothing of that.

    :raises RefusedError: 403 when a publication or term would go, 404 when it is about a case that
        the store lacks.
    """
    kept: Iterable[ox.Quad] = ()
    if graph.holds is Holds.CASE:
        provenance = provenance_graph(graph.document)
        if not any(graph_of(quad) == provenance for quad in reading.quads):
            kept = store.graph(provenance)
    elif graph.holds is Holds.PROVENANCE:
        kept = asserted(store, graph.document)
    else:
        _check_kept(store, graph.name, reading)
    return joined(reading, kept)


def merged(store: Store, reading: Reading) -> Reading:
    """Return all that is said when *reading* is added to what *store* says of the same things."""
    kept = [quad for document in reading.cases for quad in of_case(store, document)]
    return joined(reading, (*kept, *_shared(store, reading)))


def of_case(store: Store, document: str) -> Iterator[ox.Quad]:
    """Yield what *store* was told of the case *document*."""
    yield from store.graph(document)
    yield from store.graph(provenance_graph(document))


def asserted(store: Store, document: str) -> list[ox.Quad]:
    """Return what the case *document* says.

    :raises UnknownCaseError: when *store* does not have it.
    """
    found = list(store.graph(document))
    if not found:
        raise no_case(document)
    return found


def no_case(document: str) -> UnknownCaseError:
    """Return the error for a *document* of which something is said, but not what its case says."""
    return UnknownCaseError(
        "the store has no such case", node=slug_of(document), repair=f"Write <{document}> first."
    )


def joined(reading: Reading, kept: Iterable[ox.Quad]) -> Reading:
    """Return *reading* with the quads *kept* of the store."""
    locations = {**dict.fromkeys(kept, _STORED), **reading.locations}
    return Reading(tuple(locations), locations)


def without_own_terms(store: Store, reading: Reading) -> Reading:
    """Return *reading* without what the store says of the terms that casegraph brings.

    :raises RefusedError: 403 when it says something else of one.
    """
    own = bundled().described
    said = {quad for quad in reading.quads if graph_of(quad) == TERMS and subject_of(quad) in own}
    for quad in said:
        if quad not in set(store.about(subject_of(quad), TERMS)):
            raise own_term(subject_of(quad))
    locations = {quad: at for quad, at in reading.locations.items() if quad not in said}
    return Reading(tuple(locations), locations)


def own_term(term: ox.NamedNode | ox.BlankNode) -> RefusedError:
    """Return the refusal to change *term*, which casegraph brings."""
    return RefusedError(
        403,
        "casegraph itself says what this term is",
        node=str(term),
        repair="Make a term of your own, and relate it to this one.",
    )


def _shared(store: Store, reading: Reading) -> Iterator[ox.Quad]:
    """Yield what *store* says of the publications and terms of *reading*."""
    stored = Stored(store, None)
    publications = (quad for quad in reading.quads if graph_of(quad) == PUBLICATIONS)
    for page in dict.fromkeys(page for page, _ in by_page(publications)):
        yield from stored.page(page)
    terms = (subject_of(quad) for quad in reading.quads if graph_of(quad) == TERMS)
    for term in dict.fromkeys(terms):
        yield from store.about(term, TERMS)


def _check_kept(store: Store, graph: str, reading: Reading) -> None:
    """Check that *reading* has every publication or term that *graph* of *store* has.

    :raises RefusedError: naming one that it lacks.
    """
    missing = _things(graph, store.graph(graph)) - _things(graph, reading.quads)
    if graph == TERMS:
        missing -= {node.value for node in bundled().described}
    if missing:
        raise unremovable(min(missing))


def _things(graph: str, quads: Iterable[ox.Quad]) -> set[str]:
    """Return the publications or the terms that *quads* describe."""
    if graph == PUBLICATIONS:
        return {page for page, _ in by_page(quads)}
    return {subject_of(quad).value for quad in quads}


def unremovable(thing: str) -> RefusedError:
    """Return the refusal to take away the publication or term *thing*."""
    return RefusedError(
        403,
        "publications and terms are shared, and none is taken away",
        node=f"<{thing}>",
        repair="Add or change some with POST, and leave the others as they are.",
    )
