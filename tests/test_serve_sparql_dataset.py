"""FROM is honoured wherever a query runs: in the library, on the command line, on the server."""

import pytest

from casegraph.errors import QueryError
from casegraph.namespaces import TERMS
from casegraph.query import query
from casegraph.query.dataset import dataset_of
from casegraph.query.sparql import Sparql
from casegraph.store import Store
from casegraph.store.database import Dataset


def test_from_leaves_the_other_graphs_out(bundled_store: Store) -> None:
    terms = len({quad.triple for quad in bundled_store.graph(TERMS)})
    text = "SELECT ?s ?p ?o FROM <https://w3id.org/casegraph/term> { ?s ?p ?o }"
    for ordered in ("", " ORDER BY ?s ?p"):
        assert len(query(text + ordered, store=bundled_store)) == terms


def test_from_named_is_what_graph_ranges_over(bundled_store: Store) -> None:
    text = """
    SELECT DISTINCT ?graph FROM NAMED <https://w3id.org/casegraph/term>
    { GRAPH ?graph { ?s ?p ?o } }
    """
    assert [row["graph"] for row in query(text, store=bundled_store)] == [TERMS]


def test_a_graph_that_the_store_lacks_is_an_error_with_what_is_near(bundled_store: Store) -> None:
    with pytest.raises(QueryError, match="Did you mean https://w3id.org/casegraph/term"):
        query("ASK FROM <https://w3id.org/casegraph/trem> {}", store=bundled_store)


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        ("ASK {}", None),
        ("SELECT ?from { ?from ?p 'FROM <x:a>' }", None),
        ("# FROM <x:a>\nASK FROM <x:b> {}", Dataset(("x:b",))),
        ("SELECT*FROM<x:a>FROM NAMED<x:b>{}", Dataset(("x:a",), ("x:b",))),
        ("PREFIX : <x:y/> DESCRIBE :a from :b From Named :c", Dataset(("x:y/b",), ("x:y/c",))),
        ("BASE <http://e/x/y> ASK FROM <../z> {}", Dataset(("http://e/z",))),
        ("PREFIX FROM: <x:> SELECT * FROM FROM:a { FROM:b ?p ?o }", Dataset(("x:a",))),
        ("SELECT (COUNT(*) AS ?n) (EXISTS { ?a ?b '(' } AS ?e) FROM <x:a> {}", Dataset(("x:a",))),
        ("CONSTRUCT FROM <x:a> WHERE { ?s ?p ?o }", Dataset(("x:a",))),
        ("CONSTRUCT { ?s ?p ?o } FROM <x:a> WHERE { ?s ?p ?o }", Dataset(("x:a",))),
    ],
)
def test_the_dataset_is_what_the_text_names(text: str, dataset: Dataset | None) -> None:
    assert dataset_of(Sparql(text)) == dataset


@pytest.mark.parametrize(
    "text",
    [
        "ASK FROM ?g {}",
        "ASK FROM <\\u0078:a> {}",
        "ASK FROM e:a {}",
        "ASKFROM <x:a> {}",
        "ASK FROMNAMED <x:a> {}",
    ],
)
def test_a_graph_whose_name_cannot_be_told_is_never_passed_over(text: str) -> None:
    with pytest.raises(QueryError, match="names no graph"):
        dataset_of(Sparql(text))
