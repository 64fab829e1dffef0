"""The page for an address at which there is nothing."""

from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.values import Page


def _values(_: Catalogue, __: str, ___: int) -> Page:
    return Page(title="Nothing here", description="There is no such page.")


KIND = Kind("missing", keys=lambda _: ("",), path=lambda _: "404", values=_values)
