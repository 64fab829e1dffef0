"""A stranger's attempts at a real server, over real sockets, while honest clients are answered."""

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import psutil
import pytest

from processes import running_in
from serve_running import Running, rest, serving, waited

IDLE = 2
"""Seconds that the server of these tests waits for a client."""

QUERIES = 2
MIB = 2**20
SLUG = "alar-ligament-calcification-ra"
HONEST = "SELECT ?case { ?case a <https://w3id.org/casegraph/ontology#Case> }"
END = b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
ALL = "?s ?p ?o . ?t ?q ?u . ?v ?r ?w"
NESTED = 5_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a server that all tests of this file attack, and that is whole in the end."""
    options = {"idle": IDLE, "seconds": 1, "memory": 512, "queries": QUERIES, "answer": 8}
    given = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    with serving(tmp_path_factory.mktemp("serve"), *given) as running:
        assert answers(running)
        yield running
        assert answers(running)
        assert [line for line in running.lines() if "traceback" in line] == []
        assert "Traceback" not in running.log.read_text("utf-8")
        assert running.end() == 0


def answers(server: Running) -> bool:
    """Return whether *server* answers a page and a query."""
    with httpx.Client(base_url=server.url, timeout=60) as client:
        page, query = client.get(f"/case/{SLUG}"), client.get("/sparql", params={"query": HONEST})
    return page.status_code == query.status_code == 200 and query.text.count(f"{SLUG}#case") == 1


def status(answer: bytes) -> int:
    """Return the status of *answer*, 0 when the connection was closed without one."""
    return int(answer.split(b" ", 2)[1]) if answer else 0


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"GET /health" + END + b"GET / HT",
        b"POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nbegun",
    ],
)
def test_a_client_that_never_finishes_its_request_is_closed(server: Running, begun: bytes) -> None:
    with server.connect() as connection:
        connection.sendall(begun)
        rest(connection)


def test_a_client_that_sends_a_line_now_and_then_is_closed(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        connection.settimeout(IDLE / 4)

        def is_closed() -> bool:
            try:
                connection.sendall(b"X-Slow: 1\r\n")
                return not connection.recv(1)
            except TimeoutError:
                return False
            except ConnectionError:
                return True

        assert waited(is_closed)


def test_a_body_that_does_not_come_is_told_so(server: Running) -> None:
    assert status(server.exchange(HEAD + b"Content-Length: 40\r\n\r\nASK")) == 408


def test_a_body_that_says_it_is_too_large_is_refused_before_it_comes(server: Running) -> None:
    asked = b"Expect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n"
    answer = server.exchange(HEAD + asked)
    assert status(answer) == 413
    assert b"100 Continue" not in answer


def test_a_body_in_chunks_is_refused_when_it_has_become_too_large(server: Running) -> None:
    with server.connect() as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"
        connection.sendall(chunk * 17)
        assert status(connection.recv(65536)) == 413


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"NONSENSE" + END,
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET / SMTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /a b" + END,
        b"GET /\x00" + END,
        b"GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET //" + b"[" * 10 + END,
        b"CONNECT a:443" + END,
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nASK{}",
        HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 40_000 + END,
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused(server: Running, sent: bytes) -> None:
    assert status(server.exchange(sent)) in {0, 400, 404, 405, 414, 431}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (b'; a="' + b";" * 30_000, 415),
        (b"; charset*0*=a; charset*=x'y'%ff", 200),
        (b"; charset=latin-1", 415),
        (b'; Charset="UTF-8"', 200),
        (b"; charset", 415),
        (b";;;", 200),
    ],
)
def test_the_type_of_a_body_has_any_parameters(
    server: Running, parameters: bytes, expected: int
) -> None:
    head = HEAD.removesuffix(b"\r\n") + parameters + b"\r\nConnection: close\r\n"
    assert status(server.exchange(head + b"Content-Length: 5\r\n\r\nASK{}")) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", 200),
        ("LOCALHOST.:8000", 200),
        ("cases.localhost", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("w3id.org", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:8000", 421),
        ("[:::]", 421),
    ],
)
def test_no_other_site_leads_its_name_here(server: Running, host: str, expected: int) -> None:
    head = f"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert status(server.exchange(head.encode())) == expected


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/style.css%00",
        "/static/..%5c..%5capp.py",
        "/static/../app.py",
        "/static/",
        "/static/editor",
        "/case/..%2f..%2f..%2fetc%2fpasswd",
        "/case/%00",
        "/term/..%2fnothing",
        "/data/../../app.py",
        "/data/..%2fapp.py",
        "/api/queries/..%2f..%2fdata%2fcases",
        "/api/queries/%2e%2e/answer",
        "/query/..%2f..%2fREADME.md",
        "/sparql/example/..%2f..%2fREADME",
        "/data?graph=file:///etc/passwd",
        "/about?iri=file:///etc/passwd",
        "/.git/config",
        "/casegraph.json",
    ],
)
def test_no_path_reaches_the_file_system(server: Running, path: str) -> None:
    answer = server.exchange(b"GET " + path.encode() + b" HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert status(answer) in {400, 404}
    assert b"root:" not in answer
    assert b"import" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/case/a%0d%0aX-Injected:%20yes",
        "/nothing%0d%0aX-Injected:%20yes%0d%0a%0d%0a<script>",
        "/about?iri=https://w3id.org/casegraph/case/a%0d%0aX-Injected:%20yes",
        "/data?graph=https://w3id.org/casegraph/case/a%0d%0aX-Injected:%20yes",
        "/search?q=%0d%0aX-Injected:%20yes",
        "/query/drugs?case=%0d%0aX-Injected:%20yes",
        "/api/queries/drugs/answer?format=csv%0d%0aX-Injected:%20yes",
    ],
)
def test_no_client_writes_a_header(server: Running, path: str) -> None:
    answer = server.exchange(b"GET " + path.encode() + b" HTTP/1.0\r\nHost: localhost\r\n\r\n")
    head = answer.partition(b"\r\n\r\n")[0]
    assert status(answer) in {200, 303, 400, 404}
    assert b"\nx-injected" not in head.lower()


BOMBS = (
    f"SELECT * {{ {ALL} }} ORDER BY ?s ?t ?v",
    f"SELECT DISTINCT ?s ?t ?v {{ {ALL} }}",
    f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    f"SELECT (GROUP_CONCAT(CONCAT(STR(?s), STR(?t), STR(?v))) AS ?all) {{ {ALL} }}",
    f"CONSTRUCT {{ ?s ?q ?w }} WHERE {{ {ALL} }}",
    f"DESCRIBE * {{ {ALL} }}",
    f"SELECT * {{ {ALL} FILTER(REGEX(CONCAT(STR(?s), STR(?u)), '(a+)+(b+)+(c+)+$')) }}",
    "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '((((a{1,100}){1,100}){1,100}){1,100})')) }",
    "SELECT * { ?s (!<x:a>|^!<x:a>)* ?o . ?o (!<x:b>|^!<x:b>)* ?t . ?t (!<x:c>|^!<x:c>)+ ?u }",
    "SELECT * { ?s ((((!<x:a>)*)*)*)* ?o . ?t ((!<x:b>)+)+ ?u }",
    "SELECT * { BIND('aaaaaaaaaa' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))
    + " }",
    "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 200 + "}",
    "SELECT * { " + "{ ?a ?b ?c } UNION " * 500 + "{ ?a ?b ?c } ?d ?e ?f }",
    "SELECT * " + "{ " * NESTED + "}" * NESTED,
    "ASK { FILTER(" + "(" * NESTED + "1" + ")" * NESTED + ") }",
    "ASK { FILTER(" + "!" * NESTED + "true) }",
    "SELECT * { ?s " + "/".join(["(!<x:a>)*"] * 200) + " ?o }",
    "SELECT * { VALUES ?a { " + "'a' " * 5_000 + "} VALUES ?b { " + "'b' " * 5_000 + "} ?s ?p ?o }",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "SELECT * { { SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?a ?b ?c } } } }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "DROP ALL",
)
"""Queries that take all the time, all the memory, the stack, or what is not theirs."""


def refusal_of(server: Running, query: str) -> str:
    """Return how *server* keeps *query* from doing harm."""
    try:
        answer = httpx.post(f"{server.url}/sparql", data={"query": query}, timeout=60)
    except (httpx.RemoteProtocolError, httpx.ReadError):
        return "cut"
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text
    if answer.status_code == 200:
        return "answered"
    problem = answer.json()
    assert answer.status_code in {400, 500, 503}, problem
    assert problem["detail"]
    assert problem["repair"]
    return str(problem.get("limit") or answer.status_code)


@contextmanager
def honest(server: Running) -> Iterator[list[bool]]:
    """Ask what honest clients ask until the block ends, and give whether each was answered."""
    is_over, found = threading.Event(), list[bool]()

    def ask() -> None:
        while not is_over.is_set():
            found.append(answers(server))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()


def has_all_workers(server: Running) -> bool:
    """Return whether all workers of *server* have begun, and none is left of those it ended."""
    pools = httpx.get(f"{server.url}/health", timeout=60).json()["workers"].values()
    return all(pool["alive"] == pool["atOnce"] + pool["spare"] for pool in pools)


def test_honest_clients_are_answered_while_strangers_do_what_they_can(server: Running) -> None:
    own = psutil.Process(server.process.pid)
    assert waited(lambda: has_all_workers(server))
    count, before = len(running_in(server.process.pid)), own.memory_info().rss
    with honest(server) as answered, ThreadPoolExecutor(2) as threads:
        silent = []
        for _ in range(200):
            silent.append(server.connect())
            silent[-1].sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        outcomes = list(threads.map(refusal_of, itertools.repeat(server), BOMBS))
        # Slow machines answer the honest as often only when the strangers go on for longer.
        assert waited(lambda: len(answered) >= len(BOMBS) or not refusal_of(server, BOMBS[0]))
        for connection in silent:
            connection.close()
    assert all(answered)
    assert "seconds" in outcomes
    for query, outcome in zip(BOMBS, outcomes, strict=True):
        if "ERVICE" in query or query.startswith(("LOAD", "DROP")):
            assert outcome == "400", query
    assert waited(lambda: has_all_workers(server) and len(running_in(server.process.pid)) <= count)
    assert own.memory_info().rss < before + 100 * MIB
