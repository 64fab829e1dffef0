"""Who may read from another site: everyone, without credentials; nobody may write.

The CORS protocol of the Fetch standard. A query may be posted to `/sparql`; a write shows its token
in a header that no preflight allows, so that a browser never sends one for a page of another site.
"""

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Casegraph-Note, Content-Disposition, ETag, Link, Location, Retry-After, X-Request-Id, "
        b"X-Total-Count",
    ),
)
"""The headers by which a browser gives a response to a page of another site."""

_ALLOWED = "Accept, Content-Type, If-None-Match"
_A_DAY = "86400"


class Preflights:
    """An ASGI application that says what pages of other sites may do, without doing any of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, a preflight at once."""
        if _is_preflight(scope):
            await _allowance(scope["path"])(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_preflight(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "OPTIONS":
        return False
    headers = Headers(scope=scope)
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
