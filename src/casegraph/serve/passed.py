"""The limit that an answer passed, noted with its request for who counts it."""

from collections.abc import MutableMapping
from typing import Any

from casegraph.serve.workers import LimitError

_KEY = "casegraph.limit"


def note_limit(scope: MutableMapping[str, Any], error: BaseException | None) -> None:
    """Note the limit that *error*, or what caused it, says that an answer passed.

    scope: of the request. An error without such a cause is no limit's.
    """
    while error is not None:
        if isinstance(error, LimitError):
            scope[_KEY] = error.limit
            return
        error = error.__cause__


def limit_passed(scope: MutableMapping[str, Any]) -> str:
    """Return the limit that the answer to the request with *scope* passed, empty for none."""
    limit: str = scope.get(_KEY, "")
    return limit
