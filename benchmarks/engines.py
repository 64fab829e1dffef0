"""What each engine costs, side by side: casegraph's two, pyrudof and EYE, and the limits.

    python benchmarks/engines.py [--sizes 10 100 1000] [--stages infer validate] [--json FILE]

Before anything is timed, the answers of all engines to one small corpus are compared with those of
the reference engine: the entailed triples of cases that conform, and the validation results of
these and of spoilt ones. A difference ends the run. Then each engine does each stage on corpora of
growing size, a process of its own for each run, until a run takes longer than the limit. An engine
that is not installed is named with the reason.

Peers: `pip install pyrudof`; `npm install` in this folder, or in another that the environment
variable CASEGRAPH_EYE names.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

import eye
from corpora import Corpus, generated
from process import Failed, Stopped, run
from rich.console import Console
from rich.table import Table
from stages import PREPARATION, STAGES
from tables import conditions, markdown, tables, write_into

HERE = Path(__file__).parent
COMPARED = ("infer", "validate", "examine")
SPOILT = ("validate", "examine")
A_CASE = ("start", "read", "work")  # the kinds of seconds that grow with the cases
FIGURES = ("wall", "processor", "peak")
# The engines that read prepared files, by stage.
PREPARED = {
    "infer": ("eye", "eye, apart"),
    "validate": tuple(STAGES["validate"]),
    "load": tuple(STAGES["load"]),
}
SIZES = (10, 100, 1000, 10_000, 100_000)
# Stages that are not for the largest corpora, since they hold them in files of their own.
LARGEST = {"infer": 10_000, "validate": 10_000, "load": 10_000}
LIBRARIES = ("casegraph", "owlrl", "pyoxigraph", "pyrudof", "pyshacl", "rdflib")


def main() -> None:
    """Compare, measure, and show what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the engines side by side.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="cases of the corpora")
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=tuple(STAGES))
    parser.add_argument("--engines", nargs="+", help="only these; the default is all")
    parser.add_argument("--compare", type=int, default=10, help="cases for comparing answers")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    parser.add_argument("--docs", type=Path, help="write the tables into this page")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    bench = Benchmark(chosen.folder, chosen.seed, chosen.runs, chosen.limit, chosen.engines)
    for stage in chosen.stages:
        if stage in COMPARED:
            bench.compare(stage, chosen.compare)
    for stage in chosen.stages:
        bench.measure(stage, sorted(chosen.sizes))
    result = bench.result()
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if chosen.docs:
        write_into(chosen.docs, markdown(result))
    show(result)


