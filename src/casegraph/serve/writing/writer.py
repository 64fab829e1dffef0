"""One request after the other: who writes waits until those before are done."""

import asyncio
from dataclasses import replace
from pathlib import Path

from casegraph.errors import CasegraphError
from casegraph.serve.settings import Settings
from casegraph.serve.workers import BusyError, Workers
from casegraph.serve.workers.snapshot import snapshot_of
from casegraph.serve.writing.change import Done
from casegraph.serve.writing.process import Process, Task
from casegraph.store import LockedError

_SEEN = 10.0
"""For how many seconds a client waits until those who read see what it wrote."""


class Writer:
    """What changes the store of *settings*, in one process at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = replace(settings, token=None)  # which no task needs
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._writing: asyncio.Task[Done] | None = None

    async def write(self, do: Task, *args: object) -> Done:
        """Return what *do* did in a process of its own, with the settings and *args*.

        What was begun is done, whether or not its client waits for it.

        :raises BusyError: when too many wait, this one has waited too long, or another process
            writes to the store.
        :raises CasegraphError: what *do* raises; LimitError, WorkerDiedError.
        """
        await self._take_turn()
        self._writing = asyncio.create_task(self._written(do, *args))
        return await asyncio.shield(self._writing)

    async def _written(self, do: Task, *args: object) -> Done:
        """Return what *do* did, and let the next have the turn."""
        try:
            process = await asyncio.to_thread(Process, self._settings, do, *args)
            result = asyncio.create_task(asyncio.to_thread(process.result))
            try:
                done: Done = await asyncio.shield(result)
            except asyncio.CancelledError:  # the server ends
                process.kill()
                await asyncio.wait([result])
                raise
        except LockedError:
            raise BusyError(
                "another process is writing to the store", repair="Try again later."
            ) from None
        finally:
            self._turn.release()
        return done

    async def _take_turn(self) -> None:
        """Wait until nobody else writes, in the order in which they came.

        :raises BusyError: when too many wait, or this one has waited too long.
        """
        limits = self._settings.limits
        if self._waiting >= limits.queue:
            raise _busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(limits.wait):
                await self._turn.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1


async def seen(workers: Workers, store: Path) -> bool:
    """Return whether *workers* see now what was written to *store* before this was called.

    It waits for them some seconds.
    """
    try:
        async with asyncio.timeout(_SEEN):
            await workers.renew()
        return workers.snapshot == snapshot_of(store)
    except (TimeoutError, CasegraphError, OSError):
        return False


def _busy() -> BusyError:
    return BusyError("too many write at once", repair="Try again in a few seconds.")
