"""How long the query library takes over many cases, and how long rdflib takes for the same.

    python benchmarks/queries.py --cases FOLDER --store DIR --page docs/benchmarks-queries.md

The store is built from the case files in FOLDER where it does not exist. Each question is asked
with its defaults, with the terms in `ASKED`, and those about each case also of one case. A time is
the median of the runs, in milliseconds of CPU time from the parameters as text to the rows in
Python. The graphs of --rdflib cases are then loaded into an Oxigraph in memory and into rdflib;
both answer the same SPARQL, the rows are compared, and the ratio of the times is told. A run that
takes longer than --limit seconds is given up. --page writes the table into the page, between its
two marks.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from query_rows import compared, within
from query_table import Timed, table, write

import casegraph
from casegraph.namespaces import slug_of
from casegraph.query import LibraryQuery, queries, run
from casegraph.query.parameters import EVERY_CASE
from casegraph.store import Store

ASKED: dict[str, list[dict[str, str]]] = {
    "cases-excluding": [{"term": "hypercalcaemia"}],
    "cases-presenting": [{"term": "neck pain"}, {"term": "calcification"}],
    "claims-about": [{"term": "systemic sclerosis"}],
    "diseases-by-structure": [{"structure": "spinal cord"}, {"structure": "spine"}],
    "drugs": [{"drug": "bisphosphonate"}],
    "findings-within-structure": [
        {"structure": "C2 vertebra"},
        {"structure": "neck", "finding": "pain"},
    ],
    "investigation-results": [
        {"procedure": "computed tomography"},
        {"procedure": "diagnostic imaging"},
    ],
    "levels-of-the-spine": [{"region": "C2-C6"}],
    "operated-or-not": [{"state": "neck pain"}, {"operation": "spinal decompression"}],
    "operations": [{"operation": "spinal decompression"}],
    "present-absent-or-silent": [{"term": "epidural abscess"}, {"term": "calcification"}],
    "review-table": [{"condition": "systemic sclerosis"}],
    "tells-apart": [
        {"condition": "systemic sclerosis", "other": "spinal calcinosis"},
        {"condition": "neck pain", "other": "calcification"},
    ],
    "term-mappings": [{"term": "systemic sclerosis"}],
    "treatment-and-outcome": [
        {"treatment": "glucocorticoid"},
        {"treatment": "surgical procedure"},
    ],
}
"""The terms that questions are asked with: rare ones, and such as most cases have."""


def main() -> None:
    """Measure, and print a table; with --page write it there too."""
    parser = argparse.ArgumentParser(description="Time the query library.")
    parser.add_argument("--store", type=Path, required=True, help="folder of the store")
    parser.add_argument("--cases", type=Path, help="case files to build it from when it is missing")
    parser.add_argument("--runs", type=int, default=3, help="runs of each question")
    parser.add_argument("--limit", type=float, default=20, help="seconds after which to give up")
    parser.add_argument("--rdflib", type=int, metavar="K", default=20, help="compare on K cases")
    parser.add_argument("--every", action="store_true", help="ask about every case as well")
    parser.add_argument("--query", action="append", help="only this question; may be repeated")
    parser.add_argument("--page", type=Path, help="write the table into this page")
    chosen = parser.parse_args()
    if chosen.cases and not chosen.store.exists():
        casegraph.build(chosen.cases, store=chosen.store)
    asked = [each for each in queries() if not chosen.query or each.name in chosen.query]
    with casegraph.open(chosen.store) as store:
        count = store.count()
        timed = measured(asked, store, chosen.runs, chosen.limit, every=chosen.every)
        beside = compared(asked, store, chosen.rdflib, chosen.runs, chosen.limit)
    text = table(timed, beside, count, chosen.rdflib)
    print(text)
    if chosen.page:
        write(chosen.page, text)


def measured(
    asked: list[LibraryQuery], store: Store, runs: int, limit: float, *, every: bool
) -> list[Timed]:
    """Return the times of the library over *store*."""
    one = slug_of(store.cases()[0])
    timed = list(calls(asked, one, every=every))
    for each in timed:
        query = next(query for query in asked if query.name == each.query)
        took = within(
            limit, runs, lambda query=query, each=each: len(run(query, store, each.params))
        )
        each.milliseconds, each.rows = took or (None, None)
    return timed


def calls(asked: list[LibraryQuery], case: str, *, every: bool) -> Iterator[Timed]:
    """Yield the questions: each with its defaults, those about each case of *case* too."""
    for query in asked:
        yield Timed(query.name, {})
        yield from (Timed(query.name, params) for params in ASKED.get(query.name, []))
        for param in query.params:
            if param.type == "case":
                yield Timed(query.name, {param.name: case})
                if every:
                    yield Timed(query.name, {param.name: EVERY_CASE})


if __name__ == "__main__":
    main()
