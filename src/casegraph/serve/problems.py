"""What went wrong, told to a client: problem details (RFC 9457), plain text, or a page.

Enters an exception; leaves a response in the form that the request accepts. A response says what to
change, and nothing of the machine: no path, no traceback. Of what nobody foresaw it gives the id
under which the log tells it.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from importlib.metadata import version

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from casegraph.errors import CasegraphError, QueryError, ReadError, UnknownCaseError
from casegraph.serve.errors import RefusedError
from casegraph.serve.identity import request_id
from casegraph.serve.negotiation import best
from casegraph.serve.passed import note_limit
from casegraph.serve.workers import BusyError, LimitError, WorkerDiedError
from casegraph.store import Store
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
from casegraph.web.kind import Kind
from casegraph.web.values import Page

JSON, TEXT, HTML = "application/problem+json", "text/plain", "text/html"

_LOGGER = logging.getLogger(__name__)
_STATUSES: Mapping[type[CasegraphError], int] = {
    UnknownCaseError: 404,
    QueryError: 400,
    ReadError: 400,
    BusyError: 503,
    LimitError: 500,
    WorkerDiedError: 500,
}
"""The status for an error that is told as it is; of any other only its id is told."""

_USUAL = {
    404: ("there is nothing at this address", "Look for the case or term at /search."),
    405: ("this address does not take that method", "Use one of those that Allow names."),
}
"""What is told of a status that comes from the routes, and the repair."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a client is told.

    detail: one clause. repair: what to do, one sentence. node: an IRI or a name that it is about.
    limit: the field of `Limits` that was passed. headers: that the response must have.
    """

    status: int
    detail: str
    repair: str = ""
    node: str = ""
    limit: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name of the status, such as `Not Found`."""
        return HTTPStatus(self.status).phrase

    @property
    def sentence(self) -> str:
        """All of it in words, without the repair."""
        return ": ".join(part for part in (self.node, self.detail) if part)


@dataclass(frozen=True, kw_only=True)
class _ProblemPage(Page):
    problem: Problem
    request: str


_KIND = Kind("problem", keys=lambda _: (), path=str, values=lambda *_: Page(title=""))
"""What `rendered` needs to know of the page: its template."""


def handlers() -> Mapping[type[Exception], Callable[[Request, Exception], Awaitable[Response]]]:
    """Return what turns an exception of a route into a response, by the exception's class."""
    return {CasegraphError: _answer, HTTPException: _answer}


def response_to(request: Request, error: Exception) -> Response:
    """Return what the client of *request* is told of *error*."""
    note_limit(request.scope, error)
    return written(request, problem_of(error, request_id(request.scope)))


def problem_of(error: Exception, request: str) -> Problem:
    """Return what may be told of *error*, and log it when that is not all there is.

    request: the id of the request.
    """
    if isinstance(error, HTTPException):
        detail, repair = _USUAL.get(error.status_code, (error.detail, ""))
        return Problem(error.status_code, detail, repair, headers=error.headers or {})
    if isinstance(error, RefusedError):
        return _told(error, error.status, error.headers)
    for kind, status in _STATUSES.items():
        if isinstance(error, kind):
            headers = (
                {"retry-after": str(error.retry_after)} if isinstance(error, BusyError) else {}
            )
            return _told(error, status, headers)
    _LOGGER.error("unforeseen", exc_info=error, extra={"fields": {"request": request}})
    return Problem(
        500,
        "something happened that nobody foresaw",
        f"Tell whoever runs this server the number of the request, {request}.",
    )


def written(request: Request, problem: Problem) -> Response:
    """Return *problem* in the form that *request* accepts, as JSON when it takes none of ours."""
    accept = ",".join(request.headers.getlist("accept"))
    form = best(accept, (JSON, "application/json", TEXT, HTML))
    headers = {"cache-control": "no-store", **problem.headers, "vary": "Accept"}
    number = request_id(request.scope)
    if form == HTML:
        return Response(_html(request, problem, number), problem.status, headers, media_type=HTML)
    if form == TEXT:
        return Response(_text(problem, number), problem.status, headers, media_type=TEXT)
    return Response(_json(problem, number), problem.status, headers, media_type=JSON)


async def _answer(request: Request, error: Exception) -> Response:
    return response_to(request, error)


def _told(error: CasegraphError, status: int, headers: Mapping[str, str]) -> Problem:
    limit = error.limit if isinstance(error, LimitError) else ""
    return Problem(status, error.message, error.repair or "", error.node or "", limit, headers)


def _json(problem: Problem, number: str) -> str:
    members = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.sentence,
        "repair": problem.repair,
        "limit": problem.limit,
        "request": number,
    }
    return json.dumps({name: value for name, value in members.items() if value}) + "\n"


def _text(problem: Problem, number: str) -> str:
    lines = (f"{problem.sentence}.", problem.repair, f"(Request {number}.)")
    return "".join(f"{line}\n" for line in lines if line)


def _html(request: Request, problem: Problem, number: str) -> str:
    page = _ProblemPage(title=problem.title, problem=problem, request=number)
    return rendered(_KIND, page, _depth(request), _nothing(), _site())


def _depth(request: Request) -> str:
    """Return a path that lies as deep as that of *request*, so that relative links fit."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    below = raw.removeprefix(str(request.scope.get("root_path", "")).encode())
    return "-/" * (below.count(b"/") - 1) + "-"


@cache
def _nothing() -> Catalogue:
    """Return a store as the pages see it with nothing in it, since a problem is about none."""
    return Catalogue(Store.open())


@cache
def _site() -> Site:
    return Site(version("casegraph"), is_live=True)
