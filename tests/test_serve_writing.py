"""A server that writes: the token, the protocols, one writer at a time, and who reads what when.

After the W3C's tests of the SPARQL 1.1 Protocol (`sparql11-protocol`, update) and of the Graph
Store HTTP Protocol (`http-rdf-update`). Left out: `update_base_uri`, since no IRI here is relative
to the address of a server.
"""

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from casegraph.serve.app import application
from casegraph.serve.settings import Settings
from casegraph.store import Store
from conftest import case_turtle
from serve_running import threaded
from writing_store import (
    DENIED,
    EAR,
    NECK,
    NEW,
    PROLOGUE,
    TOKEN,
    commented,
    labels,
    made,
    settings_of,
)

WRITER = {"authorization": f"Bearer {TOKEN}"}
TURTLE = {**WRITER, "content-type": "text/turtle"}
UPDATE = {**WRITER, "content-type": "application/sparql-update"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("served")
    settings = settings_of(made(folder), folder)
    return replace(settings, limits=replace(settings.limits, update=2_000_000, wait=300))


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx.Client]:
    with (
        pytest.MonkeyPatch.context() as patched,
        threaded(application(settings)) as (port, _),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=300) as client,
    ):
        patched.setattr("casegraph.serve.writing.writer._SEEN", 300)  # on a busy machine
        yield client


def data(graph: str) -> str:
    return f"/data?graph={quote(graph, safe='')}"


def insert(graph: str, text: str) -> str:
    return f"{PROLOGUE} INSERT DATA {{ GRAPH <{graph}> {{ {commented(graph, text)} }} }}"


def says(client: httpx.Client, text: str) -> bool:
    asked = client.get("/sparql", params={"query": f'ASK {{ ?s ?p "{text}"@en }}'})
    return bool(asked.json()["boolean"])


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("text/plain", "text/plain"), ("text/turtle", "application/problem+json")],
)
def test_graph_that_is_no_case_is_never_told_to_conform(
    client: httpx.Client, accept: str, media_type: str
) -> None:
    text = f"INSERT DATA {{ GRAPH <{NEW}> {{ <x:a> <x:b> <x:c> }} }}"
    answer = client.post("/sparql", content=text, headers={**UPDATE, "accept": accept})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith(media_type)
    assert "nothing in this document is a cg:Case" in answer.text
    assert "conform" not in answer.text
    assert client.get(data(NEW)).status_code == 404


def test_graph_is_created_read_replaced_and_deleted(client: httpx.Client) -> None:
    made = client.put(data(NEW), content=case_turtle("stiff-back"), headers=TURTLE)
    assert made.status_code == 201
    assert client.get(made.headers["location"]).status_code == 200
    assert client.get("/case/stiff-back").status_code == 200
    text = case_turtle("stiff-back") + commented(NEW, "replaced")
    assert client.put(data(NEW), content=text, headers=TURTLE).status_code == 204
    assert says(client, "replaced")
    text = commented(NEW, "added")
    assert client.post(data(NEW), content=text, headers=TURTLE).status_code == 204
    assert says(client, "replaced")
    assert says(client, "added")
    assert client.delete(data(NEW), headers=WRITER).status_code == 204
    assert client.delete(data(NEW), headers=WRITER).status_code == 404
    assert client.get(data(NEW)).status_code == 404
    assert client.get("/case/stiff-back").status_code == 410
    again = client.post("/data", content=case_turtle("stiff-back"), headers=TURTLE)
    assert again.status_code == 201
    assert client.get(again.headers["location"]).status_code == 200
    assert client.get("/case/stiff-back").status_code == 200


@pytest.mark.parametrize("way", ["form", "direct"])
def test_update_is_seen_by_the_next_query(client: httpx.Client, way: str) -> None:
    text = insert(EAR, way)
    if way == "form":
        answer = client.post("/sparql", data={"update": text}, headers=WRITER)
    else:
        answer = client.post("/sparql", content=text, headers=UPDATE)
    assert answer.status_code == 200
    assert answer.json()["stored"] == [EAR]
    assert answer.json()["results"] > 0
    assert says(client, way)


def test_using_graph_uri_says_what_an_update_reads(client: httpx.Client) -> None:
    where = "WHERE { ?case a cg:Case BIND(STRAFTER(STR(?case), 'stiff-') AS ?name) }"
    text = (
        f"{PROLOGUE} INSERT {{ GRAPH <{EAR}> {{ <{EAR}#case> rdfs:comment ?tagged }} }} "
        f"{where[:-1]} BIND(STRLANG(?name, 'en') AS ?tagged) }}"
    )
    form = {"update": text, "using-graph-uri": NECK}
    assert client.post("/sparql", data=form, headers=WRITER).status_code == 200
    assert says(client, "neck#case")
    assert not says(client, "ear#case")
    address = f"/sparql?using-named-graph-uri={quote(NECK)}"
    assert client.post(address, content=text, headers=UPDATE).json()["stored"] == []


