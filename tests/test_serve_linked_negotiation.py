"""Which representation of a thing a client gets, and what the response says of the others."""

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api_served import served, settings_for
from casegraph.namespaces import BASE
from casegraph.serve.linked.media import TYPES
from casegraph.serve.tags import fits, tag

CASE = "/case/alar-ligament-calcification-ra"
CURL = shutil.which("curl")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
THINGS = [CASE, "/term/crowned-dens-syndrome", "/ontology", "/", "/static/style.css", "/robots.txt"]


@pytest.fixture(scope="module")
def client(bundled_folder: Path) -> Iterator[httpx.Client]:
    with served(settings_for(bundled_folder)) as client:
        yield client


def media_type(response: httpx.Response) -> str:
    return str(response.headers["content-type"]).partition(";")[0]


def links_of(response: httpx.Response) -> dict[str, list[tuple[str, str]]]:
    """Return the targets of the links of *response* with their types, by relation."""
    found: dict[str, list[tuple[str, str]]] = {}
    pattern = r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?'
    for target, relations, kind in re.findall(pattern, response.headers["link"]):
        for relation in relations.split():
            found.setdefault(relation, []).append((target, kind))
    return found


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("text/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/turtle, text/html;q=0.9", "text/turtle"),
        ("text/turtle;q=0.5, text/html;q=0.9", "text/html"),
        ("application/ld+json, */*;q=0.1", "application/ld+json"),
        ("application/*", "application/ld+json"),
        ("application/rdf+xml;q=0.9, application/n-triples", "application/n-triples"),
        ("text/html;q=0, */*", "text/turtle"),
        ("image/png, application/rdf+xml;q=0.1", "application/rdf+xml"),
        ("TEXT/TURTLE;Q=1", "text/turtle"),
    ],
)
def test_client_gets_what_it_likes_best(client: httpx.Client, accept: str, expected: str) -> None:
    response = client.get(CASE, headers={"accept": accept})
    assert response.status_code == 200
    assert media_type(response) == expected
    assert "accept" in response.headers["vary"].lower().split(", ")


@pytest.mark.parametrize("ending", TYPES)
def test_ending_decides_whatever_is_accepted(client: httpx.Client, ending: str) -> None:
    response = client.get(f"{CASE}.{ending}", headers={"accept": "image/png"})
    assert media_type(response) == TYPES[ending]
    assert response.headers["vary"] == "Accept-Encoding"
    assert "content-location" not in response.headers


@pytest.mark.parametrize("ending", TYPES)
def test_response_names_what_was_chosen(client: httpx.Client, ending: str) -> None:
    response = client.get(CASE, headers={"accept": TYPES[ending]})
    location = response.url.join(response.headers["content-location"])
    assert location.path == f"{CASE}.{ending}"
    assert client.get(location).content == response.content


@pytest.mark.parametrize(
    "path", [CASE, "/term/neck-pain", "/ontology/property/affirms", "/ontology"]
)
def test_response_names_the_other_representations(client: httpx.Client, path: str) -> None:
    for ending, kind in TYPES.items():
        response = client.get(f"{path}.{ending}")
        links = links_of(response)
        others = set(TYPES.values()) - {kind}
        assert {kind for _, kind in links["alternate"]} == others
        assert {kind for _, kind in links["describedby"]} == others - {"text/html"}
        for target, kind in links["alternate"]:
            found = client.get(response.url.join(target))
            assert (found.status_code, media_type(found)) == (200, kind)


def test_response_names_the_permanent_iri_and_the_licence(client: httpx.Client) -> None:
    for path in (CASE, f"{CASE}.ttl"):
        links = links_of(client.get(path))
        assert links["cite-as"] == [(f"{BASE}{CASE}", "")]
        assert links["license"] == [(LICENCE, "")]
    assert "license" not in links_of(client.get("/term/neck-pain"))


def test_nothing_acceptable_is_refused_with_what_there_is(client: httpx.Client) -> None:
    refused = client.get(CASE, headers={"accept": "image/png"})
    assert refused.status_code == 406
    for ending, kind in TYPES.items():
        assert kind in refused.text
        assert f".{ending}" in refused.text


@pytest.mark.parametrize("path", THINGS)
def test_client_that_has_the_present_version_gets_no_body(client: httpx.Client, path: str) -> None:
    fresh = client.get(path)
    etag = fresh.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]+"', etag)
    for asked in (etag, f"W/{etag}", f'"other", W/{etag} , "more"', "*"):
        again = client.get(path, headers={"if-none-match": asked})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "cache-control", "vary", "content-location", "link"):
            assert again.headers.get(name) == fresh.headers.get(name)
    for asked in ('"other"', etag.strip('"'), "", "W/"):
        assert client.get(path, headers={"if-none-match": asked}).status_code == 200


def test_tags_of_representations_differ(client: httpx.Client) -> None:
    encodings = ("identity", "gzip")
    tags = [
        client.get(f"{CASE}.{ending}", headers={"accept-encoding": encoding}).headers["etag"]
        for ending in TYPES
        for encoding in encodings
    ]
    assert len(set(tags)) == len(TYPES) * len(encodings)


