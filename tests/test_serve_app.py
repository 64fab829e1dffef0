"""What stands around all routes: problems, headers, reading from other sites, limits."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from casegraph.errors import QueryError, StoreError, UnknownCaseError
from casegraph.serve.app import around
from casegraph.serve.errors import RefusedError
from casegraph.serve.http.bodies import allow_body
from casegraph.serve.http.heads import LONGEST_HEADERS, LONGEST_TARGET
from casegraph.serve.problems import handlers
from casegraph.serve.settings import Limits, Settings
from casegraph.serve.workers import AnswerCutError, BusyError, LimitError, WorkerDiedError
from serve_running import threaded

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ERRORS: dict[str, Exception] = {
    "refused": RefusedError(
        415, "no <b>RDF</b>", repair="Send Turtle.", headers={"Accept-Post": "x"}
    ),
    "query": QueryError("not SPARQL near '<script>'", repair="Look there."),
    "case": UnknownCaseError("no such case", node="neck-pain"),
    "busy": BusyError("too many queries wait", repair="Try again."),
    "limit": LimitError("seconds", "it took longer than 30 seconds", repair="Ask for less."),
    "died": WorkerDiedError("the worker ended", repair="Ask for less."),
    "store": StoreError("cannot be opened: /srv/cases/CURRENT", file="/srv/cases"),
    "bug": ZeroDivisionError("/srv/cases"),
    "http": HTTPException(405, headers={"Allow": "GET"}),
}


async def raising(request: Request) -> Response:
    raise ERRORS[request.path_params["name"]]


async def reading(request: Request) -> Response:
    if "large" in request.query_params:
        allow_body(request, 1000)
    return PlainTextResponse(str(len(await request.body())))


async def cutting(request: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"begun"
        raise {"bug": ZeroDivisionError("bug"), "cut": AnswerCutError("the worker ended")}[
            request.path_params["name"]
        ]

    return StreamingResponse(pieces())


def application() -> Starlette:
    settings = Settings(store=Path(), limits=Limits(body=100))
    return Starlette(
        routes=[
            Route("/raise/{name}", raising),
            Route("/read", reading, methods=["GET", "POST"]),
            Route("/cut/{name}", cutting),
        ],
        middleware=around(settings),
        exception_handlers=handlers(),
    )


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        threaded(application()) as (port, _),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as one,
    ):
        yield one


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("refused", 415),
        ("query", 400),
        ("case", 404),
        ("busy", 503),
        ("limit", 500),
        ("died", 500),
        ("store", 500),
        ("bug", 500),
        ("http", 405),
    ],
)
def test_a_problem_has_its_status_in_each_form(
    client: httpx.Client, name: str, status: int
) -> None:
    for accept, form in (
        ("*/*", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("text/turtle", "application/problem+json"),
        ("text/plain", "text/plain; charset=utf-8"),
        (HTML, "text/html; charset=utf-8"),
    ):
        answer = client.get(f"/raise/{name}", headers={"accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (status, form)
        assert answer.headers["vary"] == "Accept"
        assert answer.headers["x-request-id"] in answer.text
        assert "/srv" not in answer.text
        assert "Traceback" not in answer.text


def test_a_problem_says_what_to_change(client: httpx.Client) -> None:
    answer = client.get("/raise/limit")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "it took longer than 30 seconds",
        "repair": "Ask for less.",
        "limit": "seconds",
        "request": answer.headers["x-request-id"],
    }


def test_a_busy_server_says_when_to_try_again(client: httpx.Client) -> None:
    assert client.get("/raise/busy").headers["retry-after"] == str(BusyError.retry_after)


def test_the_headers_of_a_refusal_are_sent(client: httpx.Client) -> None:
    assert client.get("/raise/refused").headers["accept-post"] == "x"
    assert client.get("/raise/http").headers["allow"] == "GET"


def test_what_a_client_sent_is_escaped_on_the_page_of_a_problem(client: httpx.Client) -> None:
    page = client.get("/raise/query", headers={"accept": HTML}).text
    assert "not SPARQL near &#39;&lt;script&gt;&#39;" in page
    path = client.get('/a"><script>x</script>', headers={"accept": HTML}).text
    assert "script>x" not in path


def test_links_of_a_problem_lead_to_the_top_from_any_depth(client: httpx.Client) -> None:
    for path, up in (("/a", ""), ("/a/b", "../"), ("/a/b/c", "../../"), ("/a%2Fb/c", "../")):
        page = client.get(path, headers={"accept": HTML}).text
        assert f'href="{up}cases.html"' in page


def test_links_of_a_problem_lead_to_the_top_behind_a_proxy() -> None:
    with threaded(application(), root_path="/cases") as (port, _):
        page = httpx.get(f"http://127.0.0.1:{port}/a/b", headers={"accept": HTML}, timeout=60)
    assert 'href="../cases.html"' in page.text


def test_the_unforeseen_is_in_the_log_under_the_number_of_the_request(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    number = client.get("/raise/bug").headers["x-request-id"]
    [record] = [one for one in caplog.records if one.exc_info]
    assert vars(record)["fields"] == {"request": number}


def test_every_answer_has_the_headers_that_protect(client: httpx.Client) -> None:
    for path in ("/read", "/raise/bug", "/nothing"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["permissions-policy"]


def test_other_sites_may_read_without_credentials(client: httpx.Client) -> None:
    for path in ("/read", "/raise/query"):
        headers = client.get(path, headers={"origin": "https://example.org"}).headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
        assert "ETag" in headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("path", "methods"), [("/sparql", "GET, HEAD, POST"), ("/data", "GET, HEAD")]
)
def test_other_sites_may_not_write(client: httpx.Client, path: str, methods: str) -> None:
    asked = {"origin": "https://example.org", "access-control-request-method": "PUT"}
    answer = client.options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == methods
    assert "authorization" not in answer.headers["access-control-allow-headers"].lower()


def test_a_body_that_is_too_large_is_refused(client: httpx.Client) -> None:
    assert client.post("/read", content=b"a" * 100).text == "100"
    assert client.post("/read", content=b"a" * 101).status_code == 413


def test_a_body_in_chunks_is_refused_when_it_has_become_too_large(client: httpx.Client) -> None:
    assert client.post("/read", content=(b"a" * 60 for _ in range(2))).status_code == 413


def test_a_route_may_allow_a_larger_body(client: httpx.Client) -> None:
    assert client.post("/read?large", content=b"a" * 1000).text == "1000"
    assert client.post("/read?large", content=b"a" * 1001).status_code == 413


def test_an_address_that_is_too_long_is_refused(client: httpx.Client) -> None:
    assert client.get("/read?a=" + "a" * LONGEST_TARGET).status_code == 414


def test_headers_that_are_too_long_are_refused(client: httpx.Client) -> None:
    assert client.get("/read", headers={"x": "a" * LONGEST_HEADERS}).status_code == 431


@pytest.mark.parametrize("host", ["", "a b", "a/b", "evil.example\\", '"><script>', "a:b"])
def test_a_host_that_is_none_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/read", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1:8000", "[::1]:80", "a_b"])
def test_a_proper_host_is_taken(client: httpx.Client, host: str) -> None:
    assert client.get("/read", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(("name", "traced"), [("cut", False), ("bug", True)])
def test_a_cut_answer_is_never_whole_to_a_client(
    client: httpx.Client, caplog: pytest.LogCaptureFixture, name: str, traced: bool
) -> None:
    with client.stream("GET", f"/cut/{name}") as answer:
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            answer.read()
    assert any(one.exc_info for one in caplog.records) is traced
