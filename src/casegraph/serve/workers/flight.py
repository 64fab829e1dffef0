"""One task for all who ask the same at the same time."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from casegraph.serve.workers.reply import Answer


class Flight:
    """A task for which several wait; it goes on as long as one does."""

    def __init__(self, task: Coroutine[Any, Any, Answer]) -> None:
        self._task = asyncio.create_task(task)
        self._task.add_done_callback(_heard)
        self._waiting = 0
        self._is_taken = False

    @property
    def is_over(self) -> bool:
        """Whether nobody can join any more."""
        return self._task.done() or self._task.cancelling() > 0

    async def answer(self) -> Answer | None:
        """Return the answer; None when it is not whole and another has taken it.

        :raises CasegraphError: what the task raises.
        """
        self._waiting += 1
        try:
            answer = await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()
        if answer.whole is None and self._is_taken:
            return None
        self._is_taken = True
        return answer


def _heard(task: asyncio.Task[Answer]) -> None:
    """Let nobody complain of an error for which nobody waits any more."""
    if not task.cancelled():
        task.exception()
