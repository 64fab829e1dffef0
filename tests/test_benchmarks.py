"""The generated corpus: the same on every machine, with every class and polarity, conforming."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from casegraph.read import contents, read
from casegraph.validate import validate

GENERATOR = Path(__file__).parents[1] / "benchmarks" / "generate.py"
POLARITIES = {"affirms", "suspects", "denies", "deniesAt", "resolves", "performs", "notPerformed"}
CLASSES = {"Finding", "Measurement", "Diagnosis", "Investigation", "Treatment", "Outcome"}


def generated(folder: Path, cases: int, seed: int, start: int = 1) -> dict[str, str]:
    """Write a corpus into *folder* in a process of its own, and return its files."""
    options = (f"--cases={cases}", f"--seed={seed}", f"--start={start}")
    subprocess.run([sys.executable, str(GENERATOR), str(folder), *options], check=True)
    files = sorted(folder.rglob("*.ttl"))
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def test_a_seed_and_a_number_give_the_same_cases_in_any_corpus(tmp_path: Path) -> None:
    small = generated(tmp_path / "small", 2, 7)
    large = generated(tmp_path / "large", 4, 7)
    other = generated(tmp_path / "other", 2, 8)
    assert {name: large[name] for name in small if "cases" in name} == {
        name: text for name, text in small.items() if "cases" in name
    }
    assert all(other[name] != text for name, text in small.items() if "cases" in name)


def test_corpus_can_be_made_in_parts(tmp_path: Path) -> None:
    whole = generated(tmp_path / "whole", 4, 7)
    parts = generated(tmp_path / "first", 3, 7) | generated(tmp_path / "last", 1, 7, start=4)
    assert parts == whole


def test_folder_of_a_large_corpus_holds_a_thousand_cases(tmp_path: Path) -> None:
    assert sorted(generated(tmp_path, 3, 1, start=999)) == [
        "cases/0001/generated-1000.ttl",
        "cases/0001/generated-999.ttl",
        "cases/0002/generated-1001.ttl",
        "publications.ttl",
    ]


def test_generated_cases_differ_in_length_and_read_the_same_without_places(tmp_path: Path) -> None:
    generated(tmp_path, 60, 1)
    lengths = []
    for file in sorted((tmp_path / "cases").iterdir()):
        content = contents(str(file))
        (quads,) = content.cases.values()
        lengths.append(len(quads))
        assert {*quads, *content.background} == set(read(file).quads)
    assert 400 <= min(lengths) < 550
    assert 750 < max(lengths) <= 950


@pytest.mark.parametrize("seed", [1, 2])
def test_generated_cases_conform_and_have_every_class_and_polarity(
    seed: int, tmp_path: Path
) -> None:
    files = generated(tmp_path, 3, seed)
    for name, text in files.items():
        if "cases" in name:
            assert set(re.findall(r"cg:(\w+) term:", text)) >= POLARITIES
            assert set(re.findall(r"> a cg:(\w+)", text)) >= CLASSES | {"Claim", "Figure"}
            assert "a cito:Citation" in text
            assert "cg:revises" in text
    report = validate(read(tmp_path))
    assert report.violations + report.warnings == (), report.serialize()
    assert len(report.cases) == 3
