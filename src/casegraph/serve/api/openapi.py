"""The description of the API: OpenAPI 3.1, made from the headers of the query library.

What is the same everywhere is in `openapi.yaml`. A path for each question comes from its header,
and its parameters become schemas that take no more than the query does.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.query import LibraryQuery, queries
from casegraph.query.parameters import EVERY_CASE, Parameter, lexical_space
from casegraph.serve.api.given import LONGEST, given_once
from casegraph.serve.api.responses import json_bytes, json_of
from casegraph.serve.server import server_of

_COMPONENTS = "#/components"
_PROBLEM = {"$ref": f"{_COMPONENTS}/responses/Problem"}
_ANYWHERE: Mapping[str, Mapping[str, str]] = {
    "304": {"description": "The client has it already."},
    "400": _PROBLEM,
    "414": _PROBLEM,
    "431": _PROBLEM,
    "500": _PROBLEM,
    "503": {"$ref": f"{_COMPONENTS}/responses/Busy"},
}
"""What any operation may answer besides what is said of it."""

_MEANINGS = {
    "case": f"The slug of a case or its IRI, or `{EVERY_CASE}` for every case.",
    "term": "The label of a term, a synonym, its CURIE or its IRI.",
}


def routes() -> list[BaseRoute]:
    """Return the route of the description."""
    return [Route("/api/openapi.json", asked, methods=["GET"])]


async def asked(request: Request) -> Response:
    """Return the description of the API."""
    given_once(request, [])
    settings = server_of(request).settings
    url = settings.url or request.scope.get("root_path") or "/"
    return json_of(request, _written(url, settings.limits.rows, is_writable=settings.writable))


@cache
def _written(url: str, rows: int, *, is_writable: bool) -> bytes:
    return json_bytes(document(url, rows, is_writable=is_writable))


def document(url: str, rows: int, *, is_writable: bool) -> Mapping[str, Any]:
    """Return the description of the API.

    url: where the server is, a reference. rows: how many an answer has at most. is_writable:
    whether the token opens anything.
    """
    fixed = files("casegraph.serve.api").joinpath("openapi.yaml").read_text(encoding="utf-8")
    described: dict[str, Any] = yaml.safe_load(fixed)
    described["info"]["version"] = version("casegraph")
    described["servers"] = [{"url": url}]
    components = described["components"]
    components["parameters"]["Limit"]["schema"]["maximum"] = rows
    components["schemas"]["QueryName"] = {"enum": [query.name for query in queries()]}
    components["schemas"]["Tag"] = {
        "enum": sorted({tag for each in queries() for tag in each.tags})
    }
    for query in queries():
        described["paths"][f"/api/queries/{query.name}/answer"] = {"get": _operation(query)}
    for path in described["paths"].values():
        for operation in path.values():
            operation["responses"] = {**_ANYWHERE, **operation["responses"]}
            if not is_writable and operation.pop("security", None):
                operation["description"] = "This server only reads, and refuses what would write."
    return described


def _operation(query: LibraryQuery) -> Mapping[str, Any]:
    own = ({"$ref": f"{_COMPONENTS}/parameters/{name}"} for name in ("Offset", "Limit", "Format"))
    return {
        "operationId": f"answer_{query.name.replace('-', '_')}",
        "tags": ["questions"],
        "summary": query.summary,
        "description": query.description,
        "parameters": [*map(_parameter, query.params), *own],
        "responses": {
            "200": {"$ref": f"{_COMPONENTS}/responses/Answer"},
            "404": _PROBLEM,
            "406": _PROBLEM,
        },
    }


def _parameter(parameter: Parameter) -> Mapping[str, Any]:
    meaning = _MEANINGS.get(parameter.type)
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.description} {meaning}" if meaning else parameter.description,
        "schema": schema_of(parameter),
    }


def schema_of(parameter: Parameter) -> Mapping[str, Any]:
    """Return the JSON Schema of what may be given as *parameter*.

    >>> schema_of(Parameter("old_from", "decimal", "The age.", default="65"))["default"]
    '65'
    """
    schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    pattern = lexical_space(parameter.type)
    if parameter.type in _MEANINGS:
        schema["minLength"] = 1
    if parameter.type == "boolean":
        schema["enum"] = ["true", "false"]
    elif pattern is not None:
        schema["pattern"] = f"^(?:{pattern})$"
    if parameter.default is not None:
        schema["default"] = parameter.default
    return schema
