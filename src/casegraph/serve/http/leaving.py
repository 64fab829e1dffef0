"""A client that leaves before anything of its answer was sent: nobody goes on to find the answer.

Once some of it was sent, the response itself sees that the client is gone.
"""

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SOON = 0.05
"""Seconds in which most answers are there, so that nobody has to look whether the client is."""


class WhileThere:
    """An ASGI application that is cancelled when the client of a request has gone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as long as there is somebody to answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun = False

        async def noting(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        def leave() -> None:
            if not is_begun:
                presence.reschedule(asyncio.get_running_loop().time())

        presence = asyncio.timeout(None)
        client = _Client(receive, leave, has_body=_has_body(scope))
        try:
            async with presence:
                try:
                    await self._app(scope, client.receive, noting)
                finally:
                    client.forget()
        except TimeoutError:
            if not presence.expired():
                raise


class _Client:
    """The client of a request, which is watched soon after all of the request has come.

    leave: is called when it has gone.
    """

    def __init__(self, receive: Receive, leave: Callable[[], None], *, has_body: bool) -> None:
        self._receive = receive
        self._leave = leave
        self._leaving: asyncio.Task[None] | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._has_body = has_body
        if not has_body:
            self._watch_soon()

    async def receive(self) -> Message:
        """Return what comes next of the request, or at last that the client has gone."""
        if self._waiting is None:
            message = await self._receive()
            if not message.get("more_body", False):
                self._watch_soon()
            return message
        if not self._has_body:
            self._has_body = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.shield(self._watch())
        return {"type": "http.disconnect"}

    def forget(self) -> None:
        """Watch it no longer."""
        if self._waiting is not None:
            self._waiting.cancel()
        if self._leaving is not None:
            self._leaving.cancel()

    def _watch_soon(self) -> None:
        self._waiting = asyncio.get_running_loop().call_later(_SOON, self._watch)

    def _watch(self) -> asyncio.Task[None]:
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._left())
        return self._leaving

    async def _left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._leave()


def _has_body(scope: Scope) -> bool:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"
