"""A library query: a question with its header, its typed parameters and its SPARQL.

Enters the text of a `.rq` file, or plain SPARQL; leaves a `LibraryQuery` whose header and SPARQL
agree, or a `QueryError` with the line of the mistake.
"""

import itertools
from dataclasses import dataclass

from casegraph.query.charts import Chart
from casegraph.query.checks import check
from casegraph.query.header import MARK, Header, read_header
from casegraph.query.keys import one_of
from casegraph.query.modifiers import columns
from casegraph.query.parameters import Parameter
from casegraph.query.slots import slots
from casegraph.query.sparql import Sparql

_VOICE = "voice"


@dataclass(frozen=True)
class LibraryQuery:
    """One question: what it asks, what it can be asked with, and its SPARQL.

    name: the file's name without `.rq`. summary: the question in one line. text: the whole file.
    chart: how a picture tells the answer, None when a table is enough.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    params: tuple[Parameter, ...]
    text: str
    path: str | None = None
    chart: Chart | None = None

    @property
    def sparql(self) -> Sparql:
        """The text, for what it names and where its parameters go."""
        return Sparql(self.text, file=self.path)

    @property
    def plain(self) -> str:
        """The SPARQL without its header, which any client may ask."""
        lines = itertools.dropwhile(lambda line: line.startswith(MARK), self.text.splitlines())
        return "\n".join(lines).strip()


def from_text(text: str, *, name: str = "", path: str | None = None) -> LibraryQuery:
    """Return the query that *text* is, with its header, or without parameters when it has none.

    name: what errors call it when there is no *path*.

    :raises QueryError: as `parse` does; and when it has no header and is not a query that may run.
    """
    if text.startswith(MARK):
        return parse(text, name=name, path=path)
    check(Sparql(text, file=path or name or None))
    return LibraryQuery(name or "without a header", "", "", (), (), text, path)


def parse(text: str, *, name: str, path: str | None = None) -> LibraryQuery:
    """Return the library query that *text* is.

    :raises QueryError: when the header is not YAML, lacks its summary or description, or has a key
        that nobody defined; when a parameter has an unknown type, a default of another type, or is
        not bound by the query; when the query has a parameter variable that the header does not
        declare, or is not a query that may run here; when a chart is of an unknown kind, of what is
        no column of the answer, or of several voices together.
    """
    sparql = Sparql(text, file=path or name or None)
    header = read_header(text, sparql.file)
    check(sparql)
    _check_parameters(header, sparql)
    _check_chart(header, sparql)
    return LibraryQuery(
        name=name,
        summary=header.summary,
        description=header.description,
        tags=header.tags,
        params=tuple(parameter for parameter, _ in header.params),
        text=text,
        path=path,
        chart=header.chart[0] if header.chart else None,
    )


def _check_parameters(header: Header, sparql: Sparql) -> None:
    lines = {parameter.name: line for parameter, line in header.params}
    for variable in sorted(sparql.variables):
        if variable.startswith("_") and variable[1:] not in lines:
            raise header.error(
                f"?{variable} is a parameter that the header does not declare",
                f"Declare {variable[1:]!r} under params, or take the underscore away.",
            )
    places = slots(sparql)
    for name, line in lines.items():
        if name not in places:
            raise header.error(
                f"the query holds no place open for the parameter {name!r}",
                f"Write VALUES ?_{name} {{ UNDEF }} at the head of the WHERE clause.",
                line,
            )


def _check_chart(header: Header, sparql: Sparql) -> None:
    if header.chart is None:
        return
    chart, line = header.chart
    listed = columns(sparql)
    for column in (chart.label, chart.value, chart.count, chart.by):
        if column is not None and column not in listed:
            raise header.error(
                f"the chart draws {column!r}, which is no column of the answer",
                one_of(tuple(sorted(listed))),
                line,
            )
    if _VOICE in listed and _VOICE not in (chart.label, chart.by):
        raise header.error(
            "the chart adds up what different voices say",
            f"Let {_VOICE!r} be its label, or what its bars are divided by.",
            line,
        )
