"""Who may read from another site: everyone, without credentials; nobody may write.

The CORS protocol of the Fetch standard. A query may be posted to `/sparql`; a write shows its token
in a header that no preflight allows, so that a browser never sends one for a page of another site.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EXPOSED = (
    "Casegraph-Note, Content-Disposition, ETag, Link, Location, Retry-After, X-Request-Id, "
    "X-Total-Count"
)
_ALLOWED = "Accept, Content-Type, If-None-Match"
_A_DAY = "86400"


class OpenForReading:
    """An ASGI application that pages of other sites may read from."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, a preflight at once."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["access-control-allow-origin"] = "*"
                headers["access-control-expose-headers"] = _EXPOSED
            await send(message)

        if scope["method"] == "OPTIONS" and _is_preflight(Headers(scope=scope)):
            await _allowance(scope["path"])(scope, receive, opened)
        else:
            await self._app(scope, receive, opened)


def _is_preflight(headers: Headers) -> bool:
    return "origin" in headers and "access-control-request-method" in headers


def _allowance(path: str) -> Response:
    """Return what a page of another site may do at *path*."""
    methods = "GET, HEAD, POST" if path.endswith("/sparql") else "GET, HEAD"
    headers = {
        "access-control-allow-methods": methods,
        "access-control-allow-headers": _ALLOWED,
        "access-control-max-age": _A_DAY,
    }
    return Response(status_code=204, headers=headers)
