"""The workers of one pool: who is free, who waits, and that there are always enough."""

import asyncio
import logging
from collections import deque

from casegraph.serve.settings import Settings
from casegraph.serve.workers.errors import BusyError, LimitError, WorkerDiedError
from casegraph.serve.workers.job import Job
from casegraph.serve.workers.numbers import PoolNumbers
from casegraph.serve.workers.spool import Room
from casegraph.serve.workers.worker import Worker

_log = logging.getLogger(__name__)

_PAUSE = 0.5
"""After how many seconds a worker that could not begin is tried again."""


class Staff:
    """The workers of one pool.

    room: for their answers. size: how many work at once. spare: how many more there are, ready for
    when one is killed. seconds: how long a task may take. is_warm: whether they read first what the
    pages share.
    """

    def __init__(
        self,
        settings: Settings,
        room: Room,
        *,
        size: int,
        spare: int,
        seconds: float,
        is_warm: bool,
    ) -> None:
        self._settings = settings
        self._room = room
        self._wanted = size + spare
        self._size = size
        self._seconds = seconds
        self.is_warm = is_warm
        self._present: set[Worker] = set()
        self._free: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._all: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._shift = 0
        self._is_closing = False
        self._tasks_done = self._tasks_killed = self._tasks_died = 0

    def numbers(self) -> PoolNumbers:
        """Return what it says of itself."""
        return PoolNumbers(
            running=len(self._busy),
            waiting=self._count_waiting(),
            alive=len(self._all),
            at_once=self._size,
            spare=self._wanted - self._size,
            done=self._tasks_done,
            killed=self._tasks_killed,
            died=self._tasks_died,
        )

    async def ask(self, task: bytes) -> Job:
        """Return what comes of *task*, once a worker has it.

        :raises BusyError: when too many wait, or it has waited too long.
        """
        worker = await self._take()
        return worker.ask(task, self._seconds)

    async def first(self) -> list[Worker]:
        """Return one new worker who can be asked, as soon as there is one.

        :raises CasegraphError: when it cannot begin.
        """
        return [await self._begun(is_warm=False)]

    async def shift(self) -> list[Worker]:
        """Return new workers who can be asked, of those that read first a single one.

        :raises CasegraphError: when they cannot begin.
        """
        workers: list[Worker] = []
        try:  # one after the other, since others want to work too
            for _ in range(1 if self.is_warm else self._wanted):
                workers.append(await self._begun(is_warm=self.is_warm))
        except BaseException:
            for worker in workers:
                worker.end()
            raise
        return workers

    def change(self, workers: list[Worker]) -> None:
        """Give all further tasks to *workers*; the others end when they have done theirs."""
        self._shift += 1
        for worker in self._free:
            worker.end()
        self._present = {worker for worker in workers if worker.is_alive}
        self._free = deque(worker for worker in workers if worker.is_alive)
        self._fill()
        self._hand_on()

    async def close(self) -> None:
        """End all workers; when this returns their processes are gone."""
        self._is_closing = True
        for turn in self._waiting:
            if not turn.done():
                turn.set_exception(_ending())
        while self._all or self._starting:
            for worker in tuple(self._all):
                worker.kill(_ending())
            gone = [worker.gone for worker in self._all]
            await asyncio.wait([*gone, *self._starting], return_when=asyncio.FIRST_COMPLETED)

    async def _take(self) -> Worker:
        """Return a worker who is free now, or when it is this task's turn.

        :raises BusyError: when too many wait, or it has waited too long.
        """
        if not self._waiting and (worker := self._next()) is not None:
            return worker
        if self._is_closing:
            raise _ending()
        if len(self._busy) + self._count_waiting() >= self._size + self._settings.limits.queue:
            raise _busy()
        turn: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._settings.limits.wait):
                return await turn
        except TimeoutError:
            self._give_up(turn)
            raise _busy() from None
        except BaseException:
            self._give_up(turn)
            raise

    def _count_waiting(self) -> int:
        return sum(not turn.done() for turn in self._waiting)

    def _give_up(self, turn: asyncio.Future[Worker]) -> None:
        """Let the next have the *turn*."""
        if turn in self._waiting:
            self._waiting.remove(turn)
        if turn.done() and not turn.cancelled() and turn.exception() is None:
            self._return(turn.result())

    def _next(self) -> Worker | None:
        """Return a worker who is free, if there is one and another may work."""
        while self._free and len(self._busy) < self._size:
            worker = self._free.pop()
            if worker.is_alive:
                self._busy.add(worker)
                return worker
        return None

    def _hand_on(self) -> None:
        """Give workers who are free to those who wait."""
        while self._waiting:
            if self._waiting[0].done():
                self._waiting.popleft()
            elif (worker := self._next()) is not None:
                self._waiting.popleft().set_result(worker)
            else:
                return

    def _done(self, worker: Worker, error: BaseException | None) -> None:
        """Take back *worker*, who has done a task or, with *error*, ended in the middle of it."""
        if error is None:
            self._tasks_done += 1
        elif isinstance(error, LimitError):
            self._tasks_killed += 1
        elif isinstance(error, WorkerDiedError):
            self._tasks_died += 1
        self._return(worker)

    def _return(self, worker: Worker) -> None:
        """Let *worker* be free, or replace it."""
        self._busy.discard(worker)
        if not worker.is_alive or worker.is_worn or worker not in self._present:
            self._present.discard(worker)
            worker.end()
            self._fill()
        else:
            self._free.append(worker)
        self._hand_on()

    def _fill(self) -> None:
        """Begin as many workers as are missing."""
        missing = self._wanted - len(self._present) - len(self._starting)
        for _ in range(0 if self._is_closing else missing):
            task = asyncio.create_task(self._hire())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _hire(self) -> None:
        """Begin one worker, however often that fails."""
        while not self._is_closing:
            shift = self._shift
            try:
                worker = await self._begun(is_warm=self.is_warm)
            except Exception as error:
                if not self._is_closing:
                    _log.warning("no worker could begin: %s", error)
                    await asyncio.sleep(_PAUSE)
                continue
            if shift == self._shift:
                self._present.add(worker)
                self._free.append(worker)
                self._hand_on()
                return
            worker.end()  # the store may have changed since it opened it

    async def _begun(self, *, is_warm: bool) -> Worker:
        """Return a new worker who can be asked.

        :raises CasegraphError: when it cannot open the store.
        :raises OSError: when the system gives no process, or EOFError when what begins them ended.
        """
        worker = await Worker.begin(self._settings, self._room, self._done, is_warm=is_warm)
        self._all.add(worker)
        worker.gone.add_done_callback(lambda _: self._left(worker))
        if self._is_closing:
            worker.kill(_ending())
        try:
            await worker.ready
        except BaseException:
            worker.end()
            raise
        return worker

    def _left(self, worker: Worker) -> None:
        """Replace *worker*, whose process has ended."""
        self._all.discard(worker)
        if worker in self._free:
            self._free.remove(worker)
        if worker in self._present and worker not in self._busy:
            self._present.discard(worker)
            self._fill()


def _busy() -> BusyError:
    return BusyError("too many ask at once", repair="Ask again in a few seconds.")


def _ending() -> WorkerDiedError:
    return WorkerDiedError("the server ends", repair="Ask again later.")
