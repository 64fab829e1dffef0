"""A small store, servers' settings over it, and tasks for workers: honest ones and hostile ones."""

import mmap
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn, cast

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.serve.settings import MIB, Limits, Settings
from casegraph.serve.sparql import answers
from casegraph.serve.workers import Context, Reply
from casegraph.store import Store

GRAPH = "https://example.org/graph"
SIZE = 100
"""How many quads the store has."""

HARD = (
    "SELECT (COUNT(*) AS ?count) WHERE {" + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(8)) + "}"
)
"""A query that takes years."""

GREEDY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l ?a ?i ?d"
"""A query that takes gigabytes."""


def quads(value: str, size: int = SIZE) -> list[ox.Quad]:
    """Return *size* quads of which each has *value*."""
    graph, has = ox.NamedNode(GRAPH), ox.NamedNode("https://example.org/has")
    return [
        ox.Quad(ox.NamedNode(f"https://example.org/{number}"), has, ox.Literal(value), graph)
        for number in range(size)
    ]


def stored(folder: Path, value: str = "0") -> Path:
    """Write a store of which all quads have *value* into *folder*; return it."""
    with Store.open(folder, write=True) as store:
        store.replace_graphs([GRAPH], quads(value))
    return folder


def settings(folder: Path, **limits: float) -> Settings:
    """Return the settings of a server over *folder* with *limits*, and otherwise small ones."""
    given = {"seconds": 60.0, "memory": 256 * MIB, "queries": 2, "wait": 60.0, **limits}
    return Settings(store=folder, limits=Limits(**given))  # type: ignore[arg-type]


def text(*pieces: bytes) -> Reply:
    return Reply(200, "text/plain", pieces)


def echo(_: Context, words: str) -> Reply:
    return Reply(201, "text/plain", (words.encode(),), (("etag", '"a"'),))


def values(context: Context, _: int = 0) -> Reply:
    """Answer with the different values that the store has."""
    answer = context.store.query("SELECT DISTINCT ?value WHERE { ?s ?p ?value } ORDER BY ?value")
    rows = cast("ox.QuerySolutions", answer)
    return text(" ".join(row["value"].value for row in rows).encode())


def process(_: Context) -> Reply:
    return text(str(os.getpid()).encode())


def ask(context: Context, query: str) -> Reply:
    """Answer with the results of *query*, as JSON."""
    answer = cast("ox.QuerySolutions", context.store.query(query))
    return text(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def rows(context: Context) -> Reply:
    """Answer with every quad, as many as a client may take."""
    found = answers.counted(context.store.quads(), context.limits.rows, "rows")
    body = (f"{quad}\n".encode() for quad in found)
    return Reply(200, "text/plain", body)


def numbers(_: Context, count: int) -> Reply:
    """Answer with *count* pieces of 1,024 bytes, each its number."""
    return Reply(200, "text/plain", (b"%1024d" % number for number in range(count)))


def broken_off(_: Context, count: int) -> Reply:
    """Answer with *count* pieces, and die."""

    def body() -> Iterator[bytes]:
        yield from numbers(_, count).body
        os._exit(3)

    return Reply(200, "text/plain", body())


def endless(_: Context, count: int) -> Reply:
    """Answer with *count* pieces, and then nothing for years."""

    def body() -> Iterator[bytes]:
        yield from numbers(_, count).body
        time.sleep(10**6)

    return Reply(200, "text/plain", body())


def once_dead(_: Context, marks: str) -> Reply:
    """Die if nobody has done this before with the pipe *marks*, of which each takes one byte."""
    with Path(marks).open("rb", buffering=0) as pipe:
        if pipe.read(1) == b"d":
            os._exit(4)
    return text(b"alive")


def counted(_: Context, marks: str, seconds: float) -> Reply:
    """Answer after *seconds* with the next byte of the pipe *marks*."""
    with Path(marks).open("rb", buffering=0) as pipe:
        mark = pipe.read(1)
    time.sleep(seconds)
    return text(mark)


def wait(_: Context, seconds: float) -> Reply:
    time.sleep(seconds)
    return text(b"done")


def niceness(_: Context, least: int) -> Reply:
    """Answer with the niceness of the process as soon as it is *least* or more."""
    while os.nice(0) < least:
        time.sleep(0.01)
    return text(str(os.nice(0)).encode())


def killed(_: Context, number: int = signal.SIGSEGV) -> NoReturn:
    os.kill(os.getpid(), number)
    raise AssertionError


def exits(_: Context) -> NoReturn:
    sys.exit(7)


def refused(_: Context) -> NoReturn:
    raise QueryError("is no query", repair="Write one.")


def mistaken(_: Context) -> NoReturn:
    raise KeyError("a mistake of ours")


class _Unsendable(Exception):  # noqa: N818 - of nobody's concern
    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} {second}")


def unsendable(_: Context) -> NoReturn:
    raise _Unsendable(1, 2)


def greedy(_: Context) -> Reply:
    return text(bytes(10**9))


def grown(_: Context, size: int) -> Reply:
    """Answer with the number of the process, after having *size* bytes for a moment."""
    with mmap.mmap(-1, size) as taken:
        for place in range(0, size, mmap.PAGESIZE):
            taken[place] = 1
    return text(str(os.getpid()).encode())


def connects(_: Context, port: int) -> Reply:
    with socket.create_connection(("127.0.0.1", port)):
        return text(b"connected")


def writes(_: Context, path: str) -> Reply:
    Path(path).write_text("written")
    return text(b"written")


def removes(_: Context, path: str) -> Reply:
    Path(path).unlink()
    return text(b"removed")


def starts(_: Context) -> Reply:
    subprocess.run(["/bin/true"], check=True)
    return text(b"started")


def told(context: Context) -> Reply:
    """Answer with all that a worker is told."""
    return text(f"{context.settings} writable {context.settings.writable}".encode())
