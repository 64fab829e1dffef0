"""The benchmark of the import: packets that are always the same, and all of them usable."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casegraph.importers.phenopackets import import_phenopackets
from casegraph.importers.phenopackets.packet import Packet
from casegraph.importers.phenopackets.sources import files, packets

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "benchmarks"
OBO = "http://purl.obolibrary.org/obo/"
FEATURES = {
    "HP_0001250": ("Seizure", "HP_0000118"),
    "HP_0007359": ("Focal-onset seizure", "HP_0001250"),
    "HP_0002384": ("Focal impaired awareness seizure", "HP_0007359"),
    "HP_0001251": ("Ataxia", "HP_0000118"),
    "HP_0000252": ("Microcephaly", "HP_0000118"),
    "HP_0000518": ("Cataract", "HP_0000118"),
    "HP_0000639": ("Nystagmus", "HP_0000118"),
    "HP_0001513": ("Obesity", "HP_0000118"),
    "HP_0002650": ("Scoliosis", "HP_0000118"),
    "HP_0004322": ("Short stature", "HP_0000118"),
    "HP_0003577": ("Congenital onset", "HP_0003674"),
}


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the scripts of `benchmarks/` first; `docs/` has a `generate.py` too."""
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.delitem(sys.modules, "generate", raising=False)


@pytest.fixture(scope="module")
def hpo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small file like HPO's: one feature below another, one obsolete, one no feature."""
    nodes = [{"id": OBO + name, "lbl": label, "type": "CLASS"} for name, (label, _) in _all()]
    gone = {"id": f"{OBO}HP_0000057", "lbl": "Gone", "type": "CLASS", "meta": {"deprecated": True}}
    edges = [
        {"sub": OBO + name, "pred": "is_a", "obj": OBO + up} for name, (_, up) in FEATURES.items()
    ]
    graph = {"id": f"{OBO}hp.json", "nodes": [*nodes, gone], "edges": edges}
    file = tmp_path_factory.mktemp("hpo") / "hp.json"
    file.write_text(json.dumps({"graphs": [graph]}), encoding="utf-8")
    return file


def _all() -> Iterator[tuple[str, tuple[str, str]]]:
    yield from FEATURES.items()
    yield "HP_0000118", ("Phenotypic abnormality", "")
    yield "HP_0003674", ("Onset", "")


def script(name: str) -> Any:
    """Return the module of that *name* in `benchmarks/`, which is no package."""
    return importlib.import_module(name)


def written(path: Path, count: int, seed: int, hpo: Path | None = None) -> dict[str, Any]:
    """Write packets to *path*, and return those that the importer finds there, by their ids."""
    script("packet_writer").write_packets(
        path, count, seed, script("packet_terms").Features.of(hpo)
    )
    found = [one for file in files([path]) for one in packets(file)]
    return {one.plain["id"]: one.plain for one in found if isinstance(one, Packet)}


def terms(packet: Any, *, excluded: bool) -> set[str]:
    """Return the features that *packet* has, or that it excludes."""
    said = packet["phenotypicFeatures"]
    return {one["type"]["id"] for one in said if one.get("excluded", False) is excluded}


@pytest.mark.parametrize("with_hpo", [False, True])
def test_every_packet_becomes_a_case_without_repairs(
    tmp_path: Path, hpo: Path, *, with_hpo: bool
) -> None:
    written(tmp_path / "packets.zip", 40, 1, hpo if with_hpo else None)
    done = import_phenopackets([tmp_path / "packets.zip"])
    assert (done.packets, done.cases) == (40, 40)
    assert not done.refusals
    assert not done.repairs
    assert done.publications == 5
    assert min(done.statements[one] for one in ("affirms", "denies", "measured")) > 0


def test_a_seed_and_a_number_give_the_same_packet_in_any_form(tmp_path: Path) -> None:
    folder = written(tmp_path / "folder", 3, 7)
    assert len(folder) == 3
    assert folder == written(tmp_path / "packets.zip", 3, 7)
    more = written(tmp_path / "packets.ndjson", 9, 7)
    assert len(more) == 9
    assert folder.items() <= more.items()
    assert folder != written(tmp_path / "other", 3, 8)


def test_what_a_packet_excludes_is_not_broader_than_what_it_has(tmp_path: Path, hpo: Path) -> None:
    features = script("packet_terms").Features.of(hpo)
    found = written(tmp_path / "packets.ndjson", 60, 1, hpo)
    assert any(terms(one, excluded=True) for one in found.values())
    for one in found.values():
        above = {name for each in terms(one, excluded=False) for name in features.above[each]}
        assert not above & terms(one, excluded=True)


def test_a_packet_names_abnormalities_that_are_in_use(hpo: Path) -> None:
    features = script("packet_terms").Features.of(hpo)
    named = {name.replace("_", ":") for name, (_, up) in FEATURES.items() if up != "HP_0003674"}
    assert set(features.names) == named


def test_the_script_measures_every_stage_and_writes_the_page(tmp_path: Path, hpo: Path) -> None:
    page = tmp_path / "page.md"
    tables = script("tables")
    page.write_text(f"before\n{tables.BEGIN}\nold\n{tables.END}\nafter\n", encoding="utf-8")
    options = ["--sizes", "5", "--workers", "1", "--runs", "1", "--folder", str(tmp_path / "runs")]
    options += ["--hpo", str(hpo), "--json", str(tmp_path / "result.json"), "--docs", str(page)]
    command = [sys.executable, str(FOLDER / "packets.py"), *options]
    subprocess.run(command, check=True, capture_output=True)
    result = json.loads((tmp_path / "result.json").read_text("utf-8"))
    stages = [one["stage"] for one in result["measured"]]
    assert stages == ["vocabulary", "map", "import", "store", "import", "store"]
    assert {one["packets"] for one in result["measured"][1:]} == {5}
    for one in result["measured"]:
        assert one["whole"]["processor"] > 0
        assert one["whole"]["peak"] > 10
    inferred = [one["quads"]["inferred"] for one in result["measured"] if one["stage"] == "store"]
    assert inferred[1] > inferred[0] > 0
    text = page.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert script("packet_tables").markdown(result) in text
    assert "old" not in text


def test_a_run_beyond_the_limit_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    benchmark = script("packets").Benchmark(tmp_path, None, seed=1, runs=1, limit=0.05)
    benchmark.measure([1], [1])
    assert [one["stage"] for one in benchmark.measured] == ["map", "import"]
    assert all(one["stopped"] == "stopped at 0.05 s" for one in benchmark.measured)
    assert "stopped at 0.05 s" in script("packet_tables").markdown(benchmark.result())


def test_the_page_shows_the_measurements_that_are_kept() -> None:
    kept = FOLDER / "packets.json"
    if not kept.exists():
        pytest.skip("no measurements are kept yet")
    page = (ROOT / "docs" / "benchmarks-import.md").read_text("utf-8")
    assert script("packet_tables").markdown(json.loads(kept.read_text("utf-8"))) in page
