"""The reading half of the Graph Store HTTP Protocol, after the W3C's descriptions of its tests."""

from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casegraph.namespaces import ONTOLOGY, TERMS
from casegraph.quads import canonical
from casegraph.store import Store

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


def got(client: httpx.Client, accept: str = "*/*", **params: Any) -> httpx.Response:
    return client.get("/data", params=params, headers={"accept": accept})


def triples(quads: Any) -> str:
    """Return the triples of *quads*, each once, with blank node labels of their own."""
    return canonical({ox.Quad(*quad.triple) for quad in quads})


@pytest.mark.parametrize("accept", FORMATS)
def test_get_of_a_graph_gives_it_in_each_syntax(
    api: httpx.Client, bundled_store: Store, accept: str
) -> None:
    """W3C: get_of_put_initial_state."""
    case = bundled_store.cases()[0]
    answer = got(api, accept, graph=case)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert "accept" in answer.headers["vary"].lower()
    assert triples(ox.parse(answer.content, FORMATS[accept])) == triples(bundled_store.graph(case))


@pytest.mark.parametrize("accept", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_the_default_graph_is_the_union_of_all(
    api: httpx.Client, bundled_store: Store, accept: str
) -> None:
    answer = got(api, accept, default="")
    found = {quad.triple for quad in ox.parse(answer.content, FORMATS[accept])}
    assert len(found) == len({quad.triple for quad in bundled_store.quads()})


def test_head_on_an_existing_graph(api: httpx.Client) -> None:
    """W3C: head_on_an_existing_graph."""
    head = api.head("/data", params={"graph": TERMS})
    whole = got(api, graph=TERMS)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_head_on_a_non_existing_graph(api: httpx.Client) -> None:
    """W3C: head_on_a_nonexisting_graph, and get_of_delete_existing_graph."""
    assert api.head("/data", params={"graph": f"{TERMS}s"}).status_code == 404
    answer = got(api, graph=f"{TERMS}s")
    assert answer.status_code == 404
    assert TERMS in answer.json()["repair"]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"graf": TERMS},
        {"graph": ""},
        {"graph": "term"},
        {"graph": "//example.org/term"},
        {"graph": "https://example.org/a b"},
        {"graph": [TERMS, ONTOLOGY]},
        {"graph": TERMS, "default": ""},
        {"default": ["", ""]},
    ],
)
def test_a_request_names_one_graph_by_its_absolute_iri(
    api: httpx.Client, params: dict[str, Any]
) -> None:
    answer = got(api, **params)
    assert answer.status_code == 400
    assert answer.json()["repair"]


def test_a_syntax_that_nobody_writes_is_not_acceptable(api: httpx.Client) -> None:
    answer = got(api, "text/csv", graph=TERMS)
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["repair"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_a_server_that_only_reads_takes_no_writing(api: httpx.Client, method: str) -> None:
    content: dict[str, Any] = {
        "content": "<x:a> <x:b> <x:c> .",
        "headers": {"content-type": "text/turtle"},
    }
    answer = api.request(method, "/data", params={"graph": TERMS}, **content)
    assert answer.status_code in {403, 405}
    assert answer.json()["detail"]
    assert got(api, graph=TERMS).status_code == 200


@given(st.text(max_size=40) | st.from_regex(r"https?://[ -~]{0,30}", fullmatch=True))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_name_of_a_graph_makes_an_error_of_the_server(api: httpx.Client, name: str) -> None:
    assert got(api, graph=name).status_code in {400, 404}


def test_options_names_the_methods_that_are_taken(api: httpx.Client) -> None:
    allowed = api.options("/data").headers["allow"].split(", ")
    assert allowed == ["GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE"]
