"""The requests that write: the Graph Store HTTP Protocol's (section 5), and SPARQL Update's.

PUT and POST give 201 for a graph that is new and 204 else, DELETE 204 or 404, an update 200. They
are given when the server's readers see what was written, and 202 when these take too long for that.
"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from casegraph.serve.errors import RefusedError
from casegraph.serve.http.bearer import check_token
from casegraph.serve.http.bodies import allow_body
from casegraph.serve.http.fields import fields_of, parsed, values_of
from casegraph.serve.http.logs import note_query
from casegraph.serve.server import server_of
from casegraph.serve.settings import Settings
from casegraph.serve.writing import answers, tasks
from casegraph.serve.writing.change import Done
from casegraph.serve.writing.conditions import Conditions
from casegraph.serve.writing.graphs import Graph, default_graph, writable
from casegraph.serve.writing.process import Task
from casegraph.serve.writing.rejected import RejectedError
from casegraph.serve.writing.writer import Writer, seen
from casegraph.store.database import Dataset

ALLOWED = ("GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE")


class Writing:
    """What answers the requests that write to the store of *settings*."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._writer = Writer(settings)

    async def update(self, request: Request) -> Response:
        """Return the response to a SPARQL Update (SPARQL 1.1 Protocol, section 2.2).

        :raises RefusedError: 401 without the token, 403 on a server that only reads, 400 when it
            has no update or several.
        :raises CasegraphError: as `tasks.update` does.
        """
        check_token(request, self._settings)
        allow_body(request, self._settings.limits.update)
        fields = await fields_of(request)
        texts = values_of("update", fields)
        if len(texts) != 1:
            raise RefusedError(
                400,
                f"a request has one update, and this one has {len(texts) or 'none'}",
                repair="Send it once, as the field `update` or as the body.",
            )
        note_query(request, texts[0])
        default = values_of("using-graph-uri", fields)
        named = values_of("using-named-graph-uri", fields)
        using = Dataset(default, named) if default or named else None
        return await self._response(request, 200, tasks.update, texts[0], using)

    async def write(self, request: Request) -> Response:
        """Return the response to a request that writes a graph.

        :raises RefusedError: 401 without the token, 403 on a server that only reads and for a graph
            that nobody may write, 400, 404, 405, 409, 415.
        :raises CasegraphError: as the tasks do.
        """
        if request.method == "PATCH":
            raise RefusedError(
                405,
                "a graph is not patched",
                repair="Send a SPARQL Update to /sparql.",
                headers={"allow": ", ".join(ALLOWED)},
            )
        check_token(request, self._settings)
        graph = _graph(request)
        if request.method == "DELETE":
            if graph is None:
                raise _unnamed()
            return await self._response(request, 204, tasks.delete, graph, _conditions(request))
        allow_body(request, self._settings.limits.update)
        body = await _body(request)
        if graph is not None:
            task = tasks.put if request.method == "PUT" else tasks.post
            return await self._response(request, 204, task, graph, _conditions(request), body)
        if request.method == "PUT":
            raise _unnamed()
        return await self._response(request, 201, tasks.post_cases, body)

    async def _response(self, request: Request, status: int, task: Task, *args: object) -> Response:
        """Do *task* and return what the client is told; it is 201 when something is new."""
        try:
            what = await self._writer.write(task, *args)
        except RejectedError as error:
            return answers.rejected(request, error)
        is_seen = await seen(server_of(request).workers, self._settings.store)
        if not what.created:
            return answers.done(status, what, seen=is_seen)
        return answers.done(201, what, seen=is_seen, location=_location(request, what, args))


def _location(request: Request, what: Done, args: tuple[object, ...]) -> str:
    """Return where the graph that is new can be read."""
    graphs = [one.name for one in args if isinstance(one, Graph)] or list(what.stored)
    return f"{request.scope.get('root_path', '')}/data?graph={quote(graphs[0], safe='')}"


def _graph(request: Request) -> Graph | None:
    """Return the graph that *request* names, None when it names none.

    :raises RefusedError: when it names several, the default graph, or one that nobody may write.
    """
    fields = parsed(request.scope["query_string"], "the address")
    graphs = values_of("graph", fields)
    if values_of("default", fields):
        raise default_graph()
    if len(graphs) > 1:
        raise RefusedError(
            400, f"a request names one graph, and this one {len(graphs)}", repair="Name one."
        )
    return writable(graphs[0]) if graphs else None


def _conditions(request: Request) -> Conditions:
    match, none_match = (
        ", ".join(request.headers.getlist(name)) for name in ("if-match", "if-none-match")
    )
    return Conditions(match, none_match)


def _unnamed() -> RefusedError:
    return RefusedError(
        400, "the request names no graph", repair="Write ?graph=IRI with the whole IRI of a graph."
    )


async def _body(request: Request) -> tasks.Body:
    """Return what *request* sends.

    :raises RefusedError: 415 when it is encoded, or in no syntax of RDF; 413, 408 as bodies are.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RefusedError(
            415,
            "a body with a Content-Encoding",
            repair="Send it as it is.",
            headers={"accept-encoding": "identity"},
        )
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in tasks.SYNTAXES:
        raise RefusedError(
            415,
            f"a body of the type {media_type!r}" if media_type else "a body without Content-Type",
            repair=f"Send one of {', '.join(tasks.SYNTAXES)}.",
            headers={"accept-post": ", ".join(tasks.SYNTAXES)},
        )
    return tasks.Body(await request.body(), media_type)
