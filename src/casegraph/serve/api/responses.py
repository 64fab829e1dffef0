"""The responses of the API, each compressed and with its tag where it is whole."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from casegraph.serve.encoding import encoded
from casegraph.serve.server import response_of
from casegraph.serve.tags import with_tag
from casegraph.serve.workers import Answer

JSON = "application/json"


def told(request: Request, answer: Answer) -> Response:
    """Return the *answer* of a worker to *request*."""
    response = response_of(answer)
    return response if answer.whole is None else with_tag(request, encoded(request, response))


def json_of(request: Request, content: bytes, headers: Mapping[str, str] | None = None) -> Response:
    """Return *content* as the JSON that *request* asks for."""
    response = Response(content, headers=headers, media_type=JSON)
    return with_tag(request, encoded(request, response))


def json_bytes(value: object) -> bytes:
    """Return *value* as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode()
