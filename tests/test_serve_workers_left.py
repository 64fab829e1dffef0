"""That nothing is left behind: no process, no file, no memory."""

import asyncio
import gc
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from multiprocessing import get_context
from pathlib import Path

import psutil
import pytest

import worker_tasks as tasks
from casegraph.errors import CasegraphError
from casegraph.serve.settings import MIB
from casegraph.serve.workers import Pool, WorkerDiedError, Workers, worker
from casegraph.serve.workers.spool import Room
from processes import is_running, left
from serve_running import waited

TASKS = 1_000
WORKERS = 3 + min(4, os.cpu_count() or 2)
"""How many there are when all have begun: for two queries and a spare one, and for pages."""

GROWTH = 48 * MIB
"""Of this process; less than three of the answers that are cut below."""

SERVER = """
import asyncio, signal, sys
from pathlib import Path
import worker_tasks as tasks
from casegraph.serve.workers import Pool, Workers

async def run():
    async with Workers(tasks.settings(Path(sys.argv[1]))) as workers:
        query = asyncio.create_task(workers.run(Pool.QUERIES, tasks.ask, tasks.HARD))
        answers = [await workers.run(Pool.PAGES, tasks.process, ) for _ in range(2)]
        print("up", flush=True)
        await query

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` ignores it
asyncio.run(run())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tasks.stored(tmp_path / "store")


def alone(do: Callable[..., Coroutine[None, None, None]], *args: object) -> None:
    """Do *do* in a process of its own, so that what runs below it is nobody else's."""
    process = get_context("spawn").Process(target=_finished, args=(do, args))
    process.start()
    process.join()
    assert process.exitcode == 0


def _finished(do: Callable[..., Coroutine[None, None, None]], args: tuple[object, ...]) -> None:
    asyncio.run(do(*args))
    assert workers_below() == []


def workers_below() -> list[psutil.Process]:
    """Return what runs below what begins processes for this one, which itself stays."""
    below = psutil.Process().children()
    return [worker for process in below for worker in process.children(recursive=True)]


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counted only


async def hostile(workers: Workers, number: int, chance: random.Random) -> None:
    """Ask for what ends badly, or as strangers can for what never ends."""
    do, args, pools = chance.choice(
        [
            (tasks.killed, (), list(Pool)),
            (tasks.killed, (signal.SIGKILL,), list(Pool)),
            (tasks.exits, (), list(Pool)),
            (tasks.mistaken, (), list(Pool)),
            (tasks.greedy, (), list(Pool)),
            (tasks.ask, (f"{tasks.HARD} #{number}",), [Pool.QUERIES]),
            (tasks.endless, (2_000 + number,), [Pool.QUERIES]),
            (tasks.broken_off, (1_000 + number,), list(Pool)),
        ]
    )
    pool = chance.choice(pools)
    running = asyncio.create_task(workers.run(pool, do, *args))  # type: ignore[arg-type]
    done, _ = await asyncio.wait([running], timeout=0.2)
    if not done:
        running.cancel()
    try:
        answer = await running
        if answer.pieces is not None and chance.random() < 0.5:
            async with asyncio.timeout(0.2):
                _ = [piece async for piece in answer.pieces]
    except (CasegraphError, KeyError, RuntimeError, TimeoutError, asyncio.CancelledError):
        pass


async def honest(workers: Workers, number: int) -> None:
    pool = Pool.PAGES if number % 2 else Pool.QUERIES
    assert (await workers.run(pool, tasks.echo, str(number))).whole == str(number).encode()


async def until(is_so: Callable[[], bool]) -> None:
    """Return when *is_so*, as it soon is."""
    async with asyncio.timeout(600):
        while not is_so():
            await asyncio.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_thousand_tasks_of_which_a_hundred_are_hostile_leave_nothing(folder: Path) -> None:
    alone(leave_nothing, folder)


async def leave_nothing(folder: Path) -> None:
    chance = random.Random(6)
    me = psutil.Process()
    before = open_files()
    async with Workers(tasks.settings(folder, queue=200, seconds=5, wait=600)) as workers:

        def is_calm() -> bool:
            pools = workers.numbers().pools
            alive = sum(one.alive for one in pools.values())
            return (
                all(one.running == one.waiting == 0 for one in pools.values())
                and alive == len(workers_below()) == WORKERS
            )

        await until(is_calm)
        files = open_files()
        memory = me.memory_info().rss
        for start in range(0, TASKS, 100):
            await asyncio.gather(
                *(
                    honest(workers, number) if number % 10 else hostile(workers, number, chance)
                    for number in range(start, start + 100)
                )
            )
        gc.collect()
        await until(is_calm)
        gc.collect()
        await until(lambda: (open_files(), len(workers_below())) == (files, WORKERS))
        assert me.memory_info().rss < memory + GROWTH
    assert open_files() <= before + 3, "what begins processes stays, with its connections"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_server(folder: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parent,
        start_new_session=True,
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"up\n"
        below = psutil.Process(server.pid)
        assert waited(lambda: len(below.children(recursive=True)) > 4)
        server.send_signal(number)
        server.wait(60)
    assert left(server.pid) == []


def test_workers_are_replaced_when_what_begins_them_is_killed(folder: Path) -> None:
    alone(begin_again, folder)


async def begin_again(folder: Path) -> None:
    async with Workers(tasks.settings(folder, queries=1)) as workers:
        running = asyncio.create_task(workers.run(Pool.QUERIES, tasks.ask, tasks.HARD))
        pools = workers.numbers().pools
        wanted = sum(pool.at_once + pool.spare for pool in pools.values())
        await until(lambda: workers.numbers().pools["queries"].running == 1)
        await until(lambda: len(workers_below()) == wanted)
        below = workers_below()
        {worker.parent() for worker in below}.pop().kill()  # type: ignore[union-attr]
        with pytest.raises(WorkerDiedError):
            await running
        await until(lambda: not any(map(is_running, below)))
        for pool in Pool:
            assert (await workers.run(pool, tasks.echo, pool.value)).whole
        assert workers.numbers().pools["queries"].alive > 0


def test_workers_that_are_killed_while_they_wait_are_replaced(folder: Path) -> None:
    alone(replace_the_killed, folder)


async def replace_the_killed(folder: Path) -> None:
    async with Workers(tasks.settings(folder)) as workers:
        await until(lambda: workers.numbers().pools["queries"].alive == 3)
        count = sum(pool.alive for pool in workers.numbers().pools.values())
        killed = set(workers_below())
        for worker in killed:
            worker.kill()
        await until(lambda: len(set(workers_below()) - killed) >= count)


def test_a_worker_ends_that_nobody_waits_for_when_it_begins(folder: Path) -> None:
    alone(let_go_of_a_beginning, folder)


async def let_go_of_a_beginning(folder: Path) -> None:
    settings = tasks.settings(folder)
    begin = worker.Worker.begin(settings, Room(0), lambda *_: None, is_warm=False)
    beginning = asyncio.create_task(begin)
    await asyncio.sleep(0)
    beginning.cancel()
    with pytest.raises(asyncio.CancelledError):
        await beginning
    worker._PROCESSES.submit(int).result()  # after it has begun all the same
    await until(lambda: not workers_below())


def test_a_server_that_cannot_begin_leaves_nothing(folder: Path) -> None:
    alone(fail_to_begin, folder)


async def fail_to_begin(folder: Path) -> None:
    workers = Workers(tasks.settings(folder))
    (folder / "casegraph.json").unlink()
    with pytest.raises(CasegraphError, match="is not a casegraph store"):
        async with workers:
            pass
