"""The page of the search, which a script fills; without one it leads to the lists."""

from dataclasses import dataclass

from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.values import Page


@dataclass(frozen=True, kw_only=True)
class Search(Page):
    """The page of the search."""


def _values(_: Catalogue, __: str, ___: int) -> Search:
    return Search(title="Search", description="Terms and cases by their names and synonyms.")


KIND = Kind("search", keys=lambda _: ("",), path=lambda _: "search", values=_values)
