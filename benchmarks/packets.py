"""What the import of phenopackets costs, without and with HPO in the store.

    python benchmarks/packets.py [--hpo FILE] [--sizes 1000 10000] [--workers 1 2] [--json FILE]

The packets are invented (`packet_writer.py`). Each figure is that of a process of its own: reading
and mapping alone, the whole import into a store, and what the database needs for loading alone.
FILE: HPO as OBO Graphs JSON, which the packets take their terms from and `casegraph vocab add` puts
into a store; that is timed apart. Without it, the packets name a few well-known terms, and only
stores without ontologies are measured.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from engines import commit
from packet_tables import conditions, markdown, tables
from packet_terms import Features
from packet_writer import write_packets
from process import Process, Stopped, run
from rich.console import Console
from rich.table import Table
from tables import write_into

HERE = Path(__file__).parent
LIBRARIES = ("casegraph", "phenopackets", "protobuf", "pyoxigraph")


def main() -> None:
    """Measure and show what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the import of phenopackets.")
    parser.add_argument("--hpo", type=Path, help="HPO as OBO Graphs JSON, gzipped or not")
    parser.add_argument("--sizes", type=int, nargs="+", default=(1000, 10_000), help="packets")
    parser.add_argument("--workers", type=int, nargs="+", default=(1, 2))
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    parser.add_argument("--limit", type=float, default=900, help="seconds for one run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    parser.add_argument("--docs", type=Path, help="write the tables into this page")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    bench = Benchmark(chosen.folder, chosen.hpo, chosen.seed, chosen.runs, chosen.limit)
    bench.measure(sorted(chosen.sizes), sorted(chosen.workers))
    result = bench.result()
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if chosen.docs:
        write_into(chosen.docs, markdown(result))
    show(result)


@dataclass
class Benchmark:
    """One run of the benchmark.

    folder: where packets and stores are kept. hpo: the file, or None. limit: seconds for one
    process.
    """

    folder: Path
    hpo: Path | None
    seed: int
    runs: int
    limit: float
    measured: list[dict[str, Any]] = field(default_factory=list)
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    def measure(self, sizes: Sequence[int], workers: Sequence[int]) -> None:
        """Measure every stage with as many packets as *sizes* say."""
        vocabulary = self._with_hpo() if self.hpo else None
        for size in sizes:
            packets = self.packets(size)
            self._add({"stage": "map", "packets": size}, "map", packets)
            for before in [None, vocabulary] if vocabulary else [None]:
                for count in workers:
                    ended = self._import(packets, size, before, count)
                if ended:
                    self._look_into(size, before)

    def packets(self, size: int) -> Path:
        """Return the file with *size* packets, written unless it is there."""
        file = self.folder / f"packets-{self._origin()}-{size}-{self.seed}.zip"
        if not file.exists():
            unfinished = file.with_name(f"unfinished-{file.name}")
            write_packets(unfinished, size, self.seed, Features.of(self.hpo))
            unfinished.rename(file)
        return file

    def result(self) -> dict[str, Any]:
        """Return everything, with the conditions, as JSON has it."""
        machine = {"processors": f"{os.cpu_count()} x {platform.machine()}"}
        machine["Python"] = platform.python_version()
        return {
            "machine": machine | {name: version(name) for name in LIBRARIES},
            "commit": commit(),
            "seed": self.seed,
            "runs": self.runs,
            "limit": self.limit,
            "load": round(self.load, 2),
            "hpo": self.hpo.name if self.hpo else None,
            "measured": self.measured,
        }

    def _with_hpo(self) -> Path:
        """Return a new store that has HPO and nothing else, and measure what making it costs.

        It is what it costs for the first time: what follows from the terms is not in the cache.
        """
        store, cache = self.folder / "store-hpo", self.folder / "cache"
        for folder in (store, cache):
            shutil.rmtree(folder, ignore_errors=True)
        first = ["env", f"XDG_CACHE_HOME={cache.resolve()}", sys.executable, "-m", "casegraph"]
        command = [*first, "vocab", "add", str(self.hpo), "--store", str(store)]
        process = run(command, self.limit)
        self.measured.append({"stage": "vocabulary", **_figures([process])})
        return store

    def _import(self, packets: Path, size: int, before: Path | None, workers: int) -> bool:
        """Measure imports into a store that has what is in *before*."""
        told = {"stage": "import", "packets": size, "hpo": before is not None, "workers": workers}
        store = self.folder / "store-packets"
        return self._add(told, "import", packets, store, workers, store=store, before=before)

    def _look_into(self, size: int, before: Path | None) -> None:
        """Measure what the last import left, and loading that alone."""
        told = {"stage": "store", "packets": size, "hpo": before is not None}
        empty = self.folder / "store-loaded"
        self._add(told, "store", self.folder / "store-packets", empty, store=empty)

    def _add(
        self,
        told: dict[str, Any],
        *command: object,
        store: Path | None = None,
        before: Path | None = None,
    ) -> bool:
        """Measure one stage, and return whether it ended within the limit.

        store: the folder that it writes to, which before each run gets what is in *before*.
        """
        processes: list[Process] = []
        try:
            while len(processes) < self.runs and sum(one.wall for one in processes) < self.limit:
                if store is not None:
                    shutil.rmtree(store, ignore_errors=True)
                    if before is not None:
                        shutil.copytree(before, store)
                script = str(HERE / "packet_stages.py")
                processes.append(run([sys.executable, script, *map(str, command)], self.limit))
        except Stopped:
            self.measured.append({**told, "stopped": f"stopped at {self.limit:g} s"})
            return False
        answers = [json.loads(one.output.splitlines()[-1]) for one in processes]
        middle = sorted(answers, key=lambda one: one["seconds"])[(len(answers) - 1) // 2]
        self.measured.append({**middle, **told, **_figures(processes)})
        return True

    def _origin(self) -> str:
        """Return the start of the digest of all that the packets rest on."""
        digest = hashlib.sha256()
        for file in (HERE / "packet_terms.py", HERE / "packet_writer.py", self.hpo):
            digest.update(file.read_bytes() if file else b"")
        return digest.hexdigest()[:8]


def _figures(processes: Sequence[Process]) -> dict[str, Any]:
    """Return what the system counted of whole processes, start of Python included."""
    return {
        "runs": len(processes),
        "whole": {
            name: round(median(getattr(one, name) for one in processes), 3)
            for name in ("wall", "processor", "peak")
        },
    }


def show(result: dict[str, Any]) -> None:
    """Print *result* as tables."""
    console = Console()
    for title, header, rows in tables(result):
        table = Table(*header, title=title)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    console.print(conditions(result), markup=False)


if __name__ == "__main__":
    main()
