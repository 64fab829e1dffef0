"""One stage of the import of phenopackets, in a process of its own.

    python benchmarks/packet_stages.py map PACKETS
    python benchmarks/packet_stages.py import PACKETS STORE WORKERS
    python benchmarks/packet_stages.py store STORE FOLDER

PACKETS: what `packet_writer.py` wrote. The last line that a stage prints is JSON; times in it are
seconds, without the start of Python.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from casegraph.importers.phenopackets import import_phenopackets
from casegraph.importers.phenopackets.findings import Findings
from casegraph.importers.phenopackets.mapping import mapped
from casegraph.importers.phenopackets.packet import Packet
from casegraph.importers.phenopackets.sources import files, packets
from casegraph.namespaces import inferred_graph, provenance_graph
from casegraph.quads import nquads
from casegraph.store import Store

PIECE = 40 * 2**20  # bytes of N-Quads that are loaded at once, as a build does
PHASES = {
    "Reading packets": "read and map",
    "Looking through the input": "gather what is shared",
    "Inferring and validating cases": "infer and validate",
    "Storing what the cases share": "write",
    "Writing to the store": "write",
}
"""What an import says that it is doing, and what the tables call it."""


def main() -> None:
    """Run the stage that the command line names, and print what came of it."""
    parser = argparse.ArgumentParser(description="Run one stage of an import.")
    stages = parser.add_subparsers(dest="stage", required=True)
    mapping = stages.add_parser("map")
    mapping.add_argument("packets", type=Path)
    importing = stages.add_parser("import")
    importing.add_argument("packets", type=Path)
    importing.add_argument("store", type=Path)
    importing.add_argument("workers", type=int)
    storing = stages.add_parser("store")
    storing.add_argument("store", type=Path)
    storing.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    match chosen.stage:
        case "map":
            found = read_and_map(chosen.packets)
        case "import":
            found = import_whole(chosen.packets, chosen.store, chosen.workers)
        case _:
            found = {**counts(chosen.store), **load(chosen.store, chosen.folder)}
    print(json.dumps(found))


def read_and_map(path: Path) -> dict[str, Any]:
    """Read packets and make cases of them, and keep none."""
    wall, processor, count = time.perf_counter(), time.process_time(), 0
    for file in files([path]):
        for packet in packets(file):
            if not isinstance(packet, Packet):
                raise SystemExit(f"{packet.name} is no packet: {packet.reason}")
            mapped(packet, Findings())
            count += 1
    return {
        "packets": count,
        "seconds": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
    }


def import_whole(path: Path, store: Path, workers: int) -> dict[str, Any]:
    """Import packets into *store*, and tell how long each phase took.

    :raises SystemExit: when a packet is refused.
    """
    phases = Phases()
    done = import_phenopackets([path], store=str(store), workers=workers, progress=phases.note)
    phases.end()
    if done.refusals:
        place, reason = next(iter(done.refusals.items()))
        raise SystemExit(f"{len(done.refusals)} packets were refused; {place}: {reason}")
    return {
        "packets": done.packets,
        "statements": done.statements.total(),
        "seconds": sum(phases.seconds.values()),
        "phases": phases.seconds,
    }


class Phases:
    """How long each phase of an import takes, told by its progress."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(PHASES.values(), 0.0)
        self._before = time.perf_counter()
        self._phase = ""

    def note(self, doing: str, done: int, of: int) -> None:  # noqa: ARG002
        """Take the time since the last note as the phase's that has gone on."""
        now = time.perf_counter()
        self._phase = PHASES[doing]
        self.seconds[self._phase] += now - self._before
        self._before = now

    def end(self) -> None:
        """Take the rest as the last phase's."""
        self.seconds[self._phase] += time.perf_counter() - self._before


def counts(store: Path) -> dict[str, Any]:
    """Return how many quads the cases of *store* have."""
    with Store.open(store) as source:
        cases = source.cases()
        of_all = {
            "asserted": sum(_length(source, case) for case in cases),
            "provenance": sum(_length(source, provenance_graph(case)) for case in cases),
            "inferred": sum(_length(source, inferred_graph(case)) for case in cases),
        }
    return {"cases": len(cases), "quads": of_all}


def load(store: Path, folder: Path) -> dict[str, Any]:
    """Load the cases of *store* into an empty database at *folder*, and do nothing else."""
    seconds = 0.0
    database = ox.Store(folder)
    for piece in _pieces(store):
        start = time.perf_counter()
        database.bulk_load(piece, ox.RdfFormat.N_QUADS)
        seconds += time.perf_counter() - start
    start = time.perf_counter()
    database.flush()
    return {"seconds": seconds + time.perf_counter() - start}


def _pieces(store: Path) -> Iterator[bytes]:
    waiting: list[bytes] = []
    with Store.open(store) as source:
        for case in source.cases():
            for graph in (case, provenance_graph(case), inferred_graph(case)):
                waiting.append(nquads(source.graph(graph)))
            if sum(map(len, waiting)) > PIECE:
                yield b"".join(waiting)
                waiting = []
    yield b"".join(waiting)


def _length(store: Store, graph: str) -> int:
    return sum(1 for _ in store.graph(graph))


if __name__ == "__main__":
    main()
