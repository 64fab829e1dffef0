"""A connection to a client that may be slow, silent, greedy or gone.

uvicorn's HTTP/1.1 protocol has one timeout, for a connection between two requests. Here are the
others: a client must send the head of its request within `Limits.idle` seconds, in so many bytes,
and take some of its answer within as many; else its connection is ended, whatever waits to be sent.
"""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from casegraph.serve.http.clients import Clients

LONGEST_HEAD = 96 * 1024
"""Bytes in which the head of a request must end, or the connection does."""

MOST_WAITING = 16
"""How many requests a client may send while it waits for the answer to an earlier one."""


class Connection(HttpToolsProtocol):
    """A connection. idle: in seconds, of `Limits`. clients: all connections of the server."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        idle: float,
        clients: Clients,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._idle = idle
        self._clients = clients
        self._head = 0
        self._for_request: asyncio.TimerHandle | None = None
        self._for_reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._clients.arrived(self)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._clients.left(self)
        _cancel(self._for_request)
        _cancel(self._for_reading)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take *data*, unless the head of the request is too long."""
        super().data_received(data)
        if self._for_request is not None:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.abort()

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the client sends requests without waiting for answers."""
        if self.transport.is_closing():
            return
        _cancel(self._for_request)
        self._for_request = None
        self._clients.busy(self)
        if len(self.pipeline) >= MOST_WAITING:
            self.abort()
            return
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, and no longer than for the first until all is sent."""
        is_last = not self.pipeline
        super().on_response_complete()
        if is_last:
            self._clients.idle(self)
            self._await_request()

    def pause_writing(self) -> None:
        """Wait for the client to take some of what was sent."""
        super().pause_writing()
        self._for_reading = self.loop.call_later(self._idle, self.abort)

    def resume_writing(self) -> None:
        """Go on sending."""
        _cancel(self._for_reading)
        super().resume_writing()

    def abort(self) -> None:
        """End the connection at once, without what waits to be sent."""
        self.transport.abort()

    def _await_request(self) -> None:
        _cancel(self._for_request)
        self._head = 0
        self._for_request = self.loop.call_later(self._idle, self.abort)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
