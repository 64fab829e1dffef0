"""What comes of a task: its answer, its error, or that it was cut."""

import asyncio
import os
from pathlib import Path

import pytest

import worker_tasks as tasks
from casegraph.errors import QueryError, StoreError
from casegraph.serve.workers import (
    AnswerCutError,
    LimitError,
    Pool,
    WorkerDiedError,
    Workers,
)
from casegraph.serve.workers.job import HELD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tasks.stored(tmp_path / "store")


def test_an_answer_comes_as_the_task_gave_it(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            for pool in Pool:
                answer = await workers.run(pool, tasks.echo, "ä")
                assert (answer.status, answer.media_type) == (201, "text/plain")
                assert answer.headers == (("etag", '"a"'),)
                assert answer.whole == "ä".encode()
                assert answer.pieces is None

    asyncio.run(run())


def test_a_long_answer_comes_in_pieces_and_whole(folder: Path) -> None:
    count = 5_000

    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            answer = await workers.run(Pool.QUERIES, tasks.numbers, count)
            assert answer.whole is None
            assert answer.pieces is not None
            body = b"".join([piece async for piece in answer.pieces])
            assert body == b"".join(b"%1024d" % number for number in range(count))

    asyncio.run(run())


def test_whether_an_answer_is_whole_depends_on_its_size_alone(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            for _ in range(5):
                small = await workers.run(Pool.QUERIES, tasks.numbers, HELD // 1024 - 1)
                large = await workers.run(Pool.QUERIES, tasks.numbers, HELD // 1024)
                assert small.whole is not None
                assert large.whole is None

    asyncio.run(run())


def test_an_error_of_a_task_is_raised_as_it_was(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            with pytest.raises(QueryError, match="is no query") as refused:
                await workers.run(Pool.QUERIES, tasks.refused)
            assert refused.value.repair == "Write one."
            with pytest.raises(KeyError, match="a mistake of ours") as mistaken:
                await workers.run(Pool.QUERIES, tasks.mistaken)
            assert "worker_tasks.py" in "".join(mistaken.value.__notes__)
            with pytest.raises(RuntimeError, match="_Unsendable: 1 2"):
                await workers.run(Pool.QUERIES, tasks.unsendable)
            with pytest.raises(RuntimeError, match="SystemExit: 7"):
                await workers.run(Pool.QUERIES, tasks.exits)
            assert workers.numbers().pools["queries"].died == 0

    asyncio.run(run())


@pytest.mark.parametrize("pool", Pool)
def test_a_crash_costs_one_answer(folder: Path, pool: Pool) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            for _ in range(3):
                with pytest.raises(WorkerDiedError, match="signal 11"):
                    await workers.run(pool, tasks.killed)
                assert (await workers.run(pool, tasks.echo, "a")).whole == b"a"

    asyncio.run(run())


def test_an_answer_that_is_cut_never_ends_as_if_whole(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            answer = await workers.run(Pool.QUERIES, tasks.broken_off, 2_000)
            assert answer.pieces is not None
            with pytest.raises(AnswerCutError, match="status 3"):
                _ = [piece async for piece in answer.pieces]
            with pytest.raises(WorkerDiedError, match="status 3"):
                await workers.run(Pool.QUERIES, tasks.broken_off, 2)

    asyncio.run(run())


def test_a_page_is_tried_again_when_its_worker_dies(folder: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    os.mkfifo(marks)

    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            pipe = os.open(marks, os.O_RDWR)
            os.write(pipe, b"dda")
            with pytest.raises(WorkerDiedError):
                await workers.run(Pool.QUERIES, tasks.once_dead, str(marks))
            answer = await workers.run(Pool.PAGES, tasks.once_dead, str(marks))
            assert answer.whole == b"alive"
            os.close(pipe)

    asyncio.run(run())


def test_no_store_no_workers(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        Workers(tasks.settings(tmp_path / "nowhere"))


def test_a_limit_error_says_which_limit_passes_between_processes(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder, rows=tasks.SIZE - 1)) as workers:
            with pytest.raises(LimitError, match="more than 99 rows") as passed:
                await workers.run(Pool.QUERIES, tasks.rows)
            assert passed.value.limit == "rows"
        async with Workers(tasks.settings(folder, rows=tasks.SIZE)) as workers:
            answer = await workers.run(Pool.QUERIES, tasks.rows)
            assert answer.whole is not None
            assert answer.whole.count(b"\n") == tasks.SIZE

    asyncio.run(run())
