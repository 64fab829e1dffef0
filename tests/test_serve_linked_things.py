"""Whatever the data name answers at its address, and says what the static site says."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import httpx
import pyoxigraph as ox
import pytest

from absence import Absent, absences, general, misread
from absence_pages import read_page
from absence_readers import stated
from api_served import served, settings_for
from casegraph.namespaces import BASE
from casegraph.quads import canonical
from casegraph.serve.linked.media import TYPES
from casegraph.serve.linked.places import paths, place
from casegraph.serve.settings import Settings
from casegraph.serve.site import live_site
from casegraph.store import Store
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.data import syntaxes
from casegraph.web.environment import Site, rendered
from casegraph.web.kind import Kind
from casegraph.web.kinds import KINDS
from site_pages import Page

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
CASE = "case/alar-ligament-calcification-ra"
ELSEWHERE = {"missing", "search"}
"""The kinds of pages that a server has in another way; those of questions have a form, too."""
SHOWN = [kind for kind in KINDS if kind.name not in ELSEWHERE]
LISTS = {"cases", "figures", "spine"}
"""The kinds of pages of which no graph holds what they show."""


@pytest.fixture(scope="module")
def client(bundled_folder: Path) -> Iterator[httpx.Client]:
    with served(settings_for(bundled_folder, seconds=600, wait=600)) as client:
        yield client


@pytest.fixture(scope="module")
def catalogue(bundled_store: Store) -> Catalogue:
    return Catalogue(bundled_store)


@pytest.fixture(scope="module")
def absent(bundled_store: Store) -> tuple[Absent, ...]:
    return absences(bundled_store)


def triples_of(response: httpx.Response) -> set[str]:
    """Return the triples of *response* without regard to the names of blank nodes."""
    kind = response.headers["content-type"].partition(";")[0]
    syntax = ox.RdfFormat.from_media_type(kind)
    assert syntax is not None
    quads = ox.parse(response.content, format=syntax)
    plain = (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return set(canonical(plain).splitlines())


def documents_named(store: Store) -> set[str]:
    """Return every IRI below the base in *store*, without its fragment."""
    found = set()
    for quad in store.quads():
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                found.add(term.value.partition("#")[0])
    return found


def lost(static: str, live: str) -> list[str]:
    """Return the lines of a page of the site that the same page of a server lacks.

    Its search asks another address, and a case may be chosen for a comparison.
    """
    lines = set(re.sub(r'<input type="checkbox"[^>]*> ', "", live).splitlines())
    return [line for line in static.splitlines() if line not in lines and "search" not in line]


@pytest.mark.parametrize("ending", TYPES)
def test_every_iri_of_the_data_answers(
    client: httpx.Client, bundled_store: Store, ending: str
) -> None:
    named = documents_named(bundled_store)
    assert len(named) > 250
    for iri in sorted(named):
        path = quote(iri.removeprefix(BASE).removeprefix("/"))
        response = client.get(f"/{path}", headers={"accept": TYPES[ending]}, follow_redirects=True)
        assert response.status_code == 200, iri
        assert response.headers["content-type"].partition(";")[0] == TYPES[ending], iri
        assert response.content, iri


@pytest.mark.parametrize(
    "kind", [one for one in SHOWN if one.name != "query"], ids=lambda one: one.name
)
def test_page_is_that_of_the_site_with_what_is_live(
    client: httpx.Client, catalogue: Catalogue, kind: Kind
) -> None:
    site = live_site(Settings(store=Path()))
    for key in kind.keys(catalogue):
        path = kind.path(key)
        last = kind.values(catalogue, key, 1).pager.of
        for number in range(1, last + 1):
            page = kind.values(catalogue, key, number)
            here = addresses.numbered(path, number)
            response = client.get(f"/{here}.html")
            assert response.status_code == 200, here
            assert response.text == rendered(kind, page, path, catalogue, site), here
            static = rendered(kind, page, path, catalogue, Site(site.version))
            assert lost(static, response.text) == [], here
            assert "data-suggest" in response.text
            assert "data-suggest" not in static


@pytest.mark.parametrize("kind", [one for one in SHOWN if one.quads], ids=lambda one: one.name)
def test_data_of_a_page_are_those_of_the_site(
    client: httpx.Client, catalogue: Catalogue, kind: Kind
) -> None:
    assert kind.quads is not None
    for key in kind.keys(catalogue):
        for ending, text in syntaxes(kind.quads(catalogue, key)):
            assert client.get(f"/{kind.path(key)}.{ending}").text == text


@pytest.mark.parametrize(
    "path",
    [
        *(CASE, f"{CASE}/inferred", f"{CASE}/provenance", "term/crowned-dens-syndrome", "ontology"),
        *("term", "publication", "shapes", "queries", "query/authors", "ontology/0.1.0/axioms"),
    ],
)
def test_every_syntax_says_the_same(client: httpx.Client, path: str) -> None:
    said = [triples_of(client.get(f"/{path}.{ending}")) for ending in TYPES if ending != "html"]
    assert said[0]
    assert all(one == said[0] for one in said[1:])


@pytest.mark.parametrize("part", ["inferred", "provenance"])
def test_graph_of_a_case_holds_what_the_store_has(
    client: httpx.Client, bundled_store: Store, part: str
) -> None:
    quads = bundled_store.graph(f"{BASE}/{CASE}/{part}")
    expected = canonical(ox.Quad(one.subject, one.predicate, one.object) for one in quads)
    assert triples_of(client.get(f"/{CASE}/{part}.nt")) == set(expected.splitlines())


def test_list_without_a_graph_offers_its_page_alone(client: httpx.Client) -> None:
    for kind in SHOWN:
        if kind.name in LISTS:
            refused = client.get(f"/{kind.path('')}.ttl")
            assert refused.status_code == 406
            assert "text/html" in refused.json()["repair"]


def test_path_is_the_inverse_of_an_address(catalogue: Catalogue) -> None:
    table = paths(catalogue)
    assert len(table) == sum(1 for kind in SHOWN for _ in kind.keys(catalogue))
    for kind in SHOWN:
        for key in kind.keys(catalogue):
            found = place(catalogue, kind.path(key))
            assert found is not None
            assert (found.kind, found.key, found.number) == (kind, key, 1)
            further = place(catalogue, addresses.numbered(kind.path(key), 12))
            assert further is not None
            assert (further.kind, further.key, further.number) == (kind, key, 12)


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.name)
@pytest.mark.parametrize("number", ["0", "1", "01", "2", "999999999", "9999999999", "-1", "²"])
def test_page_beyond_the_end_of_a_list_is_missing(
    client: httpx.Client, catalogue: Catalogue, kind: Kind, number: str
) -> None:
    path = kind.path(next(iter(kind.keys(catalogue))))
    if (kind.name, number) == ("terms", "2"):
        return  # which has as many
    assert client.get(f"/{path}/{number}").status_code == 404


def test_further_page_of_a_list_has_its_own_address(client: httpx.Client) -> None:
    second = client.get("/terms/2")
    assert second.headers["content-location"] == "2.html"
    assert second.text == client.get("/terms/2.html").text
    assert "../terms.html" in second.text


def test_links_of_every_page_lead_somewhere(
    client: httpx.Client, catalogue: Catalogue, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    known: dict[str, int] = {}
    for kind in SHOWN:
        path = kind.path(next(iter(kind.keys(catalogue))))
        file.write_text(client.get(f"/{path}", headers={"accept": "text/html"}).text, "utf-8")
        for reference in Page(file).references:
            target = urlsplit(urljoin(f"http://here/{path}", reference))
            if target.netloc != "here":
                continue
            asked = f"{target.path}?{target.query}"
            if asked not in known:
                known[asked] = client.head(asked, headers={"accept": BROWSER}).status_code
            assert known[asked] in (200, 303), (path, reference)
    assert len(known) > 100


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.name)
def test_absence_is_absence_on_each_live_page(
    client: httpx.Client,
    bundled_store: Store,
    catalogue: Catalogue,
    absent: tuple[Absent, ...],
    kind: Kind,
) -> None:
    told = general(bundled_store)
    for key in kind.keys(catalogue):
        path = kind.path(key)
        html = client.get(f"/{path}", headers={"accept": "text/html"}).text
        assert misread(read_page(html, path, absent, told), absent) == [], path


def test_presence_in_place_of_absence_is_noticed_on_a_live_page(
    client: httpx.Client, bundled_store: Store, absent: tuple[Absent, ...]
) -> None:
    denied = next(one for one in absent if one.said == "denies")
    path, place_of = addresses.place_of(denied.term)
    line = (
        f'<p><span class="polarity mark-present">present</span> <a href="../{path}.html">x</a></p>'
    )
    html = client.get(f"/case/{denied.case}.html").text.replace("</main>", f"{line}</main>")
    assert not place_of
    found = read_page(html, f"case/{denied.case}", absent, general(bundled_store))
    assert misread(found, absent) != []


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "nt", "rdf"])
def test_absence_is_absence_in_each_syntax(
    client: httpx.Client, absent: tuple[Absent, ...], ending: str
) -> None:
    for path in (f"{one}{part}" for one in (CASE,) for part in ("", "/inferred", "/provenance")):
        response = client.get(f"/{path}.{ending}")
        syntax = ox.RdfFormat.from_media_type(response.headers["content-type"].partition(";")[0])
        assert syntax is not None
        assert misread(stated(ox.parse(response.content, format=syntax)), absent) == []
