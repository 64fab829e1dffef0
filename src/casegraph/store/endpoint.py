"""Requests of the SPARQL 1.1 Protocol to one server, and what can go wrong on the way.

Enters a URL and SPARQL; leaves what the server answered, or a `StoreError` without any secret:
a user and a password may stand in the URL, in the file that `NETRC` names or in `~/.netrc`, and
the environment may name proxies, all as httpx knows them. httpx is imported when it is needed,
because that takes longer than most commands on a store that is here.
"""

import netrc
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casegraph.errors import StoreError

if TYPE_CHECKING:
    import httpx

Parameters = Mapping[str, str | Sequence[str]]
"""Parameters of a request, one value or several for each."""

_CONNECT_TIMEOUT = 20.0
_REDIRECTS = 5
_LONGEST = 300
"""How many characters of what a server says an error repeats."""


class Endpoint:
    """A server and the base URL there.

    url: may have a user and a password. timeout: how many seconds an answer may take.
    """

    def __init__(self, url: str, timeout: float) -> None:
        """Prepare requests, without making one.

        :raises StoreError: when *url* is none.
        """
        import httpx

        try:
            self._base = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise StoreError(
                f"is not a URL: {error}", repair="Write it as https://host/path."
            ) from None
        self.name = str(self._base.copy_with(userinfo=b"", query=None, fragment=None))
        self._timeout = timeout
        self._client = httpx.Client(
            auth=None if self._base.userinfo else _netrc(),
            follow_redirects=True,
            max_redirects=_REDIRECTS,
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_TIMEOUT)),
        )

    def at(self, path: str) -> "httpx.URL":
        """Return the URL of *path* below the base, which is the base itself for an empty one."""
        return self._base.copy_with(path=f"{self._base.path.rstrip('/')}/{path}".rstrip("/") or "/")

    def ask(
        self,
        method: str,
        url: "httpx.URL",
        *,
        params: Parameters | None = None,
        **request: Any,  # noqa: ANN401 - as httpx takes it
    ) -> "httpx.Response":
        """Return the answer to a request, whatever its status.

        :raises StoreError: when there is none.
        """
        import httpx

        try:
            target = url.copy_merge_params(params) if params else url
            return self._client.request(method, target, **request)
        except httpx.TimeoutException:
            raise self.error(
                f"no answer within {self._timeout:g} seconds",
                "Ask for less, or try again later; whether a change was made is not known.",
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise self.error(
                f"cannot be reached: {_first_line(str(error)) or type(error).__name__}",
                "Check the URL, and that the server is running.",
            ) from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def error(self, message: str, repair: str) -> StoreError:
        """Return an error about this endpoint."""
        return StoreError(message, file=self.name, repair=repair)


def said(answer: "httpx.Response") -> str:
    """Return the status of *answer* and the first line of what the server says besides."""
    status = f"{answer.status_code} {answer.reason_phrase}".strip()
    kind = answer.headers.get("content-type", "text/plain")
    line = "" if "html" in kind else _first_line(answer.text)
    return f"{status}: {line}" if line else status


def media_type(answer: "httpx.Response") -> str:
    """Return the media type of *answer* without its parameters."""
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def _netrc() -> "httpx.Auth | None":
    """Return what the user's netrc file says of hosts, None without one.

    :raises StoreError: when the file cannot be read.
    """
    import httpx

    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    if not file.is_file():
        return None
    try:
        return httpx.NetRCAuth(str(file))
    except (OSError, netrc.NetrcParseError):
        raise StoreError(
            "cannot be read", file=file, repair="Correct it, or take it away."
        ) from None
