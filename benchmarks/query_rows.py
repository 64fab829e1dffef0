"""The same questions to Oxigraph and to rdflib over the same triples: the times, and the rows.

The union of the graphs is the default graph of both: rdflib's is a graph without names, which is
its fastest. Rows are compared whole and without their order; numbers by their value.
"""

import multiprocessing
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from typing import TypeVar

import pyoxigraph as ox
import rdflib
from query_table import Timed

from casegraph.namespaces import XSD, document_of
from casegraph.query import LibraryQuery
from casegraph.query.parameters import bind
from casegraph.query.slots import with_values
from casegraph.rdflib_bridge import from_rdflib, to_graph
from casegraph.solutions import Solutions, Term
from casegraph.store import Store

Rows = list[list[str]]
Answer = TypeVar("Answer")

_NUMBERS = frozenset({f"{XSD}decimal", f"{XSD}integer"})


def compared(
    asked: list[LibraryQuery], store: Store, count: int, runs: int, limit: float
) -> list[Timed]:
    """Return the times of both over the graphs of *count* cases, each question about all of them.

    limit: the seconds after which a run is given up.
    """
    quads = of_cases(store, count)
    database = ox.Store()
    database.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    graph = to_graph(quads)
    timed = [Timed(query.name, {}) for query in asked]
    for query, each in zip(asked, timed, strict=True):
        defaults = {
            p.name: bind(p, p.default, store) for p in query.params if p.default is not None
        }
        sparql = with_values(query.sparql, defaults)
        own = within(limit, runs, lambda sparql=sparql: oxigraph_rows(database, sparql))
        if own is None:
            continue
        each.milliseconds, each.rows = own[0], len(own[1])
        other = within(limit, 1, lambda sparql=sparql: rdflib_rows(graph, sparql))
        if other is not None:
            each.rdflib, each.same = other[0], other[1] == own[1]
    return timed


def of_cases(store: Store, count: int) -> list[ox.Quad]:
    """Return the quads of *store* about the first *count* cases and about none."""
    kept = {None, *store.cases()[:count]}
    graphs = [graph for graph in store.graphs() if document_of(graph) in kept]
    return [quad for graph in graphs for quad in store.graph(graph) if document(quad) in kept]


def document(quad: ox.Quad) -> str | None:
    """Return the document of the case that *quad* is about, None for none."""
    return document_of(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else None


def oxigraph_rows(database: ox.Store, sparql: str) -> Rows:
    """Return the rows that Oxigraph answers, sorted."""
    answer = Solutions.of(database.query(sparql))
    return sorted([cell(terms.get(name)) for name in answer.variables] for terms in answer.terms)


def rdflib_rows(graph: rdflib.Graph, sparql: str) -> Rows:
    """Return the rows that rdflib answers, sorted."""
    answer = graph.query(sparql)
    return sorted(
        [cell(from_rdflib(row[name]) if name in row else None) for name in answer.vars or ()]
        for row in answer.bindings
    )


def cell(term: Term | None) -> str:
    """Return *term* in N-Triples, a number as its value, nothing for None."""
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return str(Decimal(term.value).normalize())
    return "" if term is None else str(term)


def within(limit: float, runs: int, do: Callable[[], Answer]) -> tuple[float, Answer] | None:
    """Return the median milliseconds that *do* takes and what it gives, which can be pickled.

    None when a run takes longer than *limit* seconds; it goes on in a process of its own.
    """
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def work() -> None:
        times = []
        for _ in range(runs):
            start = time.process_time()
            answer = do()
            times.append(1000 * (time.process_time() - start))
        sending.send((round(median(times), 1), answer))

    process = context.Process(target=work)
    process.start()
    took = receiving.recv() if receiving.poll(limit * runs) else None
    process.kill()
    process.join()
    return took
