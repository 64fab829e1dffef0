"""Running: the server that answers on a socket until it is told to end."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import forkserver, get_all_start_methods
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from casegraph.errors import CasegraphError
from casegraph.processes import starting
from casegraph.serve.app import application
from casegraph.serve.http.clients import Clients, allowed
from casegraph.serve.http.connection import Connection
from casegraph.serve.http.listening import Place, address_of, listening
from casegraph.serve.http.logs import configure
from casegraph.serve.settings import Settings

_ENDING = (signal.SIGINT, signal.SIGTERM)
_BACKLOG = 2048
_KEEP_ALIVE = 15
_GRACE = 10
"""Seconds that a running answer has to come to its end when the server ends."""


def run(settings: Settings, place: Place, told: Callable[[str], None]) -> None:
    """Answer requests until SIGINT or SIGTERM, and then end what runs.

    told: is called with the address as soon as requests are answered.

    :raises CasegraphError: when the address cannot be had, or the store cannot be opened.
    """
    with listening(place, settings.limits.idle) as listener:
        app = application(settings, is_public=place.is_public)
        configure()
        config = config_of(app, place, settings.limits.idle)
        server = _Server(config, lambda: told(address_of(listener)))
        _begin_workers()
        with _ending(server):
            try:
                server.run(sockets=[listener])
            except SystemExit:  # of uvicorn, when the workers cannot begin
                raise CasegraphError(
                    "the server could not start", repair="The last line of its log says why."
                ) from None


def config_of(app: ASGIApp, place: Place, idle: float) -> uvicorn.Config:
    """Return how uvicorn answers with *app* at *place*. idle: in seconds, of `Limits`."""
    connection = partial(Connection, idle=idle, clients=Clients(allowed()))
    return uvicorn.Config(
        app,
        http=cast("type[asyncio.Protocol]", connection),
        ws="none",
        interface="asgi3",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=place.proxies,
        root_path=place.root_path,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
    )


class _Server(uvicorn.Server):
    """uvicorn, which says when it is there. started: is called then."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._tell()


def _begin_workers() -> None:
    """Begin the process that workers are copies of, so that it lives as long as this one.

    A signal that reaches all processes of a service is for the server, which ends the others when
    their answers have come to an end; they ignore it as the process does that they come from.
    """
    if "forkserver" in get_all_start_methods():
        before = {number: signal.signal(number, signal.SIG_IGN) for number in _ENDING}
        starting()
        forkserver.ensure_running()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _ending(server: uvicorn.Server) -> Iterator[None]:
    """Have SIGINT and SIGTERM end *server* well, also before it listens to them itself."""
    before = {number: signal.signal(number, server.handle_exit) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
