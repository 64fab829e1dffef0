"""The server's side of one worker process."""

import asyncio
import logging
import os
import pickle
import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.process import BaseProcess
from typing import Self, cast

from casegraph.processes import starting
from casegraph.serve.settings import Settings
from casegraph.serve.workers.errors import BusyError, WorkerDiedError, memory_error, time_error
from casegraph.serve.workers.frames import LAST, Kind, Unframed, framed
from casegraph.serve.workers.job import Job
from casegraph.serve.workers.spool import Room, Spool
from casegraph.serve.workers.work import Ready, work

_log = logging.getLogger(__name__)

_PROCESSES = ThreadPoolExecutor(1, "processes")
"""Where processes begin and are buried, which may take a while: one after the other, because
multiprocessing looks at those that have ended whenever one begins."""

Done = Callable[["Worker", BaseException | None], None]

_SHORT = 1.0
"""After how many seconds a query lets everything else go first. A process cannot take that back, so
that its worker is replaced afterwards; with pages that would cost more than it gives."""

_LAST = 15
"""The niceness of a process that lets others go first."""

_GRACE, _GRACE_OF_PAGES = 0.5, 10.0
"""For how many seconds a task may go on of which nobody wants the answer any more. Most end by
themselves meanwhile, which costs less than a new process, above all one that makes pages."""


