"""A crate has what the store has, reads back, and is the same each time."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rocrate.rocrate import ROCrate
from typer.testing import CliRunner

from casegraph.build import build
from casegraph.cli import app
from casegraph.errors import ExportError, UnknownCaseError
from casegraph.exporters import optional
from casegraph.exporters.crate import export_crate
from casegraph.namespaces import (
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS,
    TERMS_INFERRED,
    inferred_graph,
    provenance_graph,
)
from casegraph.quads import canonical
from casegraph.rdflib_bridge import to_graph
from casegraph.read import read
from casegraph.store import Store
from conftest import case_turtle

SLUG = "alar-ligament-calcification-ra"
DATA: dict[str, Callable[[str], str]] = {
    "cases.trig": str,
    "cases-inferred.trig": inferred_graph,
    "cases-provenance.trig": provenance_graph,
}

SHARED = {
    "publications.ttl": PUBLICATIONS,
    "publications-inferred.nt": PUBLICATIONS_INFERRED,
    "terms.ttl": TERMS,
    "terms-inferred.nt": TERMS_INFERRED,
}


@pytest.fixture(scope="module")
def folder(bundled_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the crate of the bundled cases."""
    out = tmp_path_factory.mktemp("crates") / "crate"
    export_crate(out, store=bundled_store)
    return out


def entities(folder: Path) -> dict[str, dict[str, Any]]:
    metadata = json.loads((folder / "ro-crate-metadata.json").read_text())
    return {entity["@id"]: entity for entity in metadata["@graph"]}


def invented(tmp_path: Path, slug: str, old: str = "", new: str = "") -> Store:
    """Return a store with an invented case, in which *new* takes the place of *old*."""
    file = tmp_path / f"{slug}.ttl"
    file.write_text(case_turtle(slug).replace(old, new) if old else case_turtle(slug))
    store = Store.open()
    build([file], store=store)
    return store


def test_the_package_reads_it_back(folder: Path) -> None:
    crate = ROCrate(folder)
    assert crate.name == "Published clinical case reports as linked data"
    assert crate.preview is not None
    found = {entity.id for entity in crate.data_entities}
    assert {f"data/{name}" for name in DATA} <= found
    assert {"ontology/", "queries/", "validation.ttl", "void.ttl", "dcat.ttl"} <= found
    for entity in crate.data_entities:
        assert (folder / entity.id).exists()
        assert entity["name"]
        assert entity["description"]
        assert entity["license"]


