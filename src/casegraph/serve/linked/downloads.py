"""The files of the downloads page: the whole graph, and what it is read with.

The graph is made a part at a time while it is sent, each part by a task of its own and compressed
by itself, since gzip files may be joined (RFC 1952, section 2.2). When the store changes meanwhile
the connection breaks off, so that what arrives whole is of one snapshot.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from casegraph.build.crew import batched
from casegraph.exporters.examples import examples
from casegraph.namespaces import PREFIXES, document_of
from casegraph.quads import canonical_quads, labelled_for
from casegraph.serve import encoding
from casegraph.serve.server import response_of, server_of
from casegraph.serve.tags import tag, with_tag
from casegraph.serve.workers import (
    Answer,
    AnswerCutError,
    BusyError,
    Context,
    Pool,
    Reply,
    Workers,
)
from casegraph.site.downloads import model
from casegraph.store import graphs_of
from casegraph.syntaxes.turtle import turtle
from casegraph.web.catalogue import Catalogue
from casegraph.web.downloads import FOLDER, GRAPH, MODEL

_FORMATS = {
    "casegraph.nq.gz": ox.RdfFormat.N_QUADS,
    "casegraph.trig.gz": ox.RdfFormat.TRIG,
    "casegraph.ttl.gz": ox.RdfFormat.TURTLE,
}
_MODEL = {file.name: file.media for file in MODEL}
_QUERIES = "queries.ttl"
_CASES = 100
"""How many cases one part has."""

_ATTEMPTS = 20
"""How often a part is asked for when others are being answered."""

_CACHE = ("cache-control", "no-cache")


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        *(Route(f"/{FOLDER}/{file.name}", graph) for file in GRAPH),
        *(Route(f"/{FOLDER}/{file.name}", part_of_model) for file in MODEL),
        Route("/context.jsonld", part_of_model),
    ]


async def part_of_model(request: Request) -> Response:
    """Return the file with which the graph is read that *request* names."""
    name = request.url.path.rpartition("/")[2]
    answer = await server_of(request).workers.run(
        Pool.PAGES, model_file, name, encoding.asked_by(request)
    )
    return with_tag(request, response_of(answer))


async def graph(request: Request) -> Response:
    """Return the whole graph in the syntax that *request* names."""
    name = request.url.path.rpartition("/")[2]
    workers = server_of(request).workers
    response = StreamingResponse(
        parts(workers, name) if request.method == "GET" else (),
        headers={
            "cache-control": "no-cache",
            "content-disposition": f'attachment; filename="{name}"',
            "etag": tag(f"{workers.snapshot} {name}".encode()),
        },
        media_type="application/gzip",
    )
    return with_tag(request, response)


async def parts(workers: Workers, name: str) -> AsyncIterator[bytes]:
    """Yield the parts of the file *name*.

    :raises AnswerCutError: when the store changes before the last, or there is no end of waiting.
    """
    snapshot, number = workers.snapshot, 0
    while True:
        answer = await _part(workers, name, number)
        if workers.snapshot != snapshot:
            raise AnswerCutError(
                "the store has changed while it was read", repair="Ask for the file again."
            )
        if answer.status == HTTPStatus.NO_CONTENT:
            return
        if answer.pieces is None:
            yield answer.whole or b""
        else:
            async for piece in answer.pieces:
                yield piece
        number += 1


async def _part(workers: Workers, name: str, number: int) -> Answer:
    for _ in range(_ATTEMPTS):
        try:
            return await workers.run(Pool.QUERIES, part, name, number)
        except BusyError as busy:
            await asyncio.sleep(busy.retry_after)
    raise AnswerCutError("too much is being asked", repair="Ask for the file later.")


def part(context: Context, name: str, number: int) -> Reply:
    """Return part *number*, from 0, of the file *name*; 204 when there are no more."""
    catalogue = context.catalogue
    names = catalogue.once("parts", lambda: _names(catalogue))
    if number >= len(names):
        return Reply(204, "application/gzip", ())
    written = b"".join(_serialized(catalogue, one, _FORMATS[name]) for one in names[number])
    return Reply(200, "application/gzip", (encoding.compressed(written),))


def model_file(_: Context, name: str, takes_gzip: bool) -> Reply:
    """Return the file *name* with which the graph is read."""
    files = {path.rpartition("/")[2]: content for path, content in model()}
    content = turtle(examples()).encode() if name == _QUERIES else files[name]
    kind, headers = _MODEL[name], [_CACHE, ("vary", "Accept-Encoding")]
    if takes_gzip and encoding.is_worthwhile(kind, content):
        content = encoding.compressed(content)
        headers.append(("content-encoding", "gzip"))
    return Reply(200, kind, (content,), (*headers, ("etag", tag(content))))


def _names(catalogue: Catalogue) -> Sequence[Sequence[str]]:
    """Return what each part has: a graph that is no case's, or some cases."""
    others = ((name,) for name in catalogue.graphs if document_of(name) is None)
    return (*others, *batched(catalogue.cases, _CASES))


def _serialized(catalogue: Catalogue, name: str, syntax: ox.RdfFormat) -> bytes:
    """Return all of the case or graph *name*; its blank nodes have labels that no other has."""
    graphs = graphs_of(name) if document_of(name) else (name,)
    quads = [quad for graph in graphs for quad in catalogue.store.graph(graph)]
    labelled = list(labelled_for(name, canonical_quads(quads)))
    said = (
        dict.fromkeys(quad.triple for quad in labelled)
        if syntax == ox.RdfFormat.TURTLE
        else labelled
    )
    return ox.serialize(said, format=syntax, prefixes=PREFIXES) or b""
