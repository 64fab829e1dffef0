"""What a request of the SPARQL 1.1 Protocol asks (section 2.1)."""

import secrets
from dataclasses import dataclass

from casegraph.serve.errors import RefusedError
from casegraph.serve.http.fields import Fields, values_of
from casegraph.store.database import Dataset

_GRAPHS = ("default-graph-uri", "named-graph-uri")
_FORMATS = ("format", "output", "results")
"""The names under which servers take the format of an answer; clients send several of them."""

_VARYING = ("NOW", "RAND", "UUID", "SERVICE")
"""What makes the answer to the same query another one each time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was asked.

    query: its text. dataset: the graphs that the request names, which go before those that the text
    names; None when it names none. format: what the answer should be in, empty when `Accept` says.
    moment: tells the request from all others when its answer must not be given again, else empty.
    """

    query: str
    dataset: Dataset | None = None
    format: str = ""
    moment: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        return Asked, (self.query, self.dataset, self.format, self.moment)


def asked_in(fields: Fields) -> Asked | None:
    """Return what *fields* ask, None when they have nothing of a query.

    :raises RefusedError: 400, when there is no query but something of one, or are several.
    """
    queries = values_of("query", fields)
    default, named = (values_of(name, fields) for name in _GRAPHS)
    if not queries and not (default or named):
        return None
    if len(queries) != 1:
        raise RefusedError(
            400,
            f"a request has one query, and this one has {len(queries) or 'none'}",
            repair="Send it once, as the field `query` or as the body.",
        )
    dataset = Dataset(default, named) if default or named else None
    formats = (value for name in _FORMATS for value in values_of(name, fields) if value)
    text = queries[0].upper()
    moment = secrets.token_hex(8) if any(word in text for word in _VARYING) else ""
    return Asked(queries[0], dataset, next(formats, ""), moment)
