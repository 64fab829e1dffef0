"""Listening: a socket on an address of this machine."""

import contextlib
import errno
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from casegraph.errors import CasegraphError

_OF_THE_PORT = (errno.EADDRINUSE, errno.EACCES)
_PORT = "Choose another with --port, or --port 0 for any that is free."
_HOST = "Give --host an address of this machine: 127.0.0.1 for itself, 0.0.0.0 for all it has."

_UNSENT = 64 * 1024
"""Bytes of an answer that the system keeps before they are sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a server listens.

    port: 0 for any that is free. root_path: under which a proxy passes requests on, such as
    `/cases`. proxies: the addresses whose `X-Forwarded-For` and `-Proto` are believed.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    root_path: str = ""
    proxies: str = "127.0.0.1"

    @property
    def is_public(self) -> bool:
        """Whether others than this machine may reach it."""
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host != "localhost"


@contextlib.contextmanager
def listening(place: Place, idle: float) -> Iterator[socket.socket]:
    """Give a socket bound to *place* until the block ends.

    :raises CasegraphError: when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _notice(listener, idle)
        try:
            listener.bind((place.host, place.port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CasegraphError(
                f"cannot listen on {place.host} port {place.port}: {reason}",
                repair=_PORT if getattr(error, "errno", None) in _OF_THE_PORT else _HOST,
            ) from None
        listener.set_inheritable(False)
        yield listener


def address_of(listener: socket.socket) -> str:
    """Return the URL at which *listener* is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _notice(listener: socket.socket, idle: float) -> None:
    """Have the system end connections whose other end is gone or takes nothing.

    It also takes no more to send than a little, so that what waits tells how much a client takes.
    What is set here holds for each connection that *listener* accepts (Linux, tcp(7)).
    """
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    seconds = max(1, round(idle))
    for name, value in (
        ("TCP_KEEPIDLE", seconds),
        ("TCP_KEEPINTVL", max(1, seconds // 3)),
        ("TCP_KEEPCNT", 3),
        ("TCP_NOTSENT_LOWAT", _UNSENT),
    ):
        option = getattr(socket, name, None)
        if option is not None:
            listener.setsockopt(socket.IPPROTO_TCP, option, value)
