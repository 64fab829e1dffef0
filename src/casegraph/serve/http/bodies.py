"""The body of a request: how large it may be, and how long a client may take to send it.

Both are looked at while it is read, so a `Content-Length` that lies and a body in chunks change
nothing; one that says that it is too large is refused at once. A route that has seen the token of a
client that writes allows it a larger body.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casegraph.serve.errors import RefusedError
from casegraph.serve.settings import MIB, Limits

_KEY = "casegraph.body"
_SLOWEST = 16 * 1024
"""Bytes a second, after `Limits.idle` seconds, below which a client sends too slowly."""

_TOGETHER = 512 * MIB
"""Bytes of the bodies of all requests that are being read or answered."""


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

        async def limited() -> Message:
            before = body.size
            message = await body.receive()
            self._held += body.size - before
            if self._held > _TOGETHER:
                raise RefusedError(
                    503,
                    "too many large requests at once",
                    repair="Try again in a moment.",
                    headers={"Retry-After": "5"},
                )
            return message

        try:
            await self._app(scope, limited, send)
        finally:
            self._held -= body.size


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
        self._is_whole = False
        said = Headers(scope=scope).get("content-length", "")
        self._said = int(said) if said.isdecimal() else 0
        self.size = 0

    async def receive(self) -> Message:
        """Return what comes next.

        :raises RefusedError: when it takes too long, or makes the body too large.
        """
        if self._is_whole:
            return await self._receive()
        self._check_size(max(self.size, self._said))
        try:
            async with asyncio.timeout_at(self._began + self._idle + self.size / _SLOWEST):
                message = await self._receive()
        except TimeoutError:
            raise RefusedError(
                408,
                "the body of the request did not come in time",
                repair="Send it at once.",
                headers={"Connection": "close"},
            ) from None
        self.size += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        self._check_size(self.size)
        return message

    def _check_size(self, size: int) -> None:
        allowed: int = self._scope[_KEY]
        if size > allowed:
            raise RefusedError(
                413,
                f"the body of the request is larger than {allowed:,} bytes",
                repair="Send less at once.",
            )
