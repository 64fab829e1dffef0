"""The list of all cases."""

from dataclasses import dataclass

from casegraph import namespaces
from casegraph.web.briefs import Brief, briefs
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import items, thing
from casegraph.web.values import PAGE_LENGTH, Page, Pager


@dataclass(frozen=True, kw_only=True)
class Cases(Page):
    """A part of the list. count: of all cases."""

    cases: tuple[Brief, ...]
    count: int


def _values(catalogue: Catalogue, _: str, number: int) -> Cases:
    documents = catalogue.cases
    pager = Pager.over(len(documents), number)
    shown = briefs(catalogue, pager.part(documents))
    start = (number - 1) * PAGE_LENGTH + 1
    return Cases(
        title="Cases",
        description="Every case in this collection, each told from its published report.",
        pager=pager,
        cases=shown,
        count=len(documents),
        schema=thing(
            "CollectionPage",
            f"{namespaces.BASE}/cases",
            "Cases",
            mainEntity=items(((one.case.target, one.case.text) for one in shown), start),
        ),
    )


KIND = Kind("cases", keys=lambda _: ("",), path=lambda _: "cases", values=_values)
