"""The page of a question of the library, with a form for its parameters.

Enters `/query/NAME` with the parameters in the query string; leaves the page. A question is
answered when its form was sent, and before that where the collection is small. An answer that
passes a limit leaves the form as it was, with the limit above it.
"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.query.parameters import FEW_CASES
from casegraph.serve.library import about_fewer, known_query
from casegraph.serve.pages.question import Asked, Problem, answered, question
from casegraph.serve.pages.route import PageRoute
from casegraph.serve.rendering import page_reply, page_response
from casegraph.serve.server import server_of
from casegraph.serve.workers import (
    BusyError,
    Context,
    LimitError,
    Pool,
    Reply,
    WorkerDiedError,
)
from casegraph.web import query as static
from casegraph.web.kind import Kind

KIND = Kind(
    "query_live",
    keys=static.KIND.keys,
    path=static.KIND.path,
    values=static.KIND.values,
    quads=static.KIND.quads,
)


def routes() -> list[BaseRoute]:
    """Return the routes of the questions."""
    return [
        Route("/query/{name}.html", shown, methods=["GET"]),
        PageRoute("/query/{name}", shown, methods=["GET"]),
    ]


async def shown(request: Request) -> Response:
    """Return the page of a question, with its answer when that is asked for."""
    server = server_of(request)
    query = known_query(request.path_params["name"])
    asked = Asked(
        query.name,
        tuple(request.query_params.multi_items()),
        server.url(request),
    )
    pool = Pool.QUERIES if asked.sent else Pool.PAGES
    try:
        answer = await server.workers.run(pool, made, asked)
    except (BusyError, LimitError, WorkerDiedError) as error:
        if isinstance(error, LimitError):
            error.repair = about_fewer(query, asked.sent) or error.repair
        answer = await server.workers.run(Pool.PAGES, made, asked, _problem(error))
    return page_response(request, answer)


def made(context: Context, asked: Asked, problem: Problem | None = None) -> Reply:
    """Return the page for what was *asked*; where there is a *problem* it is not answered."""
    page = question(context, asked)
    if problem is not None:
        page = replace(page, problem=problem)
    elif asked.sent or len(context.catalogue.cases) <= FEW_CASES:
        page = answered(context, asked, page)
    wait = page.problem.retry_after if page.problem else 0
    headers = (("vary", "Accept, Host"), *((("retry-after", str(wait)),) if wait else ()))
    kind = replace(KIND, quads=None) if page.problem or page.faults else KIND
    return page_reply(context, kind, page, key=asked.name, status=page.status, headers=headers)


def _problem(error: BusyError | LimitError | WorkerDiedError) -> Problem:
    if isinstance(error, BusyError):
        return Problem(503, error.message, error.repair or "", error.retry_after)
    return Problem(500, error.message, error.repair or "")
