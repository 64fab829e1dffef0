"""A store remembers which cases were removed, whatever ends the process that removes them."""

import json
import random
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.namespaces import CASE
from casegraph.store import Store
from casegraph.store.generations import Writer
from killed_writers import CASES, removing
from test_store_crash import KILLS, LONGEST, PATIENCE, writing

MOST = 60
"""How many writers are killed at most until one left the case there, and one did not."""

ONE, OTHER = f"{CASE}one", f"{CASE}other"


def quad(document: str) -> ox.Quad:
    graph = ox.NamedNode(document)
    return ox.Quad(graph, ox.NamedNode("x:p"), ox.Literal("o"), graph)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a store with two cases."""
    folder = tmp_path / "store"
    with Store.open(folder, write=True) as store:
        for document in (ONE, OTHER):
            store.replace_case(document, [quad(document)])
    return folder


def removed(folder: Path) -> tuple[str, ...]:
    with Store.open(folder) as store:
        return store.removed()


def test_removed_case_is_remembered(folder: Path) -> None:
    with Store.open(folder, write=True) as store:
        store.remove_cases([ONE])
        assert store.removed() == (ONE,)
    assert removed(folder) == (ONE,)


def test_case_that_never_was_is_not_remembered(folder: Path) -> None:
    with Store.open(folder, write=True) as store:
        store.remove_cases([f"{CASE}never"])
    assert removed(folder) == ()


def test_store_in_memory_remembers_too() -> None:
    with Store.open() as store:
        store.replace_case(ONE, [quad(ONE)])
        store.remove_cases([ONE])
        assert store.removed() == (ONE,)


def test_case_that_is_built_again_is_not_removed(folder: Path) -> None:
    with Store.open(folder, write=True) as store:
        store.remove_cases([ONE, OTHER])
        store.replace_case(ONE, [quad(ONE)])
        assert store.removed() == (OTHER,)
    assert removed(folder) == (OTHER,)


@pytest.mark.parametrize("empty", [False, True])
def test_rewriting_does_not_forget(folder: Path, *, empty: bool) -> None:
    with Store.open(folder, write=True) as store:
        store.remove_cases([ONE])
        with store.rewriting(empty=empty) as rewrite:
            rewrite.load(f'<{OTHER}> <x:p> "new" <{OTHER}> .'.encode())
    assert removed(folder) == (ONE,)


def test_case_is_not_removed_when_the_process_ends_before_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Writer, "update", killed)
    with pytest.raises(KeyboardInterrupt), Store.open(folder, write=True) as store:
        store.remove_cases([ONE])
    with Store.open(folder) as store:
        assert store.has_case(ONE)
        assert store.removed() == ()


def test_case_is_there_when_it_cannot_be_noted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Writer, "note_removed", killed)
    with pytest.raises(KeyboardInterrupt), Store.open(folder, write=True) as store:
        store.remove_cases([ONE])
    with Store.open(folder) as store:
        assert store.has_case(ONE)
        assert store.removed() == ()


def test_manifest_of_old_is_read(folder: Path) -> None:
    manifest = folder / "casegraph.json"
    said = json.loads(manifest.read_text("utf-8"))
    del said["removed"]
    manifest.write_text(json.dumps(said), "utf-8")
    assert removed(folder) == ()
    with Store.open(folder, write=True) as store:
        store.remove_cases([ONE])
    assert removed(folder) == (ONE,)


def test_killed_writer_leaves_each_case_there_or_removed(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    chance = random.Random(1)
    found = set()
    for kill in range(MOST):
        with writing(removing, folder, kill * 1_000) as heard:
            assert heard.poll(PATIENCE)
            time.sleep(chance.random() * LONGEST)
        with Store.open(folder) as store:
            there = [store.has_case(document) for document in CASES]
            gone = [document in store.removed() for document in CASES]
        assert there[0]
        assert not gone[0]
        assert there[1] != gone[1]
        found.add(there[1])
        if kill >= KILLS and len(found) == 2:
            break
    assert found == {True, False}
