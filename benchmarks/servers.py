"""SPARQL servers over the same quads: casegraph, rdflib-endpoint, Virtuoso.

Each is started on a free port of this machine, and ended with all its processes.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx
import psutil

JSON = "application/sparql-results+json"

_LONG, _IDLE = 5.0, 0.2
"""Seconds, and seconds of processor time in these of all processes, below which a server is at
rest."""

_CLIENT = httpx.Client(timeout=600)
"""One for all, since making one takes longer than most answers."""

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {port}
ServerThreads = 20
DirsAllowed = {folder}, {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
[HTTPServer]
ServerPort = {http}
ServerThreads = 16
KeepAliveTimeout = 30
MaxKeepAlives = 1000
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""
"""As Debian's file has it, with the buffers that Virtuoso recommends for 2 GB of memory."""


class Missing(Exception):  # noqa: N818  the word for it
    """A server that is not installed here, or cannot hold the data; the message says which."""


@dataclass(frozen=True)
class Server:
    """A server that answers.

    url: of it, without a slash at the end. process: the first of its processes. endpoint: the path
    of its SPARQL endpoint.
    """

    name: str
    url: str
    process: psutil.Process
    endpoint: str = "/sparql"

    def asked(self, sparql: str) -> str:
        """Return the path that asks *sparql*."""
        return f"{self.endpoint}?{urlencode({'query': sparql})}"

    def answer(self, path: str, accept: str) -> httpx.Response:
        """Return what *path* is answered with.

        :raises httpx.HTTPError: when the connection breaks off.
        """
        return _CLIENT.get(self.url + path, headers={"Accept": accept})

    @property
    def processes(self) -> list[psutil.Process]:
        """All its processes."""
        return [self.process, *self.process.children(recursive=True)]

    def rest(self) -> None:
        """Return when it has nothing to do any more, such as what it does after its start."""
        before = -1.0
        while abs(self._worked - before) > _IDLE:
            before = self._worked
            time.sleep(_LONG)

    @property
    def _worked(self) -> float:
        """The seconds of processor time that its processes have taken, of those that run."""
        total = 0.0
        for process in self.processes:
            with suppress(psutil.Error):
                took = process.cpu_times()
                total += took.user + took.system
        return total

    @property
    def memory(self) -> float:
        """The memory of its processes in MB; pages that they share are counted once (PSS)."""
        total = 0
        for process in self.processes:
            with suppress(psutil.Error):
                total += process.memory_full_info().pss
        return total / 1e6


@contextmanager
def casegraph(store: Path, *options: str) -> Iterator[Server]:
    """Give casegraph's own server over *store*."""
    port = free_port()
    command = [sys.executable, "-m", "casegraph", "serve", "--store", str(store)]
    with _running("casegraph", [*command, "--port", str(port), *options], port) as server:
        yield server


@contextmanager
def rdflib_endpoint(program: str, data: Path, kind: str) -> Iterator[Server]:
    """Give rdflib-endpoint over the N-Quads *data*.

    program: the command, which may be in an environment of its own. kind: the store that rdflib
    has, `default` or `Oxigraph`.
    """
    if not shutil.which(program):
        raise Missing("rdflib-endpoint is not installed (pip install rdflib-endpoint)")
    port = free_port()
    command = [program, "serve", "--store", kind, "--host", "127.0.0.1", "--port", str(port)]
    name = f"rdflib-endpoint, {kind}"
    with _running(name, [*command, str(data)], port, 3600, endpoint="/") as server:
        yield server


@contextmanager
def rdflib_endpoint_on_disk(program: str, data: Path, folder: Path) -> Iterator[Server]:
    """Give rdflib-endpoint with an Oxigraph in *folder*, filled from *data* where it is new.

    program: as above; the Python beside it runs `rdflib_on_disk.py`, since the command itself loads
    all data into memory.
    """
    found = shutil.which(program)
    if not found:
        raise Missing("rdflib-endpoint is not installed (pip install rdflib-endpoint[oxigraph])")
    port = free_port()
    script = Path(__file__).with_name("rdflib_on_disk.py")
    command = [str(Path(found).with_name("python")), str(script), str(folder), str(data), str(port)]
    with _running("rdflib-endpoint, Oxigraph on disk", command, port, 3600, endpoint="/") as server:
        yield server


@contextmanager
def virtuoso(folder: Path, data: Path) -> Iterator[Server]:
    """Give Debian's Virtuoso with its database in *folder*, filled from *data* where it is new."""
    if not shutil.which("virtuoso-t"):
        raise Missing("Virtuoso is not installed (apt-get install virtuoso-opensource-7)")
    is_new = not (folder / "virtuoso.db").exists()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    port, http = free_port(), free_port()
    text = _INI.format(port=port, http=http, folder=folder, data=data.parent)
    (folder / "virtuoso.ini").write_text(text)
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with _running("Virtuoso", command, http, 300, folder=folder) as server:
        if is_new:
            load = f"ld_dir('{data.parent}', '{data.name}', ''); rdf_loader_run(); checkpoint;"
            subprocess.run(["isql-vt", str(port), "dba", "dba", f"exec={load}"], check=True)
        yield server


def free_port() -> int:
    """Return a port that nobody uses at the moment."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _running(
    name: str,
    command: Sequence[str],
    port: int,
    patience: float = 120,
    *,
    folder: Path | None = None,
    endpoint: str = "/sparql",
) -> Iterator[Server]:
    """Give the server that *command* starts, when it answers.

    patience: seconds that it may take, since some read all data first.
    """
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(
        command, cwd=folder, stdout=quiet, stderr=quiet, start_new_session=True
    )
    url = f"http://127.0.0.1:{port}"
    server = Server(name, url, psutil.Process(started.pid), endpoint)
    try:
        _wait(started, server, patience)
        yield server
    finally:
        started.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            started.wait(60)
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def _wait(started: subprocess.Popen[bytes], server: Server, patience: float) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if started.poll() is not None:
            raise Missing(f"{server.name} ended with status {started.returncode}")
        with suppress(httpx.HTTPError):
            if server.answer(server.asked("ASK { ?s ?p ?o }"), JSON).is_success:
                return
        time.sleep(0.2)
    raise Missing(f"{server.name} did not answer within {patience:g} s")
