"""The benchmark of engines: it compares before it measures, and says what it leaves out."""

import importlib
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from casegraph.namespaces import OWL, RDFS
from casegraph.vocabulary import bundled

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "benchmarks"


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find the scripts of `benchmarks/` first; `docs/` has a `generate.py` too."""
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.delitem(sys.modules, "generate", raising=False)


def script(name: str) -> Any:
    """Return the module of that *name* in `benchmarks/`, which is no package."""
    return importlib.import_module(name)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the script wrote after a run on one case, and what it printed."""
    folder = tmp_path_factory.mktemp("benchmark")
    command = [sys.executable, str(FOLDER / "engines.py"), "--sizes", "1", "--compare", "1"]
    command += ["--stages", "validate", "parse", "--engines", "reference", "pyrudof", "pyoxigraph"]
    command += ["--runs", "1", "--folder", str(folder), "--json", str(folder / "result.json")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads((folder / "result.json").read_text("utf-8"))
    return {**result, "printed": done.stdout}


def test_each_engine_that_is_there_is_measured_as_a_whole_process(ran: dict[str, Any]) -> None:
    measured = {(one["stage"], one["engine"]): one for one in ran["measured"]}
    assert {("validate", "reference"), ("parse", "pyoxigraph")} <= measured.keys()
    for one in measured.values():
        assert one["done"] == one["cases"] == 1
        assert one["wall"] > 0
        assert one["processor"] > 0
        assert one["peak"] > 10
        assert one["a case"] > 0


def test_an_engine_that_is_missing_is_named_with_the_reason(ran: dict[str, Any]) -> None:
    measured = {one["engine"] for one in ran["measured"]}
    skipped = {name.partition(" (")[0] for name in ran["skipped"]}
    assert ("pyrudof" in measured) != ("pyrudof" in skipped)
    for name, reason in ran["skipped"].items():
        assert name in ran["printed"]
        assert reason


def test_the_tables_name_commit_and_machine(ran: dict[str, Any]) -> None:
    text = script("tables").markdown(ran)
    assert ran["commit"] in text
    assert ran["machine"]["pyoxigraph"] in text
    assert re.search(r"\| reference \| 1 \| [\d.,]+ \|", text)


def test_an_engine_that_answers_otherwise_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    benchmark = script("engines").Benchmark
    told = {"reference": ["same", "same"], "native": ["same"]}
    monkeypatch.setattr(benchmark, "answers", lambda _self, _stage, engine, _corpus: told[engine])
    run = benchmark(tmp_path, seed=1, runs=1, limit=1, only=["reference", "native"])
    with pytest.raises(SystemExit, match=r"native does not answer.*\n  lacks 1 x same"):
        run.compare("infer", 1)
    told["native"] = told["reference"]
    run.compare("infer", 1)
    assert [one["engine"] for one in run.compared] == ["native"]


def test_a_run_beyond_the_limit_is_stopped_with_all_that_it_started() -> None:
    process = script("process")
    with pytest.raises(process.Stopped):
        process.run(["sh", "-c", "sleep 60 & wait"], limit=0.2)


def test_every_axiom_has_its_rule_for_eye() -> None:
    rules = list(script("eye").rules_in_n3())
    said = Counter(quad.predicate.value for quad in bundled().quads)
    chains, above = said[f"{OWL}propertyChainAxiom"], said[f"{RDFS}subPropertyOf"]
    assert len([rule for rule in rules if "?x2" in rule]) == chains
    assert len(rules) > chains + above
    assert any("{ ?x0 <https://w3id.org/casegraph/ontology#presents> ?x1 " in one for one in rules)


def test_spoilt_cases_are_the_same_ones_again(tmp_path: Path) -> None:
    generated = script("corpora").generated
    first, again, sound = (
        generated(tmp_path / name, 2, 1, broken=name != "sound")
        for name in ("first", "again", "sound")
    )
    texts = [[file.read_text("utf-8") for file in one.files] for one in (first, again, sound)]
    assert texts[0] == texts[1] != texts[2]


def test_the_page_shows_the_measurements_that_are_kept() -> None:
    kept = FOLDER / "results.json"
    if not kept.exists():
        pytest.skip("no measurements are kept yet")
    page = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    assert script("tables").markdown(json.loads(kept.read_text("utf-8"))) in page
