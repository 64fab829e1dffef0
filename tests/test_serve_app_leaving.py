"""Clients that leave before their answer is found: nobody goes on to find it."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import worker_tasks as tasks
from casegraph.serve.app import application, around
from casegraph.serve.problems import handlers
from casegraph.serve.settings import Settings
from casegraph.serve.workers import Pool
from serve_running import threaded, waited

ASKED = {
    "GET": b"GET /wait HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST": b"POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab",
    "chunks": b"POST /wait HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"2\r\nab\r\n0\r\n\r\n",
    "after another": b"GET /now HTTP/1.1\r\nHost: a\r\n\r\nGET /wait HTTP/1.1\r\nHost: a\r\n\r\n",
}


class Handlers:
    """begun, ended: how often somebody began to wait, and was told to end."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.ended = threading.Semaphore(0)
        self.done = threading.Semaphore(0)

    async def wait(self, request: Request) -> Response:
        await request.body()
        self.begun.release()
        try:
            await asyncio.sleep(10**6)
        except asyncio.CancelledError:
            self.ended.release()
            raise
        return PlainTextResponse("late")

    async def now(self, _: Request) -> Response:
        response = PlainTextResponse("now")
        response.background = self._afterwards  # type: ignore[assignment]
        return response

    async def _afterwards(self) -> None:
        await asyncio.sleep(0.1)
        self.done.release()


@pytest.fixture
def answering() -> Iterator[tuple[Handlers, int]]:
    handling = Handlers()
    app = Starlette(
        routes=[
            Route("/wait", handling.wait, methods=["GET", "POST"]),
            Route("/now", handling.now),
        ],
        middleware=around(Settings(store=Path())),
        exception_handlers=handlers(),
    )
    with threaded(app) as (port, _):
        yield handling, port


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
def test_a_handler_ends_when_its_client_leaves(
    answering: tuple[Handlers, int], asked: bytes
) -> None:
    handling, port = answering
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(asked)
        assert handling.begun.acquire(timeout=60)
        assert not handling.ended.acquire(timeout=0.2)
    assert handling.ended.acquire(timeout=60)


@pytest.mark.parametrize("asked", ASKED.values(), ids=list(ASKED))
def test_a_handler_ends_when_its_client_leaves_at_once(
    answering: tuple[Handlers, int], asked: bytes
) -> None:
    handling, port = answering
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(asked)
        assert handling.begun.acquire(timeout=60)
    assert handling.ended.acquire(timeout=60)


def test_what_follows_an_answer_is_done_when_the_client_has_left(
    answering: tuple[Handlers, int],
) -> None:
    handling, port = answering
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(b"GET /now HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.recv(1000)
    assert handling.done.acquire(timeout=60)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_worker_of_a_client_who_left_works_for_others(tmp_path: Path, method: str) -> None:
    settings = tasks.settings(tasks.stored(tmp_path / "store"), queries=1, seconds=3600)
    app = application(settings)
    query = f"query={quote(tasks.HARD)}".encode()
    asked = {
        "GET": b"GET /sparql?%b HTTP/1.1\r\nHost: a\r\n\r\n" % query,
        "POST": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n%b" % (len(query), query),
    }
    with threaded(app) as (port, _):
        numbers = app.state.server.workers.numbers
        with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
            client.sendall(asked[method])
            assert waited(lambda: numbers().pools[Pool.QUERIES.value].running == 1)
        assert waited(lambda: numbers().pools[Pool.QUERIES.value].running == 0)
