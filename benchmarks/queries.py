"""How long the query library takes over a store, and how long rdflib takes for the same.

    python benchmarks/queries.py --store DIR [--runs 3] [--rdflib K] [--json FILE]

Each question is asked with its defaults, and those about each case also of one case, and with
--every of all. A time is the median of the runs, in milliseconds from the parameters as text to the
rows in Python. With --rdflib the graphs of K cases are loaded into an Oxigraph in memory and into
rdflib; both answer the same SPARQL, the answers are compared, and the ratio of the times is told.
A run that takes longer than --limit seconds is given up.
"""

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pyoxigraph as ox
import rdflib
from rich.console import Console
from rich.table import Table

import casegraph
from casegraph.namespaces import document_of, slug_of
from casegraph.query import LibraryQuery, queries, run
from casegraph.query.parameters import EVERY_CASE, bind
from casegraph.rdflib_bridge import from_rdflib, to_graph
from casegraph.solutions import Solutions
from casegraph.store import Store


@dataclass
class Timed:
    """A question as it was asked, the rows of its answer and the median times.

    milliseconds, rdflib: None for a run that was given up. same: whether rdflib answers the same.
    """

    query: str
    params: dict[str, str]
    rows: int | None = None
    milliseconds: float | None = None
    rdflib: float | None = None
    same: bool | None = None


def main() -> None:
    """Measure, and print a table; with --json write the numbers too."""
    parser = argparse.ArgumentParser(description="Time the query library.")
    parser.add_argument("--store", type=Path, required=True, help="folder of the store")
    parser.add_argument("--runs", type=int, default=3, help="runs of each question")
    parser.add_argument("--limit", type=float, default=60, help="seconds after which to give up")
    parser.add_argument("--rdflib", type=int, metavar="K", help="compare with rdflib on K cases")
    parser.add_argument("--every", action="store_true", help="ask about every case as well")
    parser.add_argument("--query", action="append", help="only this question; may be repeated")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    chosen = parser.parse_args()
    asked = [each for each in queries() if not chosen.query or each.name in chosen.query]
    with casegraph.open(chosen.store) as store:
        if chosen.rdflib:
            timed = compared(asked, store, chosen.rdflib, chosen.runs, chosen.limit)
        else:
            timed = measured(asked, store, chosen.runs, chosen.limit, every=chosen.every)
    if chosen.json:
        numbers = [asdict(each) for each in timed]
        chosen.json.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    show(timed)


def measured(
    asked: list[LibraryQuery], store: Store, runs: int, limit: float, *, every: bool
) -> list[Timed]:
    """Return the times of the library over *store*."""
    one = slug_of(store.cases()[0])
    timed = list(calls(asked, one, every=every))
    for each in timed:
        query = next(query for query in asked if query.name == each.query)
        took = within(limit, runs, lambda query=query, each=each: run(query, store, each.params))
        each.milliseconds, each.rows = took or (None, None)
    return timed


def calls(asked: list[LibraryQuery], case: str, *, every: bool) -> Iterator[Timed]:
    """Yield the questions: each with its defaults, those about each case of *case* too."""
    for query in asked:
        yield Timed(query.name, {})
        for param in query.params:
            if param.type == "case":
                yield Timed(query.name, {param.name: case})
                if every:
                    yield Timed(query.name, {param.name: EVERY_CASE})


def compared(
    asked: list[LibraryQuery], store: Store, count: int, runs: int, limit: float
) -> list[Timed]:
    """Return the times of both over the graphs of *count* cases, each question about all of them.

    The union of the graphs is the default graph of both: rdflib's is a graph without names, which
    is its fastest.
    """
    kept = set(store.cases()[:count])
    quads = [quad for quad in store.quads() if document_of(quad.graph_name.value) in {None, *kept}]
    quads = [quad for quad in quads if is_of(quad, kept)]
    database = ox.Store()
    database.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    graph = to_graph(quads)
    timed = [Timed(query.name, {}) for query in asked]
    for query, each in zip(asked, timed, strict=True):
        defaults = {
            p.name: bind(p, p.default, store) for p in query.params if p.default is not None
        }
        sparql = query.sparql.with_values(defaults)
        took = within(limit, runs, lambda sparql=sparql: oxigraph_rows(database, sparql))
        if took is None:
            continue
        each.milliseconds, each.rows = took
        slow = within(limit, 1, lambda sparql=sparql: rdflib_rows(graph, sparql))
        if slow is not None:
            each.rdflib = slow[0]
            each.same = oxigraph_rows(database, sparql) == rdflib_rows(graph, sparql)
    return timed


def is_of(quad: ox.Quad, kept: set[str]) -> bool:
    """Return whether *quad* is about one of the cases *kept* or about none."""
    subject = quad.subject
    document = document_of(subject.value) if isinstance(subject, ox.NamedNode) else None
    return document is None or document in kept


def oxigraph_rows(database: ox.Store, sparql: str) -> list[list[str]]:
    """Return the rows that Oxigraph answers, sorted."""
    answer = Solutions.of(database.query(sparql))
    return sorted([str(terms.get(name, "")) for name in answer.variables] for terms in answer.terms)


def rdflib_rows(graph: rdflib.Graph, sparql: str) -> list[list[str]]:
    """Return the rows that rdflib answers, sorted."""
    answer = graph.query(sparql)
    return sorted(
        [str(from_rdflib(row[name])) if name in row else "" for name in answer.vars or ()]
        for row in answer.bindings
    )


def within(limit: float, runs: int, do: Callable[[], Any]) -> tuple[float, int] | None:
    """Return the median milliseconds that *do* takes and the length of what it gives.

    None when a run takes longer than *limit* seconds; it goes on in a process of its own.
    """
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def work() -> None:
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            length = len(do())
            times.append(1000 * (time.perf_counter() - start))
        sending.send((round(median(times), 1), length))

    process = context.Process(target=work)
    process.start()
    took = receiving.recv() if receiving.poll(limit * runs) else None
    process.kill()
    process.join()
    return took


def show(timed: list[Timed]) -> None:
    """Print *timed* as a table, and the medians."""
    table = Table("question", "parameters", "rows", "ms", "rdflib ms", "ratio", "same")
    for each in timed:
        ratio = each.rdflib / each.milliseconds if each.rdflib and each.milliseconds else None
        table.add_row(
            each.query,
            " ".join(f"{name}={value}" for name, value in each.params.items()),
            written(each.rows),
            written(each.milliseconds) or "given up",
            written(each.rdflib),
            written(ratio and round(ratio)),
            written(each.same),
        )
    console = Console(width=max(110, Console().width))
    console.print(table)
    for name, group in groups(timed):
        times = [each.milliseconds or float("inf") for each in group]
        console.print(f"{name}: median {median(times)} ms, longest {max(times)} ms")
    ratios = [
        each.rdflib / each.milliseconds for each in timed if each.rdflib and each.milliseconds
    ]
    if ratios:
        console.print(f"rdflib: median ratio {round(median(ratios))}")


def groups(timed: list[Timed]) -> Iterator[tuple[str, list[Timed]]]:
    """Yield the questions by how they were asked, each group with its name."""
    of_all = [each for each in timed if EVERY_CASE in each.params.values()]
    of_one = [each for each in timed if each.params and each not in of_all]
    for name, group in (
        ("with defaults", [each for each in timed if not each.params]),
        ("of one case", of_one),
        ("of every case", of_all),
    ):
        if group:
            yield name, group


def written(value: object) -> str:
    """Return *value* for a cell, nothing for None."""
    return "" if value is None else str(value)


if __name__ == "__main__":
    main()
