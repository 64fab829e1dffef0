"""The body of a request: how large it may be, and how long a client may take to send it.

Both are looked at while it is read, so a `Content-Length` that lies and a body in chunks change
nothing; one that says that it is too large is refused at once. A route that has seen the token of a
client that writes allows it a larger body.
"""

import asyncio
import contextlib

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casegraph.serve.errors import RefusedError
from casegraph.serve.settings import MIB, Limits

_KEY = "casegraph.body"
_REFUSED = 400
_SLOWEST = 16 * 1024
"""Bytes a second, after `Limits.idle` seconds, below which a client sends too slowly."""

_TOGETHER = 512 * MIB
"""Bytes of the bodies of all requests that are being read or answered."""

_DROPPED = 16 * MIB
_DROPPING = 5.0
"""Bytes and seconds for which the rest of a refused body is read: many clients send all of it
before they look at the answer, and never see that of a server that closes (RFC 9112, 9.6)."""


class LimitedBodies:
    """An ASGI application that reads no body larger or slower than *limits* say."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, self._limits.idle)
        scope[_KEY] = self._limits.body
        held = 0

        async def limited() -> Message:
            nonlocal held
            message = await body.receive()
            size = len(message.get("body", b""))
            held += size
            self._held += size
            if self._held > _TOGETHER:
                raise RefusedError(
                    503,
                    "too many large requests at once",
                    repair="Try again in a moment.",
                    headers={"Retry-After": "5"},
                )
            return message

        async def heard(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= _REFUSED:
                await body.drop()
            await send(message)

        try:
            await self._app(scope, limited, heard)
        finally:
            self._held -= held


def allow_body(request: Request, size: int) -> None:
    """Let the body of *request* have *size* bytes; to be called before it is read."""
    request.scope[_KEY] = size


class _Body:
    """A body while it is read. size: the bytes that have come."""

    def __init__(self, scope: Scope, receive: Receive, idle: float) -> None:
        self._scope = scope
        self._receive = receive
        self._idle = idle
        self._began = asyncio.get_running_loop().time()
        headers: dict[bytes, bytes] = dict(scope["headers"])
        said = headers.get(b"content-length", b"")
        self._is_over = not said and b"transfer-encoding" not in headers
        self._is_announced = b"expect" in headers
        self._said = int(said) if said.isdigit() else 0
        self.size = 0

    async def receive(self) -> Message:
        """Return what comes next.

        :raises RefusedError: when it takes too long, or makes the body too large.
        """
        if self._is_over:
            return await self._receive()
        self._check_size(max(self.size, self._said))
        try:
            async with asyncio.timeout_at(self._began + self._idle + self.size / _SLOWEST):
                self._is_announced = False
                message = await self._receive()
        except TimeoutError:
            self._is_over = True
            raise RefusedError(
                408,
                "the body of the request did not come in time",
                repair="Send it at once.",
                headers={"Connection": "close"},
            ) from None
        self.size += len(message.get("body", b""))
        self._is_over = not message.get("more_body", False)
        self._check_size(self.size)
        return message

    async def drop(self) -> None:
        """Read what is left, for a short time, unless the client waits for leave to send it."""
        dropped = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DROPPING):
                while not (self._is_over or self._is_announced) and dropped < _DROPPED:
                    message = await self._receive()
                    dropped += len(message.get("body", b""))
                    self._is_over = not message.get("more_body", False)

    def _check_size(self, size: int) -> None:
        allowed: int = self._scope[_KEY]
        if size > allowed:
            raise RefusedError(
                413,
                f"the body of the request is larger than {allowed:,} bytes",
                repair="Send less at once.",
            )
