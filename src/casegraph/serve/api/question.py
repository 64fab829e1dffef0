"""A question of the library as a client asks it: its parameters, the page, and the format.

Enters a query string; leaves a `Question`. The values stay text here: what they mean is up to the
store, in a worker. `offset`, `limit` and `format` are the API's own, and no query of the library
may have a parameter that is called so.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from casegraph.query import LibraryQuery
from casegraph.serve.api.formats import NAMES, OFFERED
from casegraph.serve.api.given import given_once, number, one_of
from casegraph.serve.errors import RefusedError
from casegraph.serve.negotiation import best
from casegraph.serve.settings import Limits

FARTHEST = 1_000_000_000
"""The last row at which a page may begin."""

OWN = ("offset", "limit", "format")
"""The parameters that the API adds to those of each query."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is wanted of its answer.

    name: of the query. values: of its parameters, as text. offset: how many rows are passed over.
    limit: how many rows follow at most, None for all. media_type: in which the answer is written.
    asked_format: what the request has as `format`, empty when `Accept` decides.
    """

    name: str
    values: tuple[tuple[str, str], ...]
    offset: int
    limit: int | None
    media_type: str
    asked_format: str = ""

    def page(self, offset: int) -> str:
        """Return the reference, relative to this page, to the page that begins at *offset*."""
        own = [("offset", str(offset)), ("limit", str(self.limit))]
        chosen = [("format", self.asked_format)] if self.asked_format else []
        return f"?{urlencode([*self.values, *own, *chosen])}"


def question_of(request: Request, query: LibraryQuery, limits: Limits) -> Question:
    """Return what *request* asks of *query*.

    :raises RefusedError: 400, when it has a parameter that there is not, or twice, or a page or a
        format that there cannot be; 406, when the client takes none of the formats.
    """
    given = given_once(request, [*(each.name for each in query.params), *OWN])
    offset = given.pop("offset", None)
    limit = given.pop("limit", None)
    asked_format = given.pop("format", None)
    if asked_format is None:
        media_type = _accepted(request)
    else:
        media_type = NAMES[one_of("format", asked_format, NAMES)]
    return Question(
        name=query.name,
        values=tuple(given.items()),
        offset=0 if offset is None else number("offset", offset, 0, FARTHEST),
        limit=None if limit is None else number("limit", limit, 1, limits.rows),
        media_type=media_type,
        asked_format=asked_format or "",
    )


def _accepted(request: Request) -> str:
    found = best(request.headers.get("accept", ""), OFFERED)
    if found is None:
        raise RefusedError(
            406,
            "the answer is in none of the formats that the client takes",
            repair=f"Accept one of: {', '.join(OFFERED)}; or add format=json.",
        )
    return found
