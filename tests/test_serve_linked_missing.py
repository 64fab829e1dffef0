"""Addresses at which nothing is, or no longer is; and what strangers try in a path."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api_served import served, settings_for
from casegraph.namespaces import CASE
from casegraph.store import Store
from serve_running import rest
from site_pages import Page

HERE = "case/alar-ligament-calcification-ra"
GONE = "cervical-calcinosis-ssc-barium-swallow"
HTML = {"accept": "text/html"}

HOSTILE = [
    "/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/case/..%5c..%5cetc%5cpasswd",
    "/case\\x",
    "/case/%00",
    "/case/x%00.html",
    "/case/%ff%fe",
    "/case/%c0%ae%c0%ae/",
    "/case/%0d%0aSet-Cookie:%20a=b",
    "/case/%0a",
    f"/{HERE}.ttl.html",
    f"/{HERE}.html.html",
    f"/{HERE}%2finferred%2f..",
    f"/{HERE}/inferred/inferred",
    f"/{HERE}/%23case",
    f"/./{HERE}",
    f"//{HERE}",
    f"/CASE/{HERE[5:]}",
    "//evil.example/",
    "//evil.example/case/x",
    "///evil.example",
    "/%2f%2fevil.example/",
    "/https://evil.example/",
    "/static/../../settings.py",
    "/static/%2e%2e/catalogue.py",
    "/static/",
    "/data/../casegraph.json",
    "/data/casegraph.json",
    "/sitemap-.xml",
    "/sitemap-1.xml",
    "/" + "a" * 1_999,
    "/" + "a/" * 900,
    "/<script>alert(1)</script>",
    "/case/{{7*7}}",
    "/case/" + "%F0%9F%92%A9" * 50,
]


@pytest.fixture(scope="module")
def client(
    bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Give a client of a server from whose store one case was removed."""
    folder = tmp_path_factory.mktemp("removed") / "store"
    shutil.copytree(bundled_folder, folder)
    with Store.open(folder, write=True) as store:
        store.remove_cases([CASE + GONE])
    with served(settings_for(folder)) as client:
        yield client


def sent_as_is(
    client: httpx.Client, path: str, accept: str = "text/html", named: str = "localhost"
) -> tuple[int, str]:
    """Return the status and the whole answer to a request whose path no client has tidied."""
    host, port = str(client.base_url.host), client.base_url.port
    head = f"GET {path} HTTP/1.1\r\nHost: {named}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((host, port), timeout=60) as connection:
        connection.sendall(head.encode("utf-8", "surrogateescape"))
        answer = rest(connection).decode("utf-8", "replace")
    return int(answer.split(" ", 2)[1]), answer


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_hostile_path_is_nowhere(client: httpx.Client, path: str, accept: str) -> None:
    status, answer = sent_as_is(client, path, accept)
    assert status in (400, 404), answer
    head, _, body = answer.partition("\r\n\r\n")
    names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:]}
    assert names.isdisjoint({"set-cookie", "location", "content-location"})
    for told in ("root:", "Traceback", "/src/", "<script>alert", "49</"):
        assert told not in body


@pytest.mark.parametrize("host", ["a b", 'x"><script>', "évil", "a/b", "[::1", ""])
def test_hostile_host_is_not_told_to_others(client: httpx.Client, host: str) -> None:
    status, answer = sent_as_is(client, "/.well-known/void", "text/turtle", host)
    assert status == 400 or "<script>" not in answer


def test_path_longer_than_any_is_refused(client: httpx.Client) -> None:
    status, _ = sent_as_is(client, "/" + "a" * 10_000)
    assert status in (400, 414, 431)


def test_server_answers_on_after_all_of_it(client: httpx.Client) -> None:
    assert client.get(f"/{HERE}").status_code == 200


def test_page_of_nothing_names_what_is_near(client: httpx.Client, tmp_path: Path) -> None:
    for path, depth in ((HERE[:-3], 1), (f"{HERE}x", 1), (f"{HERE}/y", 2), (HERE[5:], 0)):
        missing = client.get(f"/{path}", headers=HTML)
        assert missing.status_code == 404
        file = tmp_path / "page.html"
        file.write_text(missing.text, "utf-8")
        page = Page(file)
        assert f"{'../' * depth}{HERE}.html" in page.references
        assert f"{'../' * depth}search" in page.references
        found = missing.url.join(f"{'../' * depth}{HERE}.html")
        assert client.get(found).status_code == 200


def test_page_of_nothing_fills_the_search_with_its_words(client: httpx.Client) -> None:
    missing = client.get('/term/calcified-"longus"_colli.html', headers=HTML)
    assert 'value="calcified longus colli"' in missing.text


def test_machine_is_told_what_is_near(client: httpx.Client) -> None:
    missing = client.get(f"/{HERE[:-3]}", headers={"accept": "text/turtle, application/json"})
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert f"/{HERE}" in missing.json()["repair"]


@pytest.mark.parametrize("part", ["", "/inferred", "/provenance", ".html", ".ttl", "/inferred.nt"])
def test_removed_case_is_gone(client: httpx.Client, part: str) -> None:
    for accept in ("text/html", "text/turtle"):
        gone = client.get(f"/case/{GONE}{part}", headers={"accept": accept})
        assert gone.status_code == 410, part


def test_machine_is_told_that_a_case_is_gone(client: httpx.Client) -> None:
    told = client.get(f"/case/{GONE}", headers={"accept": "text/turtle, application/json"})
    assert told.json()["status"] == 410
    assert CASE + GONE in told.json()["detail"]


def test_iri_of_a_removed_case_is_gone(client: httpx.Client) -> None:
    assert client.get("/about", params={"iri": f"{CASE}{GONE}#case"}).status_code == 410


def test_case_that_never_was_is_missing_not_gone(client: httpx.Client) -> None:
    assert client.get("/case/never-was", headers=HTML).status_code == 404


def test_page_of_what_is_gone_tells_search_engines_to_forget_it(client: httpx.Client) -> None:
    gone = client.get(f"/case/{GONE}", headers=HTML)
    assert '<meta name="robots" content="noindex">' in gone.text
    assert "was removed" in gone.text
