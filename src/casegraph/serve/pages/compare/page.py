"""What the page of a comparison shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from casegraph.errors import CasegraphError
from casegraph.namespaces import case_iri, slug_of
from casegraph.serve.pages.compare.kin import Kin
from casegraph.serve.pages.compare.rows import (
    ABSENT,
    NOT_DONE,
    ONE,
    OPPOSITE,
    SHARED,
    Row,
    common,
    rows,
)
from casegraph.serve.pages.compare.told import told
from casegraph.serve.workers import Context
from casegraph.web.briefs import Brief, briefs
from casegraph.web.values import Link, Page

FEWEST, MOST = 2, 6
"""How many cases stand side by side."""

_LIKE = 5
"""How many similar cases are offered to stand beside those that are there."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field of the form: a case as it was typed. error, repair: what is wrong with it."""

    value: str
    error: str = ""
    repair: str = ""


@dataclass(frozen=True, kw_only=True)
class Compare(Page):
    """A comparison.

    chosen: the fields of the form. cases: those that are compared, none before there are enough.
    tables: the rows under their headings. labels: of the terms of the rows. opposite, shared,
    absent, not_done: the rows that stand so. alone: for each case how many terms its authors alone
    tell. alike: cases to add, each with the query string that does. example: what a case may be
    called.
    """

    chosen: tuple[Chosen, ...]
    cases: tuple[Brief, ...] = ()
    tables: Mapping[str, tuple[Row, ...]]
    labels: Mapping[str, str]
    opposite: tuple[Row, ...] = ()
    shared: tuple[Row, ...] = ()
    absent: tuple[Row, ...] = ()
    not_done: tuple[Row, ...] = ()
    alone: tuple[int, ...] = ()
    alike: tuple[tuple[Link, str], ...] = ()
    example: str = ""

    @property
    def faults(self) -> tuple[Chosen, ...]:
        """The fields with something wrong in them."""
        return tuple(one for one in self.chosen if one.error)


def compared(context: Context, typed: Sequence[str]) -> Compare:
    """Return the comparison of the cases *typed*, each by the last part of its address."""
    catalogue = context.catalogue
    chosen, documents = _chosen(context, typed)
    if len(documents) < FEWEST or any(one.error for one in chosen):
        return Compare(
            title="Compare cases",
            description="Two to six cases side by side: what they share, and where they differ.",
            crumbs=(Link("Cases", "cases"),),
            chosen=_with_room(chosen),
            tables={},
            labels={},
            alike=_alike(context, documents),
            example=_example(context),
        )
    cases = tuple(told(catalogue, document) for document in documents)
    named = {said.term for case in cases for said in case.said} | common(cases)
    tables = rows(cases, Kin(catalogue, named))
    every = [row for listed in tables.values() for row in listed]
    title = " and ".join(slug_of(document) for document in documents)
    return Compare(
        title=f"Compare {len(documents)} cases",
        description=f"What {title} share, and where one presents what another excludes.",
        crumbs=(Link("Cases", "cases"),),
        chosen=_with_room(chosen),
        cases=briefs(catalogue, documents),
        tables=tables,
        labels={row.term: catalogue.label(row.term) for row in every},
        opposite=_standing(every, OPPOSITE),
        shared=_standing(every, SHARED),
        absent=_standing(every, ABSENT),
        not_done=_standing(every, NOT_DONE),
        alone=tuple(
            sum(ONE in row.standings and _is_told(row, at) for row in every)
            for at in range(len(cases))
        ),
        alike=_alike(context, documents),
        example=_example(context),
    )


def _chosen(context: Context, typed: Sequence[str]) -> tuple[tuple[Chosen, ...], tuple[str, ...]]:
    """Return the fields that are filled, and the case documents that they name, each once."""
    chosen: list[Chosen] = []
    documents: list[str] = []
    for value in (one.strip() for one in typed):
        if not value:
            continue
        try:
            document = context.case(value)
        except CasegraphError as error:
            chosen.append(Chosen(value, error.message, error.repair or ""))
            continue
        if document in documents:
            chosen.append(Chosen(value, f"{value!r} is there already", "Choose another case."))
        elif len(documents) == MOST:
            chosen.append(Chosen(value, "there is no room for it", f"Compare {MOST} at most."))
        else:
            chosen.append(Chosen(value))
            documents.append(document)
    return tuple(chosen), tuple(documents)


def _with_room(chosen: tuple[Chosen, ...]) -> tuple[Chosen, ...]:
    """Return *chosen* with an empty field for another case, and two fields at least."""
    room = max(FEWEST - len(chosen), 1 if len(chosen) < MOST else 0)
    return (*chosen, *(Chosen("") for _ in range(room)))


def _alike(context: Context, documents: Sequence[str]) -> tuple[tuple[Link, str], ...]:
    """Return the cases that are most like the first, with what adds them to *documents*."""
    if not documents or len(documents) >= MOST:
        return ()
    found = context.catalogue.similar.to(documents[0])
    return tuple(
        (
            Link(context.catalogue.label(case_iri(alike.document)), alike.document),
            _reference([*documents, alike.document]),
        )
        for alike in found
        if alike.document not in documents
    )[:_LIKE]


def _example(context: Context) -> str:
    return next((slug_of(document) for document in context.catalogue.cases), "")


def _standing(every: Sequence[Row], standing: str) -> tuple[Row, ...]:
    return tuple(row for row in every if standing in row.standings)


def _is_told(row: Row, at: int) -> bool:
    return any(not entry.voice for entry in row.cells[at])


def _reference(documents: Sequence[str]) -> str:
    return urlencode([("case", slug_of(document)) for document in documents])
