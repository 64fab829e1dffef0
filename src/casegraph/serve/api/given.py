"""What a request gives in its query string, each name once and none that means nothing."""

from collections.abc import Iterable

from starlette.requests import Request

from casegraph.lookup import suggestion
from casegraph.serve.errors import SAID, RefusedError

LONGEST = 1_000
"""How many characters a value has at most; no label is near so long."""


def given_once(request: Request, known: Iterable[str]) -> dict[str, str]:
    """Return the values in the query string of *request* by their names.

    :raises RefusedError: 400, when a name is not among *known*, with the nearest of them, when it
        stands twice, or when a value is longer than `LONGEST`.
    """
    names = list(known)
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in names:
            listed = f"There are: {', '.join(names)}." if names else "There are none here."
            near = suggestion(name[:SAID], names)
            raise RefusedError(
                400,
                f"no parameter {name[:SAID]!r}",
                repair=f"{near} {listed}" if near else listed,
            )
        if name in given:
            raise _wrong(name, "the parameter stands twice", "Give it once.")
        if len(value) > LONGEST:
            raise _wrong(name, f"the value has {len(value):,} characters", f"{LONGEST:,} may be.")
        given[name] = value
    return given


def number(name: str, value: str, least: int, most: int) -> int:
    """Return the whole number that the *value* of the parameter *name* is.

    :raises RefusedError: 400, when it is none, or not from *least* to *most*.
    """
    is_number = value.isascii() and value.isdigit()
    found = int(value) if is_number else -1
    if not is_number or not least <= found <= most:
        raise _wrong(
            name,
            f"{value[:SAID]!r} is not a whole number from {least} to {most}",
            f"Write, for example, {name}={min(most, max(least, 25))}.",
        )
    return found


def one_of(name: str, value: str, known: Iterable[str]) -> str:
    """Return *value*, which the parameter *name* has.

    :raises RefusedError: 400, when it is not among *known*, with the nearest of them.
    """
    choices = list(known)
    if value not in choices:
        listed = f"There are: {', '.join(choices)}."
        near = suggestion(value[:SAID], choices)
        raise _wrong(name, f"{value[:SAID]!r} is not known", f"{near} {listed}" if near else listed)
    return value


def _wrong(name: str, message: str, repair: str) -> RefusedError:
    return RefusedError(400, message, node=f"parameter {name}", repair=repair)