def test_tag_is_the_digest_of_what_is_sent(client: httpx.Client) -> None:
    with client.stream("GET", CASE, headers={"accept-encoding": "gzip"}) as response:
        sent = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["etag"] == tag(sent)
    plain = client.get(CASE, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(sent) == plain.content


def test_weak_tags_fit_as_strong_ones_do() -> None:
    assert fits('"a"', 'W/"a"')
    assert not fits('"a"', '"a b"')
    assert not fits('"*"', '"b"')


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize(
    "path",
    [*THINGS, f"{CASE}.rdf", f"{CASE}/inferred", "/nothing", "/data/casegraph.nq.gz", "/about"],
)
def test_head_says_what_get_says(client: httpx.Client, path: str, encoding: str) -> None:
    changing = {"date", "x-request-id", "transfer-encoding"}
    asked = {"accept": "text/html", "accept-encoding": encoding}
    head, get = client.head(path, headers=asked), client.get(path, headers=asked)
    assert head.status_code == get.status_code
    assert head.content == b""
    for name, value in get.headers.items():
        if name not in changing:
            assert head.headers.get(name) == value, name


def test_other_methods_are_refused_with_what_is_allowed(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = client.request(method, CASE)
        assert refused.status_code == 405
        assert {"GET", "HEAD"} <= set(refused.headers["allow"].replace(" ", "").split(","))


@pytest.mark.parametrize(
    ("path", "accept", "expected", "location"),
    [
        (f"{CASE}/inferred", "text/html", 303, f"{CASE}.html#section-following"),
        (f"{CASE}/provenance.html", "*/*", 303, f"{CASE}.html"),
        (f"{CASE}/source", "text/html", 303, f"{CASE}.html"),
        (f"{CASE}/", "text/html", 308, CASE),
        ("/term", "text/html", 303, "/terms.html"),
        ("/publication", "text/html", 303, "/publications.html"),
        ("/ontology/0.1.0", "text/html", 303, "/ontology.html"),
        ("/ontology/axioms", "text/html", 303, "/ontology.html"),
        ("/shape/figure-depicts", "text/html", 303, "/shapes.html#figure-depicts"),
        ("/dataset", "text/html", 303, "/downloads.html"),
        ("/mappings", "text/html", 303, "/downloads.html"),
    ],
)
def test_other_names_lead_to_the_page(
    client: httpx.Client, path: str, accept: str, expected: int, location: str
) -> None:
    response = client.get(path, headers={"accept": accept})
    assert (response.status_code, response.headers["location"]) == (expected, location)
    assert client.get(location).status_code == 200


def test_page_works_below_a_path_of_a_proxy(bundled_folder: Path) -> None:
    with served(settings_for(bundled_folder), root_path="/cases-of-mine") as client:
        lead = client.get("/term", headers={"accept": "text/html"})
        assert lead.headers["location"] == "/cases-of-mine/terms.html"
        html = client.get("/case/none").text
        assert 'href="../static/style.css"' in html


@pytest.mark.skipif(CURL is None, reason="curl is not installed")
class TestCurl:
    """What curl gets, the client that people try negotiation with."""

    @staticmethod
    def curl(*options: str) -> str:
        done = subprocess.run(
            [str(CURL), "-sS", "--max-time", "60", "--noproxy", "", *options],
            capture_output=True,
            check=True,
            timeout=90,
        )
        return done.stdout.decode()

    @pytest.mark.parametrize(("ending", "kind"), TYPES.items())
    def test_accept_decides(self, client: httpx.Client, ending: str, kind: str) -> None:
        shown = ("-o", "/dev/null", "-w", "%{http_code} %{content_type}")
        said = self.curl("-H", f"Accept: {kind}", *shown, f"{client.base_url}{CASE}")
        assert said.partition(";")[0] == f"200 {kind}"
        named = self.curl(*shown, f"{client.base_url}{CASE}.{ending}")
        assert named.partition(";")[0] == f"200 {kind}"

    def test_permanent_address_answers_here(self, client: httpx.Client) -> None:
        port = client.base_url.port
        address = f"http://w3id.org/casegraph{CASE}"
        said = self.curl("-H", "Accept: text/turtle", "-x", f"http://127.0.0.1:{port}", address)
        assert said == client.get(f"{CASE}.ttl").text
        resolved = f"w3id.org:{port}:127.0.0.1"
        there = f"http://w3id.org:{port}/casegraph{CASE}.ttl"
        assert self.curl("--resolve", resolved, there) == said

    def test_lead_stays_below_the_path_of_the_base(self, client: httpx.Client) -> None:
        options = ("-x", f"http://127.0.0.1:{client.base_url.port}", "-o", "/dev/null")
        address = f"http://w3id.org/casegraph{CASE}/inferred"
        lead = self.curl(*options, "-w", "%{redirect_url}", address)
        assert lead == f"http://w3id.org/casegraph{CASE}.html#section-following"
        assert self.curl(*options, "-w", "%{http_code}", "http://w3id.org/casegraphs") == "404"

    def test_version_that_curl_has_is_not_sent_again(
        self, client: httpx.Client, tmp_path: Path
    ) -> None:
        kept = tmp_path / "etag"
        address = f"{client.base_url}{CASE}"
        shown = ("-o", "/dev/null", "-w", "%{http_code}", "--etag-compare", str(kept))
        assert self.curl(*shown, "--etag-save", str(kept), address) == "200"
        assert self.curl(*shown, address) == "304"
