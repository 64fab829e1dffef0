"""The headers of every response: what a browser may do with it.

Content Security Policy level 3, the Fetch standard (`X-Content-Type-Options`), and the policies of
referrer, permissions and opener. A response that has one of these already keeps its own.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casegraph.serve.http.cors import OPEN
from casegraph.serve.identity import request_id

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load and where it may lead: to this server, and nothing that stands in it."""

_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    *OPEN,
)
"""As ASGI has them: in bytes, the names in small letters."""


class Headed:
    """An ASGI application whose responses have the headers that all have."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in _HEADERS if header[0] not in own),
                    (b"x-request-id", request_id(scope).encode()),
                ]
            await send(message)

        await self._app(scope, receive, headed)
