"""What a worker process does: open the store, and then one task after another."""

import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from socket import socket

from casegraph.errors import CasegraphError
from casegraph.processes import end_with_the_parent
from casegraph.serve.settings import Settings
from casegraph.serve.workers.confined import confined
from casegraph.serve.workers.context import Context
from casegraph.serve.workers.errors import LimitError, memory_error
from casegraph.serve.workers.frames import HEAD_SIZE, Kind, framed, length_of
from casegraph.serve.workers.memory import Worn, limit_memory
from casegraph.serve.workers.reply import Reply
from casegraph.serve.workers.snapshot import snapshot_of
from casegraph.serve.workers.warming import warm_in_rest
from casegraph.store import Store

_AT_ONCE = 64 * 1024
"""How many bytes of an answer are sent at once."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What a worker says when it can be asked.

    snapshot: of the store, as `snapshot_of` gives it. sandbox: what the system denies to it.
    """

    snapshot: str
    sandbox: str


def work(link: socket, settings: Settings, *, is_warm: bool) -> None:
    """Do the tasks that come by *link*, until it is closed.

    is_warm: read first what the pages ask for again and again.
    """
    with suppress(ConnectionError):
        _work(_Channel(link), settings, is_warm=is_warm)
    sys.stderr.flush()
    os._exit(0)


def _work(channel: "_Channel", settings: Settings, *, is_warm: bool) -> None:
    """Do tasks until the server closes the connection.

    :raises ConnectionError: when it does so in the middle of one.
    """
    gc.freeze()  # what was imported stays shared with the other workers
    for number in (signal.SIGINT, signal.SIGTERM):  # the server ends its workers itself
        signal.signal(number, signal.SIG_IGN)
    os.environ["RUST_BACKTRACE"] = "0"  # of a memory limit it would tell nobody anything
    sandbox = confined(network=bool(settings.federation))
    end_with_the_parent()
    try:
        context, snapshot = _opened(settings)
        if is_warm:
            warm_in_rest(context)
    except Exception as error:
        channel.put(Kind.ERROR, _sendable(error))
        channel.flush()
        return
    limit_memory(settings.limits.memory)
    channel.put(Kind.READY, pickle.dumps(Ready(snapshot, sandbox)))
    channel.flush()
    worn = Worn(settings.limits.memory)
    for task in channel.tasks():
        _do(task, context, channel, worn)


def _opened(settings: Settings) -> tuple[Context, str]:
    """Return the context of a snapshot of the store, and the word for it.

    The content is that or, when it changes meanwhile, a later one; the server sees that too.

    :raises StoreError: when it cannot be opened.
    """
    snapshot = snapshot_of(settings.store)
    return Context(settings, Store.open(settings.store)), snapshot


def _do(task: bytes, context: Context, channel: "_Channel", worn: Worn) -> None:
    """Do *task* and send its answer, or why there is none."""
    last, content = Kind.END, b""
    try:
        do, args = pickle.loads(task)  # noqa: S301 - the server's own
        reply: Reply = do(context, *args)
        head = (reply.status, reply.media_type, reply.headers)
        pieces = _limited(reply, context.limits.answer)
        first = next(pieces)
        if len(first) < _AT_ONCE:
            last, content = Kind.WHOLE, pickle.dumps((head, first))
        else:
            channel.put(Kind.HEAD, pickle.dumps(head))
            for piece in chain([first], pieces):
                channel.put(Kind.BODY, piece)
    except ConnectionError:
        raise
    except MemoryError:
        last, content = Kind.ERROR, _sendable(memory_error(context.limits))
    except BaseException as error:  # a panic of Rust is no Exception
        last, content = Kind.ERROR, _sendable(error)
    if worn.is_worn():
        channel.put(Kind.WORN, b"")
    channel.put(last, content)
    channel.flush()


def _limited(reply: Reply, most: int) -> Iterator[bytes]:
    """Yield the body of *reply* in pieces that are small enough to be kept in memory.

    All but the last, which may be empty, have `_AT_ONCE` bytes or more.

    :raises LimitError: when it has more than *most* bytes.
    """
    size = 0
    held = bytearray()
    for piece in reply.body:
        size += len(piece)
        if size > most:
            raise LimitError(
                "answer",
                f"the answer has more than {most:,} bytes",
                repair="Ask for less: fewer variables, a LIMIT, or one part after the other.",
            )
        for start in range(0, len(piece), _AT_ONCE):
            held += piece[start : start + _AT_ONCE]
            if len(held) >= _AT_ONCE:
                yield bytes(held)
                held.clear()
    yield bytes(held)


def _sendable(error: BaseException) -> bytes:
    """Return *error* pickled, or what can be said of it when it cannot be."""
    if not isinstance(error, CasegraphError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        content = pickle.dumps(error)
        if isinstance(pickle.loads(content), Exception):  # noqa: S301 - our own
            return content
    except Exception:  # noqa: S110 - said in another way below
        pass
    return pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))


class _Channel:
    """The worker's end of the connection with the server."""

    def __init__(self, link: socket) -> None:
        self._link = link
        self._come = link.makefile("rb")
        self._out = bytearray()

    def tasks(self) -> Iterator[bytes]:
        """Yield each task that comes, until the server closes the connection."""
        while len(head := self._come.read(HEAD_SIZE)) == HEAD_SIZE:
            length = length_of(head)
            task = self._come.read(length)
            if len(task) < length:
                return
            yield task

    def put(self, kind: Kind, content: bytes) -> None:
        """Send a frame, soon."""
        self._out += framed(kind, content)
        if len(self._out) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Send what has been put.

        :raises ConnectionError: when the server is gone.
        """
        self._link.sendall(self._out)
        self._out.clear()