@pytest.mark.parametrize(
    ("address", "sent", "headers", "status"),
    [
        ("", {"update": insert(NECK, "x"), "query": "ASK {}"}, {}, 400),
        ("", {"update": [insert(NECK, "x")] * 2}, {}, 400),
        ("", {"update": "INSERT DATA"}, {}, 400),
        ("", {"update": "LOAD <http://127.0.0.1:9/>"}, {}, 400),
        ("", {"update": "CLEAR ALL"}, {}, 403),
        ("?using-graph-uri=x", {"update": f"WITH <{NECK}> DELETE {{ }} WHERE {{ }}"}, {}, 400),
        ("", b"\xff", {"content-type": "application/sparql-update"}, 400),
        ("", b"update=%FF", {"content-type": "application/x-www-form-urlencoded"}, 400),
        ("", insert(NECK, "x").encode(), {"content-type": "text/plain"}, 415),
        ("", insert(NECK, "x").encode(), {"content-type": "application/json"}, 415),
        (
            "",
            insert(NECK, "x").encode(),
            {"content-type": "application/sparql-update; charset=utf-16"},
            415,
        ),
    ],
)
def test_bad_update_is_refused(
    client: httpx.Client,
    settings: Settings,
    address: str,
    sent: dict[str, str] | bytes,
    headers: dict[str, str],
    status: int,
) -> None:
    before = labels(settings, NECK)
    body = {"content": sent} if isinstance(sent, bytes) else {"data": sent}
    answer = client.post(f"/sparql{address}", headers={**WRITER, **headers}, **body)
    assert answer.status_code == status
    assert answer.json()["repair"]
    assert labels(settings, NECK) == before


def test_update_by_get_is_refused(client: httpx.Client, settings: Settings) -> None:
    before = labels(settings, NECK)
    answer = client.get("/sparql", params={"update": insert(NECK, "x")}, headers=WRITER)
    assert answer.status_code == 400
    assert labels(settings, NECK) == before


@pytest.mark.parametrize(
    ("authorization", "challenge"),
    [
        (None, 'Bearer realm="casegraph"'),
        ("", 'Bearer realm="casegraph", error="invalid_token"'),
        ("Bearer", 'Bearer realm="casegraph", error="invalid_token"'),
        (f"Bearer {TOKEN}x", 'Bearer realm="casegraph", error="invalid_token"'),
        (f"Bearer {TOKEN[:-1]}", 'Bearer realm="casegraph", error="invalid_token"'),
        (f"Basic {TOKEN}", 'Bearer realm="casegraph", error="invalid_token"'),
        (TOKEN, 'Bearer realm="casegraph", error="invalid_token"'),
    ],
)
def test_nobody_writes_without_the_token(
    client: httpx.Client, settings: Settings, authorization: str | None, challenge: str
) -> None:
    before = labels(settings, NECK)
    headers = {} if authorization is None else {"authorization": authorization}
    turtle = {**headers, "content-type": "text/turtle"}
    for answer in (
        client.put(data(NECK), content=case_turtle() + commented(NECK, "x"), headers=turtle),
        client.post(f"{data(NECK)}&token={TOKEN}", content=commented(NECK, "x"), headers=turtle),
        client.delete(data(NECK), headers=headers),
        client.post("/sparql", data={"update": insert(NECK, "x")}, headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == challenge
        assert TOKEN not in answer.text
    assert labels(settings, NECK) == before


def test_two_tokens_are_none(client: httpx.Client) -> None:
    twice = [("authorization", f"Bearer {TOKEN}"), ("authorization", "Bearer other")]
    assert client.delete(data(NECK), headers=twice).status_code == 401


def test_server_that_reads_only_refuses_every_write(settings: Settings) -> None:
    reading = application(replace(settings, token=None))
    with (
        threaded(reading) as (port, _),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        for answer in (
            client.put(data(NECK), content=case_turtle(), headers=TURTLE),
            client.delete(data(NECK), headers=WRITER),
            client.post("/sparql", data={"update": "CLEAR ALL"}, headers=WRITER),
        ):
            assert answer.status_code == 403
            assert "only reads" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "media_type", "found"),
    [
        ("*/*", "application/problem+json", '"results"'),
        ("text/turtle", "text/turtle", "sh:ValidationReport"),
        ("application/n-triples", "application/n-triples", "#ValidationReport>"),
        ("application/ld+json", "application/ld+json", "ValidationReport"),
        ("text/plain", "text/plain", "violation"),
        ("image/png", "application/problem+json", '"results"'),
    ],
)
def test_affirming_what_a_case_denies_is_told_as_a_report(
    client: httpx.Client, settings: Settings, accept: str, media_type: str, found: str
) -> None:
    text = f"{PROLOGUE} INSERT DATA {{ GRAPH <{NECK}> {{ {DENIED} }} }}"
    answer = client.post("/sparql", content=text, headers={**UPDATE, "accept": accept})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith(media_type)
    assert found in answer.text
    assert "no-trauma" in answer.text
    assert str(settings.store) not in answer.text


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("PUT", "/data?default", {}, 403),
        ("PUT", "/data", {}, 400),
        ("DELETE", "/data", {}, 400),
        ("POST", "/data", {}, 409),
        ("PUT", f"{data(NECK)}&graph=x", {}, 400),
        ("PUT", "/data?graph=neck", {}, 400),
        ("PUT", data(f"{NECK}/inferred"), {}, 403),
        ("PUT", data(EAR), {}, 400),
        ("PUT", data(NECK), {"content-type": "text/html"}, 415),
        ("PUT", data(NECK), {"content-type": ""}, 415),
        ("POST", data(NECK), {"content-type": "multipart/form-data; boundary=x"}, 415),
        ("PUT", data(NECK), {"content-type": "application/rdf+xml"}, 400),
        ("PUT", data(NECK), {"content-encoding": "gzip"}, 415),
        ("PATCH", data(NECK), {}, 405),
    ],
)
def test_write_that_cannot_be_is_refused(
    client: httpx.Client, method: str, address: str, headers: dict[str, str], status: int
) -> None:
    sent = case_turtle() + commented(NECK, "never")
    answer = client.request(method, address, content=sent, headers={**TURTLE, **headers})
    assert answer.status_code == status
    assert answer.json()["repair"]
    assert not says(client, "never")
    if status == 405:
        assert "PUT" in answer.headers["allow"]


