"""Processes that write one version of two cases after the other until they are killed.

Each says the number of a version when it is stored.
"""

import time
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox

from casegraph.store import Store, graphs_of

CASES = tuple(f"https://w3id.org/casegraph/case/{slug}" for slug in ("stiff-neck", "stiff-ear"))
SIZE = 20
"""How many quads each case has."""


def version(number: int) -> list[ox.Quad]:
    """Return the two cases as of a version: every value is its number."""
    value, p = ox.Literal(str(number)), ox.NamedNode("https://w3id.org/casegraph/ontology#p")
    return [
        ox.Quad(ox.NamedNode(f"{case}#{node}"), p, value, ox.NamedNode(case))
        for case in CASES
        for node in range(SIZE)
    ]


def small(path: Path, first: int, said: Connection) -> None:
    """Write by transactions."""
    graphs = [graph for case in CASES for graph in graphs_of(case)]
    with Store.open(path, write=True) as store:
        for number in count(first):
            store.replace_graphs(graphs, version(number))
            said.send(number)


def large(path: Path, first: int, said: Connection) -> None:
    """Write by rewriting the store."""
    graphs = [graph for case in CASES for graph in graphs_of(case)]
    with Store.open(path, write=True) as store:
        for number in count(first):
            with store.rewriting() as rewrite:
                rewrite.remove(graphs)
                quads = version(number)
                for part in (quads[:SIZE], quads[SIZE:]):
                    rewrite.load("".join(f"{quad} .\n" for quad in part).encode())
            said.send(number)


def opening(path: Path, first: int, said: Connection) -> None:
    """Write each version by a writer of its own."""
    graphs = [graph for case in CASES for graph in graphs_of(case)]
    for number in count(first):
        with Store.open(path, write=True) as store:
            store.replace_graphs(graphs, version(number))
        said.send(number)


def removing(path: Path, first: int, said: Connection) -> None:
    """Write each version, and then remove the second case."""
    graphs = [graph for case in CASES for graph in graphs_of(case)]
    with Store.open(path, write=True) as store:
        for number in count(first):
            store.replace_graphs(graphs, version(number))
            store.remove_cases([CASES[1]])
            said.send(number)
            time.sleep(0.005)  # the case is gone about as long as it is there
