"""The log: one JSON object a line on standard error.

A line about a request has its method, route, path without the query string, status, bytes, time and
number. What a client asked is not in it, unless the server was told so: queries are about patients.
Control characters are escaped as JSON has it, so that no text can pretend to be a line of its own.
"""

import hashlib
import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from casegraph.serve.identity import request_id
from casegraph.serve.settings import Addresses

_LOGGER = logging.getLogger("casegraph.serve.requests")
_QUERY = "casegraph.query"
_NO_NEWS = (
    "ASGI callable returned without completing response",  # why stands in the line before
    "No supported WebSocket library detected",
    "Unsupported upgrade request",
)
_LONGEST_PATH, _LONGEST_QUERY = 500, 10_000


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object, with what stands in its `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return *record* as a line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"time": when, "level": record.levelname.lower(), "message": record.getMessage()}
        said |= getattr(record, "fields", {})
        if record.exc_info:
            said["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(said)


def configure() -> None:
    """Send the log of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("casegraph.serve", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
    logging.getLogger("casegraph.serve").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_news)


def note_query(request: Request, text: str) -> None:
    """Note that *request* asks the query *text*, for the log of a server that keeps queries."""
    request.scope[_QUERY] = text


def _record(fields: Mapping[str, object]) -> logging.LogRecord:
    """Return a record of an answer, for which no logger looks where in our code it comes from."""
    told = {"name": _LOGGER.name, "levelno": logging.INFO, "levelname": "INFO", "msg": "answered"}
    return logging.makeLogRecord({**told, "fields": fields})


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether *record* of uvicorn says what is of use to whoever runs the server."""
    return not record.getMessage().startswith(_NO_NEWS)


class Logged:
    """An ASGI application each of whose answers is a line of the log.

    addresses: what the line says of the client. with_queries: write the queries into it.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses, with_queries: bool) -> None:
        self._app = app
        self._addresses = addresses
        self._with_queries = with_queries
        self._key = secrets.token_bytes(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status, size, is_whole = 0, 0, False

        async def counting(message: Message) -> None:
            nonlocal status, size, is_whole
            await send(message)
            status = message.get("status", status)
            size += len(message.get("body", b""))
            is_whole = message["type"] == "http.response.body" and not message.get("more_body")

        try:
            await self._app(scope, receive, counting)
        finally:
            fields = {
                "method": scope["method"],
                "route": getattr(scope.get("route"), "path", None),
                "path": scope["path"][:_LONGEST_PATH],
                "status": status,
                "bytes": size,
                "whole": is_whole,
                "milliseconds": round((time.perf_counter() - began) * 1000, 1),
                "request": request_id(scope),
                "client": self._client(scope),
                "query": scope.get(_QUERY, "")[:_LONGEST_QUERY] if self._with_queries else None,
            }
            if _LOGGER.isEnabledFor(logging.INFO):
                said = {name: value for name, value in fields.items() if value not in (None, "")}
                _LOGGER.handle(_record(said))

    def _client(self, scope: Scope) -> str | None:
        """Return who asks; a hash tells clients apart until the server ends, and no longer."""
        if self._addresses is Addresses.OFF or not scope.get("client"):
            return None
        address = str(scope["client"][0])
        if self._addresses is Addresses.PLAIN:
            return address
        return hashlib.blake2b(address.encode(), key=self._key, digest_size=6).hexdigest()
