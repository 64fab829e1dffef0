"""A connection to a client that may be slow, silent, greedy or gone.

uvicorn's HTTP/1.1 protocol has one timeout, for a connection between two requests. Here are the
others: a client must send the head of its request within `Limits.idle` seconds, in so many bytes,
and go on taking its answer; else its connection is ended, whatever waits to be sent.
"""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from casegraph.serve.http.clients import Clients

LONGEST_HEAD = 96 * 1024
"""Bytes in which the head of a request must end, or the connection does; so must all that is
neither head nor body, such as trailers, and what comes of a body when it is answered already."""

SLOWEST = 1024
"""Bytes a second, over `Limits.idle` seconds, below which a client takes its answer too slowly."""

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
        self._is_answering = False
        self._is_in_head = True
        self._unfinished = 0
        self._unsent = 0
        self._for_request: asyncio.TimerHandle | None = None
        self._for_taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._clients.arrived(self)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._clients.left(self)
        _cancel(self._for_request)
        _cancel(self._for_taking)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take *data*, unless what they belong to is too long."""
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished > LONGEST_HEAD:
            self.abort()

    def on_message_begin(self) -> None:
        """Begin to read a head."""
        self._is_in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, but no trailer (RFC 9110, section 6.5.1)."""
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the client sends requests without waiting for answers."""
        if self.transport.is_closing():
            return
        self._is_in_head = False
        self._unfinished = 0
        _cancel(self._for_request)
        self._is_answering = True
        self._clients.busy(self)
        if len(self.pipeline) >= MOST_WAITING:
            self.abort()
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take some of a body."""
        if not self.cycle.response_complete:
            self._unfinished = 0
        super().on_body(body)

    def on_response_complete(self) -> None:
        """Wait until all is sent, and then for the next request, no longer than for the first."""
        is_last = not self.pipeline
        super().on_response_complete()
        if is_last:
            self._is_answering = False
            self._clients.idle(self)
            self._await_taking()

    def pause_writing(self) -> None:
        """Wait for the client to take some of what was sent."""
        super().pause_writing()
        self._await_taking()

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        self._await_taking()

    def abort(self) -> None:
        """End the connection at once, without what waits to be sent."""
        self.transport.abort()

    def _await_request(self) -> None:
        _cancel(self._for_request)
        self._for_request = self.loop.call_later(self._idle, self.abort)

    def _await_taking(self) -> None:
        """Look in a while how much of what waits now the client has taken by then."""
        _cancel(self._for_taking)
        self._unsent = self.transport.get_write_buffer_size()
        if self._unsent:
            self._for_taking = self.loop.call_later(self._idle, self._look)
        elif not self._is_answering:
            self._await_request()

    def _look(self) -> None:
        """End the connection if the client takes too little.

        While more is being sent and may be, how much waits says nothing.
        """
        unsent = self.transport.get_write_buffer_size()
        if self._is_answering and not self.flow.write_paused:
            return
        if unsent and unsent > self._unsent - SLOWEST * self._idle:
            self.abort()
        else:
            self._await_taking()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
