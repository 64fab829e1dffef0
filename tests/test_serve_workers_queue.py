"""Who waits, who is sent away, and what a client that leaves leaves behind: nothing."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import worker_tasks as tasks
from casegraph.serve.workers import BusyError, Pool, Workers
from casegraph.serve.workers.numbers import PoolNumbers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tasks.stored(tmp_path / "store")


async def until(workers: Workers, is_so: Callable[[PoolNumbers], bool]) -> None:
    """Return when *is_so* of the numbers for queries, as it soon is."""
    async with asyncio.timeout(600):
        while not is_so(workers.numbers().pools["queries"]):
            await asyncio.sleep(0.01)


def query(workers: Workers, number: int) -> asyncio.Task[object]:
    """Begin a query without an end, which is another one for each *number*."""
    return asyncio.create_task(workers.run(Pool.QUERIES, tasks.ask, f"{tasks.HARD} #{number}"))


async def cancelled(*running: asyncio.Task[object]) -> None:
    for one in running:
        one.cancel()
    await asyncio.wait(running)


def test_who_comes_when_too_many_wait_is_told_to_come_again(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=2, queue=3)) as workers:
            running = [query(workers, number) for number in range(5)]
            await until(workers, lambda now: (now.running, now.waiting) == (2, 3))
            with pytest.raises(BusyError) as busy:
                await workers.run(Pool.QUERIES, tasks.echo, "a")
            assert busy.value.retry_after > 0
            assert (await workers.run(Pool.PAGES, tasks.echo, "a")).whole == b"a"
            await cancelled(*running)
            assert (await workers.run(Pool.QUERIES, tasks.echo, "b")).whole == b"b"

    asyncio.run(run())


def test_nobody_waits_longer_than_allowed(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1, wait=0.2)) as workers:
            running = query(workers, 1)
            await until(workers, lambda now: now.running == 1)
            with pytest.raises(BusyError):
                await workers.run(Pool.QUERIES, tasks.echo, "a")
            await until(workers, lambda now: now.waiting == 0)
            await cancelled(running)

    asyncio.run(run())


def test_those_who_wait_are_answered_in_their_order(folder: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    os.mkfifo(marks)

    async def run() -> None:
        pipe = os.open(marks, os.O_RDWR)
        os.write(pipe, bytes(range(10)))
        async with Workers(tasks.settings(folder, queries=1)) as workers:
            pause = 0.01
            asked = (
                workers.run(Pool.QUERIES, tasks.counted, str(marks), pause + number / 10**6)
                for number in range(10)
            )
            answers = await asyncio.gather(*asked)
            assert b"".join(answer.whole or b"" for answer in answers) == bytes(range(10))
        os.close(pipe)

    asyncio.run(run())


def test_a_client_that_leaves_frees_its_worker(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=2)) as workers:
            for number in range(3):
                running = [query(workers, 10 * number + each) for each in range(2)]
                await until(workers, lambda now: now.running == 2)
                await cancelled(*running)
            await until(workers, lambda now: (now.running, now.alive) == (0, 3))

    asyncio.run(run())


def test_a_client_that_leaves_the_queue_leaves_no_gap(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1, queue=1)) as workers:
            running, waiting = query(workers, 1), query(workers, 2)
            await until(workers, lambda now: (now.running, now.waiting) == (1, 1))
            await cancelled(waiting)
            last = asyncio.create_task(workers.run(Pool.QUERIES, tasks.echo, "a"))
            await until(workers, lambda now: now.waiting == 1)
            await cancelled(running)
            assert (await last).whole == b"a"

    asyncio.run(run())


def test_a_client_that_leaves_at_any_moment_leaves_nothing(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1)) as workers:
            for steps in range(60):
                running = asyncio.create_task(
                    workers.run(Pool.QUERIES, tasks.wait, 0.003 + steps / 10**6)
                )
                for _ in range(steps):
                    await asyncio.sleep(0.0001)
                await cancelled(running)
            await until(workers, lambda now: (now.running, now.waiting) == (0, 0))
            assert (await workers.run(Pool.QUERIES, tasks.echo, "a")).whole == b"a"

    asyncio.run(run())


def test_who_lets_go_of_an_answer_frees_its_worker(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1)) as workers:
            for is_begun in (False, True):
                answer = await workers.run(Pool.QUERIES, tasks.endless, 2_000 + is_begun)
                assert answer.pieces is not None
                if is_begun:
                    await anext(answer.pieces)
                assert workers.numbers().pools["queries"].running == 1
                del answer
                await until(workers, lambda now: now.running == 0)

    asyncio.run(run())


def test_the_same_question_at_once_is_answered_once(folder: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    os.mkfifo(marks)

    async def run() -> None:
        pipe = os.open(marks, os.O_RDWR)
        os.write(pipe, bytes(range(10)))
        async with Workers(tasks.settings(folder)) as workers:
            asked = [
                asyncio.create_task(workers.run(Pool.QUERIES, tasks.counted, str(marks), 0.5))
                for _ in range(10)
            ]
            await until(workers, lambda now: now.running == 1)
            await cancelled(asked[0])
            answers = await asyncio.gather(*asked[1:])
            assert {answer.whole for answer in answers} == {b"\0"}
            again = await workers.run(Pool.QUERIES, tasks.counted, str(marks), 0.5)
            assert again.whole == b"\0"
        os.close(pipe)

    asyncio.run(run())


def test_the_same_long_answer_at_once_comes_whole_to_each(folder: Path) -> None:
    async def taken(workers: Workers) -> int:
        answer = await workers.run(Pool.QUERIES, tasks.numbers, 3_000)
        assert answer.pieces is not None
        return sum([len(piece) async for piece in answer.pieces])

    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            sizes = await asyncio.gather(*(taken(workers) for _ in range(5)))
            assert sizes == [3_000 * 1024] * 5

    asyncio.run(run())


def test_an_error_is_not_kept(folder: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    os.mkfifo(marks)

    async def run() -> None:
        pipe = os.open(marks, os.O_RDWR)
        os.write(pipe, b"dda")
        async with Workers(tasks.settings(folder)) as workers:
            for _ in range(2):
                with pytest.raises(Exception, match="status 4"):
                    await workers.run(Pool.QUERIES, tasks.once_dead, str(marks))
            answer = await workers.run(Pool.QUERIES, tasks.once_dead, str(marks))
            assert answer.whole == b"alive"
        os.close(pipe)

    asyncio.run(run())
