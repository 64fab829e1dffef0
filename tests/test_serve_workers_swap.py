"""A store that changes while it is served: nobody is refused, and soon all see the new content."""

import asyncio
from collections.abc import Awaitable, Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import worker_tasks as tasks
from casegraph.serve.workers import Pool, Workers, worker
from casegraph.serve.workers.snapshot import snapshot_of
from casegraph.serve.workers.staff import Staff
from casegraph.serve.workers.worker import Worker
from casegraph.store import Store

VERSIONS = 6
PATIENCE = 600
"""How many seconds may pass on a busy machine until all see the last version."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tasks.stored(tmp_path / "store")


def changing(folder: Path, versions: int = VERSIONS) -> None:
    """Write versions 1 to *versions* into a store, in all the ways there are."""
    for version in range(1, versions + 1):
        written = tasks.quads(str(version))
        with Store.open(folder, write=True) as store:
            if version % 3 == 0:
                store.replace_graphs([tasks.GRAPH], written)
            else:  # two generations after each other, so that the first has to go
                for _ in range(2):
                    with store.rewriting(empty=version % 3 == 1) as rewrite:
                        rewrite.remove([tasks.GRAPH])
                        rewrite.load("".join(f"{quad} .\n" for quad in written).encode())


async def soon(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Return when *is_so*, as it is after a while."""
    async with asyncio.timeout(PATIENCE):
        while not await is_so():
            await asyncio.sleep(0.1)


def test_no_request_fails_while_the_store_is_changed_again_and_again(folder: Path) -> None:
    seen: list[int] = []

    async def hammer(workers: Workers, pool: Pool, number: int) -> None:
        while not seen or seen[-1] < VERSIONS:
            number += 2
            answer = await workers.run(pool, tasks.values, number)
            assert answer.whole is not None
            found = answer.whole.decode().split()
            assert len(found) == 1, "a mixture of two versions"
            seen.append(int(found[0]))

    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            writer = get_context("spawn").Process(target=changing, args=(folder,))
            writer.start()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(
                    *(hammer(workers, pool, number) for number, pool in enumerate(Pool))
                )
            await asyncio.to_thread(writer.join)
            writer.close()
            for pool in Pool:
                answer = await workers.run(pool, tasks.values)
                assert answer.whole == str(VERSIONS).encode()

    asyncio.run(run())
    assert len(set(seen)) > 1, "it was never changed under them"


@pytest.mark.parametrize("versions", [1, 3])
def test_an_answer_that_is_kept_goes_with_its_content(folder: Path, versions: int) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            before = workers.snapshot
            assert (await workers.run(Pool.PAGES, tasks.values)).whole == b"0"
            assert (await workers.run(Pool.PAGES, tasks.values)).whole == b"0"
            assert workers.numbers().hits == 1
            await asyncio.to_thread(changing, folder, versions)

            async def is_new() -> bool:
                answer = await workers.run(Pool.PAGES, tasks.values)
                return answer.whole == str(versions).encode()

            await soon(is_new)
            assert workers.snapshot not in {"", before}

    asyncio.run(run())


def test_a_task_that_runs_over_a_change_ends_on_the_content_it_began_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_SHORT", 100)  # else it is replaced for another reason

    async def run() -> None:
        async with Workers(tasks.settings(folder, queries=1)) as workers:
            old = (await workers.run(Pool.QUERIES, tasks.process)).whole
            long = asyncio.create_task(workers.run(Pool.QUERIES, tasks.wait, 2.5))
            await asyncio.sleep(0)
            await asyncio.to_thread(changing, folder, 1)
            await workers.renew()
            new = await workers.run(Pool.QUERIES, tasks.values)
            assert new.whole == b"1"
            assert (await long).whole == b"done"
            assert (await workers.run(Pool.QUERIES, tasks.process)).whole != old

            async def is_gone() -> bool:
                return workers.numbers().pools["queries"].alive == 2

            await soon(is_gone)

    asyncio.run(run())


def test_queries_see_a_change_before_the_pages_are_ready_for_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift, pages = Staff.shift, asyncio.Event()

    async def shift_late(staff: Staff) -> list[Worker]:
        if staff.is_warm:
            await pages.wait()
        return await shift(staff)

    monkeypatch.setattr(Staff, "shift", shift_late)

    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            before = workers.snapshot
            await asyncio.to_thread(tasks.stored, folder, "1")
            renewing = asyncio.create_task(workers.renew())

            async def is_new() -> bool:
                return (await workers.run(Pool.QUERIES, tasks.values)).whole == b"1"

            await soon(is_new)
            assert (await workers.run(Pool.PAGES, tasks.values)).whole == b"0"
            assert workers.snapshot == before
            pages.set()
            await renewing
            assert (await workers.run(Pool.PAGES, tasks.values)).whole == b"1"

    asyncio.run(run())


def test_who_has_written_sees_it_at_once(folder: Path) -> None:
    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            for version in range(1, 4):
                await asyncio.to_thread(tasks.stored, folder, str(version))
                await asyncio.gather(workers.renew(), workers.renew())
                for pool in Pool:
                    answer = await workers.run(pool, tasks.values)
                    assert answer.whole == str(version).encode()

    asyncio.run(run())


def test_a_store_that_is_lost_is_answered_from_until_it_is_back(folder: Path) -> None:
    manifest = folder / "casegraph.json"
    content = manifest.read_bytes()

    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            manifest.unlink()
            await asyncio.sleep(1.5)
            assert (await workers.run(Pool.PAGES, tasks.values)).whole == b"0"
            manifest.write_bytes(content)
            await asyncio.to_thread(tasks.stored, folder, "1")
            await workers.renew()
            assert (await workers.run(Pool.PAGES, tasks.values)).whole == b"1"

    asyncio.run(run())


def test_reading_leaves_the_snapshot_and_writing_changes_it(folder: Path) -> None:
    seen: list[Any] = []
    for version in range(3):
        tasks.stored(folder, str(version))
        before = snapshot_of(folder)
        with Store.open(folder) as store:
            assert sum(1 for _ in store.quads()) == tasks.SIZE
        assert snapshot_of(folder) == before
        seen.append(before)
    changing(folder, 1)
    seen.append(snapshot_of(folder))
    assert len(set(seen)) == len(seen)
