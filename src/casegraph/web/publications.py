"""The list of all publications: the reports, and what they cite."""

from dataclasses import dataclass

from casegraph.namespaces import PUBLICATIONS
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import items, thing
from casegraph.web.values import PAGE_LENGTH, Page, Pager
from casegraph.web.works import Work, works


@dataclass(frozen=True, kw_only=True)
class Publications(Page):
    """A part of the list. reports, cited: what is on this page. report_count: of all reports."""

    reports: tuple[Work, ...]
    cited: tuple[Work, ...]
    report_count: int
    cited_count: int


def _values(catalogue: Catalogue, _: str, number: int) -> Publications:
    listed = works(catalogue)
    pager = Pager.over(len(listed), number)
    shown = pager.part(listed)
    reports = sum(work.cases > 0 for work in listed)
    return Publications(
        title="Publications",
        description="The reports that the cases were read from, and the works that they cite.",
        pager=pager,
        reports=tuple(work for work in shown if work.cases),
        cited=tuple(work for work in shown if not work.cases),
        report_count=reports,
        cited_count=len(listed) - reports,
        schema=thing(
            "CollectionPage",
            PUBLICATIONS,
            "Publications",
            mainEntity=items(
                ((work.iri, work.title or work.label) for work in shown),
                (number - 1) * PAGE_LENGTH + 1,
            ),
        ),
    )


KIND = Kind("publications", keys=lambda _: ("",), path=lambda _: "publications", values=_values)
