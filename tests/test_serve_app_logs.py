"""The log: what it says of a request, and what it keeps to itself."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from casegraph.serve.app import around
from casegraph.serve.http.logs import JsonLines, note_query
from casegraph.serve.settings import Addresses, Settings
from serve_running import serving, threaded, waited
from writing_store import NECK, TOKEN, made

ADDRESS = "127.0.0.1"


async def asking(request: Request) -> Response:
    note_query(request, "SELECT * { ?s ?p 'Jane Roe' }\n\u2028{}")
    return PlainTextResponse("answer")


class Log:
    """The lines that are logged while clients ask."""

    def __init__(self) -> None:
        self.text = io.StringIO()

    def asked(self, path: str, **settings: Any) -> dict[str, Any]:
        """Return the one line for a request of *path*."""
        app = Starlette(
            routes=[Route("/ask/{name}", asking)],
            middleware=around(Settings(store=Path(), **settings)),
        )
        with threaded(app) as (port, _):
            httpx.get(f"http://127.0.0.1:{port}{path}", timeout=60)
        lines = (json.loads(line) for line in self.text.getvalue().splitlines())
        [found] = (line for line in lines if line.get("route") in ("/ask/{name}", None))
        return dict(found)


@contextmanager
def logging_here() -> Iterator[Log]:
    logger, one = logging.getLogger("casegraph.serve"), Log()
    handler = logging.StreamHandler(one.text)
    handler.setFormatter(JsonLines())
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield one
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.fixture
def log() -> Iterator[Log]:
    with logging_here() as one:
        yield one


def test_a_request_is_one_line_with_what_happened(log: Log) -> None:
    line = log.asked("/ask/neck-pain?term=fever")
    fixed = {name: line.pop(name) for name in ("time", "milliseconds", "request", "client")}
    assert all(fixed.values())
    assert line == {
        "level": "info",
        "message": "answered",
        "method": "GET",
        "route": "/ask/{name}",
        "path": "/ask/neck-pain",
        "status": 200,
        "bytes": 6,
        "whole": True,
    }


def test_a_query_is_logged_only_when_the_server_was_told_so(log: Log) -> None:
    assert "Roe" not in json.dumps(log.asked("/ask/a?query=Roe"))


def test_a_server_that_keeps_queries_logs_them(log: Log) -> None:
    assert "Jane Roe" in log.asked("/ask/a", log_queries=True)["query"]


def test_an_address_is_hashed_unless_the_server_was_told_so(log: Log) -> None:
    assert ADDRESS not in json.dumps(log.asked("/ask/a"))


def test_an_address_is_logged_when_the_server_was_told_so(log: Log) -> None:
    assert log.asked("/ask/a", log_addresses=Addresses.PLAIN)["client"] == ADDRESS


def test_an_address_is_left_out_when_the_server_was_told_so(log: Log) -> None:
    assert "client" not in log.asked("/ask/a", log_addresses=Addresses.OFF)


def test_a_hash_is_of_no_use_after_the_server_has_ended() -> None:
    hashes = set()
    for _ in range(2):
        with logging_here() as log:
            hashes.add(log.asked("/ask/a")["client"])
    assert len(hashes) == 2


@pytest.mark.parametrize("hostile", ["%0a{}", "%0d%0a{}", "%1b[31m", "%e2%80%a8{}", "%c2%85{}"])
def test_no_path_can_pretend_to_be_a_line_of_its_own(log: Log, hostile: str) -> None:
    log.asked(f"/ask/{hostile}")
    assert log.text.getvalue().isascii()
    assert not any(ord(one) < 32 for one in log.text.getvalue().rstrip("\n"))


def test_a_long_path_is_cut(log: Log) -> None:
    assert len(log.asked("/ask/" + "a" * 10_000)["path"]) == 500


def test_the_token_never_stands_in_the_log(tmp_path: Path) -> None:
    store = made(tmp_path)
    shown = {"authorization": f"Bearer {TOKEN}"}
    turtle = {"content-type": "text/turtle"}
    with serving(
        tmp_path, "--store", str(store), "--writable", "--log-queries", CASEGRAPH_TOKEN=TOKEN
    ) as server:
        statuses = [
            httpx.request(method, server.url + path, headers=headers, content=body, timeout=60)
            for method, path, headers, body in (
                ("PUT", f"/data?graph={NECK}", shown | turtle, b"no Turtle"),
                ("PUT", f"/data?graph={NECK}", turtle | {"authorization": TOKEN}, b""),
                ("POST", "/sparql", shown, b"update=DROP+ALL"),
                ("POST", "/sparql", {"authorization": f"Bearer {TOKEN}a"}, b"update=DROP+ALL"),
                ("GET", "/sparql?query=ASK+{}", shown, b""),
                ("GET", f"/sparql?query=ASK+{{}}&access_token={TOKEN}", {}, b""),
                ("GET", "/nothing", shown, b""),
            )
        ]
        assert len({answer.status_code for answer in statuses}) > 2
        # A line is written after its answer, which the client may have read by then.
        assert waited(lambda: answered(server.log) >= len(statuses))
        assert TOKEN not in server.log.read_text("utf-8")


def answered(log: Path) -> int:
    """Return how many requests *log* says were answered."""
    return log.read_text("utf-8").count('"message": "answered"')
