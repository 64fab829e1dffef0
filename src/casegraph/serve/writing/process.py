"""A process that writes: it does one task for one request, and ends.

So a task that takes too long or too much, or makes something die, takes nothing with it: the system
releases the lock of the store, and the store has the old content or the new.
"""

import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.process import BaseProcess
from typing import Any

from casegraph.errors import CasegraphError
from casegraph.processes import end_with_the_parent, starting
from casegraph.serve.settings import MIB, Settings
from casegraph.serve.workers import LimitError, WorkerDiedError
from casegraph.serve.workers.confined import confined
from casegraph.serve.workers.memory import limit_memory

_REPAIR = "All of it is written or nothing: read it, and if need be write it in smaller parts."

Task = Callable[..., object]
"""A function of a module, of the settings and arguments that can be pickled."""


class Process:
    """The process that does *do* with *settings* and *args*, begun when it is made."""

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
            wait([self._link, self._process.sentinel], self._settings.limits.seconds)
            if self._link.poll():
                done, said = self._link.recv()
                self._process.join()
            elif self._process.is_alive():
                raise _too_long(self._settings)
            else:
                raise EOFError
        except (EOFError, ConnectionError):
            self._process.join()
            raise _death(self._process.exitcode, self._settings) from None
        finally:
            self.kill()
            self._process.join()
            self._link.close()
        if not done:
            raise said
        return said

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()


def _work(link: Connection, settings: Settings, do: Task, args: tuple[object, ...]) -> None:
    """Do a task and send what comes of it: whether it is done, and the result or the error."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the server ends it itself
        signal.signal(number, signal.SIG_IGN)
    end_with_the_parent()
    confined(files=True)
    limit_memory(settings.limits.memory)
    try:
        link.send((True, do(settings, *args)))
    except MemoryError:
        link.send((False, _too_much(settings)))
    except CasegraphError as error:
        link.send((False, error))
    except BaseException as error:
        link.send((False, RuntimeError("".join(traceback.format_exception(error)))))


def _too_long(settings: Settings) -> LimitError:
    return LimitError(
        "seconds",
        f"it takes more than {settings.limits.seconds:g} seconds to write",
        repair=_REPAIR,
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
