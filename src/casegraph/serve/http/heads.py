"""The head of a request: what is refused before anything reads the rest.

RFC 9110, sections 4.1, 5.4, 7.2 and 7.4; RFC 9112, sections 3.2 and 6.1. What is not HTTP at all
never comes here: the parser refuses it.
"""

import ipaddress
import re
from collections.abc import Collection
from functools import lru_cache
from itertools import chain

from starlette.types import ASGIApp, Receive, Scope, Send

from casegraph.serve.errors import RefusedError

LONGEST_TARGET = 32 * 1024
"""Bytes of a path with its query string."""

LONGEST_HEADERS = 32 * 1024
"""Bytes of all headers together."""

_HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class SoundHeads:
    """An ASGI application that sees no request whose head is too long or names no proper host.

    names: of the server, none but which it answers to beside `localhost` and addresses, so that no
    site can lead its own name to this machine and have browsers read here what is for nobody else
    (DNS rebinding); None when it answers to any.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] | None = None) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        :raises RefusedError: when its head is refused.
        """
        if scope["type"] == "http":
            _check(scope)
            name = _name(scope)
            if self._names is not None and name is not None:
                _check_name(name, self._names)
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
    coding = [value for name, value in scope["headers"] if name == b"transfer-encoding"]
    if coding and [one.lower() for one in coding] != [b"chunked"]:
        raise RefusedError(
            501,
            "a body in another transfer coding than chunked",
            repair="Send it in chunks, or with its Content-Length.",
            headers={"Connection": "close"},
        )
    if "\0" in scope["path"]:
        raise RefusedError(400, "the path holds a zero byte", repair="Take it out.")


def _name(scope: Scope) -> str | None:
    """Return the name or address of the host that is asked, None when HTTP/1.0 names none.

    :raises RefusedError: when it names none, several, or what is no host.
    """
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if not hosts and scope["http_version"] == "1.0":
        return None
    match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if match is None:
        raise RefusedError(
            400, "the header Host names no host", repair="Send one, such as `Host: example.org`."
        )
    return match[1].strip("[]").lower().removesuffix(".")


def _check_name(name: str, names: Collection[str]) -> None:
    """Check that *name* is an address, `localhost` or one of *names*.

    :raises RefusedError: 421, when it is another.
    """
    if name in {"localhost", *names} or name.endswith(".localhost") or _is_address(name):
        return
    raise RefusedError(
        421,
        f"this server is not {name}",
        repair="Ask for localhost, or start the server with the --url by which others reach it.",
    )


@lru_cache(maxsize=256)
def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
