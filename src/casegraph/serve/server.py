"""What the routes of a server share."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from casegraph.serve.settings import Settings
from casegraph.serve.workers import Answer, Workers


@dataclass(frozen=True, slots=True)
class Server:
    """A server: what it was told, and its workers."""

    settings: Settings
    workers: Workers

    def url(self, request: Request) -> str:
        """Return where clients reach the server, without a slash at the end.

        It is what *request* asked for where the server was not told.
        """
        return self.settings.url or str(request.base_url).rstrip("/")


def server_of(request: Request) -> Server:
    """Return the server that got *request*."""
    server: Server = request.app.state.server
    return server


def response_of(answer: Answer) -> Response:
    """Return *answer* as a response; it breaks off the connection when the answer is cut."""
    headers = dict(answer.headers)
    if answer.pieces is None:
        body = answer.whole or b""
        return Response(body, answer.status, headers, media_type=answer.media_type)
    return StreamingResponse(answer.pieces, answer.status, headers, media_type=answer.media_type)
