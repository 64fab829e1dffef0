"""The SPARQL page, and what the script in it asks the server."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.errors import CasegraphError
from casegraph.serve.editor import tasks
from casegraph.serve.editor.asked import Question, question_of
from casegraph.serve.editor.example import example
from casegraph.serve.editor.files import as_file, written
from casegraph.serve.editor.words import words
from casegraph.serve.errors import RefusedError
from casegraph.serve.http.logs import note_query
from casegraph.serve.identity import request_id
from casegraph.serve.problems import problem_of
from casegraph.serve.rendering import page_response
from casegraph.serve.server import response_of, server_of
from casegraph.serve.sparql import Asked
from casegraph.serve.workers import Pool


def routes() -> list[BaseRoute]:
    """Return the routes beside the page, which itself shares its address with the endpoint."""
    return [
        Route("/sparql/first-rows", first_rows, methods=["POST"]),
        Route("/sparql/words", offered, methods=["GET"]),
        Route("/sparql/example/{name}", shown_example, methods=["GET"]),
    ]


async def page(request: Request, _: Asked | None) -> Response:
    """Return the page, with the answer when *request* has a query, or the answer as a file.

    What is wrong with a query stands above it, and the text is kept.

    :raises RefusedError: when no text can be read.
    """
    server = server_of(request)
    endpoint = f"{server.url(request)}/sparql"
    question = await question_of(request)
    try:
        response = await _answer(request, question, endpoint)
    except CasegraphError as error:
        problem = problem_of(error, request_id(request.scope))
        answer = await server.workers.run(
            Pool.PAGES, tasks.page_of_problem, question, endpoint, problem
        )
        response = page_response(request, answer)
    response.headers.add_vary_header("Accept, Host")
    return response


async def _answer(request: Request, question: Question, endpoint: str) -> Response:
    run = server_of(request).workers.run
    if question.asked is None:
        return page_response(request, await run(Pool.PAGES, tasks.page, question, endpoint))
    note_query(request, question.text)
    if question.file:
        answer = await run(Pool.QUERIES, written, question.asked, question.file)
        return as_file(response_of(answer), question.file)
    return page_response(request, await run(Pool.QUERIES, tasks.page, question, endpoint))


async def first_rows(request: Request) -> Response:
    """Return the shown part of an answer as JSON.

    :raises CasegraphError: what is wrong with the query.
    """
    question = await question_of(request)
    if question.asked is None:
        raise RefusedError(400, "there is no query", repair="Send it as the field `query`.")
    note_query(request, question.text)
    run = server_of(request).workers.run
    return page_response(request, await run(Pool.QUERIES, tasks.first_rows, question.asked))


async def offered(request: Request) -> Response:
    """Return what the editor offers to complete, as JSON."""
    return page_response(request, await server_of(request).workers.run(Pool.PAGES, words))


async def shown_example(request: Request) -> Response:
    """Return the SPARQL of a library query, its parameters bound, as text.

    :raises QueryError: when there is no such query.
    """
    name = request.path_params["name"]
    answer = await server_of(request).workers.run(Pool.PAGES, example, name)
    return page_response(request, answer)
