"""A task on its way: what has come of its answer, and who takes it."""

import asyncio
import pickle
from collections.abc import AsyncIterator, Callable
from typing import Self

from casegraph.serve.workers.errors import AnswerCutError
from casegraph.serve.workers.frames import LAST, Kind
from casegraph.serve.workers.reply import Answer, Headers
from casegraph.serve.workers.spool import Spool

HELD = 512 * 1024
"""How many bytes of an answer must be there before any is given; one with fewer is given whole."""


class Job:
    """A task that a worker does.

    snapshot: of the store, over which it is done. body: where what comes is kept. abandon: what is
    called when nobody wants the answer any more.
    """

    def __init__(self, snapshot: str, body: Spool, abandon: Callable[["Job"], None]) -> None:
        self.snapshot = snapshot
        self._abandon = abandon
        self._head: tuple[int, str, Headers] = (0, "", ())
        self._body = body
        self._whole = b""
        self._error: BaseException | None = None
        self._is_wanted = True
        self.is_over = False
        self._news: asyncio.Future[None] | None = None

    def came(self, kind: Kind, content: bytes) -> None:
        """Note a frame of the answer.

        :raises OSError: when there is no room for it.
        """
        if not self._is_wanted:
            self.is_over = self.is_over or kind in LAST
            return
        if kind is Kind.WHOLE:
            self._head, self._whole = pickle.loads(content)  # noqa: S301 - a worker's
            self.is_over = True
        elif kind is Kind.BODY:
            self._body.put(content)
        elif kind is Kind.HEAD:
            self._head = pickle.loads(content)  # noqa: S301 - a worker's
        elif kind is Kind.ERROR:
            self.fail(pickle.loads(content))  # noqa: S301 - a worker's
        else:
            self.is_over = True
        self._tell()

    def fail(self, error: BaseException) -> None:
        """Note that nothing more comes, because of *error*."""
        if not self.is_over:
            self.is_over, self._error = True, error
            self._tell()

    async def answer(self) -> Answer:
        """Return the answer as soon as it is whole, or the first part of it is there.

        :raises CasegraphError: when there is none.
        """
        while not self.is_over and self._body.size < HELD:
            await self._more()
        if self._error is not None:
            self._body.close()
            raise self._error
        if self._body.size < HELD:
            return Answer(*self._head, self._whole or self._body.whole())
        return Answer(*self._head, pieces=Pieces(self))

    async def piece(self) -> bytes:
        """Return the next bytes, none at the end.

        :raises AnswerCutError: when the end never comes.
        """
        while not (data := self._body.take()):
            if self._error is not None:
                why = getattr(self._error, "message", None) or str(self._error)
                raise AnswerCutError(
                    f"the answer ends before its end: {why}", repair="Do not use what has come."
                ) from self._error
            if self.is_over:
                return b""
            await self._more()
        return data

    def drop(self) -> None:
        """Note that nobody wants (the rest of) the answer."""
        if self._is_wanted:
            self._is_wanted = False
            self._body.close()
            if not self.is_over:
                self._abandon(self)

    async def _more(self) -> None:
        self._news = asyncio.get_running_loop().create_future()
        try:
            await self._news
        finally:
            self._news = None

    def _tell(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)


class Pieces(AsyncIterator[bytes]):
    """The body of an answer, in pieces, once. Who lets go of it does not want the rest."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._loop = asyncio.get_running_loop()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece.

        :raises AnswerCutError: when the task breaks off.
        """
        piece = await self._job.piece()
        if not piece:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Let go of the rest."""
        self._job.drop()

    def __del__(self) -> None:
        if not self._loop.is_closed():  # whichever thread let go last
            self._loop.call_soon_threadsafe(self._job.drop)
