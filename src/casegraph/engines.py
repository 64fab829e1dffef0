"""The choice between engines that give the same answers at different speed."""

from collections.abc import Mapping
from typing import TypeVar

from casegraph.errors import CasegraphError

_Engine = TypeVar("_Engine")


def choose(engines: Mapping[str, _Engine], name: str) -> _Engine:
    """Return the engine called *name*.

    :raises CasegraphError: when there is none of that name.

    >>> choose({"reference": len}, "native")
    Traceback (most recent call last):
    casegraph.errors.CasegraphError: native: no such engine. Choose one of reference.
    """
    if name not in engines:
        raise CasegraphError(
            "no such engine", node=name, repair=f"Choose one of {', '.join(engines)}."
        )
    return engines[name]