def test_the_root_says_what_the_specification_asks_for(folder: Path) -> None:
    found = entities(folder)
    root = found["./"]
    assert found["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["datePublished"] == "2026-11-21"
    assert root["version"] == "0.1.0"
    assert root["license"] == [{"@id": "https://creativecommons.org/licenses/by/4.0/"}]
    cited = [found[one["@id"]] for one in root["citation"]]
    assert len(cited) == 3
    assert {one["@type"] for one in cited} == {"ScholarlyArticle"}
    assert found["#casegraph"]["license"] == [
        {"@id": "https://www.apache.org/licenses/LICENSE-2.0"}
    ]


def test_every_name_in_the_metadata_leads_somewhere(folder: Path) -> None:
    found = entities(folder)

    def names(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [value["@id"]] if value.keys() == {"@id"} else names(list(value.values()))
        return [name for one in value for name in names(one)] if isinstance(value, list) else []

    specification = {"https://w3id.org/ro/crate/1.1"}
    assert set(names(list(found.values()))) <= found.keys() | specification


def test_the_data_are_those_of_the_store(folder: Path, bundled_store: Store) -> None:
    for name, graph in DATA.items():
        file = folder / "data" / name
        meant = [
            quad
            for document in bundled_store.cases()
            for quad in bundled_store.graph(graph(document))
        ]
        assert canonical(ox.parse(path=file)) == canonical(meant)
        union = rdflib.Graph()
        for subject, predicate, value, _ in rdflib.Dataset().parse(file).quads():
            union.add((subject, predicate, value))
        assert isomorphic(union, to_graph(meant))
    for name, shared in SHARED.items():
        file = folder / "data" / name
        said = list(bundled_store.graph(shared))
        assert isomorphic(to_graph(ox.parse(path=file)), to_graph(said))
        assert isomorphic(rdflib.Graph().parse(file), to_graph(said))


def test_its_cases_build_again(folder: Path, bundled_store: Store, tmp_path: Path) -> None:
    files = [folder / "data" / name for name in ("cases.trig", "cases-provenance.trig")]
    whole = tmp_path / "whole.trig"
    whole.write_text("".join(file.read_text() for file in files))
    works = folder / "data" / "publications.ttl"
    assert set(read(whole, works).cases) == set(bundled_store.cases())


def test_the_report_tells_of_each_case(folder: Path) -> None:
    report = rdflib.Graph().parse(folder / "validation.ttl")
    conforms = rdflib.URIRef("http://www.w3.org/ns/shacl#conforms")
    assert [str(value) for value in report.objects(None, conforms)] == ["true"]
    assert "3 cases conform" in (folder / "validation.txt").read_text()


def test_a_zip_has_the_same_bytes_twice(bundled_store: Store, tmp_path: Path) -> None:
    files = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for file in files:
        export_crate(file, store=bundled_store, case=SLUG)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(tmp_path.iterdir()) == files
    assert ROCrate(files[0]).name
    with zipfile.ZipFile(files[0]) as archive:
        assert archive.namelist()[0] == "ro-crate-metadata.json"
        assert archive.testzip() is None


def test_one_case_comes_alone(bundled_store: Store, tmp_path: Path) -> None:
    out = tmp_path / "crate"
    export_crate(out, store=bundled_store, case=SLUG, title="One case")
    graphs = {str(quad.graph_name) for quad in ox.parse(path=out / "data" / "cases.trig")}
    assert graphs == {f"<https://w3id.org/casegraph/case/{SLUG}>"}
    found = entities(out)
    assert found["./"]["name"] == "One case"
    assert [one["@id"].rpartition("/")[2] for one in found["./"]["citation"]] == [SLUG]


def test_a_doi_names_the_publication(tmp_path: Path) -> None:
    label = 'rdfs:label "an invented report"@en'
    doi = f'{label} ; dcterms:identifier "doi:10.1234/Abc.5" ; dcterms:title "A report"@en'
    store = invented(tmp_path, "stiff-neck", label, doi)
    export_crate(tmp_path / "crate", store=store)
    found = entities(tmp_path / "crate")
    assert found["./"]["citation"] == [{"@id": "https://doi.org/10.1234/abc.5"}]
    assert found["https://doi.org/10.1234/abc.5"]["name"] == "A report"


def test_the_preview_runs_nothing_of_the_data(tmp_path: Path) -> None:
    old, new = "an invented report", "<script>alert(1)</script>"
    store = invented(tmp_path, "stiff-neck", old, new)
    export_crate(tmp_path / "crate", store=store)
    page = (tmp_path / "crate" / "ro-crate-preview.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_blank_nodes_of_two_cases_stay_apart(tmp_path: Path) -> None:
    store = Store.open()
    files = []
    for slug in ("one", "two"):
        files.append(tmp_path / f"{slug}.ttl")
        files[-1].write_text(case_turtle(slug))
    build(files, store=store)
    export_crate(tmp_path / "crate", store=store)
    meant = [quad for document in store.cases() for quad in store.graph(document)]
    assert len(store.cases()) == 2
    assert canonical(ox.parse(path=tmp_path / "crate" / "data" / "cases.trig")) == canonical(meant)


def test_a_crate_takes_the_place_of_a_crate(tmp_path: Path) -> None:
    out = tmp_path / "crate"
    store = invented(tmp_path, "stiff-neck")
    export_crate(out, store=store)
    (out / "queries" / "of-an-older-version.rq").write_text("old")
    export_crate(out, store=store)
    assert not (out / "queries" / "of-an-older-version.rq").exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["crate", "stiff-neck.ttl"]


@pytest.mark.parametrize("metadata", ["", "[]", '{"@graph": [{"@id": "./"}]}'])
def test_a_crate_of_others_stays(tmp_path: Path, bundled_store: Store, metadata: str) -> None:
    (tmp_path / "ro-crate-metadata.json").write_text(metadata)
    with pytest.raises(ExportError, match="nor a crate of casegraph"):
        export_crate(tmp_path, store=bundled_store)
    assert [file.name for file in tmp_path.iterdir()] == ["ro-crate-metadata.json"]


def test_a_crate_with_a_file_of_the_users_stays(tmp_path: Path) -> None:
    out = tmp_path / "crate"
    store = invented(tmp_path, "stiff-neck")
    export_crate(out, store=store)
    (out / "letter.txt").write_text("mine")
    with pytest.raises(ExportError, match="and nothing else"):
        export_crate(out, store=store)
    assert (out / "letter.txt").read_text() == "mine"


def test_a_folder_with_something_else_stays(tmp_path: Path, bundled_store: Store) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ExportError, match="neither an empty folder nor a crate"):
        export_crate(tmp_path, store=bundled_store)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_crate_that_fails_leaves_nothing(tmp_path: Path, bundled_store: Store) -> None:
    with pytest.raises(UnknownCaseError):
        export_crate(tmp_path / "crate", store=bundled_store, case="nobody")
    with pytest.raises(ExportError, match="cannot be written"):
        export_crate(tmp_path / "no" / "crate", store=bundled_store)
    assert list(tmp_path.iterdir()) == []


def test_a_store_without_cases_has_a_crate(tmp_path: Path) -> None:
    with Store.open() as store:
        build([], store=store)
        export_crate(tmp_path / "crate", store=store)
    assert entities(tmp_path / "crate")["./"]["datePublished"]


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(optional, "import_module", absent)
    with pytest.raises(ExportError, match=r'pip install "casegraph\[crate\]"'):
        export_crate(tmp_path / "crate")


def test_the_command_makes_a_crate(tmp_path: Path) -> None:
    out = tmp_path / "crate.zip"
    result = CliRunner().invoke(app, ["export", "crate", "--case", SLUG, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert zipfile.is_zipfile(out)
