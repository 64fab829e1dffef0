"""`casegraph vocab`: what it prints, and how it ends."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from casegraph.cli import app
from conftest import case_turtle

FILES = Path(__file__).parent / "ontologies"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["vocab", *map(str, arguments)])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("vocab") / "store"
    result = run("add", FILES / "small.obo", "--store", place)
    assert result.exit_code == 0, result.output
    assert "A small ontology 2026-01-02" in result.stdout
    assert "5: AnatomicalStructure 2, FindingType 3" in result.stdout
    assert "left out  1 link to 1 term that the file does not define: UBERON:0000009" in (
        result.stdout
    )
    return place


def test_the_list_tells_what_there_is_in_each_form(store: Path) -> None:
    assert "small.obo" in run("list", "--store", store).stdout
    [row] = csv.DictReader(
        io.StringIO(run("list", "--store", store, "--format", "tsv").stdout), delimiter="\t"
    )
    [found] = json.loads(run("list", "--store", store, "--format", "json").stdout)
    assert row["id"] == found["id"] == "small"
    assert int(row["terms"]) == found["terms"] == 5
    assert int(row["dangling"]) == found["dangling"] == 1


def test_a_search_answers_in_each_form(store: Path) -> None:
    assert "HP:0000010" in run("search", "stif neck", "--store", store).stdout
    tsv = run("search", "stif neck", "--store", store, "--format", "tsv").stdout
    best = next(csv.DictReader(io.StringIO(tsv), delimiter="\t"))
    assert best == {
        "term": "HP:0000010",
        "label": "stiffness of the neck",
        "matched": "stiff neck",
        "ontology": "small",
        "kind": "FindingType",
        "above": "phenotypic abnormality",
    }
    found = json.loads(run("search", "stif neck", "--store", store, "--format", "json").stdout)
    assert found[0]["iri"] == "http://purl.obolibrary.org/obo/HP_0000010"
    limited = run("search", "neck", "--store", store, "--limit", 2, "--format", "json")
    assert len(json.loads(limited.stdout)) == 2


def test_a_search_without_a_store_is_among_the_bundled_terms() -> None:
    found = json.loads(run("search", "alar ligamant", "--format", "json").stdout)
    assert found[0]["curie"] == "term:alar-ligament"


@pytest.mark.parametrize("form", ["table", "tsv", "json"])
def test_nothing_found_is_said_and_is_no_failure(store: Path, form: str) -> None:
    result = run("search", "xyzzy plugh", "--store", store, "--format", form)
    assert result.exit_code == 0
    assert result.stderr == "nothing found: no label or synonym is like this\n"
    if form == "json":
        assert json.loads(result.stdout) == []
    else:
        assert not result.stdout or list(csv.DictReader(io.StringIO(result.stdout))) == []


def test_who_finds_nothing_is_told_the_nearest_words(store: Path) -> None:
    said = run("search", "xyzzy plugh stifness", "--store", store).stderr
    assert "words like it are stiffness" in said


def test_an_obsolete_term_is_shown_with_what_replaces_it(store: Path) -> None:
    assert "(obsolete, see HP:0000010)" in run("search", "rigid neck", "--store", store).stdout


def test_a_file_that_cannot_be_used_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "store"
    result = run("add", FILES / "small.obo", tmp_path / "missing.obo", "--store", place)
    assert result.exit_code == 2
    assert "missing.obo: cannot be read" in result.stderr
    assert not place.exists()


def test_removed_is_gone_and_twice_is_an_error(tmp_path: Path) -> None:
    place = tmp_path / "store"
    assert run("add", FILES / "small.json", "--store", place).exit_code == 0
    assert run("remove", "small", "--store", place).exit_code == 0
    again = run("remove", "small", "--store", place)
    assert again.exit_code == 2
    assert "the store has no such ontology" in again.stderr
    assert "no public ontology" in run("list", "--store", place).stderr


def test_cases_that_rest_on_other_terms_are_told_of(tmp_path: Path) -> None:
    place = tmp_path / "store"
    built = CliRunner().invoke(app, ["build", "--store", str(place)])
    assert built.exit_code == 0
    added = run("add", FILES / "small.obo", "--store", place)
    assert "3 cases in" in added.stderr
    assert "build all of them again" in added.stderr
    asked = CliRunner().invoke(
        app, ["show", "alar-ligament-calcification-ra", "--store", str(place)]
    )
    assert "the vocabulary has changed since the store was built" in asked.stderr


def test_an_ontology_that_a_case_uses_is_removed_only_with_force(tmp_path: Path) -> None:
    place, case = tmp_path / "store", tmp_path / "stiff-neck.ttl"
    assert run("add", FILES / "small.obo", "--store", place).exit_code == 0
    term = "<http://purl.obolibrary.org/obo/HP_0000010> "
    case.write_text(case_turtle().replace("term:neck-pain ", term), "utf-8")
    CliRunner().invoke(app, ["build", str(case), "--store", str(place)])
    refused = run("remove", "small", "--store", place)
    assert refused.exit_code == 2
    assert "used by 1 case, stiff-neck" in refused.stderr
    assert "small" in run("list", "--store", place, "--format", "tsv").stdout
    assert run("remove", "small", "--store", place, "--force").exit_code == 0
