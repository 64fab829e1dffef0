"""What a task may take, and what it is told when it takes more."""

import asyncio
import os
from functools import partial
from pathlib import Path

import pytest

import worker_tasks as tasks
from casegraph.serve.settings import MIB
from casegraph.serve.workers import (
    AnswerCutError,
    BusyError,
    LimitError,
    Pool,
    WorkerDiedError,
    Workers,
    worker,
)
from casegraph.serve.workers.spool import Spool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tasks.stored(tmp_path / "store")


def test_a_query_that_takes_too_long_is_ended(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, seconds=3)) as workers:
            with pytest.raises(LimitError, match="more than 3 seconds") as passed:
                await workers.run(Pool.QUERIES, tasks.ask, tasks.HARD)
            assert passed.value.limit == "seconds"
            assert (await workers.run(Pool.QUERIES, tasks.echo, "a")).whole == b"a"
            assert workers.numbers().pools["queries"].killed == 1

    asyncio.run(run())


@pytest.mark.skipif(os.nice(0) >= worker._LAST, reason="the tests let others go first themselves")
def test_a_long_query_lets_others_go_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1)) as workers:

            async def niceness(short: float, end: int) -> int:
                """Return that of a query, which is short below so many seconds."""
                monkeypatch.setattr(worker, "_SHORT", short)
                return int((await workers.run(Pool.QUERIES, tasks.niceness, end)).whole or b"")

            usual = await niceness(100, -20)
            assert await niceness(0.1, usual + 1) > usual
            assert await niceness(100, -19) == usual

    asyncio.run(run())


def test_a_page_has_longer_than_a_query(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, seconds=0.5)) as workers:
            assert (await workers.run(Pool.PAGES, tasks.wait, 1.0)).whole == b"done"

    asyncio.run(run())


def test_an_answer_that_stops_coming_is_cut(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, seconds=3)) as workers:
            answer = await workers.run(Pool.QUERIES, tasks.endless, 2_000)
            assert answer.pieces is not None
            with pytest.raises(AnswerCutError, match="more than 3 seconds"):
                _ = [piece async for piece in answer.pieces]

    asyncio.run(run())


@pytest.mark.parametrize(("do", "args"), [(tasks.ask, (tasks.GREEDY,)), (tasks.greedy, ())])
def test_a_task_that_takes_too_much_memory_is_told_so(
    folder: Path, do: object, args: tuple[str, ...]
) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, memory=64 * MIB)) as workers:
            with pytest.raises(LimitError, match="more than 64 MiB") as passed:
                await workers.run(Pool.QUERIES, do, *args)  # type: ignore[arg-type]
            assert passed.value.limit == "memory"
            assert (await workers.run(Pool.QUERIES, tasks.echo, "a")).whole == b"a"

    asyncio.run(run())


def test_an_answer_without_room_may_be_asked_for_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casegraph.serve.workers.workers._WAITING", 0)
    monkeypatch.setattr("casegraph.serve.workers.worker.Spool", partial(Spool, in_memory=10))

    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1)) as workers:
            with pytest.raises(BusyError, match="no room"):
                await workers.run(Pool.QUERIES, tasks.echo, "a" * 100_000)
            assert (await workers.run(Pool.QUERIES, tasks.echo, "a")).whole == b"a"
            assert workers.numbers().pools["queries"].died == 0

    asyncio.run(run())


def test_a_worker_that_has_grown_is_replaced(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, memory=800 * MIB, queries=1)) as workers:
            grown = await workers.run(Pool.QUERIES, tasks.grown, 200 * MIB)
            small = {(await workers.run(Pool.QUERIES, tasks.grown, n)).whole for n in range(1, 20)}
            assert grown.whole not in small

    asyncio.run(run())


def test_an_answer_has_not_more_bytes_than_allowed(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, answer=4 * 1024)) as workers:
            assert (await workers.run(Pool.QUERIES, tasks.numbers, 4)).whole
            with pytest.raises(LimitError, match="more than 4,096 bytes") as passed:
                await workers.run(Pool.QUERIES, tasks.numbers, 5)
            assert passed.value.limit == "answer"
        async with Workers(tasks.settings(folder, answer=2 * MIB)) as workers:
            answer = await workers.run(Pool.QUERIES, tasks.numbers, 3_000)
            assert answer.pieces is not None
            with pytest.raises(AnswerCutError, match="more than 2,097,152 bytes"):
                _ = [piece async for piece in answer.pieces]

    asyncio.run(run())


def test_a_client_that_takes_its_answer_slowly_holds_no_worker(folder: Path) -> None:
    count = 20_000

    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1)) as workers:
            slow = await workers.run(Pool.QUERIES, tasks.numbers, count)
            assert slow.pieces is not None
            first = await anext(slow.pieces)
            assert (await workers.run(Pool.QUERIES, tasks.echo, "a")).whole == b"a"
            rest = [piece async for piece in slow.pieces]
            assert len(first) + sum(map(len, rest)) == count * 1024

    asyncio.run(run())


def test_answers_that_nobody_takes_do_not_fill_the_disk(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, answer=4 * MIB)) as workers:
            answers = [await workers.run(Pool.QUERIES, tasks.numbers, 4_000) for _ in range(30)]
            cut = 0
            for answer in answers:
                assert answer.pieces is not None
                try:
                    _ = [piece async for piece in answer.pieces]
                except AnswerCutError:
                    cut += 1
            assert 0 < cut < 20
            whole = await workers.run(Pool.QUERIES, tasks.numbers, 4_000)
            assert whole.pieces is not None
            assert sum([len(piece) async for piece in whole.pieces]) == 4_000 * 1024

    asyncio.run(run())


def test_an_abort_without_a_message_is_no_other_error(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            with pytest.raises(WorkerDiedError, match="signal 9"):
                await workers.run(Pool.QUERIES, tasks.killed, 9)

    asyncio.run(run())
