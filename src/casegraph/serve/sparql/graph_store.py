"""The reading half of the SPARQL 1.1 Graph Store HTTP Protocol, at `/data` (section 5.2).

A graph is named by the request, `?graph=IRI`; `?default` is the union of all, as in queries. What
writes is given to it.
"""

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.query.graphs import has_graph, near
from casegraph.serve import syntaxes
from casegraph.serve.errors import RefusedError
from casegraph.serve.http.fields import parsed, values_of
from casegraph.serve.negotiation import best
from casegraph.serve.server import response_of, server_of
from casegraph.serve.sparql.answers import counted
from casegraph.serve.sparql.formats import unacceptable
from casegraph.serve.sparql.routes import Handler
from casegraph.serve.tags import with_tag
from casegraph.serve.workers import Context, Pool, Reply

PATH = "/data"
READING = ("GET", "HEAD", "OPTIONS")
WRITING = ("PUT", "POST", "DELETE")


def routes(write: Handler) -> list[BaseRoute]:
    """Return the routes of the graph store. write: takes what is no reading."""
    return [
        Route(PATH, read, methods=READING, name="data"),
        Route(PATH, write, methods=(*WRITING, "PATCH"), name="data-written"),
    ]


async def read(request: Request) -> Response:
    """Return the graph that *request* names."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": ", ".join((*READING, *WRITING))})
    graph = graph_named(request)
    accept = ",".join(request.headers.getlist("accept"))
    media_type = best(accept, syntaxes.OFFERED)
    if media_type is None:
        raise unacceptable("a graph can be given", syntaxes.OFFERED)
    found = await server_of(request).workers.run(Pool.QUERIES, written, graph, media_type)
    response = response_of(found)
    return response if found.whole is None else with_tag(request, response)


def graph_named(request: Request) -> str | None:
    """Return the IRI of the graph that *request* names, None for the default graph.

    :raises RefusedError: 400, when it names none, or several.
    """
    fields = parsed(request.scope["query_string"], "the address")
    graphs, defaults = values_of("graph", fields), values_of("default", fields)
    named = len(graphs) + len(defaults)
    if named != 1:
        raise RefusedError(
            400,
            f"a request names one graph, and this one names {named or 'none'}",
            repair="Write ?graph=IRI with the whole IRI of a graph, or ?default.",
        )
    return graphs[0] if graphs else None


def written(context: Context, graph: str | None, media_type: str) -> Reply:
    """Return the triples of *graph*, or of all graphs, in *media_type*.

    :raises RefusedError: 404, when the store has no such graph; 406, when the syntax cannot say it.
    :raises QueryError: when *graph* is no absolute IRI.
    :raises LimitError: when it has more triples than one answer may have, while they are written.
    """
    store = context.store
    if graph is not None and not has_graph(store, graph):
        raise RefusedError(
            404, "the store has no such graph", node=f"<{graph}>", repair=near(store, graph)
        )
    quads = store.quads() if graph is None else store.graph(graph)
    counting = counted(
        quads, context.limits.rows, "triples", "Ask for one graph at a time, with ?graph=IRI."
    )
    unnamed = (ox.Quad(*quad.triple) for quad in counting)
    body = syntaxes.pieces(unnamed, media_type)
    return Reply(200, syntaxes.content_type(media_type), body, (("vary", "Accept"),))
