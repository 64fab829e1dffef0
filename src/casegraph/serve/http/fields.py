"""The fields of a request of the SPARQL 1.1 Protocol: of its address, its form, or its body.

A query comes by GET, in a form, or as the body itself (sections 2.1.1 to 2.1.3), an update in a
form or as the body (2.2.1 and 2.2.2). Whichever it is, leaves pairs of name and value, the text of
a body under the name `query` or `update`.
"""

from urllib.parse import parse_qsl

from starlette.requests import Request

from casegraph.serve.errors import RefusedError

FORM = "application/x-www-form-urlencoded"
BODIES = {"application/sparql-query": "query", "application/sparql-update": "update"}
"""The media types of bodies that are a query or an update, and the field that each stands for."""

_CHARSETS = {"utf-8", "utf8", "us-ascii"}

Fields = list[tuple[str, str]]

_MOST = 10_000
"""How many fields a request may have."""

_LONGEST = 200
"""Characters of a `Content-Type`."""


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
    said = request.headers.get("content-type", "")
    if len(said) > _LONGEST:
        raise _unsupported(f"a Content-Type of more than {_LONGEST} characters")
    media_type, *parameters = (part.strip().lower() for part in said.split(";"))
    if media_type not in {FORM, *BODIES}:
        raise _unsupported(
            f"a body of the type {media_type!r}" if media_type else "a body without Content-Type"
        )
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        charset = value.strip('"')
        if name == "charset" and charset.replace("_", "-") not in _CHARSETS:
            raise RefusedError(
                415, f"a body in the charset {charset!r}", repair="Send SPARQL in UTF-8."
            )
    return media_type


def _unsupported(message: str) -> RefusedError:
    return RefusedError(
        415,
        message,
        repair=f"Send a query as {FORM}, or alone as application/sparql-query.",
        headers={"Accept-Post": ", ".join((FORM, *BODIES))},
    )


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(
            400, f"the body is not UTF-8 at byte {error.start}", repair="Send SPARQL in UTF-8."
        ) from None
