"""A process that writes: it does one task for one request, and ends.

So a task that takes too long or too much, or makes something die, takes nothing with it: the system
releases the lock of the store, and the store has the old content or the new. Which it is, is known
of a task that takes too long: it asks before it changes anything, and is not ended afterwards.
"""

import signal
import traceback
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.process import BaseProcess
from typing import Any

from casegraph.errors import CasegraphError
from casegraph.processes import end_with_the_parent, starting
from casegraph.serve.settings import MIB, Settings
from casegraph.serve.workers import LimitError, WorkerDiedError
from casegraph.serve.workers.confined import confined
from casegraph.serve.workers.memory import limit_memory
from casegraph.serve.writing.asking import asking

_REPAIR = "All of it is written or nothing: read it, and if need be write it in smaller parts."

Task = Callable[..., object]
"""A function of a module, of what opens the store (`Opening`) and arguments that can be pickled."""


class _Said(Enum):
    """What a process says: that it asks whether the change may take effect, or how it ended."""

    ASKS = auto()
    DONE = auto()
    FAILED = auto()


class Process:
    """The process that does *do* with the store of *settings* and *args*, begun when it is made."""

    def __init__(self, settings: Settings, do: Task, *args: object) -> None:
        self._settings = settings
        self._link, theirs = Pipe()
        self._process: BaseProcess = starting().Process(  # type: ignore[attr-defined]
            target=_work, args=(theirs, settings, do, args), daemon=True
        )
        with theirs:
            self._process.start()

    def result(self) -> Any:  # noqa: ANN401 - whatever the task returns
        """Return what the task returned, and end the process; to be called once, it waits.

        :raises CasegraphError: what the task raised; LimitError when it took too long or too much,
            WorkerDiedError when the process died.
        """
        try:
            said, what = self._heard(self._settings.limits.update_seconds)
            while said is _Said.ASKS:
                self._link.send(None)
                said, what = self._heard(None)
            self._process.join()
        except (EOFError, ConnectionError):
            self._process.join()
            raise _death(self._process.exitcode, self._settings) from None
        finally:
            self.kill()
            self._process.join()
            self._link.close()
        if said is _Said.FAILED:
            raise what
        return what

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()

    def _heard(self, seconds: float | None) -> tuple[_Said, Any]:
        """Return what the process says next, within so many *seconds*.

        :raises LimitError: when it says nothing.
        :raises EOFError: when it has died.
        """
        wait([self._link, self._process.sentinel], seconds)
        if self._link.poll():
            heard: tuple[_Said, Any] = self._link.recv()
            return heard
        if self._process.is_alive():
            raise _too_long(self._settings)
        raise EOFError


def _work(link: Connection, settings: Settings, do: Task, args: tuple[object, ...]) -> None:
    """Do a task and send what comes of it: that it is done with the result, or the error."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the server ends it itself
        signal.signal(number, signal.SIG_IGN)
    end_with_the_parent()
    confined(files=True)
    limit_memory(settings.limits.memory)

    def ask() -> None:
        link.send((_Said.ASKS, None))
        link.recv()

    try:
        link.send((_Said.DONE, do(partial(asking, settings.store, ask), *args)))
    except MemoryError:
        link.send((_Said.FAILED, _too_much(settings)))
    except CasegraphError as error:
        link.send((_Said.FAILED, error))
    except BaseException as error:
        link.send((_Said.FAILED, RuntimeError("".join(traceback.format_exception(error)))))


def _too_long(settings: Settings) -> LimitError:
    return LimitError(
        "update_seconds",
        f"it takes more than {settings.limits.update_seconds:g} seconds to write",
        repair="Nothing was changed: write it in smaller parts.",
    )


def _too_much(settings: Settings) -> LimitError:
    return LimitError(
        "memory",
        f"it takes more than {settings.limits.memory // MIB:,} MiB of memory to write",
        repair=_REPAIR,
    )


def _death(code: int | None, settings: Settings) -> CasegraphError:
    """Return the error for a process that ended with *code*, the negative number of a signal.

    Rust and C++ abort the process when they get no memory.
    """
    if code == -signal.SIGABRT:
        return _too_much(settings)
    return WorkerDiedError("the process that wrote ended in the middle", repair=_REPAIR)
