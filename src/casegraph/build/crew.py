"""Work that several processes share, in the order of the tasks and with bounded memory."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from casegraph.errors import CasegraphError
from casegraph.processes import end_with_the_parent, starting

_Worker = TypeVar("_Worker")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_Item = TypeVar("_Item")

_AHEAD = 1
"""How many tasks wait for each process, so that results do not pile up."""


class Crew(Generic[_Worker]):
    """Processes that do tasks with one worker, of which each has its own copy.

    processes: how many; with one the work is done in this one. ahead: how many tasks wait for
    each; more where results are small and some tasks long. died: what the error says when one does.
    """

    def __init__(
        self,
        processes: int,
        worker: _Worker,
        *,
        ahead: int = _AHEAD,
        died: str = "a process of the build died; nothing was changed",
    ) -> None:
        self._worker = worker
        self._died = died
        self._waiting = processes * ahead
        self._pool = (
            ProcessPoolExecutor(processes, starting(), _begin, (worker,)) if processes > 1 else None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def each(
        self, do: Callable[[_Worker, _Task], _Result], tasks: Iterable[_Task]
    ) -> Iterator[_Result]:
        """Yield what *do* gives for the worker and each of *tasks*, in their order.

        :raises CasegraphError: when a process dies, as when memory runs out.
        """
        if self._pool is None:
            for task in tasks:
                yield _done(do, self._worker, task)
            return
        running: deque[Future[_Result]] = deque()
        try:
            for task in tasks:
                running.append(self._pool.submit(_do, do, task))
                if len(running) > self._waiting:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        except BrokenProcessPool:
            raise CasegraphError(
                self._died,
                repair="If memory was short, use fewer --workers.",
            ) from None


def batched(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Yield *items*, *size* at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


_own: Any = None
"""The worker of this process, when it is one of a pool."""


def _begin(worker: object) -> None:
    global _own
    _own = worker
    end_with_the_parent()


def _do(do: Callable[[Any, Any], _Result], task: object) -> _Result:
    return _done(do, _own, task)


def _done(do: Callable[[_Worker, _Task], _Result], worker: _Worker, task: _Task) -> _Result:
    """Return what *do* gives.

    Looking for circles among the quads of a task again and again takes a sixth of the time; once,
    when they are gone, is enough, and only among what the task has made.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return do(worker, task)
    finally:
        if collecting:
            gc.collect(1)  # before the next thing that is made begins a search among all
            gc.enable()
