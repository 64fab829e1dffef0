"""What the server does a second, and what it still does while strangers misuse it.

    python benchmarks/serve.py --store DIR [--rdflib-endpoint PROGRAM] [--json FILE] [--docs PAGE]
    python benchmarks/serve.py --store DIR --parts small --others virtuoso

casegraph, rdflib-endpoint and Virtuoso get the same quads, one after the other on the same machine,
and the same SPARQL; their rows are counted and compared before. Each thing is asked of another case
every time, so that no answer is at hand, and then of one case only. Pages and the library exist in
casegraph alone. See `docs/benchmarks-serve.md` for what the tables say and do not.
"""

import argparse
import json
import os
import platform
import random
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from engines import commit
from hostile import calm, misused
from loads import hammer, paced
from serve_tables import SMALLEST, markdown
from servers import (
    JSON,
    Missing,
    Server,
    casegraph,
    rdflib_endpoint,
    rdflib_endpoint_on_disk,
    virtuoso,
)
from tables import write_into

from casegraph.exporters import export
from casegraph.files import write_atomically
from casegraph.namespaces import CG, case_iri
from casegraph.query.library import named
from casegraph.query.slots import with_values
from casegraph.query.sparql import Sparql
from casegraph.store import Store

HTML, TURTLE = "text/html", "text/turtle"
SMALL = f"""SELECT DISTINCT ?statement ?term WHERE {{
  <CASE> <{CG}hasStatement> ?statement . ?statement <{CG}affirms> ?term
}}"""
"""A small question: what one case affirms."""

PARTS = ("small", "library", "pages", "misuse")
"""What can be measured: the small question, one of the library, case pages, and misuse."""

OTHERS = ("virtuoso", "rdflib", "oxigraph", "oxigraph-on-disk")
"""The servers that can be asked the same; the last three are rdflib-endpoint, by its store, which
in memory takes 14 to 21 GB over 10,000 cases."""

LIBRARY = "suspicions"
"""A question of the library about one case."""


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure the server.")
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--rdflib-endpoint", default="rdflib-endpoint", help="its program")
    parser.add_argument("--others", nargs="*", choices=OTHERS, default=("virtuoso", OTHERS[-1]))
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--seconds", type=float, default=10, help="of each load")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--hostile", type=int, default=10_000, help="queries, 1 in 10 hostile")
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks/serve"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--docs", type=Path)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    result = Benchmark(chosen).result()
    text = markdown(result)
    print(text)
    if chosen.json:
        write_atomically(chosen.json, f"{json.dumps(result, indent=2)}\n".encode())
    if chosen.docs:
        write_into(chosen.docs, text)


