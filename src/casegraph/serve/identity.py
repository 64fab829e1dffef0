"""The number of a request, by which a client's problem is found in the log."""

import secrets
from collections.abc import MutableMapping
from typing import Any

_KEY = "casegraph.request"


def request_id(scope: MutableMapping[str, Any]) -> str:
    """Return the number of the request with *scope*, which it gets at the first use.

    It is ours and random: one that a client chose could be used to hide among others.
    """
    number: str = scope.setdefault(_KEY, "") or secrets.token_hex(8)
    scope[_KEY] = number
    return number
