"""Addresses, paths and proxies as options have them, checked before a server starts."""

import ipaddress
import re
from collections.abc import Sequence

from casegraph.errors import CasegraphError

_WEB = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(?:/[^\s?#<>\"{}|\\^`]*)?")
_PATH = re.compile(r"(?:/[\w.~!$&'()*+,;=:@-]+)*", re.ASCII)
_EVERYONE = "*"


def check_web(option: str, iris: Sequence[str]) -> None:
    """Check that *iris* are addresses of the web.

    :raises CasegraphError: when one is not.
    """
    for iri in iris:
        if not _WEB.fullmatch(iri):
            raise CasegraphError(
                f"{option} takes an address of the web, not {iri!r}",
                repair="Begin it with https:// or http://, and leave out `?` and `#`.",
            )


def path_from(option: str, text: str) -> str:
    """Return the path *text* without a slash at its end, empty for the top of a site.

    :raises CasegraphError: when it is no path.

    >>> path_from("--root-path", "/cases/")
    '/cases'
    """
    path = text.rstrip("/")
    if not _PATH.fullmatch(path):
        raise CasegraphError(
            f"{option} takes the path of an address, not {text!r}",
            repair="Begin it with a slash and end it before `?` and `#`: /cases.",
        )
    return path


def check_proxies(option: str, text: str) -> None:
    """Check that *text* lists addresses or networks of proxies, or is `*` for whoever asks.

    :raises CasegraphError: when one is neither.
    """
    if text == _EVERYONE:
        return
    for proxy in text.split(","):
        try:
            ipaddress.ip_network(proxy.strip())
        except ValueError as error:
            raise CasegraphError(
                f"{option} takes the addresses of proxies: {error}",
                repair="Write them in numbers, with commas: 127.0.0.1, 10.0.0.0/8.",
            ) from None
