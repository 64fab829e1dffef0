"""Connections: what a client may send and leave unread, over real sockets."""

import asyncio
import http.client
import socket
from collections.abc import Coroutine, Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from casegraph.serve.app import around
from casegraph.serve.errors import RefusedError
from casegraph.serve.http.bodies import LimitedBodies
from casegraph.serve.http.connection import LONGEST_HEAD
from casegraph.serve.problems import handlers
from casegraph.serve.settings import MIB, Limits, Settings
from serve_running import rest, taken_slowly, threaded, waited

IDLE = 2.0
TRIES = 5
"""How often a client begins again that was held up itself."""

LARGE = 8 * MIB
LINES = b"X-Header: 0123456789\r\n" * 1_000
CHUNKED = b"POST /%b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n"
GET = b"GET /%b HTTP/1.1\r\nHost: a\r\n\r\n"


async def whole(_: Request) -> Response:
    return PlainTextResponse("a" * LARGE)


async def streamed(_: Request) -> Response:
    return StreamingResponse(iter(["a" * 65536] * (LARGE // 65536)))


async def taken(request: Request) -> Response:
    await request.body()
    return PlainTextResponse(",".join(request.headers))


async def endless(request: Request) -> Response:
    while not await request.is_disconnected():
        pass
    return PlainTextResponse("gone")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, uvicorn.Server]]:
    """Give the port of a server, and the server."""
    routes = [
        Route("/whole", whole),
        Route("/streamed", streamed),
        Route("/taken", taken, methods=["POST"]),
        Route("/endless", endless, methods=["GET", "POST"]),
    ]
    settings = Settings(store=tmp_path_factory.mktemp("nothing"))
    app = Starlette(routes=routes, middleware=around(settings), exception_handlers=handlers())
    with threaded(app, IDLE) as found:
        yield found


@pytest.fixture(scope="module")
def port(server: tuple[int, uvicorn.Server]) -> int:
    return server[0]


def connect(port: int, *, buffer: int | None = None) -> socket.socket:
    """Return a connection to *port*. buffer: bytes that the system keeps of what comes."""
    connection = socket.socket()
    connection.settimeout(60)
    if buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.connect(("127.0.0.1", port))
    return connection


@pytest.mark.parametrize(
    "begun",
    [
        GET % b"endless" + b"GET / HTTP/1.1\r\nHost: a\r\n",
        CHUNKED % b"endless",
        CHUNKED % b"taken",
    ],
    ids=["head while another is answered", "trailers while it is answered", "trailers before"],
)
def test_lines_without_an_end_are_not_kept(port: int, begun: bytes) -> None:
    with connect(port) as connection:
        connection.sendall(begun)
        with pytest.raises(ConnectionError):
            connection.sendall(LINES * (1000 * LONGEST_HEAD // len(LINES)))


def test_trailers_are_no_headers(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(CHUNKED % b"taken" + b"Authorization: Bearer a\r\n\r\n")
        assert rest(connection).endswith(b"\r\n\r\nhost,transfer-encoding")


@pytest.mark.parametrize("path", [b"whole", b"streamed"])
def test_a_client_that_takes_a_long_answer_steadily_gets_all(port: int, path: bytes) -> None:
    """It takes at least six seconds for that, three times as long as the server waits."""
    for _ in range(TRIES):
        with connect(port, buffer=65_536) as connection:
            connection.sendall(GET % path)
            came, longest = taken_slowly(connection, LARGE, pause=0.05)
        if longest < IDLE / 2:  # else it did not take anything for a while
            break
    assert came >= LARGE


@pytest.mark.parametrize("path", [b"whole", b"streamed"])
def test_a_client_that_takes_nothing_more_is_closed(
    server: tuple[int, uvicorn.Server], path: bytes
) -> None:
    port, running = server
    with connect(port, buffer=16_384) as connection:
        connection.sendall(GET % path)
        assert connection.recv(1_000)
        assert waited(lambda: not running.server_state.connections)
        assert len(rest(connection)) < LARGE


@pytest.mark.parametrize("headers", [{}, {"Connection": "close"}])
@pytest.mark.parametrize("path", ["/taken", "/nothing"])
def test_a_client_that_sends_all_before_it_reads_sees_why_it_is_refused(
    port: int, path: str, headers: dict[str, str]
) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    client.request("POST", path, b"a" * 5_000_000, headers)
    assert client.getresponse().status == (413 if path == "/taken" else 404)
    client.close()


def test_a_body_without_an_end_is_not_read_for_ever(port: int) -> None:
    with connect(port) as connection:
        head = b"POST /taken HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n"
        connection.sendall(head)

        def is_closed() -> bool:
            try:
                connection.sendall(b"a" * MIB)
            except ConnectionError:
                return True
            return False

        assert waited(is_closed)


def test_refused_bodies_leave_no_room_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casegraph.serve.http.bodies._TOGETHER", 100)

    async def read(_: Scope, receive: Receive, __: Send) -> None:
        while (await receive()).get("more_body"):
            pass

    async def send(_: Message) -> None:
        pass

    async def run() -> None:
        bodies = LimitedBodies(read, Limits(body=150))

        def asked(size: int) -> Coroutine[None, None, None]:
            async def receive() -> Message:
                return {"type": "http.request", "body": b"a" * size, "more_body": False}

            headers = [(b"transfer-encoding", b"chunked")]
            return bodies({"type": "http", "headers": headers}, receive, send)

        for _ in range(3):
            with pytest.raises(RefusedError, match="larger than 150"):
                await asked(200)
        with pytest.raises(RefusedError, match="too many large"):
            await asked(120)
        await asked(100)

    asyncio.run(run())


@pytest.mark.parametrize("coding", [b"x, chunked", b"gzip,chunked"])
def test_a_transfer_coding_that_nobody_knows_is_refused(port: int, coding: bytes) -> None:
    head = b"POST /taken HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + coding + b"\r\n\r\n"
    with connect(port) as connection:
        connection.sendall(head + b"0\r\n\r\n")
        assert rest(connection).startswith(b"HTTP/1.1 501")
