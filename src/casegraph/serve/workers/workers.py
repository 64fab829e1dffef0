"""The worker processes of a server."""

import asyncio
import logging
import os
import pickle
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from enum import Enum
from types import TracebackType
from typing import Self

from casegraph.errors import QueryError, StoreError
from casegraph.processes import starting
from casegraph.serve.settings import Settings
from casegraph.serve.workers.cache import Cache
from casegraph.serve.workers.confined import NOTHING
from casegraph.serve.workers.errors import WorkerDiedError
from casegraph.serve.workers.flight import Flight
from casegraph.serve.workers.numbers import Numbers
from casegraph.serve.workers.reply import Answer, Reply
from casegraph.serve.workers.snapshot import snapshot_of
from casegraph.serve.workers.spool import Room
from casegraph.serve.workers.staff import Staff
from casegraph.serve.workers.worker import Worker
from casegraph.store import Store

_log = logging.getLogger(__name__)

_PAGES_AT_ONCE = min(4, os.cpu_count() or 2)
_PAGES_SECONDS = 60
"""How long a page may take; far longer than any does."""

_WAITING = 16
"""How many of the largest answers may wait for clients who take them slowly."""

_LONGEST = 16 * 1024
"""The bytes of a task that may be kept with its answer."""

_LOOK = 1.0
"""After how many seconds the store is looked at again."""

_CHANGES = 3
"""How many changes of workers are waited for; one may have begun before the store changed."""

_REST = 4
"""For how many times as long as a change of workers took the next one waits, so that a store that
changes all the time leaves the time to answer."""


class Pool(Enum):
    """Who waits for whom: pages never wait for queries that strangers wrote."""

    PAGES = "pages"
    QUERIES = "queries"


class Workers:
    """The worker processes of a server, over one snapshot of its store at a time.

    :raises StoreError: when the store cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        Store.open(settings.store).close()
        self._folder = settings.store
        theirs = replace(settings, token="" if settings.writable else None)
        limits = settings.limits
        room = Room(_WAITING * limits.answer)
        self._staff = {
            Pool.PAGES: Staff(
                theirs, room, size=_PAGES_AT_ONCE, spare=0, seconds=_PAGES_SECONDS, is_warm=True
            ),
            Pool.QUERIES: Staff(
                theirs, room, size=limits.queries, spare=1, seconds=limits.seconds, is_warm=False
            ),
        }
        self._snapshots = dict.fromkeys(Pool, "")
        self._sandbox = ""
        self._since = time.monotonic()
        self._cache = Cache()
        self._flights: dict[tuple[Pool, bytes], Flight] = {}
        self._changing: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    @property
    def snapshot(self) -> str:
        """What tells the content that pages are made of from any other; queries may be ahead."""
        return self._snapshots[Pool.PAGES]

    @property
    def sandbox(self) -> str:
        """What the system denies to the workers."""
        return self._sandbox

    def numbers(self) -> Numbers:
        """Return what `/metrics` says of the workers."""
        return Numbers(
            pools={pool.value: staff.numbers() for pool, staff in self._staff.items()},
            hits=self._cache.hits,
            misses=self._cache.misses,
            kept=self._cache.size,
            age=time.monotonic() - self._since,
        )

    async def __aenter__(self) -> Self:
        try:
            await asyncio.to_thread(_wake)
            await self._change(Staff.first)
        except BaseException:
            await self._close()
            raise
        if self._sandbox == NOTHING:
            _log.warning("this system denies nothing to the workers: see docs/serve.md")
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._close()

    async def run(self, pool: Pool, do: Callable[..., Reply], *args: object) -> Answer:
        """Return what *do* gives for a worker's context and *args*, all of which can be pickled.

        An answer that is small is kept and given again until the store changes.

        :raises CasegraphError: what *do* raises; BusyError, LimitError, WorkerDiedError.
        """
        task = pickle.dumps((do, args))
        if len(task) > _LONGEST:
            return await self._answer(pool, task)
        if (kept := self._cache.get(self._snapshots[pool], task)) is not None:
            return replace(kept)
        flight = self._flights.get((pool, task))
        if flight is None or flight.is_over:
            flight = self._flights[pool, task] = Flight(self._answer(pool, task))
        try:
            answer = await flight.answer()
        finally:
            if flight.is_over and self._flights.get((pool, task)) is flight:
                del self._flights[pool, task]
        return replace(answer) if answer is not None else await self._answer(pool, task)

    async def renew(self) -> None:
        """Return when tasks find what the store holds now.

        :raises CasegraphError: when it cannot be opened; tasks find what they found before.
        """
        for _ in range(_CHANGES):
            now = snapshot_of(self._folder)
            if all(known == now for known in self._snapshots.values()):
                return
            if self._changing is None or self._changing.done():
                self._changing = asyncio.create_task(self._change(Staff.shift))
            await asyncio.shield(self._changing)

    async def _answer(self, pool: Pool, task: bytes) -> Answer:
        """Return the answer to *task*, which another worker tries again where that is sensible."""
        snapshot = self._snapshots[pool]
        try:
            return await self._once(pool, task)
        except WorkerDiedError:
            if pool is not Pool.PAGES:
                raise
        except (QueryError, StoreError, OSError):  # perhaps files went away while it read them
            if snapshot == snapshot_of(self._folder):
                raise
            await self.renew()
        return await self._once(pool, task)

    async def _once(self, pool: Pool, task: bytes) -> Answer:
        """Return the answer to *task*, and keep it if it is small."""
        job = await self._staff[pool].ask(task)
        try:
            answer = await job.answer()
        except asyncio.CancelledError:
            job.drop()
            raise
        self._cache.keep(job.snapshot, task, answer)
        return answer

    async def _watch(self) -> None:
        """Change the workers whenever the store has changed."""
        pause = _LOOK
        while not self._closing.is_set():
            try:
                async with asyncio.timeout(pause):
                    await self._closing.wait()
            except TimeoutError:
                began = time.monotonic()
                try:
                    await self.renew()
                except Exception as error:
                    if not self._closing.is_set():
                        _log.warning("the store changed and cannot be opened: %s", error)
                pause = max(_LOOK, _REST * (time.monotonic() - began))

    async def _change(self, begin: Callable[[Staff], Awaitable[list[Worker]]]) -> None:
        """Put the workers that *begin* gives in place of those that there are.

        They are over the present content, and ready: first those for queries, which begin at once,
        and then the first of those for pages; the others follow.
        """
        for pool in (Pool.QUERIES, Pool.PAGES):
            workers = await begin(self._staff[pool])
            self._staff[pool].change(workers)
            oldest = workers[0]  # if the store has changed since, they change again
            self._snapshots[pool], self._sandbox = oldest.snapshot, oldest.sandbox
        self._cache.clear()
        self._since = time.monotonic()

    async def _close(self) -> None:
        """End all workers; when this returns, their processes are gone."""
        self._closing.set()
        await asyncio.gather(*(staff.close() for staff in self._staff.values()))
        if self._watching is not None:
            await self._watching
        if self._changing is not None:
            await asyncio.wait([self._changing])
        await asyncio.gather(*(staff.close() for staff in self._staff.values()))


def _wake() -> None:
    """Begin what begins processes, which takes as long as importing what they need."""
    process = starting().Process(target=int)  # type: ignore[attr-defined]
    process.start()
    process.join()
    process.close()