class Benchmark:
    """One run of the benchmark over the store that was chosen."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self._chosen = chosen
        with Store.open(chosen.store) as store:
            cases = list(store.cases())
        random.Random(1).shuffle(cases)
        self._count, self._cases = len(cases), cases
        self._data = chosen.folder / f"{chosen.store.name}.nq"
        if not self._data.exists():
            export("nquads", store=chosen.store, out=self._data)
        self._skipped: dict[str, str] = {}

    def result(self) -> dict[str, Any]:
        """Return all that was measured."""
        parts, beside, after = self._chosen.parts, [], None
        with casegraph(self._chosen.store) as server:
            rows = self._rows(server)
            loads = self._sparql(server)
            if "library" in parts:
                loads.append(self._of_the_library(server))
            if "pages" in parts:
                loads += self._pages(server)
                beside = self._beside(server)
        for name, other in self._others().items():
            try:
                with other as server:
                    found = self._rows(server)
                    if found != rows:
                        raise Missing(f"{name} gives {found} rows where casegraph gives {rows}")
                    loads += self._sparql(server)
            except Missing as reason:
                self._skipped[name] = str(reason)
        if "misuse" in parts:
            with casegraph(self._chosen.store, "--seconds", "0.5") as server:
                after = misused(server, self._small(), self._chosen.hostile)
        return {
            "commit": commit(),
            "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
            "cases": self._count,
            "rows": rows,
            "runs": self._chosen.runs,
            "seconds": self._chosen.seconds,
            "clients": self._chosen.clients,
            "loads": loads,
            "beside": beside,
            "misused": after,
            "skipped": self._skipped,
        }

    def _others(self) -> Mapping[str, AbstractContextManager[Server]]:
        program, folder = self._chosen.rdflib_endpoint, self._chosen.folder / "virtuoso"
        every = {
            "virtuoso": lambda: virtuoso(folder, self._data),
            "rdflib": lambda: rdflib_endpoint(program, self._data, "default"),
            "oxigraph": lambda: rdflib_endpoint(program, self._data, "Oxigraph"),
            "oxigraph-on-disk": lambda: rdflib_endpoint_on_disk(
                program, self._data, self._chosen.folder / "oxigraph"
            ),
        }
        return {name: every[name]() for name in self._chosen.others}

    def _small(self) -> list[str]:
        return [SMALL.replace("CASE", case_iri(case)) for case in self._cases]

    def _bound(self) -> list[str]:
        """Return the question of the library about each case, as plain SPARQL."""
        return [_bound(LIBRARY, case) for case in self._cases]

    def _rows(self, server: Server) -> list[int]:
        """Return how many rows some of the questions have, when *server* has come to rest."""
        server.rest()
        found = []
        for sparql in (*self._small()[:3], *self._bound()[:3]):
            answer = server.answer(server.asked(sparql), JSON).json()
            found.append(len(answer["results"]["bindings"]))
        return found

    def _sparql(self, server: Server) -> list[dict[str, Any]]:
        found = []
        if "small" in self._chosen.parts:
            small = list(map(server.asked, self._small()))
            found.append(self._load(server, SMALLEST, small, JSON, is_marked=True))
            found.append(self._load(server, f"{SMALLEST}, the same", small[:1], JSON))
        if "library" in self._chosen.parts:
            bound = list(map(server.asked, self._bound()))
            found.append(self._load(server, f"`{LIBRARY}` as SPARQL", bound, JSON))
        return found

    def _of_the_library(self, server: Server) -> dict[str, Any]:
        slugs = [case.rpartition("/")[2] for case in self._cases]
        asked = [f"/api/queries/{LIBRARY}/answer?case={slug}" for slug in slugs]
        return self._load(server, f"`{LIBRARY}` of the library", asked, JSON)

    def _pages(self, server: Server) -> list[dict[str, Any]]:
        paths = [f"/{case.split('/casegraph/')[1]}" for case in self._cases]
        return [
            self._load(server, "case page, another each time", paths, HTML),
            self._load(server, "case page, the same", paths[:1], HTML),
            self._load(server, "Turtle of a case, another each time", paths, TURTLE),
            self._load(server, "Turtle of a case, the same", paths[:1], TURTLE),
        ]

    def _load(
        self,
        server: Server,
        what: str,
        paths: Sequence[str],
        accept: str,
        *,
        is_marked: bool = False,
    ) -> dict[str, Any]:
        """Return the median of the runs; each begins where the one before has not been."""
        runs, told = self._chosen.runs, []
        seconds, clients = self._chosen.seconds, self._chosen.clients
        for number in range(runs):
            part = paths[number::runs] or paths
            told.append(hammer(server.url, part, accept, seconds, clients, is_marked=is_marked))
        middle = sorted(told, key=lambda load: load.rate)[runs // 2]
        return {"server": server.name, "what": what, **middle.told()}

    def _beside(self, server: Server) -> list[dict[str, Any]]:
        """Return what case pages take at 100 requests a second, alone and beside a long query."""
        paths = [f"/{case.split('/casegraph/')[1]}" for case in self._cases]
        found = []
        for what, some in (
            ("100 pages again and again", paths[:100]),
            ("another page each time", paths[100:] or paths),
        ):
            hammer(server.url, paths[:100], HTML, 10, 2)
            alone = paced(server.url, some, HTML, self._chosen.seconds, 100)
            with calm(server):
                beside = paced(server.url, some, HTML, self._chosen.seconds, 100)
            found.append({"what": what, "alone": alone.told(), "beside": beside.told()})
        return found


def _bound(name: str, case: str) -> str:
    """Return the question *name* of the library about *case*, as SPARQL that any server takes."""
    lines = [line for line in named(name).text.splitlines() if not line.startswith("#")]
    return with_values(Sparql("\n".join(lines)), {"case": ox.NamedNode(case_iri(case))})


if __name__ == "__main__":
    main()
