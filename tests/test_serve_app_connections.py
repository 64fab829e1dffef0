"""Connections: clients that are slow, silent, greedy or many, over real sockets."""

import asyncio
import resource
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from casegraph.serve.http.clients import Clients
from casegraph.serve.http.connection import LONGEST_HEAD, MOST_WAITING
from casegraph.serve.http.listening import Place, listening
from serve_running import rest, taken_slowly, threaded, waited

IDLE = 2.0
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
TRIES = 5
"""How often a client begins again that was held up itself."""


class Application:
    """Sends what its path says: a word, or pieces without an end."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if scope["path"] == "/endless":
            leaving = asyncio.create_task(self._gone(receive))
            while not leaving.done():
                piece = {"type": "http.response.body", "body": b"a" * 65536, "more_body": True}
                await send(piece)
                await asyncio.sleep(0)
            self.ended.set()
        else:
            await send({"type": "http.response.body", "body": b"done"})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            kind = (await receive())["type"]
            await send({"type": f"{kind}.complete"})
            if kind == "lifespan.shutdown":
                return

    async def _gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class Serving:
    """A server in a thread. connections: that it has. application: what answers."""

    def __init__(self, port: int, server: uvicorn.Server, application: Application) -> None:
        self._port = port
        self.connections = server.server_state.connections
        self.application = application

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self._port), timeout=60)


@contextmanager
def serving(idle: float = IDLE) -> Iterator[Serving]:
    application = Application()
    with threaded(application, idle) as (port, server):
        yield Serving(port, server, application)


@pytest.fixture(scope="module")
def server() -> Iterator[Serving]:
    with serving() as one:
        yield one


def test_a_client_that_takes_nothing_of_its_answer_is_closed(server: Serving) -> None:
    server.application.ended.clear()
    with server.connect() as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
        assert server.application.ended.wait(60)


def test_a_client_that_takes_its_answer_slowly_is_not_closed() -> None:
    """It takes at least four seconds, twice as long as the server waits."""
    size = 40 * 65536
    with serving() as server:
        for _ in range(TRIES):
            with server.connect() as connection:
                connection.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
                came, longest = taken_slowly(connection, size, pause=0.1)
            if longest < IDLE / 2:  # else it did not take anything for a while
                break
    assert came >= size


def test_a_request_without_an_end_of_its_head_is_closed(server: Serving) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        with pytest.raises(ConnectionError):
            connection.sendall(b"a" * LONGEST_HEAD * 1000)


def test_pipelined_requests_are_answered_in_turn(server: Serving) -> None:
    with server.connect() as connection:
        connection.sendall(GET * MOST_WAITING)
        assert rest(connection).count(b"done") == MOST_WAITING


def test_requests_without_waiting_for_an_answer_are_not_kept_without_end(server: Serving) -> None:
    with server.connect() as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n" + GET * (MOST_WAITING + 2))
        rest(connection)


def test_thousands_of_idle_connections_do_no_harm() -> None:
    with serving(idle=600) as server:
        count = min(2000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 3)  # both ends are here
        assert count >= 1000
        idle = [server.connect() for _ in range(count)]
        try:
            assert waited(lambda: len(server.connections) == count)
            for _ in range(20):
                with server.connect() as connection:
                    connection.sendall(GET)
                    assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        finally:
            for connection in idle:
                connection.close()
        assert waited(lambda: not server.connections)


def test_half_sent_requests_are_closed_and_keep_nobody_waiting(server: Serving) -> None:
    halves = []
    try:
        for number in range(100):
            halves.append(server.connect())
            halves[-1].sendall(GET[: 1 + number % (len(GET) - 1)])
        with server.connect() as connection:
            connection.sendall(GET)
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        assert [rest(connection) for connection in halves] == [b""] * len(halves)
    finally:
        for connection in halves:
            connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems call it otherwise")
def test_the_system_looks_whether_the_other_end_is_still_there() -> None:
    with listening(Place(port=0), idle=6) as listener:
        listener.listen()
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            told = [
                accepted.getsockopt(socket.IPPROTO_TCP, option)
                for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
            ]
            assert told == [6, 2, 3]


class Client:
    """A connection that only notes that it was ended."""

    def __init__(self) -> None:
        self.is_ended = False

    def abort(self) -> None:
        self.is_ended = True


def test_the_longest_idle_connection_makes_room_for_the_next() -> None:
    clients = Clients(most=2)
    busy, first, second, third = (Client() for _ in range(4))
    clients.arrived(busy)
    clients.busy(busy)
    clients.arrived(first)
    clients.arrived(second)
    clients.arrived(third)
    assert [one.is_ended for one in (busy, first, second, third)] == [False, True, True, False]


def test_a_connection_is_refused_when_all_others_are_busy() -> None:
    clients = Clients(most=1)
    busy, late = Client(), Client()
    clients.arrived(busy)
    clients.busy(busy)
    clients.arrived(late)
    assert (busy.is_ended, late.is_ended) == (False, True)
