"""Requests that come under the address of the base, such as http://w3id.org/casegraph/case/x.

So a proxy, or a name that a client resolves to this machine, leads here as it would from the web.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send


class UnderTheBase:
    """An ASGI application that answers below the path of *base* too when the host is its host."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        parts = urlsplit(base)
        self._host, self._root = (parts.hostname or "").lower(), parts.path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and self._root and not scope.get("root_path"):
            host = Headers(scope=scope).get("host", "").partition(":")[0].lower()
            path: str = scope["path"]
            if host == self._host and (path == self._root or path.startswith(f"{self._root}/")):
                scope["root_path"] = self._root
        await self._app(scope, receive, send)
