"""What the page of a question shows: its form, its answer, and how other clients ask it.

Enters what a client sent; leaves a `Query`. What is wrong with a value stands beside its field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from casegraph.errors import QueryError
from casegraph.exporters.examples import LIBRARY
from casegraph.query import LibraryQuery, bound, check_names
from casegraph.query.library import named
from casegraph.query.parameters import FEW_CASES
from casegraph.serve.pages.cells import Cell, cells
from casegraph.serve.pages.charts import Drawn, chart
from casegraph.serve.pages.copies import Copy, answer_reference, copies
from casegraph.serve.pages.fields import Field, Pairs, fields, given
from casegraph.serve.workers import Context, LimitError
from casegraph.solutions import Solutions
from casegraph.web.addresses import place_of, query_path, relative
from casegraph.web.answers import Table, table
from casegraph.web.values import Link, Page, Pager

ROWS = 100
"""How many rows of an answer stand on one page."""

PAGE = "page"
"""What the query string calls the part of a long answer; no parameter of a query is called so."""

_LONGEST = 8_000
"""Characters of an address that every browser and proxy takes."""

_FORMATS = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks. name: of the query. sent: the query string. server: its URL."""

    name: str
    sent: Pairs
    server: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no answer. status: of the response. retry_after: in seconds, 0 when not said."""

    status: int
    message: str
    repair: str
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, or the part of it that is shown.

    count: of all rows. chart: of all rows, None when the query asks for none. downloads: the whole
    answer as a file in each format, and where that is.
    """

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    count: int
    part: Pager
    chart: Drawn | None
    downloads: tuple[tuple[str, str], ...]

    @property
    def start(self) -> int:
        """The number of the first row shown, counted from 1."""
        return (self.part.number - 1) * ROWS + 1

    @property
    def end(self) -> int:
        """The number of the last row shown."""
        return self.start + len(self.rows) - 1


@dataclass(frozen=True, kw_only=True)
class Query(Page):
    """A question.

    values: the parameters that are given. sparql: its text, with the parameters bound once it is
    answered. answer: None when it was not asked or there is a problem.
    """

    query: LibraryQuery
    fields: tuple[Field, ...]
    values: Mapping[str, str]
    sparql: str
    copies: tuple[Copy, ...] = ()
    answer: Shown | None = None
    problem: Problem | None = None
    few: int = FEW_CASES

    @property
    def faults(self) -> tuple[Field, ...]:
        """The fields with something wrong in them."""
        return tuple(field for field in self.fields if field.error)

    @property
    def status(self) -> int:
        """The status of the response with this page."""
        if self.problem is not None:
            return self.problem.status
        return 400 if self.faults else 200

    @property
    def sparql_reference(self) -> str:
        """Where the SPARQL page has this question, below the root; empty when it is too long."""
        reference = f"sparql?{urlencode({'query': self.sparql})}"
        return reference if len(reference) <= _LONGEST else ""

    def part(self, number: int) -> str:
        """Return the query string that asks for another part of the answer."""
        return urlencode({**self.values, PAGE: number})


def question(context: Context, asked: Asked) -> Query:
    """Return the page of the question *asked*, not answered yet."""
    query = named(asked.name)
    listed = fields(query, asked.sent, context)
    return Query(
        title=query.summary,
        iri=f"{LIBRARY}/{asked.name}",
        description=" ".join(query.description.split()),
        crumbs=(Link("Questions", "queries"),),
        query=query,
        fields=listed,
        values=given(listed, asked.sent),
        sparql=query.plain,
    )


def answered(context: Context, asked: Asked, page: Query) -> Query:
    """Return *page* with the answer of the store, or with what is wrong with the question.

    :raises LimitError: when it has more rows than one answer may have.
    """
    if page.faults:
        return page
    try:
        check_names(page.query, {name: value for name, value in asked.sent if name != PAGE})
        ready = bound(page.query, context.store, page.values, context.term)
        found = ready.answer(context.store)
    except QueryError as error:
        return replace(page, problem=Problem(400, error.message, error.repair or ""))
    most = context.limits.rows
    if len(found) > most:
        raise LimitError(
            "rows",
            f"the answer has {len(found):,} rows, and one answer has at most {most:,}",
            repair="Ask for less: about one case or one term.",
        )
    part = _part(asked.sent, len(found))
    shown = table(found, context.catalogue, ROWS, (part.number - 1) * ROWS)
    return replace(
        page,
        sparql=ready.sparql,
        copies=copies(asked.server, asked.name, page.values, ready.sparql),
        answer=Shown(
            shown,
            cells(shown),
            len(found),
            part,
            _chart(context, page.query, found),
            tuple(
                (title, answer_reference(asked.name, page.values, name)) for title, name in _FORMATS
            ),
        ),
    )


def _chart(context: Context, query: LibraryQuery, answer: Solutions) -> Drawn | None:
    if query.chart is None:
        return None
    here = query_path(query.name)

    def href(iri: str) -> str:
        path, place = place_of(iri)
        is_known = context.catalogue.has_page(iri)
        return relative(path, here, fragment=place) if is_known else ""

    return chart(query.chart, answer, context.catalogue, href, query.summary)


def _part(sent: Pairs, count: int) -> Pager:
    """Return which part of *count* rows is asked for, the nearest that there is."""
    typed = dict(sent).get(PAGE, "")
    whole = Pager.over(count, 1, ROWS)
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
    return Pager(min(max(1, number), whole.of), whole.of)
