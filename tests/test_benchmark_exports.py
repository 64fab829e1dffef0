"""The benchmark of the site and the exporters: every format has its way, and its figures stay."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_group

from casegraph.cli.export import app

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


def measured(way: str, cases: int, **figures: object) -> dict[str, Any]:
    """Return a measurement as the script keeps it."""
    told = {"wall": 2.0, "processor": 2.0, "peak": 100.0, "written": 1.0, **figures}
    return {"way": way, "cases": cases, "commit": "c0ffee1", "load": 0.5, **told}


def result(*those: dict[str, Any]) -> dict[str, Any]:
    """Return what the script writes when it has measured *those*."""
    benchmark = script("exports").Benchmark(Path(), runs=1, limit=60, memory=500)
    benchmark.measured = list(those)
    told: dict[str, Any] = benchmark.result()
    return told


def test_every_format_of_the_command_line_has_a_way() -> None:
    module = script("export_ways")
    ways = list(module.ways(module.formats(), [1, 2]))
    assert len({way.name for way in ways}) == len(ways)
    assert {way.words[1] for way in ways if way.words[0] == "export"} == set(
        get_group(app).commands
    )
    assert [way.name for way in ways if way.words[0] == "site"] == [
        "site, 1 worker",
        "site, 1 worker, unchanged",
        "site, 2 workers",
        "site, 2 workers, unchanged",
    ]


def test_the_script_measures_the_bundled_cases_and_writes_the_page(tmp_path: Path) -> None:
    page, kept = tmp_path / "page.md", tmp_path / "result.json"
    tables = script("tables")
    page.write_text(f"before\n{tables.BEGIN}\nold\n{tables.END}\nafter\n", encoding="utf-8")
    earlier = [measured("fhir", 1000), measured("turtle", 3, processor=900.0)]
    kept.write_text(json.dumps(result(*earlier)), encoding="utf-8")
    options = ["--sizes", "3", "--formats", "turtle", "void", "--runs", "1"]
    options += ["--folder", str(tmp_path / "runs"), "--json", str(kept), "--docs", str(page)]
    subprocess.run(
        [sys.executable, str(FOLDER / "exports.py"), *options], check=True, capture_output=True
    )
    found = json.loads(kept.read_text("utf-8"))
    assert [one["way"] for one in found["measured"]] == ["fhir", "turtle", "void"]
    for one in found["measured"][1:]:
        assert one["cases"] == 3
        assert 0 < one["processor"] < 900
        assert one["peak"] > 10
        assert one["written"] > 0
    text = page.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert script("export_tables").markdown(found) in text
    assert "old" not in text


def test_what_is_stopped_is_told_and_not_tried_with_more_cases(tmp_path: Path) -> None:
    module = script("export_ways")
    benchmark = script("exports").Benchmark(
        tmp_path, runs=1, limit=0.05, memory=500, stores={3: tmp_path, 1000: tmp_path}
    )
    saved: list[int] = []
    wanted = list(module.ways(["site", "void"], [1]))
    benchmark.measure([3, 1000], wanted, lambda told: saved.append(len(told["measured"])))
    assert saved == [1, 2]
    assert [(one["way"], one["cases"]) for one in benchmark.measured] == [
        ("site, 1 worker", 3),
        ("void", 3),
    ]
    text = script("export_tables").markdown(benchmark.result())
    assert "| void | stopped at 0.05 s |" in text


def test_a_process_is_ended_when_it_takes_too_much_memory() -> None:
    module = script("process")
    command = [sys.executable, "-c", "import time; kept = bytearray(300_000_000); time.sleep(60)"]
    with pytest.raises(module.Stopped, match="100 MB"):
        module.run(command, 60, 100)


def test_a_failure_says_why(tmp_path: Path) -> None:
    way = script("export_ways").Way("nothing", ("export", "nothing"), "nothing")
    benchmark = script("exports").Benchmark(tmp_path, 1, 60, 500, stores={3: tmp_path})
    benchmark.measure([3], [way], lambda _: None)
    assert benchmark.measured[0]["stopped"] == "failed"
    assert "Failed: nothing: error:" in script("export_tables").markdown(benchmark.result())


def test_a_case_costs_what_the_smallest_store_does_not() -> None:
    found = [
        measured("turtle", cases, processor=1 + cases * each)
        for cases, each in ((3, 0.0), (1000, 0.01), (10_000, 0.02))
    ]
    cost = script("export_tables").cost
    assert cost(found, "turtle", 3) is None
    assert cost(found, "turtle", 1000) == pytest.approx(0.01, rel=0.01)
    text = script("export_tables").markdown(result(*found))
    assert "within 20 % | +99 %: turtle, 10,000 cases |" in text


def test_the_page_shows_the_measurements_that_are_kept() -> None:
    kept = FOLDER / "exports.json"
    if not kept.exists():
        pytest.skip("no measurements are kept yet")
    page = (ROOT / "docs" / "benchmarks-exports.md").read_text("utf-8")
    assert script("export_tables").markdown(json.loads(kept.read_text("utf-8"))) in page
