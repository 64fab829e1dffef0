"""The process that writes: its limits, its death, and the queue before it."""

import asyncio
import contextlib
import os
import threading
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path

import pytest

from casegraph.errors import CasegraphError
from casegraph.serve.settings import Settings
from casegraph.serve.workers import BusyError, LimitError, WorkerDiedError
from casegraph.serve.workers.snapshot import snapshot_of
from casegraph.serve.writing import tasks
from casegraph.serve.writing.conditions import Conditions
from casegraph.serve.writing.graphs import writable
from casegraph.serve.writing.process import Process, Task
from casegraph.serve.writing.writer import Writer
from casegraph.store import Store
from serve_running import waited
from writing_store import (
    DENIED,
    NECK,
    NEW,
    PROLOGUE,
    commented,
    content,
    labels,
    made,
    settings_of,
)
from writing_tasks import connect, dawdle, end, fail, grow, hold, linger, say


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("process"))


@pytest.fixture
def settings(store: Path, tmp_path: Path) -> Settings:
    return settings_of(store, tmp_path)


def test_task_is_done_in_another_process(settings: Settings) -> None:
    assert Process(settings, say, "done").result() == "done"


def test_task_that_takes_too_long_is_ended(settings: Settings, tmp_path: Path) -> None:
    hasty = replace(settings, limits=replace(settings.limits, update_seconds=0.2))
    said = tmp_path / "said"
    process = Process(hasty, hold, said)
    assert waited(said.exists)
    with pytest.raises(LimitError, match="more than 0.2 seconds") as error:
        process.result()
    assert error.value.limit == "update_seconds"
    assert waited(lambda: not Path(f"/proc/{said.read_text()}").exists())


def test_task_that_takes_as_long_as_a_query_may_not_is_done(settings: Settings) -> None:
    hasty = replace(settings, limits=replace(settings.limits, seconds=0.01))
    assert Process(hasty, say, "done").result() == "done"


def test_what_has_begun_to_take_effect_is_waited_for(settings: Settings, tmp_path: Path) -> None:
    hasty = replace(settings, limits=replace(settings.limits, update_seconds=3))
    begun = tmp_path / "begun"
    process = Process(hasty, dawdle, NECK, begun, 4.0)
    assert waited(begun.exists)
    assert process.result() == "written"
    with Store.open(settings.store) as store:
        assert not store.has_case(NECK)


def test_task_that_takes_too_much_memory_is_refused(settings: Settings) -> None:
    assert Process(settings, grow).result() == 2**29
    small = replace(settings, limits=replace(settings.limits, memory=2**26))
    with pytest.raises(LimitError) as error:
        Process(small, grow).result()
    assert error.value.limit == "memory"


def test_task_that_dies_is_told(settings: Settings) -> None:
    with pytest.raises(WorkerDiedError):
        Process(settings, end).result()


def test_fault_keeps_its_place(settings: Settings) -> None:
    with pytest.raises(RuntimeError, match="writing_tasks"):
        Process(settings, fail).result()


def test_process_that_writes_asks_no_other_server(settings: Settings) -> None:
    with pytest.raises(RuntimeError, match="PermissionError"):
        Process(settings, connect).result()


def test_killed_writer_leaves_the_old_and_no_lock(settings: Settings, tmp_path: Path) -> None:
    before = content(settings)
    said = tmp_path / "said"
    process = Process(settings, hold, said)
    assert waited(said.exists)
    process.kill()
    with pytest.raises(WorkerDiedError):
        process.result()
    assert content(settings) == before
    text = f"INSERT DATA {{ GRAPH <{NECK}> {{ {commented(NECK, 'after')} }} }}"
    Process(settings, tasks.update, text, None).result()
    assert labels(settings, NECK) == ["after"]


