"""The answer to a query, made in a worker process.

Enters a query as a stranger asked it; leaves a `Reply` whose body is written while solutions are
found. The graphs are those that the request names, else those that the text names, else all.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.query.checks import check, check_depth, check_services
from casegraph.query.dataset import dataset_of
from casegraph.query.graphs import check_graphs
from casegraph.query.sparql import Sparql
from casegraph.serve import syntaxes
from casegraph.serve.sparql import results
from casegraph.serve.sparql.asked import Asked
from casegraph.serve.sparql.formats import Wanted, unacceptable
from casegraph.serve.workers import Context, LimitError, Reply
from casegraph.store.database import Answer

_Item = TypeVar("_Item")

_VARY = (("vary", "Accept"),)
_LESS = "Ask for less, or for a part at a time with ORDER BY, LIMIT and OFFSET."


def answered(context: Context, asked: Asked, wanted: Wanted) -> Reply:
    """Return the answer to the query *asked*.

    :raises QueryError: when it is no query, asks an endpoint that is not allowed, or names a graph
        that the store lacks.
    :raises RefusedError: 406, when the client wants no format that there is for such an answer.
    :raises LimitError: when it has more rows or triples than one answer may have, while they are
        written.
    """
    found = solved(context, asked)
    most = context.limits.rows
    if isinstance(found, ox.QueryTriples):
        if wanted.triples is None:
            raise unacceptable("triples can be given", syntaxes.OFFERED)
        quads = (ox.Quad(*triple) for triple in counted(found, most, "triples"))
        body: Iterable[bytes] = syntaxes.pieces(quads, wanted.triples)
        return Reply(200, syntaxes.content_type(wanted.triples), body, _VARY)
    if wanted.rows is None:
        raise unacceptable("this answer can be given", results.OFFERED)
    if isinstance(found, ox.QueryBoolean):
        body = [results.boolean(bool(found), wanted.rows)]
    else:
        variables = [variable.value for variable in found.variables]
        body = results.rows(variables, counted(found, most, "rows"), wanted.rows)
    return Reply(200, syntaxes.content_type(wanted.rows), body, _VARY)


def solved(context: Context, asked: Asked) -> Answer:
    """Return what the store answers; when it cannot, the reason is looked for in the text.

    :raises QueryError: as `answered` does.
    """
    sparql = Sparql(asked.query)
    federation = context.settings.federation
    check_depth(sparql)
    check_services(sparql, federation)
    try:
        dataset = asked.dataset or dataset_of(sparql)
        if dataset is not None:
            check_graphs(context.store, dataset)
        return context.store.query(asked.query, dataset=dataset)
    except QueryError:
        _check(sparql, federation)
        raise


def _check(sparql: Sparql, federation: Sequence[str]) -> None:
    """Check *sparql*, and advise a client as one who asks over HTTP.

    :raises QueryError: when it is no query, or asks an endpoint that is not in *federation*.
    """
    try:
        check(sparql, federation)
    except QueryError as error:
        if sparql.is_update:
            error.repair = "Send it by POST as `update`, with the token of this server."
        elif sparql.form and not sparql.is_query:
            error.repair = "Write a whole query; /api/queries lists those of the library."
        raise


def counted(found: Iterable[_Item], most: int, what: str, repair: str = _LESS) -> Iterator[_Item]:
    """Yield what is *found*, up to *most* of it.

    what: rows or triples. repair: what a client can do who wants more.

    :raises LimitError: when there is more.
    :raises QueryError: when the store cannot go on.
    """
    try:
        for number, item in enumerate(found):
            if number == most:
                raise LimitError(
                    "rows",
                    f"the answer has more than {most:,} {what}, the most that one answer may have",
                    repair=repair,
                )
            yield item
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"cannot be answered: {error}", repair="Change the query.") from None
