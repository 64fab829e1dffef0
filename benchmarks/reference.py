"""How long the reference engine takes: the bundled cases, and a generated corpus.

    python benchmarks/reference.py [--cases 20] [--seed 1] [--json FILE]

The baseline for any faster engine. One process; each number is the median over the cases, in
seconds of wall time a case: reading its file, inference (axioms and rules), validation (both
passes, inference not included). The query library runs over the store of all cases of a corpus;
its time is that of all queries together, divided by the number of cases. What is done once in a
process, the closure of the vocabulary, is listed by itself.
"""

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table

from casegraph.build import build
from casegraph.query import queries, query
from casegraph.read import Reading, read
from casegraph.reason import entailments
from casegraph.resources import data_dir
from casegraph.validate import validate
from generate import write_corpus

STAGES = ("read", "infer", "validate", "query")

_Value = TypeVar("_Value")


def main() -> None:
    """Measure, and print a table; with --json write the numbers too."""
    parser = argparse.ArgumentParser(description="Time the reference engine.")
    parser.add_argument("--cases", type=int, default=20, help="size of the generated corpus")
    parser.add_argument("--seed", type=int, default=1, help="seed of the generated corpus")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    chosen = parser.parse_args()
    once, _ = timed(entailments, Reading((), {}))
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), chosen.cases, chosen.seed)
        corpora = {
            "bundled": measure(data_dir()),
            "generated": measure(Path(folder)),
        }
    result = {
        "machine": machine(),
        "seed": chosen.seed,
        "vocabulary once": round(once, 3),
        "corpora": corpora,
    }
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    show(result)


def measure(folder: Path) -> dict[str, float]:
    """Return the number of cases in *folder*, their triples, and seconds a case for each stage."""
    reading = read(folder)
    seconds: dict[str, list[float]] = {stage: [] for stage in ("read", "infer", "validate")}
    for file in sorted((folder / "cases").glob("*.ttl")):
        took, alone = timed(read, file)
        seconds["read"].append(took)
        case = reading.background() | alone
        took, inferred = timed(entailments, case)
        seconds["infer"].append(took)
        took, report = timed(
            lambda case, inferred: validate(case, inferred=inferred), case, inferred
        )
        seconds["validate"].append(took)
        if not report.conforms:
            raise SystemExit(report.serialize())
    cases = len(reading.cases)
    with build(folder).store as store:
        took, _ = timed(lambda: [query(each.name, store=store) for each in queries()])
    medians = {stage: round(median(times), 3) for stage, times in seconds.items()}
    triples = len(reading.quads) // cases
    return {"cases": cases, "triples a case": triples, **medians, "query": round(took / cases, 3)}


def timed(do: Callable[..., _Value], *arguments: object) -> tuple[float, _Value]:
    """Return how many seconds *do* takes with *arguments*, and what it gives."""
    start = time.perf_counter()
    value = do(*arguments)
    return time.perf_counter() - start, value


def machine() -> dict[str, str]:
    """Return what the numbers depend on: processor, Python, and the versions of the libraries."""
    libraries = ("casegraph", "owlrl", "pyoxigraph", "pyshacl", "rdflib")
    return {
        "processor": f"{os.cpu_count()} x {platform.machine()}",
        "python": platform.python_version(),
        **{name: version(name) for name in libraries},
    }


def show(result: dict[str, Any]) -> None:
    """Print *result* as a table."""
    table = Table("corpus", "cases", "triples a case", *STAGES, caption="seconds a case")
    for name, numbers in result["corpora"].items():
        table.add_row(name, *map(str, numbers.values()))
    console = Console()
    console.print(table)
    console.print(f"closure of the vocabulary, once a process: {result['vocabulary once']} s")
    console.print(", ".join(f"{name} {value}" for name, value in result["machine"].items()))


if __name__ == "__main__":
    main()
