"""docs/queries.md from queries/*.rq: each question, its parameters, and what the cases answer."""

import shlex

from casegraph.build import open_store
from casegraph.cli.tables import rows_in_words
from casegraph.query import LibraryQuery, queries, run
from casegraph.store import Store
from generator.markdown import escaped, table

_HEAD = """\
# The questions

The library, with what the three bundled cases answer. `casegraph query NAME` asks one,
`--param name=value` sets a parameter; [query](query.md) says how. A parameter without a default may
be left out. Long answers are cut here. This page is made from `queries/*.rq` by `make docs`.
"""
_ROWS = 10
"""Of an answer so many rows are shown."""


def queries_page() -> str:
    """Return the page: the list of the questions, then a section for each."""
    with open_store() as store:
        sections = [_section(query, store) for query in queries()]
    listed = [f"- [{escaped(query.summary)}](#{query.name})" for query in queries()]
    return "\n".join((_HEAD, *listed, "", *sections))


def _section(query: LibraryQuery, store: Store) -> str:
    lines = [f"## {query.name}", "", f"**{escaped(query.summary)}**", ""]
    lines += [" ".join(escaped(query.description).split()), ""]
    if query.params:
        rows = [
            (f"`{param.name}`", param.type, param.default or "", escaped(param.description))
            for param in query.params
        ]
        lines += [*table(("parameter", "type", "default", "meaning"), rows), ""]
    given = "".join(
        f" --param {param.name}={shlex.quote(param.default)}"
        for param in query.params
        if param.default
    )
    lines += [f"`casegraph query {query.name}{given}`", ""]
    answer = run(query, store, {})
    shown = [[escaped(cell) for cell in row] for row in rows_in_words(answer, store)[:_ROWS]]
    lines += [*table(answer.variables, shown), ""]
    if len(answer) > _ROWS:
        lines += [f"And {len(answer) - _ROWS} rows more.", ""]
    return "\n".join(lines)
