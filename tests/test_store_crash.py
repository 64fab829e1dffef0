"""A writer that is killed at any moment loses nothing that it had stored, and blocks nobody."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from casegraph.store import Store
from killed_writers import CASES, SIZE, large, opening, small, version

KILLS = 8
LONGEST = 0.2
"""How long a writer writes at most before it is killed, in seconds."""
PATIENCE = 60
"""How long a writer may take to begin, in seconds."""
READINGS = 6
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["casegraph.store"])

Writer = Callable[[Path, int, Connection], None]


@contextmanager
def writing(writer: Writer, path: Path, first: int) -> Iterator[Connection]:
    """Give what *writer* says, a process that is killed when the block ends."""
    heard, said = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=writer, args=(path, first, said), daemon=True)
    process.start()
    said.close()
    try:
        yield heard
    finally:
        process.kill()
        process.join()


def last_said(heard: Connection) -> int | None:
    """Return the last number that a killed writer said, None when it said none."""
    number = None
    while True:
        try:
            number = heard.recv()
        except EOFError:
            return number


def stored(path: Path) -> int | None:
    """Return the version that the store has, None when it is empty."""
    with Store.open(path) as store:
        quads = list(store.quads())
    if not quads:
        return None
    number = int(quads[0].object.value)  # type: ignore[union-attr]
    assert set(quads) == set(version(number))
    assert len(quads) == len(CASES) * SIZE
    return number


@pytest.mark.parametrize("writer", [small, large, opening])
def test_what_a_killed_writer_stored_is_there(tmp_path: Path, writer: Writer) -> None:
    path, before = tmp_path / "store", 0
    chance = random.Random(writer.__name__)
    with Store.open(path, write=True) as store:
        store.replace_graphs(CASES, version(before))
    for _ in range(KILLS):
        with writing(writer, path, before + 1) as heard:
            assert heard.poll(PATIENCE)
            time.sleep(chance.uniform(0, LONGEST))
        said = last_said(heard)
        assert said is not None
        assert stored(path) in (said, said + 1)
        before = said + 2
        with Store.open(path, write=True) as store:
            store.replace_graphs(CASES, version(before))
        assert stored(path) == before


@pytest.mark.parametrize("writer", [small, large])
def test_store_whose_maker_was_killed_can_be_used(tmp_path: Path, writer: Writer) -> None:
    chance = random.Random(writer.__name__)
    for kill in range(KILLS):
        path = tmp_path / str(kill)
        with writing(writer, path, 1) as heard:
            time.sleep(chance.uniform(0, LONGEST / 3))
        said = last_said(heard)
        with Store.open(path, write=True) as store:
            store.replace_graphs([], [])
        assert stored(path) in ([None, 1] if said is None else [said, said + 1])


@pytest.mark.parametrize("writer", [small, large, opening])
def test_reader_sees_one_version_while_another_process_writes(
    tmp_path: Path, writer: Writer
) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as store:
        store.replace_graphs(CASES, version(0))
    with writing(writer, path, 1) as heard:
        assert heard.poll(PATIENCE)
        seen = [stored(path) for _ in range(READINGS)]
    numbers = [number for number in seen if number is not None]
    assert len(numbers) == READINGS
    assert numbers == sorted(numbers)
