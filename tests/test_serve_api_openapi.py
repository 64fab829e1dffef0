"""The description of the API, and the server held against it."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
import schemathesis
import schemathesis.specs.openapi.object_authorization  # read lazily it fails, too deep
import yaml
from hypothesis import HealthCheck, settings
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api_served import PATIENCE, served, settings_for
from casegraph.query import queries
from casegraph.serve import Limits
from casegraph.serve.api.openapi import document

DOCUMENT = document("/", Limits().rows, is_writable=False)
schema = schemathesis.openapi.from_dict(dict(DOCUMENT))


@schemathesis.serializer(
    "application/sparql-query",
    "application/sparql-update",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "text/turtle",
)
def as_it_is(_context: object, value: object) -> bytes:
    """Return what a client sends for the text *value*."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


def has_sparql(case: schemathesis.Case[Any]) -> bool:
    """Return whether *case* has a query or an update, of which no schema says whether it is one."""
    return case.path == "/sparql" and (case.method == "POST" or "query" in (case.query or {}))


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_server_does_what_it_says(api: httpx.Client, case: schemathesis.Case[Any]) -> None:
    excluded: list[CheckFunction] = [positive_data_acceptance] if has_sparql(case) else []
    base = str(api.base_url)
    case.call_and_validate(base_url=base, excluded_checks=excluded, timeout=PATIENCE)


def test_each_query_of_the_library_is_described() -> None:
    for query in queries():
        operation = DOCUMENT["paths"][f"/api/queries/{query.name}/answer"]["get"]
        named = [each["name"] for each in operation["parameters"] if "name" in each]
        assert named == [each.name for each in query.params]
        assert operation["summary"] == query.summary


def test_no_two_operations_have_one_name() -> None:
    operations = [each for path in DOCUMENT["paths"].values() for each in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names) > len(queries())


def test_what_is_described_is_what_is_sent(api: httpx.Client) -> None:
    sent = api.get("/api/openapi.json")
    assert sent.headers["content-type"] == "application/json"
    assert sent.json() == yaml.safe_load(yaml.safe_dump(DOCUMENT))


@pytest.mark.parametrize(("accept", "start"), [("text/html", "<!DOCTYPE"), ("", "{")])
def test_the_index_is_a_page_or_json(api: httpx.Client, accept: str, start: str) -> None:
    response = api.get("/api", headers={"accept": accept})
    assert response.text.startswith(start)
    assert "Accept" in response.headers["vary"]


def test_every_address_on_the_page_of_the_index_answers(api: httpx.Client) -> None:
    page = api.get("/api", headers={"accept": "text/html"}).text
    main = page[page.index("<main") : page.index("</main>")]
    addresses = [unescape(address) for address in re.findall(r'href="([^"#]+)"', main)]
    assert len(addresses) > 2 * len(queries())
    for address in addresses:
        response = api.get(urljoin("/api", address))
        assert response.status_code == 200, address


def test_every_address_of_the_index_leads_somewhere(api: httpx.Client) -> None:
    for address in api.get("/api").json()["links"].values():
        assert api.get(urljoin("/api", address)).status_code in {200, 400}, address


def test_the_description_names_the_server_under_a_proxy(bundled_folder: Path) -> None:
    with served(settings_for(bundled_folder), root_path="/cases") as client:
        described = client.get("/api/openapi.json").json()
    assert described["servers"] == [{"url": "/cases"}]


def test_what_only_a_token_opens_is_said_of_a_server_that_has_one() -> None:
    for is_writable in (False, True):
        described = document("/", 10, is_writable=is_writable)
        assert ("security" in described["paths"]["/data"]["put"]) is is_writable
        assert "security" not in described["paths"]["/api/queries"]["get"]
