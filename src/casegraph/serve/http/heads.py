"""The head of a request: what is refused before anything reads the rest.

RFC 9110, sections 4.1, 5.4 and 7.2; RFC 9112, section 3.2. What is not HTTP at all never comes
here: the parser refuses it.
"""

import re
from itertools import chain

from starlette.types import ASGIApp, Receive, Scope, Send

from casegraph.serve.errors import RefusedError

LONGEST_TARGET = 32 * 1024
"""Bytes of a path with its query string."""

LONGEST_HEADERS = 32 * 1024
"""Bytes of all headers together."""

_HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class SoundHeads:
    """An ASGI application that sees no request whose head is too long or names no proper host."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        :raises RefusedError: when its head is refused.
        """
        if scope["type"] == "http":
            _check(scope)
        await self._app(scope, receive, send)


def _check(scope: Scope) -> None:
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
        raise RefusedError(
            414,
            f"the address is longer than {LONGEST_TARGET:,} bytes",
            repair="Send a long query in the body of a POST.",
        )
    if sum(map(len, chain.from_iterable(scope["headers"]))) > LONGEST_HEADERS:
        raise RefusedError(
            431,
            f"the headers are longer than {LONGEST_HEADERS:,} bytes",
            repair="Send fewer or shorter headers.",
        )
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if not (len(hosts) == 1 and _HOST.fullmatch(hosts[0])) and (
        hosts or scope["http_version"] != "1.0"
    ):
        raise RefusedError(
            400, "the header Host names no host", repair="Send one, such as `Host: example.org`."
        )
    if "\0" in scope["path"]:
        raise RefusedError(400, "the path holds a zero byte", repair="Take it out.")
