"""A small store that tests write to, and what they write."""

import shutil
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from casegraph.build import build
from casegraph.namespaces import CASE, CG, PREFIXES, RDFS
from casegraph.quads import canonical
from casegraph.serve.settings import Settings
from casegraph.serve.writing.asking import Opening
from casegraph.store import Store
from conftest import case_turtle

TOKEN = "a-token-of-the-tests"  # noqa: S105
NECK, EAR, NEW = (f"{CASE}{slug}" for slug in ("stiff-neck", "stiff-ear", "stiff-back"))
PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("cg", "rdfs", "term"))
DENIED = f"<{NECK}#no-trauma> cg:affirms term:traumatic-injury"
"""Makes an affirmed finding of a denied one."""


def made(folder: Path) -> Path:
    """Return a store in *folder* with two cases."""
    files = []
    for slug in ("stiff-neck", "stiff-ear"):
        file = folder / f"{slug}.ttl"
        file.write_text(case_turtle(slug))
        files.append(file)
    store = folder / "store"
    build(files, store=store).store.close()
    return store


def settings_of(store: Path, folder: Path) -> Settings:
    """Return the settings of a server that writes to a copy of *store* in *folder*."""
    copy = folder / "copy"
    shutil.copytree(store, copy)
    return Settings(store=copy, token=TOKEN)


def opening(settings: Settings) -> Opening:
    """Return what opens the store of *settings* for a task that is done in this process."""
    return partial(Store.open, settings.store, write=True)


def content(settings: Settings) -> str:
    """Return all that the store says, canonical."""
    with Store.open(settings.store) as store:
        return canonical(store.quads())


def labels(settings: Settings, graph: str) -> list[str]:
    """Return the comments in *graph*, sorted."""
    asked = f"SELECT ?c {{ GRAPH <{graph}> {{ ?s <{RDFS}comment> ?c }} }} ORDER BY ?c"
    with Store.open(settings.store) as store:
        found = store.query(asked)
        assert isinstance(found, ox.QuerySolutions)
        return [row["c"].value for row in found]


def commented(graph: str, text: str) -> str:
    """Return the triple, in Turtle, by which the case of *graph* gets a comment."""
    return f'<{graph}#case> <{RDFS}comment> "{text}"@en .'


def affirmed(settings: Settings) -> int:
    """Return how many findings of the store are affirmed to be of a trauma, inferred or not."""
    asked = f"SELECT ?s {{ ?s <{CG}affirms> <{PREFIXES['term']}traumatic-injury> }}"
    with Store.open(settings.store) as store:
        return len(list(store.query(asked)))  # type: ignore[arg-type]
