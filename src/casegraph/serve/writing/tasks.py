"""What the process that writes does for one request: open the store, change it, close it.

Each task raises what its client has to be told; the store is as it was then. opened: opens it.
"""

from dataclasses import dataclass, replace

import pyoxigraph as ox

from casegraph.namespaces import PUBLICATIONS, TERMS, document_of, provenance_graph
from casegraph.quads import graph_of
from casegraph.read import Reading, reading_from, unlocated
from casegraph.serve.errors import RefusedError
from casegraph.serve.writing.asking import Opening
from casegraph.serve.writing.carrying import modify
from casegraph.serve.writing.change import Change, Done, carry_out
from casegraph.serve.writing.conditions import Conditions
from casegraph.serve.writing.content import (
    asserted,
    merged,
    replaced,
    unremovable,
    without_own_terms,
)
from casegraph.serve.writing.draft import Draft
from casegraph.serve.writing.drafted import change_of
from casegraph.serve.writing.graphs import Graph, Holds
from casegraph.serve.writing.managing import manage
from casegraph.serve.writing.operations import Manage, operations
from casegraph.store import Store
from casegraph.store.database import Dataset

SYNTAXES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
"""The media types in which graphs are written."""

_BODY = "the body"
"""How places and errors call what a client sends."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a client sends. media_type: one of `SYNTAXES`."""

    content: bytes
    media_type: str

    def reading(self, base: str | None) -> Reading:
        """Return what it asserts. base: against which relative IRIs resolve.

        :raises ReadError: when it is not what its media type says, or says what no file may.
        """
        return reading_from(self.content, SYNTAXES[self.media_type], _BODY, base)


def put(opened: Opening, graph: Graph, conditions: Conditions, body: Body) -> Done:
    """Put what *body* says in place of *graph*."""
    with opened() as store:
        conditions.check(store, graph.name)
        reading = _read(store, graph, body)
        change = Change(replaced(store, graph, reading))
        return _noting(store, graph, change)


def post(opened: Opening, graph: Graph, conditions: Conditions, body: Body) -> Done:
    """Add what *body* says to *graph*."""
    with opened() as store:
        conditions.check(store, graph.name)
        reading = _read(store, graph, body)
        return _noting(store, graph, Change(merged(store, reading)))


def post_cases(opened: Opening, body: Body) -> Done:
    """Put the cases of *body*, which are new, into the store.

    :raises RefusedError: when it has none, or the store has one of them.
    """
    with opened() as store:
        reading = without_own_terms(store, body.reading(None))
        if not reading.cases:
            raise RefusedError(
                400, "the body has no case", repair="Name the graph that it is for with ?graph=IRI."
            )
        for document in reading.cases:
            if store.has_case(document):
                raise RefusedError(
                    409,
                    "the store has this case already",
                    node=f"<{document}>",
                    repair="Replace it with PUT, or add to it with POST, at ?graph=IRI.",
                )
        return replace(carry_out(store, Change(merged(store, reading))), created=True)


def delete(opened: Opening, graph: Graph, conditions: Conditions) -> Done:
    """Take *graph* away, which for that of a case is `casegraph remove`.

    :raises RefusedError: 404 when it is not there, 403 when it is shared.
    """
    with opened() as store:
        conditions.check(store, graph.name)
        if graph.holds in {Holds.PUBLICATIONS, Holds.TERMS}:
            raise unremovable(graph.name)
        if not any(True for _ in store.graph(graph.name)):
            raise RefusedError(
                404, "there is no such graph", node=f"<{graph.name}>", repair="Check its IRI."
            )
        if graph.holds is Holds.CASE:
            return carry_out(store, Change(Reading((), {}), (graph.document,)))
        rest = asserted(store, graph.document)
        return carry_out(store, Change(unlocated(rest, "the store")))


def update(opened: Opening, text: str, using: Dataset | None) -> Done:
    """Do all operations of the update *text*, or none. using: which graphs it reads, if said.

    :raises QueryError: when it is no update, or asks another server.
    """
    asked = operations(text)
    with opened() as store:
        with store.copied() as copy:
            draft = Draft(copy)
            for operation in asked:
                if isinstance(operation, Manage):
                    manage(draft, operation)
                else:
                    modify(draft, operation, using)
        return carry_out(store, change_of(store, draft))


def _read(store: Store, graph: Graph, body: Body) -> Reading:
    """Return what *body* says, all of which may stand beside *graph*.

    :raises RefusedError: when it says something of another graph, or nothing of this.
    """
    reading = without_own_terms(store, body.reading(graph.name))
    beside = {graph.name}
    if graph.holds is Holds.CASE:
        beside |= {provenance_graph(graph.document), PUBLICATIONS, TERMS}
    for quad in reading.quads:
        if graph_of(quad) not in beside:
            home = graph_of(quad)
            raise RefusedError(
                400,
                f"the body says something of {quad.subject}, which belongs in another graph",
                node=f"<{graph.name}>",
                repair=f"Write it to <{document_of(home) or home}>.",
            )
    return reading


def _noting(store: Store, graph: Graph, change: Change) -> Done:
    """Carry out *change*, and say whether *graph* is new."""
    is_there = any(True for _ in store.graph(graph.name))
    return replace(carry_out(store, change), created=not is_there)