class Worker(asyncio.Protocol):
    """A worker process, and the task that it does.

    room: for what has come of answers. is_patient: whether a long task lets others go first.
    done: called when it has done its task, or, with an error, has ended in the middle of it.
    """

    def __init__(
        self,
        process: BaseProcess,
        settings: Settings,
        room: Room,
        done: Done,
        *,
        is_patient: bool,
    ) -> None:
        loop = asyncio.get_running_loop()
        self.is_alive = True
        self.is_worn = False
        self.snapshot = ""
        self.sandbox = ""
        self.ready: asyncio.Future[None] = loop.create_future()
        self.gone: asyncio.Future[None] = loop.create_future()
        self._loop = loop
        self._process = process
        self._pid = cast("int", process.pid)
        self._settings = settings
        self._room = room
        self._done = done
        self._is_patient = is_patient
        self._code: int | None = None
        self._come = Unframed()
        self._job: Job | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None
        loop.add_reader(process.sentinel, self._ended)

    @classmethod
    async def begin(cls, settings: Settings, room: Room, done: Done, *, is_warm: bool) -> Self:
        """Return a worker whose process has been started; `ready` says when it can be asked.

        :raises OSError: when the system gives no process or no connection.
        """
        ours, theirs = socket.socketpair()
        loop = asyncio.get_running_loop()
        beginning = loop.run_in_executor(_PROCESSES, _begun, theirs, settings, is_warm)
        try:
            ours.setblocking(False)
            process = await asyncio.shield(beginning)
        except BaseException:
            ours.close()  # by which a process ends that begins all the same
            raise
        worker = cls(process, settings, room, done, is_patient=not is_warm)
        await worker._loop.create_unix_connection(lambda: worker, sock=ours)
        return worker

    def ask(self, task: bytes, seconds: float) -> Job:
        """Begin *task*, a pickled function with its arguments, and return what comes of it.

        seconds: after which it is ended.
        """
        self._job = job = Job(self.snapshot, Spool(self._room), self._abandoned)
        if self._transport is None or self._transport.is_closing():
            self._finish(WorkerDiedError("the worker ended", repair="Ask again."))
        else:
            self._transport.write(framed(Kind.TASK, task))
            if self._is_patient and seconds > _SHORT:
                self._timer = self._loop.call_later(_SHORT, self._give_way, seconds)
            else:
                self._timer = self._loop.call_later(seconds, self._too_late, seconds)
        return job

    def end(self) -> None:
        """End the process, which does nothing."""
        self.is_alive = False
        if self._transport is not None:
            self._transport.close()

    def kill(self, error: BaseException) -> None:
        """End the process in the middle of its task, which fails with *error*."""
        if not self.gone.done():
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self.end()
        self._finish(error)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hand on the frames that have come."""
        for kind, content in self._come.take(data):
            if self._job is not None:
                self._came(self._job, kind, content)
            elif not self.ready.done():
                self._begun(kind, content)

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002
        """Note that nothing more comes."""
        self._transport = None
        self.is_alive = False
        self._leave()

    def _begun(self, kind: Kind, content: bytes) -> None:
        said = pickle.loads(content)  # noqa: S301 - a worker's
        if kind is Kind.ERROR:
            self.ready.set_exception(said)
        else:
            ready: Ready = said
            self.snapshot, self.sandbox = ready.snapshot, ready.sandbox
            self.ready.set_result(None)

    def _came(self, job: Job, kind: Kind, content: bytes) -> None:
        if kind is Kind.WORN:
            self.is_worn = True
            return
        try:
            job.came(kind, content)
        except OSError as error:
            _log.warning("no room for an answer: %s", error)
            job.drop()
            job.fail(_full())
        if kind in LAST:
            self._finish(None)

    def _finish(self, error: BaseException | None) -> None:
        """Let go of the task, which ended well or because of *error*."""
        job, self._job = self._job, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if job is not None:
            if error is not None:
                job.fail(error)
            self._done(self, error)

    def _abandoned(self, job: Job) -> None:
        grace = _GRACE if self._is_patient else _GRACE_OF_PAGES
        self._loop.call_later(grace, self._unwanted, job)

    def _unwanted(self, job: Job) -> None:
        if self._job is job:
            self.kill(asyncio.CancelledError())

    def _give_way(self, seconds: float) -> None:
        self.is_worn = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, _LAST)
        self._timer = self._loop.call_later(seconds - _SHORT, self._too_late, seconds)

    def _too_late(self, seconds: float) -> None:
        self.kill(time_error(seconds))

    def _ended(self) -> None:
        """Note that the process has ended."""
        self._loop.remove_reader(self._process.sentinel)
        self.is_alive = False
        burying = self._loop.run_in_executor(_PROCESSES, _buried, self._process)
        burying.add_done_callback(self._is_buried)

    def _is_buried(self, burying: asyncio.Future[int | None]) -> None:
        self._code = burying.result()
        self.gone.set_result(None)
        self._leave()

    def _leave(self) -> None:
        """Say that the process died, when it has ended and all that it sent has been read."""
        if self._transport is not None or not self.gone.done():
            return
        if not self.ready.done():
            self.ready.set_exception(_death(self._code, self._settings))
        self._finish(_death(self._code, self._settings))


def _begun(link: socket.socket, settings: Settings, is_warm: bool) -> BaseProcess:
    """Return a process that has begun to work. link: its connection, which is closed here."""
    with link:
        process: BaseProcess = starting().Process(  # type: ignore[attr-defined]
            target=work, args=(link, settings), kwargs={"is_warm": is_warm}, daemon=True
        )
        process.start()
    return process


def _buried(process: BaseProcess) -> int | None:
    """Return the exit code of *process*, which has ended, and keep nothing of it."""
    process.join()
    code = process.exitcode
    process.close()
    return code


def _full() -> BusyError:
    return BusyError("there is no room for the answer now", repair="Ask for less, or later.")


def _death(code: int | None, settings: Settings) -> Exception:
    """Return the error for a process that ended with *code*, the negative number of a signal.

    Rust and C++ abort the process when they get no memory, and that is what a limit does to them.
    """
    if code == -signal.SIGABRT:
        return memory_error(settings.limits)
    said = f"signal {-code}" if code is not None and code < 0 else f"status {code}"
    return WorkerDiedError(
        f"the process that worked on it ended with {said}",
        repair="Ask again; if it happens again, ask for less at once.",
    )
