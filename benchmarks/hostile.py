"""Strangers who misuse a server: queries that never end, that eat memory, that ask elsewhere."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
from servers import JSON, Server

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""More rows than a machine counts in a lifetime."""

HOSTILE = (
    PRODUCT,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator="") AS ?x) { ?a ?b ?c . ?d ?e ?f }',
    "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()",
    "ASK { ?a (!<x:y>|^!<x:y>)* ?b . ?b (!<x:z>|^!<x:z>)* ?a . FILTER(?a != ?b && ?a = <x:no>) }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }",
    f"SELECT * {{ {'{' * 5000} ?a ?b ?c {'}' * 5000} }}",
    "SELECT * { ?a ?b ?c ",
)
"""Of each kind some: time, rows, bytes, memory, paths, the network, files, depth, no SPARQL."""


@contextmanager
def calm(server: Server) -> Iterator[None]:
    """Let one client ask one endless query after the other, until the block ends."""
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            _status(server, PRODUCT)

    client = threading.Thread(target=ask)
    client.start()
    try:
        yield
    finally:
        is_over.set()
        client.join()


def misused(server: Server, honest: Sequence[str], count: int) -> dict[str, Any]:
    """Return what *count* queries leave behind of which each tenth is hostile.

    Before, each *honest* one is asked alone, and what the server does by itself comes to its end,
    so that what it keeps of honest answers is not taken for what the others leave.

    memory: MB of all processes before, after each tenth, and a moment after the end. processes: how
    many before and after. statuses: how often each was given to the honest and to the hostile ones.
    """
    statuses: dict[str, Counter[int]] = {"honest": Counter(), "hostile": Counter()}

    def ask(number: int) -> tuple[str, int]:
        if number % 10:
            return "honest", _status(server, honest[number % len(honest)])
        return "hostile", _status(server, HOSTILE[number // 10 % len(HOSTILE)])

    with ThreadPoolExecutor(8) as clients:

        def go(numbers: Iterable[int]) -> None:
            for kind, status in clients.map(ask, numbers):
                statuses[kind][status] += 1

        list(clients.map(lambda sparql: _status(server, sparql), honest))
        server.rest()
        processes, memory = [len(server.processes)], [server.memory]
        step = max(1, count // 10)
        for start in range(0, count, step):
            go(range(start, min(start + step, count)))
            memory.append(server.memory)
    server.rest()
    processes.append(len(server.processes))
    memory.append(server.memory)
    return {
        "queries": count,
        "memory": memory,
        "processes": processes,
        "statuses": {kind: dict(sorted(told.items())) for kind, told in statuses.items()},
    }


def _status(server: Server, sparql: str) -> int:
    """Return the status that *sparql* is answered with, 0 when the connection was broken off."""
    try:
        return server.answer(server.asked(sparql), JSON).status_code
    except httpx.HTTPError:
        return 0
