"""The table of matches is valid SSSOM, says who says so, and reads back as the same matches."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.exporters.sssom import COLUMNS, export_sssom
from casegraph.mappings import read_mappings
from casegraph.namespaces import SKOS, TERM, TERMS, VOCABULARY
from casegraph.quads import nquads
from casegraph.resources import ontology_dir
from casegraph.store import Store

OTHER = f"{VOCABULARY}other"


def store_with(*quads: ox.Quad) -> Store:
    store = Store.open()
    with store.rewriting(empty=True) as rewrite:
        rewrite.load(nquads(quads))
    return store


def match(subject: str, kind: str, value: str, graph: str = TERMS) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(subject),
        ox.NamedNode(f"{SKOS}{kind}Match"),
        ox.NamedNode(value),
        ox.NamedNode(graph),
    )


def label(iri: str, words: str, graph: str = TERMS) -> ox.Quad:
    said = ox.Literal(words, language="en")
    return ox.Quad(ox.NamedNode(iri), ox.NamedNode(f"{SKOS}prefLabel"), said, ox.NamedNode(graph))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return the table of a store with a term of a case and one of a public ontology."""
    file = tmp_path / "two.sssom.tsv"
    store = store_with(
        match(f"{TERM}odd", "exact", "https://example.org/terms/7"),
        match("http://purl.obolibrary.org/obo/HP_0000001", "close", "https://example.org/8", OTHER),
        label(f"{TERM}odd", "odd\tfinding"),
        label("https://example.org/8", "eight", OTHER),
    )
    assert export_sssom(file, store=store) == 2
    return file


def rows_of(file: Path) -> list[list[str]]:
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines]


def test_the_bundled_matches_read_back(bundled_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "mappings.sssom.tsv"
    number = export_sssom(file, store=bundled_store)
    table = ontology_dir() / "mappings.sssom.tsv"
    written = {quad for quad, _ in read_mappings(file, "written")}
    assert written == {quad for quad, _ in read_mappings(table, "table")}
    assert number == len(written)


def test_sssom_finds_the_table_valid(
    bundled_store: Store, two: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "mappings.sssom.tsv"
    export_sssom(file, store=bundled_store)
    for table in (file, two):
        parsed = parse_sssom_table(table)
        validate(parsed)
        assert set(parsed.df.columns) <= set(COLUMNS)
    assert [record.message for record in caplog.records] == []


def test_a_curated_match_keeps_its_reason_and_comment(bundled_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "mappings.sssom.tsv"
    export_sssom(file, store=bundled_store)
    (row,) = [row for row in rows_of(file) if row[0] == "term:calcinosis"]
    assert row[2:6] == [
        "skos:closeMatch",
        "HP:0003761",
        "Calcinosis",
        "semapv:ManualMappingCuration",
    ]
    assert row[7] == "HPO places it under skeletal muscle"


def test_a_match_of_others_is_theirs(two: Path) -> None:
    text = two.read_text()
    assert "license: https://w3id.org/sssom/license/unspecified" in text
    rows = rows_of(two)
    assert rows[1][0] == "HP:0000001"
    assert rows[1][3:7] == ["ns1:8", "eight", "semapv:UnspecifiedMatching", OTHER]


def test_a_namespace_that_nobody_knows_gets_a_prefix(two: Path) -> None:
    parsed = parse_sssom_table(two)
    expanded = {parsed.converter.expand(curie) for curie in parsed.df["object_id"]}
    assert expanded == {"https://example.org/terms/7", "https://example.org/8"}


def test_an_inferred_match_is_no_row(bundled_store: Store) -> None:
    pieces: list[str] = []
    export_sssom(pieces.append, store=bundled_store)
    subjects = {line.partition("\t")[0] for line in "".join(pieces).splitlines()}
    assert "HP:0003761" not in subjects


def test_a_store_without_matches_gives_an_empty_table(tmp_path: Path) -> None:
    file = tmp_path / "none.sssom.tsv"
    with Store.open() as store:
        assert export_sssom(file, store=store) == 0
    assert rows_of(file) == [list(COLUMNS)]


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mappings.sssom.tsv"
    result = CliRunner().invoke(app, ["export", "sssom", "--out", str(file)])
    assert result.exit_code == 0, result.output
    assert len(rows_of(file)) > 50