@dataclass
class Benchmark:
    """One run of the benchmark.

    folder: where corpora are kept. limit: seconds for one process. only: the engines, None for all.
    """

    folder: Path
    seed: int
    runs: int
    limit: float
    only: Sequence[str] | None = None
    compared: list[dict[str, Any]] = field(default_factory=list)
    measured: list[dict[str, Any]] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    def compare(self, stage: str, cases: int) -> None:
        """Compare the answers of the engines of *stage*.

        :raises SystemExit: when an engine answers otherwise than the first.
        """
        judge, *others = STAGES[stage]
        for corpus in ("conforming", "broken") if stage in SPOILT else ("conforming",):
            data = generated(self.folder, cases, self.seed, broken=corpus == "broken")
            if any(map(self._is_wanted, PREPARED.get(stage, ()))):
                self._prepare(data)
            expected = Counter(self.answers(stage, judge, data))
            for engine in filter(self._is_wanted, others):
                found = self.answers(stage, engine, data)
                if found is None:
                    continue
                if Counter(found) != expected:
                    raise SystemExit(_difference(stage, engine, expected, Counter(found)))
                self.compared.append(
                    {"stage": stage, "engine": engine, "corpus": corpus, "answers": len(found)}
                )

    def answers(self, stage: str, engine: str, corpus: Corpus) -> list[str] | None:
        """Return the answers of *engine*, None when it is not there.

        :raises SystemExit: when it fails, or does not answer in time.
        """
        try:
            told = self._child(stage, engine, corpus)
        except (Failed, Stopped) as problem:
            raise SystemExit(f"{stage}: {engine} gives no answer. {problem}") from None
        return None if told is None else told["answers"]

    def measure(self, stage: str, sizes: Sequence[int]) -> None:
        """Measure each engine of *stage* on corpora of growing size."""
        for engine in filter(self._is_wanted, STAGES[stage]):
            for cases in sizes:
                if cases > LARGEST.get(stage, cases):
                    break
                measured = self._measured(stage, engine, generated(self.folder, cases, self.seed))
                if measured is None:
                    break
                self.measured.append({"stage": stage, "engine": engine, "cases": cases, **measured})
                if "stopped" in measured:
                    break

    def result(self) -> dict[str, Any]:
        """Return everything, with the conditions, as JSON has it."""
        return {
            "machine": machine(),
            "commit": commit(),
            "seed": self.seed,
            "runs": self.runs,
            "limit": self.limit,
            "compared": self.compared,
            "measured": self.measured,
            "skipped": self.skipped,
        }

    def _measured(self, stage: str, engine: str, corpus: Corpus) -> dict[str, Any] | None:
        """Return the medians of some runs, or at which time the first was stopped.

        None when the engine is not there. A run that takes long is not repeated.
        """
        taken: list[dict[str, Any]] = []
        stopped = {"stopped": f"stopped at {self.limit:g} s"}
        try:
            if engine in PREPARED.get(stage, ()):
                self._prepare(corpus)
            while len(taken) < self.runs and sum(one["wall"] for one in taken) < self.limit / 3:
                told = self._child(stage, engine, corpus)
                if told is None:
                    return None
                taken.append(told)
        except Stopped:
            return stopped
        except Failed as failure:
            self.skipped.setdefault(f"{engine} ({stage})", str(failure).rpartition("\n")[2])
            return {"stopped": "failed"}
        kinds = taken[0]["seconds"]
        seconds = {kind: _median([one["seconds"][kind] for one in taken]) for kind in kinds}
        done = taken[0]["cases"]
        return {
            "runs": len(taken),
            "done": done,
            "count": taken[0]["count"],
            "seconds": seconds,
            "a case": sum(seconds.get(kind, 0) for kind in A_CASE) / done,
            **{figure: _median([one[figure] for one in taken]) for figure in FIGURES},
        }

    def _child(self, stage: str, engine: str, corpus: Corpus) -> dict[str, Any] | None:
        """Run one stage in a process of its own, and return what it and the system tell.

        None when the engine is not there; then the reason is kept.
        """
        command = [sys.executable, str(HERE / "stages.py"), stage, engine, str(corpus.folder)]
        process = run(command, self.limit)
        told: dict[str, Any] = json.loads(process.output.splitlines()[-1])
        if "unavailable" in told:
            self.skipped.setdefault(f"{engine} ({stage})", told["unavailable"])
            return None
        return {**told, **{figure: getattr(process, figure) for figure in FIGURES}}

    def _prepare(self, corpus: Corpus) -> None:
        """Write what some engines read, unless it is there, with the fastest that can."""
        for engine in PREPARATION:
            if corpus.is_prepared or self._child("prepare", engine, corpus) is not None:
                return

    def _is_wanted(self, engine: str) -> bool:
        return self.only is None or engine in self.only


def machine() -> dict[str, str]:
    """Return what the numbers depend on: processors, Python, and the versions of the engines."""
    found = {"processors": f"{os.cpu_count()} x {platform.machine()}"}
    found["Python"] = platform.python_version()
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found | eye.versions()


def commit() -> str:
    """Return the commit of the checkout, with a word when something in it has changed."""
    head, changes = (
        subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True).stdout.strip()
        for words in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "../src"))
    )
    return f"{head or 'unknown'}{' with changes' if changes else ''}"


def show(result: dict[str, Any]) -> None:
    """Print *result* as tables."""
    console = Console()
    for title, header, rows in tables(result):
        table = Table(*header, title=title)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for name, why in result["skipped"].items():
        console.print(f"{name}: not measured: {why}", markup=False)
    console.print(conditions(result), markup=False)


def _difference(stage: str, engine: str, expected: Counter[str], found: Counter[str]) -> str:
    """Return how the answers differ, the first few of them."""
    lines = [f"{stage}: {engine} does not answer as the reference engine does."]
    for word, part in (("lacks", expected - found), ("has besides", found - expected)):
        lines += [f"  {word} {count} x {answer}" for answer, count in sorted(part.items())[:5]]
    return "\n".join(lines)


def _median(figures: list[float]) -> float:
    return round(median(figures), 4)


if __name__ == "__main__":
    main()
