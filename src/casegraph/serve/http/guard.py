"""The last to catch an exception: a client is told something, or sees that it was cut off."""

import logging

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casegraph.errors import CasegraphError
from casegraph.serve.identity import request_id
from casegraph.serve.passed import note_limit
from casegraph.serve.problems import response_to

_LOGGER = logging.getLogger(__name__)


class Guarded:
    """An ASGI application that never raises while it answers a request.

    What comes too late to be told ends the answer before its end, and the server that runs this
    breaks off the connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_begun = False

        async def noting(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            return
        except Exception as error:  # whatever it is, the other clients go on
            if is_begun:
                note_limit(scope, error)
                _tell_cut(error, request_id(scope))
            else:
                response = response_to(Request(scope, receive), error)
                await response(scope, receive, send)


def _tell_cut(error: Exception, number: str) -> None:
    """Log why an answer was cut, with a traceback when nobody foresaw it."""
    cause = error if isinstance(error, CasegraphError) else error.__cause__
    fields = {"request": number}
    if isinstance(cause, CasegraphError):
        _LOGGER.warning("cut: %s", cause, extra={"fields": fields})
    else:
        _LOGGER.error("cut", exc_info=error, extra={"fields": fields})
