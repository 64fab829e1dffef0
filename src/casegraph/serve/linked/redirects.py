"""Answers that lead elsewhere on this server."""

from starlette.requests import Request
from starlette.responses import Response

from casegraph.serve.server import response_of
from casegraph.serve.workers import Answer


def redirect(request: Request, answer: Answer) -> Response:
    """Return *answer* as the response to *request*.

    A `location` in it is a path from the top of the server, without the slash; a proxy may have put
    that top somewhere else.
    """
    response = response_of(answer)
    location = response.headers.get("location")
    if location is not None:
        response.headers["location"] = f"{request.scope.get('root_path', '')}/{location}"
    return response