def test_update_that_takes_too_long_changes_nothing(settings: Settings) -> None:
    """Whenever it is ended: each round a little later."""
    whole = {*labels(settings, NECK)}
    for number in range(8):
        text = f"INSERT DATA {{ GRAPH <{NECK}> {{ {commented(NECK, str(number))} }} }}"
        hasty = replace(
            settings, limits=replace(settings.limits, update_seconds=0.05 * (number + 1))
        )
        done = True
        try:
            Process(hasty, tasks.update, text, None).result()
        except LimitError:
            done = False
        whole |= {str(number)} if done else set()
        assert {*labels(settings, NECK)} == whole
        with Store.open(settings.store, write=True) as store:
            assert store.has_case(NECK)
            assert len(list(settings.store.glob("generation-*"))) == 1


def test_killed_update_leaves_the_old_or_the_new(settings: Settings) -> None:
    """Whenever it is killed: each round a little later."""
    whole = {*labels(settings, NECK)}
    for number in range(8):
        text = f"INSERT DATA {{ GRAPH <{NECK}> {{ {commented(NECK, str(number))} }} }}"
        process = Process(settings, tasks.update, text, None)
        killing = threading.Timer(0.05 * (number + 1), process.kill)
        killing.start()
        with contextlib.suppress(WorkerDiedError):
            process.result()
        killing.cancel()
        now = {*labels(settings, NECK)}
        assert now in [whole, {*whole, str(number)}]
        whole = now
        with Store.open(settings.store, write=True) as store:
            assert store.has_case(NECK)
            assert len(list(settings.store.glob("generation-*"))) == 1


def test_queue_is_bounded(settings: Settings, tmp_path: Path) -> None:
    limited = replace(settings, limits=replace(settings.limits, queue=1, wait=0.2))
    begun, end = tmp_path / "begun", tmp_path / "end"

    async def crowd() -> list[object]:
        writer = Writer(limited)
        first = asyncio.create_task(writer.write(linger, begun, end))
        await asyncio.to_thread(waited, begun.exists)
        waiting: list[Awaitable[object]] = [writer.write(say, "second"), writer.write(say, "third")]
        found = await asyncio.gather(*waiting, return_exceptions=True)
        end.touch()
        await first
        found.append(await writer.write(say, "last"))
        return found

    second, third, last = asyncio.run(crowd())
    assert isinstance(second, BusyError)
    assert isinstance(third, BusyError)
    assert last == "last"


def test_what_was_begun_is_written_when_the_client_leaves(
    settings: Settings, tmp_path: Path
) -> None:
    begun, end = tmp_path / "begun", tmp_path / "end"

    async def leave() -> object:
        writer = Writer(settings)
        writing = asyncio.create_task(writer.write(linger, begun, end))
        await asyncio.to_thread(waited, begun.exists)
        writing.cancel()
        await asyncio.wait([writing])
        after = asyncio.create_task(writer.write(say, "after"))
        end.touch()
        return await after

    assert asyncio.run(leave()) == "after"
    assert end.read_text() == "written"


def test_server_that_ends_ends_what_writes(settings: Settings, tmp_path: Path) -> None:
    said = tmp_path / "said"

    async def leave() -> None:
        task = asyncio.create_task(Writer(settings).write(hold, said))
        await asyncio.to_thread(waited, said.exists)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(leave())
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.read_text()), 0)


@pytest.mark.parametrize(
    ("task", "arguments"),
    [
        (tasks.update, (f"{PROLOGUE} INSERT DATA {{ GRAPH <{NECK}> {{ {DENIED} }} }}", None)),
        (tasks.update, (f"DROP GRAPH <{NEW}>", None)),
        (
            tasks.put,
            (writable(NEW), Conditions("", ""), tasks.Body(b"<x:a> <x:b> <x:c> .", "text/turtle")),
        ),
    ],
)
def test_write_that_is_refused_leaves_those_who_read_where_they_are(
    settings: Settings, task: Task, arguments: tuple[object, ...]
) -> None:
    before = snapshot_of(settings.store)
    for _ in range(2):
        with pytest.raises(CasegraphError):
            Process(settings, task, *arguments).result()
        assert snapshot_of(settings.store) == before
