"""The published queries run as they stand and give the library's answers."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.errors import ExportError
from casegraph.exporters.examples import LIBRARY, examples, export_examples
from casegraph.namespaces import PREFIXES, RDF, RDFS, SH
from casegraph.query import queries
from casegraph.rdflib_bridge import to_graph
from casegraph.store import Store
from test_queries import answer as answer_of_the_library
from test_queries import cell

ENDPOINT = "https://example.org/sparql"
NAMES = [asked.name for asked in queries()]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the library."""
    file = tmp_path_factory.mktemp("examples") / "examples.ttl"
    export_examples(file, endpoint=ENDPOINT)
    return file


@pytest.fixture(scope="module")
def published(written: Path) -> rdflib.Graph:
    """Return the library as rdflib reads it."""
    return rdflib.Graph().parse(written)


@pytest.fixture(scope="module")
def database(bundled_store: Store) -> ox.Store:
    """Return an Oxigraph store with the bundled cases."""
    store = ox.Store()
    store.extend(bundled_store.quads())
    return store


@pytest.mark.parametrize("name", NAMES)
def test_a_published_query_gives_the_library_answer(
    name: str, published: rdflib.Graph, database: ox.Store, bundled_store: Store
) -> None:
    node = rdflib.URIRef(f"{LIBRARY}/{name}")
    found = database.query(
        str(published.value(node, rdflib.URIRef(f"{SH}select"))),
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions)
    columns = [variable.value for variable in found.variables]
    rows = [[cell(row[column]) for column in columns] for row in found]
    assert [columns, *rows] == answer_of_the_library(name, {}, bundled_store)


def test_each_query_follows_the_convention(published: rdflib.Graph) -> None:
    schema = PREFIXES["schema"]
    nodes = set(
        published.subjects(rdflib.URIRef(f"{RDF}type"), rdflib.URIRef(f"{SH}SPARQLExecutable"))
    )
    assert {str(node) for node in nodes} == {f"{LIBRARY}/{name}" for name in NAMES}
    for node in nodes:
        assert (node, rdflib.RDF.type, rdflib.URIRef(f"{SH}SPARQLSelectExecutable")) in published
        for once in (f"{RDFS}comment", f"{SH}select", f"{SH}prefixes", f"{schema}target"):
            assert len(list(published.objects(node, rdflib.URIRef(once)))) == 1
        assert list(published.objects(node, rdflib.URIRef(f"{schema}keywords")))
        assert "#+" not in str(published.value(node, rdflib.URIRef(f"{SH}select")))


def test_both_readers_read_the_same(written: Path, published: rdflib.Graph) -> None:
    meant = to_graph(examples(endpoint=ENDPOINT))
    assert isomorphic(published, meant)
    assert isomorphic(to_graph(ox.parse(path=written)), meant)


def test_no_endpoint_is_claimed_that_nobody_named() -> None:
    pieces: list[str] = []
    export_examples(pieces.append)
    assert "schema:target" not in "".join(pieces)


def test_an_endpoint_that_is_no_url_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Give a whole URL"):
        export_examples(tmp_path / "out.ttl", endpoint="not a url")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_file(tmp_path: Path, written: Path) -> None:
    file = tmp_path / "examples.ttl"
    arguments = ["export", "sparql-examples", "--endpoint", ENDPOINT, "--out", str(file)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert file.read_bytes() == written.read_bytes()
