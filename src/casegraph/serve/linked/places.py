"""From a path to the page that is there: the inverse of `web.addresses`.

A path is a key of a table and nothing else; whatever is not in the table is nowhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casegraph.web import addresses, missing, search
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.kinds import KINDS

_NUMBERED = re.compile(r"(.+)/([1-9][0-9]{0,8})")
_ELSEWHERE = frozenset({missing.KIND.name, search.KIND.name})
"""Kinds of pages that a server has in another way."""

_Table = Mapping[str, tuple[Kind, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A page. path: of the first page of the list when it is one of several, number: which."""

    kind: Kind
    key: str
    path: str
    number: int = 1

    @property
    def here(self) -> str:
        """The path of this page."""
        return addresses.numbered(self.path, self.number)


def place(catalogue: Catalogue, path: str) -> Place | None:
    """Return what is at *path*, without an ending, None when nothing is.

    A further page of a list is returned whether the list is that long or not.
    """
    table = paths(catalogue)
    if path in table:
        return Place(*table[path], path)
    numbered = _NUMBERED.fullmatch(path)
    if numbered and numbered[1] in table and numbered[2] != "1":
        return Place(*table[numbered[1]], numbered[1], int(numbered[2]))
    return None


def paths(catalogue: Catalogue) -> _Table:
    """Return the path of every page, each with its kind and key; made once."""
    return catalogue.once("paths", lambda: dict(_paths(catalogue)))


def _paths(catalogue: Catalogue) -> Iterator[tuple[str, tuple[Kind, str]]]:
    for kind in KINDS:
        if kind.name not in _ELSEWHERE:
            for key in kind.keys(catalogue):
                yield kind.path(key), (kind, key)
