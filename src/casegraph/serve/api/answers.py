"""The answer to a question of the library, whole or a page of it.

Enters a `Question`; leaves the same rows in the same order as `casegraph.query`. What a reader must
know of the answer, such as that it is not about every case, is in the header `Casegraph-Note` and
in JSON in the member `note` of the head; how many rows there are in all is in `X-Total-Count` and
`total`.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.errors import QueryError
from casegraph.query import LibraryQuery, bound
from casegraph.query.library import named
from casegraph.query.parameters import EVERY_CASE, bind
from casegraph.serve import syntaxes
from casegraph.serve.api.formats import pieces
from casegraph.serve.api.paging import neighbours, page
from casegraph.serve.api.question import Question, question_of
from casegraph.serve.api.responses import told
from casegraph.serve.errors import RefusedError
from casegraph.serve.library import about_fewer, known_query
from casegraph.serve.server import server_of
from casegraph.serve.workers import Context, LimitError, Pool, Reply
from casegraph.solutions import Solutions

NOTE = "casegraph-note"
TOTAL = "x-total-count"

_KEPT = 50_000
"""How many rows an answer has at most that is kept for its next page."""


def routes() -> list[BaseRoute]:
    """Return the route of the answers."""
    return [Route("/api/queries/{name}/answer", asked, methods=["GET"])]


async def asked(request: Request) -> Response:
    """Return the answer to the question that *request* asks."""
    server = server_of(request)
    query = known_query(request.path_params["name"])
    question = question_of(request, query, server.settings.limits)
    try:
        found = await server.workers.run(Pool.QUERIES, answered, question)
    except LimitError as error:
        if error.limit != "rows":  # of which a page can be asked for
            error.repair = about_fewer(query, question.values) or error.repair
        raise
    return told(request, found)


def answered(context: Context, question: Question) -> Reply:
    """Return the answer of the store to *question*.

    :raises RefusedError: 400, when a value is of the wrong type; 404, when it names a term or a
        case that the store lacks, with the nearest names.
    :raises LimitError: when the whole answer has more rows than one answer may have.
    """
    found = _found(context, question)
    rows = page(found, question)
    most = context.limits.rows
    if len(rows) > most:
        raise LimitError(
            "rows",
            f"the answer has {len(found):,} rows, and one answer has at most {most:,}",
            repair=f"Ask for a page of it with limit={most} and offset=0.",
        )
    head: dict[str, object] = {"total": len(found)}
    headers = [(TOTAL, str(len(found))), ("vary", "Accept")]
    if found.note:
        head["note"] = found.note
        headers.append((NOTE, found.note))
    links = neighbours(question, len(found))
    if links:
        headers.append(("link", links))
    body = pieces(rows, question.media_type, head)
    return Reply(200, syntaxes.content_type(question.media_type), body, tuple(headers))


class _Latest:
    """The answer of which a page was last asked for, so that the next page costs little."""

    def __init__(self) -> None:
        self.of: tuple[str, tuple[tuple[str, str], ...]] | None = None
        self.found = Solutions()


def _found(context: Context, question: Question) -> Solutions:
    """Return the whole answer to *question*, which the pages of one answer share."""
    latest = context.catalogue.once("latest answer", _Latest)
    asked = (question.name, question.values)
    if latest.of == asked:
        return latest.found
    found = _solved(context, question)
    if question.limit is not None and len(found) <= _KEPT:
        latest.of, latest.found = asked, found
    return found


def _solved(context: Context, question: Question) -> Solutions:
    query, values = named(question.name), dict(question.values)
    try:
        return bound(query, context.store, values, context.term).answer(context.store)
    except QueryError as error:
        raise _wrong_value(error, query, values, context) from None


def _wrong_value(
    error: QueryError, query: LibraryQuery, values: Mapping[str, str], context: Context
) -> QueryError | RefusedError:
    """Return *error* with the name of the parameter whose value is wrong, if one is."""
    for parameter in query.params:
        value = values.get(parameter.name)
        if value is not None and (parameter.type, value) != ("case", EVERY_CASE):
            try:
                bind(parameter, value, context.store, context.term)
            except QueryError as wrong:
                status = 404 if parameter.type in {"case", "term"} else 400
                node = f"parameter {parameter.name}"
                return RefusedError(status, wrong.message, node=node, repair=wrong.repair or "")
    return error
