"""What a server has beside the things of the data: style sheets, downloads, descriptions."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest

from api_served import served, settings_for
from casegraph.exporters.datasets.tally import tally
from casegraph.exporters.datasets.triples import DATASET, VOID
from casegraph.namespaces import BASE, DCTERMS
from casegraph.quads import canonical
from casegraph.resources import ontology_dir
from casegraph.serve.linked.places import paths
from casegraph.serve.linked.static import loaded
from casegraph.serve.settings import Settings
from casegraph.store import Store
from casegraph.web.catalogue import Catalogue
from site_pages import Page

CASE = f"{BASE}/case/alar-ligament-calcification-ra"
URL = "https://cases.example/graph"
TERM = f"{BASE}/term/neck-pain"


@pytest.fixture(scope="module")
def settings(bundled_folder: Path) -> Settings:
    base = "http://localhost:8000"
    return replace(settings_for(bundled_folder), url=URL, base=base)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx.Client]:
    with served(settings) as client:
        yield client


def values_of(response: httpx.Response, subject: str, predicate: str) -> list[str]:
    """Return what the Turtle of *response* has as *predicate* of *subject*, in order."""
    quads = ox.parse(response.content, format=ox.RdfFormat.TURTLE)
    return sorted(
        quad.object.value
        for quad in quads
        if quad.subject == ox.NamedNode(subject)
        and quad.predicate == ox.NamedNode(predicate)
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("style.css", "text/css; charset=utf-8"),
        ("search.js", "text/javascript; charset=utf-8"),
        ("favicon.svg", "image/svg+xml"),
    ],
)
def test_static_file_has_its_type_and_may_be_kept(
    client: httpx.Client, name: str, kind: str
) -> None:
    plain = client.get(f"/static/{name}", headers={"accept-encoding": "identity"})
    assert plain.content == loaded()[name].plain
    assert plain.headers["content-type"] == kind
    assert plain.headers["cache-control"] == "public, max-age=300"
    shorter = client.get(f"/static/{name}", headers={"accept-encoding": "gzip"})
    assert shorter.content == plain.content
    assert shorter.headers["content-encoding"] == "gzip"
    assert shorter.headers["etag"] != plain.headers["etag"]
    assert int(shorter.headers["content-length"]) < int(plain.headers["content-length"])


def test_static_files_are_those_of_both_packages(client: httpx.Client) -> None:
    files = loaded()
    assert {"style.css", "live.css"} <= files.keys()
    for name in files:
        response = client.get(f"/static/{name}")
        assert response.status_code == 200
        assert not response.headers["content-type"].startswith("application/octet-stream"), name


def test_icon_answers_at_the_address_of_old(client: httpx.Client) -> None:
    assert client.get("/favicon.ico").content == client.get("/static/favicon.svg").content


def test_crawlers_are_kept_from_what_has_no_end(client: httpx.Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /sparql", "Disallow: /search", f"Sitemap: {URL}/sitemap.xml"} < {*lines}


def test_sitemap_lists_every_page(client: httpx.Client, bundled_store: Store) -> None:
    listed = set(re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text))
    expected = {f"{path}.html" for path in paths(Catalogue(bundled_store))} - {"index.html"}
    assert listed == {f"{URL}/{path}" for path in expected} | {f"{URL}/"}


@pytest.mark.parametrize("ending", ["nq", "trig"])
def test_whole_graph_is_that_of_the_store(
    client: httpx.Client, bundled_store: Store, ending: str
) -> None:
    response = client.get(f"/data/casegraph.{ending}.gz")
    assert response.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in response.headers
    syntax = ox.RdfFormat.from_extension(ending)
    assert syntax is not None
    quads = ox.parse(gzip.decompress(response.content), format=syntax)
    assert canonical(quads) == canonical(bundled_store.quads())


def test_whole_graph_as_triples_is_that_of_the_store(
    client: httpx.Client, bundled_store: Store
) -> None:
    content = gzip.decompress(client.get("/data/casegraph.ttl.gz").content)
    found = ox.parse(content, format=ox.RdfFormat.TURTLE)
    quads = {quad.triple for quad in bundled_store.quads()}
    plain = canonical(ox.Quad(one.subject, one.predicate, one.object) for one in quads)
    assert canonical(found) == plain


def test_every_download_of_the_page_is_there(client: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "downloads.html"
    file.write_text(client.get("/downloads.html").text, "utf-8")
    listed = [one for one in Page(file).references if one.startswith("data/")]
    assert len(listed) == 13
    for reference in listed:
        response = client.get(f"/{reference}")
        assert (response.status_code, bool(response.content)) == (200, True), reference


def test_files_of_the_model_are_those_of_the_package(client: httpx.Client) -> None:
    context = client.get("/context.jsonld")
    assert context.content == (ontology_dir() / "context.jsonld").read_bytes()
    assert context.headers["content-type"] == "application/ld+json"
    archive = zipfile.ZipFile(io.BytesIO(client.get("/data/queries.zip").content))
    assert "authors.rq" in archive.namelist()


@pytest.mark.parametrize("path", ["/.well-known/void", "/dataset", "/data/void.ttl"])
def test_void_counts_what_the_store_has(
    client: httpx.Client, bundled_store: Store, path: str
) -> None:
    response = client.get(path, headers={"accept": "text/turtle"})
    counted = tally(bundled_store)
    assert values_of(response, DATASET, f"{VOID}triples") == [str(counted.triples.total())]
    assert values_of(response, DATASET, f"{VOID}classes") == [str(len(counted.classes))]
    assert values_of(response, DATASET, f"{VOID}properties") == [str(len(counted.properties))]
    assert values_of(response, DATASET, f"{VOID}sparqlEndpoint") == [f"{URL}/sparql"]
    for part, number in counted.triples.items():
        told = values_of(response, f"{DATASET}#{part}", f"{VOID}triples")
        assert told == [str(number)], part


def test_void_counts_the_things_of_each_class(client: httpx.Client, bundled_store: Store) -> None:
    content = client.get("/.well-known/void.nt").content
    told: dict[ox.BlankNode, dict[str, str]] = {}
    for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.Triple):
            told.setdefault(quad.subject, {})[quad.predicate.value] = quad.object.value
    found = {
        partition[f"{VOID}class"]: int(partition[f"{VOID}entities"])
        for partition in told.values()
        if f"{VOID}class" in partition
    }
    assert found == tally(bundled_store).classes


def test_void_does_not_tell_what_nobody_counted(client: httpx.Client) -> None:
    response = client.get("/.well-known/void", headers={"accept": "text/turtle"})
    for name in ("distinctSubjects", "distinctObjects", "entities"):
        assert values_of(response, DATASET, VOID + name) == []


@pytest.mark.parametrize("path", ["/.well-known/dcat", "/catalogue", "/"])
def test_dcat_tells_the_licence(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers={"accept": "text/turtle"})
    licence = ["https://creativecommons.org/licenses/by/4.0/"]
    assert values_of(response, DATASET, f"{DCTERMS}license") == licence


@pytest.mark.parametrize("name", ["void", "dcat"])
def test_description_is_negotiated(client: httpx.Client, name: str) -> None:
    path = f"/.well-known/{name}"
    assert client.get(path).headers["content-type"] == "text/turtle; charset=utf-8"
    for kind in ("application/ld+json", "application/rdf+xml", "application/n-triples"):
        found = client.get(path, headers={"accept": kind})
        assert found.headers["content-type"].partition(";")[0] == kind
        again = {"accept": kind, "if-none-match": found.headers["etag"]}
        assert client.get(path, headers=again).status_code == 304
    browser = client.get(path, headers={"accept": "text/html,*/*;q=0.8"}, follow_redirects=True)
    assert urlsplit(str(browser.url)).path == "/downloads.html"
    assert client.get(path, headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("iri", "location"),
    [
        (TERM, "/term/neck-pain"),
        (CASE, "/case/alar-ligament-calcification-ra"),
        (f"{CASE}#patient", "/case/alar-ligament-calcification-ra#patient"),
        (f"{CASE}/inferred", "/case/alar-ligament-calcification-ra/inferred"),
        (f"{BASE}/ontology#affirms", "/ontology/property/affirms"),
        (f"{BASE}/ontology", "/ontology"),
        ("http://localhost:8000/term/neck-pain", "/term/neck-pain"),
    ],
)
def test_iri_leads_to_where_it_is_described(client: httpx.Client, iri: str, location: str) -> None:
    lead = client.get("/about", params={"iri": iri})
    assert (lead.status_code, lead.headers["location"]) == (303, location)
    assert client.get(location, headers={"accept": "text/turtle"}).status_code == 200


@pytest.mark.parametrize(
    "iri",
    [
        *("http://evil.example/", f"{TERM}-of-nobody", "javascript:alert(1)", "x", "https://"),
        *(f"{BASE}//evil.example", f"{BASE}.evil.example/term/neck-pain"),
    ],
)
def test_iri_of_which_nothing_is_said_leads_nowhere(client: httpx.Client, iri: str) -> None:
    answer = client.get("/about", params={"iri": iri}, headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "this store does not describe that IRI"


@pytest.mark.parametrize("query", ["", "?iri=", "?iri=a&iri=b", f"?iri={'a' * 3000}"])
def test_one_iri_is_asked_for(client: httpx.Client, query: str) -> None:
    assert client.get(f"/about{query}").status_code == 400
