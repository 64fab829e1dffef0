"""A real `casegraph serve` in a process of its own, and sockets to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from casegraph.serve.http.listening import Place, listening
from casegraph.serve.running import config_of

COMMAND = (sys.executable, "-m", "casegraph", "serve", "--port", "0")
_PATIENCE = 60
"""How many seconds a server may take to come up, to answer or to end on a busy machine."""


@dataclass(frozen=True)
class Running:
    """A server. said: what it wrote to standard output. log: the file that it logs to."""

    process: subprocess.Popen[bytes]
    port: int
    said: str
    log: Path

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        """Return a connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE)

    def exchange(self, sent: bytes) -> bytes:
        """Return all that it sends until it closes the connection after *sent*."""
        with self.connect() as connection:
            connection.sendall(sent)
            return rest(connection)

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of its log."""
        whole = self.log.read_text("utf-8").rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Tell it to end, and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE)


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[Running]:
    """Give a server that is started with *options* and ends with the block.

    folder: for its log. environment: variables that it has beside those of this process.
    """
    log = folder / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            (*COMMAND, *options),
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ | environment,
            start_new_session=True,
        )
    try:
        said = _greeting(process, log)
        port = int(said.partition("Serving at http://127.0.0.1:")[2].partition("/")[0])
        yield Running(process, port, said, log)
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(_PATIENCE)
        finally:
            if process.poll() is None:
                process.kill()
            if process.stdout is not None:
                process.stdout.close()


@contextmanager
def threaded(
    app: ASGIApp, idle: float = 30, root_path: str = ""
) -> Iterator[tuple[int, uvicorn.Server]]:
    """Give the port at which *app* answers from a thread of this process, and its server.

    idle: after how many seconds our own code, and not the system, ends a connection.
    """
    place = Place(port=0, root_path=root_path)
    with listening(place, idle=600) as listener:
        server = uvicorn.Server(config_of(app, place, idle))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert waited(lambda: server.started)
            yield listener.getsockname()[1], server
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)
            assert not thread.is_alive()


def rest(connection: socket.socket) -> bytes:
    """Return all that comes on *connection* until the server closes or breaks it off."""
    found = bytearray()
    try:
        while piece := connection.recv(65536):
            found += piece
    except ConnectionError:
        pass
    return bytes(found)


def taken_slowly(connection: socket.socket, size: int, pause: float) -> tuple[int, float]:
    """Take *size* bytes from *connection*, or fewer when it ends, a few at a time.

    Returns how many came and, since this process may be held up, how many seconds passed at most
    from one piece to the next. pause: in seconds, before each piece.
    """
    came, longest, last = 0, 0.0, time.monotonic()
    with suppress(ConnectionError):
        while came < size:
            time.sleep(pause)
            piece = connection.recv(65536)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
            if not piece:
                break
            came += len(piece)
    return came, longest


def waited(condition: Any, seconds: float = _PATIENCE) -> bool:
    """Return whether *condition* becomes true before so many seconds are over."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _greeting(process: subprocess.Popen[bytes], log: Path) -> str:
    """Return what the server says when it is there."""
    assert process.stdout is not None
    said = ""
    while "Stop with" not in said:
        line = process.stdout.readline()
        assert line, log.read_text("utf-8")
        said += line.decode()
    return said
