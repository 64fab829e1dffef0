"""`casegraph serve`: how it starts, what it refuses to start with, and how it ends."""

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.serve import running
from casegraph.serve.workers import Workers
from casegraph.store import Store
from processes import left
from serve_running import serving, waited

TOKEN = "correct-horse-battery"  # noqa: S105 - an invented one
SLUG = "alar-ligament-calcification-ra"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - that is what is tried
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def refused(*options: object, **environment: str | None) -> str:
    """Return the one line with which `casegraph serve` refuses to start."""
    told = CliRunner().invoke(app, ["serve", *map(str, options)], env=environment)
    assert told.exit_code == 2
    assert told.stdout == ""
    error = told.stderr.splitlines()[-1]
    assert error.startswith("error: ")
    return error


@pytest.fixture
def taken() -> Iterator[int]:
    """Give a port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_without_anything_and_ends_without_a_trace(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    with serving(tmp_path, TMPDIR=str(folder)) as server:
        assert f"Serving at {server.url}/\n" in server.said
        assert f"SPARQL endpoint: {server.url}/sparql\n" in server.said
        assert httpx.get(f"{server.url}/cases", timeout=60).status_code == 200
        assert any(folder.iterdir())
        os.killpg(server.process.pid, number)  # as Ctrl+C does
        assert server.process.wait(60) == 0
        assert left(server.process.pid) == []
    assert list(folder.iterdir()) == []
    assert "Traceback" not in server.log.read_text("utf-8")


def test_a_running_query_comes_to_its_end_before_the_server(tmp_path: Path) -> None:
    with (
        serving(tmp_path, "--seconds", "5") as server,
        ThreadPoolExecutor() as threads,
        httpx.Client(timeout=60) as client,
    ):
        asked = threads.submit(client.get, f"{server.url}/sparql", params={"query": SLOW})
        busy = 'casegraph_workers_running{pool="queries"} 1.0'
        assert waited(lambda: busy in client.get(f"{server.url}/metrics").text)
        os.killpg(server.process.pid, signal.SIGTERM)
        assert asked.result().json()["limit"] == "seconds"
        assert server.process.wait(60) == 0


def test_nothing_can_be_written_unless_it_is_told_so(tmp_path: Path) -> None:
    with serving(tmp_path, CASEGRAPH_TOKEN=TOKEN) as server:
        answer = httpx.post(
            f"{server.url}/sparql",
            content="CLEAR ALL",
            headers={
                "authorization": f"Bearer {TOKEN}",
                "content-type": "application/sparql-update",
            },
            timeout=60,
        )
        assert answer.status_code == 403
        assert httpx.get(f"{server.url}/case/{SLUG}", timeout=60).status_code == 200


def test_a_taken_port_is_one_line(taken: int) -> None:
    assert refused("--port", taken) == (
        f"error: cannot listen on 127.0.0.1 port {taken}: Address already in use. Choose another "
        "with --port, or --port 0 for any that is free."
    )


def test_a_host_that_is_not_this_machine_is_one_line() -> None:
    for host in ("192.0.2.1", "999.1.1.1"):
        error = refused("--host", host, "--port", 0)
        assert f"cannot listen on {host} port 0" in error
        assert "Give --host an address of this machine" in error


def test_a_public_host_is_told_what_it_means() -> None:
    with socket.socket() as other:
        other.bind((EVERYWHERE, 0))
        other.listen()
        port = other.getsockname()[1]
        told = CliRunner().invoke(app, ["serve", "--host", EVERYWHERE, "--port", str(port)])
    assert "note: everyone who reaches 0.0.0.0 may ask" in told.stderr


def test_workers_that_cannot_begin_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(_: Workers) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(Workers, "__aenter__", failing)
    monkeypatch.setattr(running, "configure", lambda: None)
    assert refused("--port", 0).startswith("error: the server could not start.")


def test_a_store_that_is_missing_is_one_line(tmp_path: Path) -> None:
    assert "no such store. Build one" in refused("--store", tmp_path / "none")


def test_a_folder_that_is_no_store_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "is not a casegraph store" in refused("--store", tmp_path)


def test_an_empty_folder_is_one_line(tmp_path: Path) -> None:
    error = refused("--store", tmp_path)
    assert "holds no store. Build one there with `casegraph build --store`" in error


def test_a_store_without_cases_is_one_line(tmp_path: Path) -> None:
    Store.open(tmp_path / "store", write=True).close()
    assert "the store has no cases. Put some in" in refused("--store", tmp_path / "store")


def test_writing_needs_a_token() -> None:
    assert "--writable needs a token" in refused("--writable", CASEGRAPH_TOKEN=None)


@pytest.mark.parametrize("token", ["short", "a" * 40, "abababababababababab"])
def test_a_token_that_can_be_guessed_is_refused(token: str) -> None:
    assert "the token is weak" in refused("--writable", CASEGRAPH_TOKEN=token)


@pytest.mark.parametrize(
    "token", ["correct horse battery", "correct\nhorse\nbattery", "pfördchen-" * 3]
)
def test_a_token_that_no_header_can_carry_is_refused(token: str) -> None:
    assert "a header cannot carry" in refused("--writable", CASEGRAPH_TOKEN=token)


def test_a_token_never_stands_in_what_is_said(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("hunter2")
    assert "hunter2" not in refused("--writable", "--token-file", file)


def test_a_token_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "token"
    assert "the token cannot be read" in refused("--writable", "--token-file", file)
    file.write_bytes(b"\xff" * 40)
    assert "it is no text" in refused("--writable", "--token-file", file)


def test_a_token_file_without_writable_is_told(tmp_path: Path) -> None:
    assert "--token-file without --writable" in refused("--token-file", tmp_path / "token")


@pytest.mark.parametrize("option", ["--base", "--url", "--federate"])
@pytest.mark.parametrize("value", ["file:///etc/passwd", "example.org", "https://a/?b", "https://"])
def test_an_address_that_is_not_of_the_web_is_refused(option: str, value: str) -> None:
    assert f"{option} takes an address of the web" in refused(option, value)


@pytest.mark.parametrize("path", ["cases", "/a b", "/a?b", "https://example.org/cases"])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    assert "--root-path takes the path" in refused("--root-path", path)


@pytest.mark.parametrize("proxies", ["foo", "127.0.0.1, foo", "", "10.0.0.1/8"])
def test_proxies_that_are_no_addresses_are_refused(proxies: str) -> None:
    assert "--forwarded-allow-ips takes" in refused("--forwarded-allow-ips", proxies)


@pytest.mark.parametrize("proxies", ["*", "127.0.0.1,::1", "10.0.0.0/8, 192.168.1.1"])
def test_proxies_are_addresses_networks_or_everyone(proxies: str, taken: int) -> None:
    error = refused("--forwarded-allow-ips", proxies, "--root-path", "/cases/", "--port", taken)
    assert "cannot listen" in error


def test_texts_that_are_not_there_are_one_line(tmp_path: Path) -> None:
    assert "nowhere" in refused("--sources", tmp_path / "nowhere")
