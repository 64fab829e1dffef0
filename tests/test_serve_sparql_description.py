"""The Service Description tells clients what the endpoint does, and nothing that it does not."""

from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api_served import served, settings_for
from casegraph.namespaces import RDF, RDFS, TERMS
from casegraph.serve.sparql.description import FUNCTIONS, GEOSPARQL
from casegraph.store import Store

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


def described(client: httpx.Client, accept: str = "text/turtle") -> ox.Dataset:
    answer = client.get("/sparql", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == accept
    return ox.Dataset(ox.parse(answer.content, FORMATS[accept]))


def said(description: ox.Dataset, property_name: str) -> set[str]:
    """Return the values of the property *property_name* of the vocabulary, without namespace."""
    quads = description.quads_for_predicate(ox.NamedNode(f"{SD}{property_name}"))
    return {str(quad.object).strip("<>").removeprefix(SD) for quad in quads}


@pytest.mark.parametrize("accept", FORMATS)
def test_returns_rdf(api: httpx.Client, accept: str) -> None:
    """W3C: returns_rdf, has_endpoint_triple and conforms_to_schema, of sparql11-sd."""
    description = described(api, accept)
    endpoint = ox.NamedNode(f"{str(api.base_url).rstrip('/')}/sparql")
    (typed,) = description.quads_for_object(ox.NamedNode(f"{SD}Service"))
    assert typed.subject == endpoint
    assert typed.predicate == ox.NamedNode(f"{RDF}type")
    assert said(description, "endpoint") == {endpoint.value}


def test_it_says_what_the_endpoint_does(api: httpx.Client) -> None:
    description = described(api)
    assert said(description, "supportedLanguage") == {"SPARQL11Query"}
    assert said(description, "feature") == {"UnionDefaultGraph"}
    assert len(said(description, "resultFormat")) == 10
    comments = description.quads_for_predicate(ox.NamedNode(f"{RDFS}comment"))
    words = " ".join(str(quad.object) for quad in comments)
    assert "30 seconds" in words
    assert "1,000,000 rows" in words
    assert "SERVICE is refused" in words


def test_graphs_of_cases_are_counted_and_the_others_listed(
    api: httpx.Client, bundled_store: Store
) -> None:
    description = described(api)
    listed = said(description, "name")
    assert TERMS in listed
    assert listed < set(bundled_store.graphs())
    assert not [graph for graph in listed if "/case/" in graph]
    comments = description.quads_for_predicate(ox.NamedNode(f"{RDFS}comment"))
    assert any(f"{len(bundled_store.graphs())} named graphs" in str(q.object) for q in comments)


def test_a_server_that_may_do_more_says_so(bundled_folder: Path) -> None:
    other = "https://query.example.org/sparql"
    settings = settings_for(bundled_folder)
    settings = replace(settings, federation=(other,), token="a" * 32, url="https://cases.example")
    with served(settings) as client:
        description = described(client)
        assert said(description, "endpoint") == {"https://cases.example/sparql"}
        assert said(description, "supportedLanguage") == {"SPARQL11Query", "SPARQL11Update"}
        assert said(description, "feature") == {"UnionDefaultGraph", "BasicFederatedQuery"}
        answer = client.get(
            "/sparql", params={"query": "ASK { SERVICE <https://example.com/> { ?s ?p ?o } }"}
        )
        assert answer.status_code == 400
        assert other in answer.json()["repair"]


def test_a_description_in_no_syntax_is_not_acceptable(api: httpx.Client) -> None:
    answer = api.get("/sparql", headers={"accept": "text/csv"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["repair"]


def test_the_functions_that_it_names_are_known() -> None:
    for name in FUNCTIONS:
        ox.Store().query(f"SELECT (<{GEOSPARQL}{name}>(1, 2, 3) AS ?x) {{}}")
    with pytest.raises(RuntimeError):
        ox.Store().query(f"SELECT (<{GEOSPARQL}fold>(1) AS ?x) {{}}")
