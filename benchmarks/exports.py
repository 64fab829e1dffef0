"""What the ways out of a store cost: the site, and each format of `casegraph export`.

    python benchmarks/exports.py [--sizes 3 1000 10000] [--formats site fhir] [--json FILE]

Each figure is that of a process of its own. The size 3 is that of the bundled cases; others are
generated (`generate.py`), and their stores are built once and kept. What stands in the JSON file
stays there, except for what is measured again, and both the file and the page are written after
each measurement: a run can be made in parts, and nothing is lost when it is ended.
"""

import argparse
import json
import math
import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from corpora import generated
from engines import commit
from export_tables import markdown
from export_ways import Way, formats, ways
from process import Failed, Process, Stopped, run
from tables import write_into

from casegraph.files import write_atomically

BUNDLED = 3
"""How many cases are bundled: this size means them."""

CASEGRAPH = (sys.executable, "-m", "casegraph")
LIBRARIES = ("casegraph", "jinja2", "pyoxigraph", "fhir.resources", "openpyxl", "pyarrow")


def main() -> None:
    """Measure and show what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the site and the exporters.")
    parser.add_argument("--sizes", type=int, nargs="+", default=(BUNDLED, 1000, 10_000))
    parser.add_argument("--formats", nargs="+", choices=formats(), default=formats())
    parser.add_argument("--workers", type=int, nargs="+", default=(1, 2), help="of the site")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    parser.add_argument("--limit", type=float, default=900, help="seconds for one run")
    parser.add_argument("--memory", type=float, default=8000, help="MB for one run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks"))
    parser.add_argument(
        "--store", type=_named, action="append", default=[], metavar="N=DIR", help="store of N"
    )
    parser.add_argument("--json", type=Path, help="the numbers; those that are there are kept")
    parser.add_argument("--docs", type=Path, help="write the tables into this page")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)

    def save(result: Mapping[str, Any]) -> None:
        if chosen.json:
            write_atomically(chosen.json, f"{json.dumps(result, indent=2)}\n".encode())
        if chosen.docs:
            write_into(chosen.docs, markdown(result))

    limits = {"runs": chosen.runs, "limit": chosen.limit, "memory": chosen.memory}
    bench = Benchmark(chosen.folder, **limits, seed=chosen.seed, stores=dict(chosen.store))
    if chosen.json and chosen.json.exists():
        bench.measured = json.loads(chosen.json.read_text("utf-8"))["measured"]
    bench.measure(sorted(chosen.sizes), list(ways(chosen.formats, chosen.workers)), save)
    print(markdown(bench.result()))


@dataclass
class Benchmark:
    """One run of the benchmark.

    folder: where stores are kept, and written to. limit, memory: seconds and MB for one process.
    stores: those that are there already, by the number of their cases. measured: by way and size.
    """

    folder: Path
    runs: int
    limit: float
    memory: float
    seed: int = 1
    stores: Mapping[int, Path] = field(default_factory=dict)
    measured: list[dict[str, Any]] = field(default_factory=list)

    def measure(
        self,
        sizes: Sequence[int],
        wanted: Sequence[Way],
        save: Callable[[Mapping[str, Any]], object],
    ) -> None:
        """Measure *wanted* on stores of growing size, and *save* the result after each.

        A way that did not end is not tried on a larger store.
        """
        stopped: set[str] = set()
        for cases in sizes:
            left = [way for way in wanted if way.name not in stopped]
            store = self._store(cases) if left else Path()
            for way in left:
                told = self._measured(way, store)
                if told is None:
                    continue
                if "stopped" in told:
                    stopped.add(way.name)
                self._keep({"way": way.name, "cases": cases, "commit": commit(), **told})
                save(self.result())
            self._remove(self._out)

    def result(self) -> dict[str, Any]:
        """Return everything, with the conditions, as JSON has it."""
        machine = {"processors": f"{os.cpu_count()} x {platform.machine()}"}
        machine["Python"] = platform.python_version()
        for name in LIBRARIES:
            with suppress(PackageNotFoundError):
                machine[name] = version(name)
        return {
            "machine": machine,
            "runs": self.runs,
            "limit": self.limit,
            "memory": self.memory,
            "measured": self.measured,
        }

    @property
    def _out(self) -> Path:
        return self.folder / "exported"

    def _store(self, cases: int) -> Path:
        """Return the store of so many *cases*, built unless it is there."""
        if cases in self.stores:
            return self.stores[cases]
        if cases == BUNDLED:
            store, paths = self.folder / "store-bundled", []
            self._remove(store)
        else:
            corpus = generated(self.folder, cases, self.seed)
            store = corpus.folder / "store-exports"
            paths = [str(corpus.publications), str(corpus.folder / "cases")]
        if not store.exists():
            unfinished = store.with_name(f"unfinished-{store.name}")
            self._remove(unfinished)
            run([*CASEGRAPH, "build", *paths, "--store", str(unfinished)], math.inf)
            unfinished.rename(store)
        return store

    def _measured(self, way: Way, store: Path) -> dict[str, Any] | None:
        """Return the medians of some runs, or how the first that did not end was stopped.

        None when nothing is there to be written again. Runs that take long are not repeated.
        """
        output = self._out / way.output
        if way.again and not output.exists():
            return None
        self._out.mkdir(exist_ok=True)
        load = round(os.getloadavg()[0], 2)
        processes: list[Process] = []
        try:
            while (
                len(processes) < self.runs and sum(one.wall for one in processes) < self.limit / 3
            ):
                if not way.again:
                    self._remove(output)
                command = [*CASEGRAPH, *way.command(store, self._out)]
                processes.append(run(command, self.limit, self.memory))
        except Stopped as reason:
            self._remove(output)
            return {"load": load, "stopped": str(reason).lower().rstrip(".")}
        except Failed as reason:
            self._remove(output)
            return {"load": load, "stopped": "failed", "why": str(reason).rpartition("\n")[2]}
        figures = {
            name: round(median(getattr(one, name) for one in processes), 3)
            for name in ("wall", "processor", "peak")
        }
        return {"load": load, "runs": len(processes), **figures, "written": _megabytes(output)}

    def _keep(self, one: dict[str, Any]) -> None:
        """Keep a measurement, in the place of an earlier one of the same way and size."""
        place = one["way"], one["cases"]
        self.measured = [kept for kept in self.measured if (kept["way"], kept["cases"]) != place]
        self.measured.append(one)

    def _remove(self, path: Path) -> None:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _megabytes(path: Path) -> float:
    files = [path, *path.rglob("*")] if path.is_dir() else [path]
    return round(sum(file.stat().st_size for file in files if file.is_file()) / 1e6, 3)


def _named(text: str) -> tuple[int, Path]:
    """Return what `N=DIR` says."""
    cases, _, folder = text.partition("=")
    return int(cases), Path(folder)


if __name__ == "__main__":
    main()