def test_large_body_is_refused_while_it_is_read(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(3_000):
            yield b"#" * 1023 + b"\n"

    answer = client.put(data(NECK), content=endless(), headers=TURTLE)
    assert answer.status_code == 413
    large = insert(NECK, "x" * 1_500_000)
    assert client.post("/sparql", content=large, headers=UPDATE).status_code == 200
    headers = {"content-type": "application/sparql-update"}
    assert client.post("/sparql", content=large, headers=headers).status_code == 413


def test_bomb_is_not_unpacked(client: httpx.Client) -> None:
    bomb = gzip.compress(b" " * 100_000_000)
    headers = {**TURTLE, "content-encoding": "gzip"}
    assert client.put(data(NECK), content=bomb, headers=headers).status_code == 415


def test_write_may_be_bound_to_what_the_client_has_seen(client: httpx.Client) -> None:
    seen = client.get(data(EAR), headers={"accept": "application/n-triples"}).headers["etag"]
    text = commented(EAR, "bound")
    held = client.post(data(EAR), content=text, headers={**TURTLE, "if-match": seen})
    assert held.status_code == 204
    for headers in ({"if-match": seen}, {"if-match": f"W/{seen}"}, {"if-none-match": "*"}):
        answer = client.post(data(EAR), content=text, headers={**TURTLE, **headers})
        assert answer.status_code == 412
        assert client.delete(data(EAR), headers={**WRITER, **headers}).status_code == 412
    missing = data(EAR.replace("ear", "toe"))
    toe = case_turtle("stiff-toe")
    assert client.put(missing, content=toe, headers={**TURTLE, "if-match": "*"}).status_code == 412
    once = {**TURTLE, "if-none-match": "*"}
    assert client.put(missing, content=toe, headers=once).status_code == 201
    assert client.put(missing, content=toe, headers=once).status_code == 412


def test_store_that_another_process_writes_to_is_busy(
    client: httpx.Client, settings: Settings
) -> None:
    with Store.open(settings.store, write=True):
        answer = client.post("/sparql", content=insert(EAR, "x"), headers=UPDATE)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "another process" in answer.json()["detail"]


def test_writers_wait_for_each_other(client: httpx.Client) -> None:
    found: list[int] = []

    def write(number: int) -> None:
        text = insert(EAR, f"at once {number}")
        found.append(client.post("/sparql", content=text, headers=UPDATE).status_code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) <= {200, 202}  # 202: the next one wrote before the readers had seen it
    until = time.monotonic() + 120
    while not all(says(client, f"at once {number}") for number in range(3)):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_store_is_where_it_was(settings: Settings) -> None:
    with Store.open(settings.store) as store:
        assert {NECK, EAR} <= set(store.cases())
    assert Path(settings.store, "casegraph.json").exists()
