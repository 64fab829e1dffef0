"""Terms of public ontologies, and names that no file could have, at addresses of their own."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from api_served import served, settings_for
from casegraph.namespaces import BASE, CASE, CG, RDF, SKOS, TERM, TERMS, VOCABULARY
from casegraph.store import Store

SEIZURE = "http://purl.obolibrary.org/obo/HP_0001250"
ODD = f"{TERM}na\u00efve/term?"
HP = f"{VOCABULARY}hp"
DATA = f"""
<{SEIZURE}> <{RDF}type> <{CG}FindingType> <{HP}> .
<{SEIZURE}> <{SKOS}prefLabel> "Seizure"@en <{HP}> .
<{ODD}> <{RDF}type> <{CG}FindingType> <{TERMS}> .
<{ODD}> <{SKOS}prefLabel> "Odd"@en <{TERMS}> .
<{CASE}one#case> <{RDF}type> <{CG}Case> <{CASE}one> .
<{CASE}one#case> <{CG}hasStatement> <{CASE}one#fit> <{CASE}one> .
<{CASE}one#fit> <{CG}affirms> <{SEIZURE}> <{CASE}one> .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("public") / "store"
    with Store.open(folder, write=True) as store, store.rewriting(empty=True) as rewrite:
        rewrite.load(DATA.encode())
    with served(settings_for(folder)) as client:
        yield client


def test_public_term_answers_at_its_curie(client: httpx.Client) -> None:
    page = client.get("/term/HP_0001250")
    assert page.status_code == 200
    assert "<h1" in page.text
    assert "Seizure" in page.text
    assert f'<{SEIZURE}>; rel="cite-as"' in page.headers["link"]
    for ending in ("ttl", "nt", "rdf", "jsonld"):
        assert b"Seizure" in client.get(f"/term/HP_0001250.{ending}").content


@pytest.mark.parametrize("path", ["term/HP:0001250", "term/hp_0001250", "term/HP_0001251"])
def test_curie_is_written_as_in_the_address(client: httpx.Client, path: str) -> None:
    missing = client.get(f"/{path}", headers={"accept": "text/turtle"})
    assert missing.status_code == 404
    assert "/term/HP_0001250" in missing.json()["repair"]


def test_public_iri_leads_to_its_page(client: httpx.Client) -> None:
    lead = client.get("/about", params={"iri": SEIZURE})
    assert (lead.status_code, lead.headers["location"]) == (303, "/term/HP_0001250")


def test_graph_of_a_public_ontology_answers(client: httpx.Client) -> None:
    assert b"Seizure" in client.get("/vocabulary/hp.ttl").content
    page = client.get("/vocabulary/hp", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/terms.html")
    assert client.get("/vocabulary/mondo").status_code == 404


def test_iri_that_no_file_could_be_called_answers(client: httpx.Client) -> None:
    path = f"/{quote(ODD.removeprefix(f'{BASE}/'), safe='/')}"
    lead = client.get(path, headers={"accept": "text/html"})
    assert lead.status_code == 303
    assert re.fullmatch(r"/term/term-[0-9a-f]{12}\.html", lead.headers["location"])
    assert client.get(lead.headers["location"]).status_code == 200
    data = client.get(path, headers={"accept": "application/n-triples"})
    assert "Odd" in data.text
