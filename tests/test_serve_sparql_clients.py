"""Clients that people use get the same answers from the endpoint as the store gives itself."""

from typing import Any, cast

import httpx
import pyoxigraph as ox
import pytest
import SPARQLWrapper
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.term import Identifier

import casegraph
from casegraph.namespaces import TERMS
from casegraph.quads import canonical
from casegraph.store import Store

PREFIXES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX term: <https://w3id.org/casegraph/term/>
"""
SELECT = f"{PREFIXES} SELECT ?term ?label WHERE {{ ?term skos:prefLabel ?label }}"
CONSTRUCT = f"{PREFIXES} CONSTRUCT WHERE {{ term:neck-pain ?property ?value }}"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def url_of(client: httpx.Client) -> str:
    return f"{str(client.base_url).rstrip('/')}/sparql"


def expected(store: Store) -> set[tuple[str, str]]:
    found = cast("ox.QuerySolutions", store.query(SELECT))
    return {(row["term"].value, row["label"].value) for row in found}


@pytest.mark.parametrize(
    ("method", "requesting"),
    [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")],
)
def test_sparqlwrapper_gets_rows(
    api: httpx.Client, bundled_store: Store, method: str, requesting: str
) -> None:
    client = SPARQLWrapper.SPARQLWrapper(url_of(api))
    client.setMethod(method)
    client.setRequestMethod(requesting)
    client.setReturnFormat(SPARQLWrapper.JSON)
    client.setQuery(SELECT)
    found = cast("dict[str, Any]", client.query().convert())["results"]["bindings"]
    assert {(row["term"]["value"], row["label"]["value"]) for row in found} == expected(
        bundled_store
    )


@pytest.mark.parametrize("name", ["XML", "JSON", "CSV", "TSV", "N3", "JSONLD", "RDFXML", "TURTLE"])
def test_sparqlwrapper_gets_each_format_that_it_can_ask_for(api: httpx.Client, name: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(url_of(api))
    is_rows = name in {"XML", "JSON", "CSV", "TSV"}
    client.setQuery(SELECT if is_rows else CONSTRUCT)
    client.setReturnFormat(getattr(SPARQLWrapper, name))
    found: Any = client.query().convert()
    if isinstance(found, Graph):
        assert URIRef(f"{TERMS}/neck-pain") in set(found.subjects())
    else:
        text = found.toxml() if hasattr(found, "toxml") else found
        assert "neck-pain" in (text.decode() if isinstance(text, bytes) else str(text))


def test_sparqlwrapper_is_told_what_is_wrong(api: httpx.Client) -> None:
    client = SPARQLWrapper.SPARQLWrapper(url_of(api))
    client.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="column 18"):
        client.query()


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_a_graph_of_rdflib_asks_in_each_format(
    api: httpx.Client, bundled_store: Store, form: str, method: Any
) -> None:
    graph = Graph(SPARQLStore(url_of(api), returnFormat=form, method=method))
    found = {(str(row[0]), str(row[1])) for row in cast("Any", graph.query(SELECT))}
    assert found == expected(bundled_store)
    if form in {"xml", "json"}:
        assert graph.query("ASK { ?s ?p ?o }").askAnswer is True


def test_rdflib_walks_over_triples_and_graphs(api: httpx.Client, bundled_store: Store) -> None:
    store = SPARQLStore(url_of(api))
    term = URIRef(f"{TERMS}/neck-pain")
    walked: set[tuple[Identifier, ...]] = set(cast("Any", Graph(store).triples((term, None, None))))
    node = ox.NamedNode(str(term))
    union = {
        quad.triple for graph in bundled_store.graphs() for quad in bundled_store.about(node, graph)
    }
    assert len(walked) == len(union)
    named = Graph(store, identifier=URIRef(TERMS))
    assert len(set(named.triples((term, None, None)))) == len(set(bundled_store.about(node, TERMS)))
    constructed = Graph(store).query(CONSTRUCT).graph
    assert constructed is not None
    assert len(constructed) == len(union)


def test_a_store_of_casegraph_reads_all_of_it(api: httpx.Client, bundled_store: Store) -> None:
    with Store.open(url_of(api)) as store:
        assert store.graphs() == bundled_store.graphs()
        case = store.cases()[0]
        assert canonical(store.graph(case)) == canonical(bundled_store.graph(case))
        assert (
            casegraph.query("authors", store=store).rows
            == casegraph.query("authors", store=bundled_store).rows
        )
        of_terms = f"SELECT ?s FROM <{TERMS}> {{ ?s ?p ?o }}"  # noqa: S608 - not SQL
        there, here = (
            sorted(str(row) for row in casegraph.query(of_terms, store=one).rows)
            for one in (store, bundled_store)
        )
        assert there == here
        assert len(here) == len(list(bundled_store.graph(TERMS)))


def test_a_program_that_names_no_format_gets_one_that_it_can_read(api: httpx.Client) -> None:
    for query, kind in (
        (SELECT, "application/sparql-results+json"),
        (CONSTRUCT, "text/turtle"),
    ):
        answer = httpx.get(url_of(api), params={"query": query}, timeout=60)
        assert answer.headers["content-type"].partition(";")[0] == kind
