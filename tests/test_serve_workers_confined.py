"""What a worker cannot do, whatever a query makes it do."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

import worker_tasks as tasks
from casegraph.serve.workers import Pool, Workers
from casegraph.serve.workers.confined import NOTHING

SERVICE = "SELECT * WHERE {{ SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tasks.stored(tmp_path / "store")


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """Give the port of a server that says nothing, and the list of those who came."""
    came: list[object] = []

    def accept(server: socket.socket) -> None:
        while True:
            try:
                connection, place = server.accept()
            except OSError:
                return
            came.append(place)
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=accept, args=(server,))
        thread.start()
        try:
            yield server.getsockname()[1], came
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize("pool", Pool)
def test_no_query_reaches_another_server(folder: Path, pool: Pool) -> None:
    async def run(port: int) -> None:
        async with Workers(tasks.settings(folder)) as workers:
            if workers.sandbox == NOTHING:
                pytest.skip("this system has no filter for system calls")
            assert "network" in workers.sandbox
            answer = await workers.run(pool, tasks.ask, SERVICE.format(port=port))
            assert answer.whole is not None
            with pytest.raises(PermissionError):
                await workers.run(pool, tasks.connects, port)

    with listening() as (port, came):
        asyncio.run(run(port))
    assert came == []


def test_who_allows_federation_gets_it(folder: Path) -> None:
    async def run(port: int) -> None:
        url = f"http://127.0.0.1:{port}/"
        settings = replace(tasks.settings(folder), federation=(url,))
        async with Workers(settings) as workers:
            assert "network" not in workers.sandbox
            await workers.run(Pool.QUERIES, tasks.ask, SERVICE.format(port=port))

    with listening() as (port, came):
        asyncio.run(run(port))
    assert came


def test_a_worker_changes_no_file_and_starts_no_program(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")

    async def run() -> None:
        async with Workers(tasks.settings(folder)) as workers:
            if workers.sandbox == NOTHING:
                pytest.skip("this system has no filter for system calls")
            for do, path in ((tasks.writes, kept), (tasks.writes, tmp_path / "new")):
                with pytest.raises(PermissionError):
                    await workers.run(Pool.QUERIES, do, str(path))
            with pytest.raises(PermissionError):
                await workers.run(Pool.QUERIES, tasks.removes, str(kept))
            with pytest.raises(PermissionError):
                await workers.run(Pool.QUERIES, tasks.starts)

    asyncio.run(run())
    assert kept.read_text() == "kept"
    assert not (tmp_path / "new").exists()


def test_a_worker_does_not_know_the_token(folder: Path) -> None:
    async def run() -> None:
        settings = replace(tasks.settings(folder), token="a secret")  # noqa: S106 - of nothing
        async with Workers(settings) as workers:
            answer = await workers.run(Pool.QUERIES, tasks.told)
            assert answer.whole is not None
            assert b"a secret" not in answer.whole
            assert b"writable True" in answer.whole

    asyncio.run(run())
