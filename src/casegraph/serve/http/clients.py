"""The connections: which are idle, and how many there may be.

An idle connection costs a file descriptor and a little memory. When there are as many connections
as there may be, the one that has been idle for longest makes room for the next.
"""

import sys
from typing import Protocol

if sys.platform != "win32":
    import resource

_MOST = 16_384
_OTHERS = 256
"""File descriptors for all that is no connection: the store, the workers, the log."""


class Idle(Protocol):
    """A connection on which no request is being answered."""

    def abort(self) -> None:
        """End it at once."""


class Clients:
    """The connections of a server. most: how many there may be."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._idle: dict[Idle, None] = {}
        self._count = 0

    def arrived(self, client: Idle) -> None:
        """Count *client*, and end the one that has been idle for longest when there are too many.

        When none is idle *client* itself is ended.
        """
        self._count += 1
        self._idle[client] = None
        if self._count > self.most:
            oldest = next(iter(self._idle))
            del self._idle[oldest]
            oldest.abort()

    def busy(self, client: Idle) -> None:
        """Note that a request of *client* is being answered."""
        self._idle.pop(client, None)

    def idle(self, client: Idle) -> None:
        """Note that *client* is idle from now on."""
        self._idle[client] = None

    def left(self, client: Idle) -> None:
        """Forget *client*."""
        self._count -= 1
        self._idle.pop(client, None)


def allowed() -> int:
    """Return how many connections this process may have, after asking the system for as many."""
    if sys.platform == "win32":
        return _MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    wanted = _MOST + _OTHERS
    reached = wanted if hard == unlimited else min(wanted, hard)
    if soft != unlimited and soft < reached:
        resource.setrlimit(resource.RLIMIT_NOFILE, (reached, hard))
    return max(reached - _OTHERS, reached // 2)
