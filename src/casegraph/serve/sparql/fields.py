"""The fields of a request of the SPARQL 1.1 Protocol: of its address, its form, or its body.

A query comes by GET, in a form, or as the body itself (sections 2.1.1 to 2.1.3), an update in a
form or as the body (2.2.1 and 2.2.2). Whichever it is, leaves pairs of name and value, the text of
a body under the name `query` or `update`.
"""

from email.message import Message
from urllib.parse import parse_qsl

from starlette.requests import Request

from casegraph.serve.errors import RefusedError

FORM = "application/x-www-form-urlencoded"
BODIES = {"application/sparql-query": "query", "application/sparql-update": "update"}
"""The media types of bodies that are a query or an update, and the field that each stands for."""

Fields = list[tuple[str, str]]

_MOST = 10_000
"""How many fields a request may have."""


async def fields_of(request: Request) -> Fields:
    """Return the fields of *request*, those of the address first.

    :raises RefusedError: 415 for a body of another media type or charset, 400 when something is not
        UTF-8, 413 and 408 as the reading of bodies raises them.
    """
    fields = parsed(request.scope["query_string"], "the address")
    if request.method != "POST":
        return fields
    media_type = _media_type(request)
    body = await request.body()
    if media_type == FORM:
        return fields + parsed(body, "the form")
    return [*fields, (BODIES[media_type], _decoded(body))]


def values_of(name: str, fields: Fields) -> tuple[str, ...]:
    """Return the values of the field *name*, in their order."""
    return tuple(value for key, value in fields if key == name)


def parsed(encoded: bytes, where: str) -> Fields:
    """Return the fields that *encoded* has. where: what it is, for the error.

    :raises RefusedError: 400, when they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(
            encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST
        )
    except UnicodeDecodeError:
        raise RefusedError(
            400,
            f"{where} is not UTF-8",
            repair="Encode what is sent in UTF-8, and then each byte as %XX.",
        ) from None
    except ValueError:
        raise RefusedError(
            400, f"{where} has more than {_MOST:,} fields", repair="Send fewer."
        ) from None


def _media_type(request: Request) -> str:
    """Return the media type of the body of *request*.

    :raises RefusedError: 415, when it is none that carries a query or an update in UTF-8.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    charset = str(header.get_param("charset", "utf-8")).lower().replace("_", "-")
    if media_type not in {FORM, *BODIES}:
        raise RefusedError(
            415,
            f"a body of the type {media_type!r}" if media_type else "a body without Content-Type",
            repair=f"Send a query as {FORM}, or alone as application/sparql-query.",
            headers={"Accept-Post": ", ".join((FORM, *BODIES))},
        )
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(
            415, f"a body in the charset {charset!r}", repair="Send SPARQL in UTF-8."
        )
    return media_type


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(
            400, f"the body is not UTF-8 at byte {error.start}", repair="Send SPARQL in UTF-8."
        ) from None
