"""The descriptions of a store give its real numbers, and read as VoID and DCAT."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, OWL, RDF, VOID
from typer.testing import CliRunner

from casegraph.build import build
from casegraph.cli import app
from casegraph.errors import ExportError
from casegraph.exporters.datasets import (
    Description,
    Download,
    dcat,
    description,
    export_dcat,
    export_void,
    void,
    written,
)
from casegraph.exporters.datasets.distinct import Distinct
from casegraph.exporters.datasets.tally import Tally
from casegraph.exporters.datasets.triples import DATASET
from casegraph.namespaces import BASE, SKOS, TERM, VOCABULARY
from casegraph.rdflib_bridge import to_graph
from casegraph.store import Store
from conftest import case_turtle

NODE = rdflib.URIRef(DATASET)
DUMP = Download("https://example.org/all.nq.gz", size=12)
TABLE = Download("https://example.org/table.csv", "Table of cases")
EXPORTS = {"void": export_void, "dcat": export_dcat}


@pytest.fixture(scope="module")
def described(bundled_store: Store) -> Description:
    """Return the description of the bundled store."""
    return description(bundled_store)


@pytest.fixture(scope="module")
def graph(described: Description) -> rdflib.Graph:
    """Return the VoID description of the bundled store."""
    quads = void(described, downloads=[DUMP, TABLE], endpoint="https://example.org/sparql")
    return rdflib.Graph().parse(data=written(quads), format="turtle")


def number(store: Store, counting: str) -> int:
    """Return what a SPARQL SELECT counts over all graphs of *store*."""
    (row,) = cast("ox.QuerySolutions", store.query(counting))
    return int(cast("ox.Literal", row["n"]).value)


@pytest.mark.parametrize(
    ("named", "counting"),
    [
        ("triples", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("entities", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(isIRI(?s)) }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
    ],
)
def test_a_number_is_that_of_sparql(
    named: str, counting: str, graph: rdflib.Graph, bundled_store: Store
) -> None:
    assert int(cast("Any", graph.value(NODE, VOID[named]))) == number(bundled_store, counting)


@pytest.mark.parametrize(
    ("partition", "key", "counted", "pattern"),
    [
        ("classPartition", "class", "entities", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <%s> }"),
        (
            "propertyPartition",
            "property",
            "triples",
            "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <%s> ?o } }",
        ),
    ],
)
def test_a_partition_has_the_number_of_sparql(
    partition: str,
    key: str,
    counted: str,
    pattern: str,
    graph: rdflib.Graph,
    bundled_store: Store,
) -> None:
    found = {
        str(graph.value(node, VOID[key])): int(cast("Any", graph.value(node, VOID[counted])))
        for node in graph.objects(NODE, VOID[partition])
    }
    assert len(found) > 20
    assert found == {iri: number(bundled_store, pattern % iri) for iri in found}


def test_the_parts_make_the_whole(graph: rdflib.Graph) -> None:
    parts = [
        int(cast("Any", graph.value(part, VOID.triples)))
        for part in graph.objects(NODE, VOID.subset)
        if (part, RDF.type, VOID.Linkset) not in graph
    ]
    assert len(parts) == 7
    assert sum(parts) == int(cast("Any", graph.value(NODE, VOID.triples)))


def test_links_are_the_matches_of_the_terms(graph: rdflib.Graph, bundled_store: Store) -> None:
    linkset = rdflib.URIRef(f"{DATASET}#HP-exactMatch")
    counting = (
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{TERM.rstrip('/')}> {{ ?s <{SKOS}exactMatch> ?o "
        "FILTER(STRSTARTS(STR(?o), 'http://purl.obolibrary.org/obo/HP_')) } }"
    )
    assert int(cast("Any", graph.value(linkset, VOID.triples))) == number(bundled_store, counting)
    assert str(graph.value(linkset, VOID.linkPredicate)) == f"{SKOS}exactMatch"


def test_only_rdf_is_a_dump_and_every_file_a_distribution(
    graph: rdflib.Graph, described: Description
) -> None:
    assert [str(url) for url in graph.objects(NODE, VOID.dataDump)] == [DUMP.url]
    catalogue = to_graph(dcat(described, downloads=[DUMP, TABLE]))
    files = {
        str(catalogue.value(node, DCAT.downloadURL)): str(catalogue.value(node, DCAT.mediaType))
        for node in catalogue.objects(NODE, DCAT.distribution)
    }
    media = "https://www.iana.org/assignments/media-types/"
    assert files == {DUMP.url: f"{media}application/n-quads", TABLE.url: f"{media}text/csv"}


def test_a_dataset_has_what_catalogues_ask_for(described: Description) -> None:
    catalogue = to_graph(dcat(described, downloads=[DUMP], endpoint="https://example.org/sparql"))
    for asked in ("title", "description", "publisher", "license", "issued", "modified"):
        assert list(catalogue.objects(NODE, DCTERMS[asked])), asked
    for asked in ("version", "keyword", "theme", "distribution"):
        assert list(catalogue.objects(NODE, rdflib.URIRef(str(DCAT) + asked))), asked
    assert str(catalogue.value(NODE, DCTERMS.issued)) == "2026-11-21"
    assert list(catalogue.subjects(DCAT.servesDataset, NODE))


def test_the_version_is_the_newest_and_not_the_last_in_the_alphabet() -> None:
    versions = tuple(f"{BASE}/ontology/{one}" for one in ("0.10.0", "0.9.0"))
    assert Description(Tally(), versions=versions).version == "0.10.0"
    assert Description(Tally()).version == ""


def test_a_case_without_a_licence_is_told(tmp_path: Path) -> None:
    file = tmp_path / "case.ttl"
    licence = "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"
    file.write_text(case_turtle().replace(licence, ""))
    with Store.open() as store:
        build([file], store=store)
        told = dcat(description(store))
    assert not [quad for quad in told if quad.predicate.value.endswith("license")]
    rights = [quad.object for quad in told if quad.predicate.value.endswith("terms/rights")]
    assert [one.value for one in rights if isinstance(one, ox.Literal)] == [
        "1 of 1 cases name no licence."
    ]


def test_a_public_ontology_is_a_part_with_its_title_and_version() -> None:
    graph = ox.NamedNode(f"{VOCABULARY}odd")
    with Store.open() as store:
        with store.rewriting(empty=True) as rewrite:
            title = f'{graph} <{DCTERMS.title}> "An odd ontology" {graph} .'
            version = f'{graph} <{OWL.versionInfo}> "7" {graph} .'
            rewrite.load(f"{title}\n{version}\n".encode())
        told = to_graph(void(description(store)))
    part = rdflib.URIRef(f"{DATASET}#vocabulary-odd")
    assert str(told.value(part, DCTERMS.title)) == "An odd ontology"
    assert str(told.value(part, OWL.versionInfo)) == "7"
    assert str(told.value(part, VOID.triples)) == "2"


def test_an_empty_store_is_described() -> None:
    with Store.open() as store:
        assert to_graph(void(description(store)))
        assert to_graph(dcat(description(store)))


@pytest.mark.parametrize("describing", [void, dcat], ids=["void", "dcat"])
def test_both_readers_read_the_same(
    describing: Callable[[Description], list[ox.Quad]], described: Description
) -> None:
    meant = to_graph(describing(described))
    text = written(describing(described))
    assert isomorphic(rdflib.Graph().parse(data=text, format="turtle"), meant)
    assert isomorphic(to_graph(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)), meant)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_download_that_is_no_url_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is not the address of a download"):
        EXPORTS[name](tmp_path / "out.ttl", downloads=[Download("dump.ttl")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", EXPORTS)
def test_the_command_writes_the_same_each_time(name: str, tmp_path: Path) -> None:
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for file in files:
        arguments = ["export", name, "--out", str(file), "--download", DUMP.url]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.output
    assert files[0].read_bytes() == files[1].read_bytes()


def test_many_different_things_are_counted_on_disk() -> None:
    with Distinct() as distinct:
        distinct.add("numbers", range(600_000))
        distinct.add("numbers", range(500_000))
        distinct.add("words", ("a", "b", "a"))
        assert distinct.counts() == {"numbers": 600_000, "words": 2}


@pytest.mark.parametrize("title", ["", " "])
def test_a_dataset_without_a_title_is_an_error(bundled_store: Store, title: str) -> None:
    with pytest.raises(ExportError, match="the title is empty"):
        description(bundled_store, title=title)
