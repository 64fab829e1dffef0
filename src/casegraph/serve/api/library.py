"""The query library as JSON: which questions there are, and what each can be asked with.

Addresses are relative to the document that they stand in (RFC 3986, section 4.2), so that they hold
behind any proxy.
"""

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.query import LibraryQuery, queries
from casegraph.query.charts import Chart
from casegraph.query.parameters import EVERY_CASE, Parameter
from casegraph.serve.api.given import given_once, one_of
from casegraph.serve.api.responses import JSON, json_bytes, json_of
from casegraph.serve.library import known_query
from casegraph.serve.negotiation import best
from casegraph.serve.tags import with_tag

SPARQL = "application/sparql-query"


def routes() -> list[BaseRoute]:
    """Return the routes of the library without its answers.

    :raises QueryError: when a query of the library is none.
    """
    queries()  # read now, so that no client waits for it
    return [
        Route("/api/queries", listed, methods=["GET"]),
        Route("/api/queries/{name}", described, methods=["GET"]),
    ]


async def listed(request: Request) -> Response:
    """Return the questions, those with a tag when the request names one."""
    tag = given_once(request, ["tag"]).get("tag")
    return json_of(request, _list(tag if tag is None else one_of("tag", tag, _tags())))


async def described(request: Request) -> Response:
    """Return one question with its SPARQL; that alone when the client likes it better."""
    query = known_query(request.path_params["name"])
    given_once(request, [])
    headers = {"vary": "Accept"}
    if best(request.headers.get("accept", ""), [JSON, SPARQL]) == SPARQL:
        media_type = f"{SPARQL}; charset=utf-8"
        return with_tag(request, Response(query.text, headers=headers, media_type=media_type))
    links = _links(query.name, f"../../query/{query.name}")
    value = {**_described(query), "sparql": query.text, "links": links}
    return json_of(request, json_bytes(value), headers)


@cache
def _list(tag: str | None) -> bytes:
    """Return the questions with *tag*, or all, as JSON."""
    rows = [
        {**_described(query), "links": _links(f"queries/{query.name}", f"../query/{query.name}")}
        for query in queries()
        if tag is None or tag in query.tags
    ]
    return json_bytes({"count": len(rows), "tags": _tags(), "queries": rows})


def _tags() -> list[str]:
    return sorted({tag for query in queries() for tag in query.tags})


def _described(query: LibraryQuery) -> Mapping[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "params": [_parameter(each) for each in query.params],
        **({"chart": _chart(query.chart)} if query.chart else {}),
    }


def _chart(chart: Chart) -> Mapping[str, str]:
    """Return which columns of the answer are drawn, and how."""
    return {name: value for name, value in asdict(chart).items() if value is not None}


def _parameter(parameter: Parameter) -> Mapping[str, Any]:
    """Return what a client must know to give *parameter*; without a default it is left open."""
    said = {
        "name": parameter.name,
        "type": parameter.type,
        "description": parameter.description,
    }
    if parameter.default is not None:
        said["default"] = parameter.default
    if parameter.type == "case":
        said["every"] = EVERY_CASE
    return said


def _links(path: str, page: str) -> Mapping[str, str]:
    return {"self": path, "answer": f"{path}/answer", "page": page}
