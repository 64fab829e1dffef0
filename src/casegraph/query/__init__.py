"""Questions to the graph: the query library with its typed parameters, and any SPARQL 1.1 query.

Enters a name or SPARQL, parameters as text, and a store; leaves `Solutions`. Queries run over the
union of all graphs, so that a question need not say whether its answer is asserted or inferred.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from casegraph.build import opened
from casegraph.errors import QueryError
from casegraph.lookup import suggestion
from casegraph.query.cases import some
from casegraph.query.library import named, queries, read_text
from casegraph.query.library_query import LibraryQuery, from_text
from casegraph.query.modifiers import limit
from casegraph.query.order import answer
from casegraph.query.parameters import EVERY_CASE, bind
from casegraph.query.slots import Value, with_values
from casegraph.query.sparql import Sparql
from casegraph.solutions import Solutions
from casegraph.store import Store

__all__ = ["Bound", "LibraryQuery", "bound", "check_names", "queries", "query", "run"]

_LIBRARY_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Bound:
    """A query with its parameters bound.

    sparql: without its header, as any client may ask it. note: what to say when it is not about
    every case.
    """

    query: LibraryQuery
    sparql: str
    note: str | None

    def answer(self, store: Store) -> Solutions:
        """Return the answer of *store*.

        :raises QueryError: when it cannot be answered.
        """
        found = answer(self.sparql, store)
        notes = [self.note, _cut(self.query, found)]
        return replace(found, note="; ".join(filter(None, notes)) or None)


def query(
    question: str | PathLike[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    params: Mapping[str, object] | None = None,
) -> Solutions:
    """Return the answer to *question*: the name of a library query, SPARQL, or the path of it.

    SPARQL may have a header with parameters, as the queries of the library do.
    store: a store, the path of one, or None for the bundled cases. params: each parameter's value
    as one would type it; what is no text is taken as `str` writes it. A question about each case
    that names none is asked about so many as its header says, and then the answer has a note;
    a term, or the case `all`, asks about every one. An answer that a LIMIT of the library ends has
    a note too.

    :raises QueryError: when there is no such library query or parameter, a value is of the wrong
        type or names something that the store lacks, or the SPARQL is not a query that may run.
    :raises StoreError: when *store* cannot be opened.

    >>> import casegraph
    >>> for row in casegraph.query("cases-presenting", params={"term": "neck pain"}):
    ...     print(row["affirmed"])
    neck pain
    neck pain on passive motion
    """
    asked = _asked(question)
    values = {name: _text(value) for name, value in (params or {}).items()}
    check_names(asked, values)
    with opened(store) as source:
        return run(asked, source, values)


def check_names(asked: LibraryQuery, params: Mapping[str, str]) -> None:
    """Check that the query has each of the parameters *params*.

    :raises QueryError: when it has not, with those that it has.
    """
    declared = [parameter.name for parameter in asked.params]
    for name in params:
        if name not in declared:
            listed = f"Its parameters are: {', '.join(declared)}." if declared else "It has none."
            near = suggestion(name, declared)
            raise QueryError(
                f"no parameter {name!r}",
                node=f"query {asked.name}",
                repair=f"{near} {listed}" if near else listed,
            )


def run(asked: LibraryQuery, store: Store, params: Mapping[str, str]) -> Solutions:
    """Return the answer of *store* to a query with the parameters *params*.

    :raises QueryError: as `query` does.
    """
    return bound(asked, store, params).answer(store)


def bound(
    asked: LibraryQuery,
    store: Store,
    params: Mapping[str, str],
    term: Callable[[str], str] | None = None,
) -> Bound:
    """Return a query with the parameters *params* bound to what they name in *store*.

    term: what `lookup.finder` gave for *store*, where many queries are bound.

    :raises QueryError: as `query` does.
    """
    check_names(asked, params)
    given = {param: params.get(param.name, param.default) for param in asked.params}
    terms = {
        param.name: bind(param, value, store, term)
        for param, value in given.items()
        if value is not None and (param.type, value) != ("case", EVERY_CASE)
    }
    values: dict[str, Value | Sequence[Value]] = {**terms}
    narrowed = any(
        param.type == "term" and param.default is None and param.name in params
        for param in asked.params
    )
    note = None
    for param, value in given.items():
        if param.type == "case" and value in {None, EVERY_CASE}:
            chosen = terms.get(param.chosen_by) if param.chosen_by else None
            every = value == EVERY_CASE or (narrowed and chosen is None)
            cases, note = some(param, store, chosen, every=every)
            if cases is not None:
                values[param.name] = cases
    return Bound(asked, with_values(Sparql(asked.plain), values), note)


def _cut(asked: LibraryQuery, found: Solutions) -> str | None:
    """Return what to say of an answer that has as many rows as a LIMIT of the query lets through.

    SPARQL without a header is its author's own, who knows its LIMIT.
    """
    most = limit(asked.sparql)
    if not asked.summary or len(found) != most:
        return None
    return f"it tells no more than {most} rows, and there may be others"


def _asked(question: str | PathLike[str]) -> LibraryQuery:
    if isinstance(question, PathLike):
        file = Path(question)
        return from_text(read_text(file), name=file.stem, path=str(file))
    return named(question) if _LIBRARY_NAME.fullmatch(question) else from_text(question)


def _text(value: object) -> str:
    """Return *value* as a user would type it.

    >>> _text(5), _text(True)
    ('5', 'true')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)
