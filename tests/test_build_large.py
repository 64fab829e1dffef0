"""A build of more files than one group: the same answer in many processes, and all or nothing."""

import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from os import PathLike
from pathlib import Path

import pytest

from casegraph.build import Build, build, survey
from casegraph.errors import CasegraphError, StoreError
from casegraph.grouping import SIZE
from casegraph.namespaces import CASE, document_of
from casegraph.quads import canonical
from casegraph.store import Store
from casegraph.store.embedded import Copy
from casegraph.validate import validate
from conftest import case_turtle
from processes import left

COUNT = SIZE + 10
KILLS = 8
WRONG = "case-7"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one case more than a group has, one of them wrong."""
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(COUNT):
        turtle = case_turtle(f"case-{number}")
        if number == 7:
            turtle = turtle.replace("    cg:affirms term:neck-pain ;\n", "", 1)
        (folder / f"case-{number}.ttl").write_text(turtle)
    (folder / "broken.ttl").write_text("hello")
    return folder


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return the build of the corpus in one process."""
    return build(corpus, store=tmp_path_factory.mktemp("alone") / "store")


def test_all_but_what_is_wrong_is_stored(alone: Build, corpus: Path) -> None:
    assert len(alone.stored) == COUNT - 1
    assert alone.refused == (f"{CASE}{WRONG}",)
    assert list(alone.errors) == [str(corpus / "broken.ttl")]
    places = {str(result.location) for result in alone.report.violations}
    assert any(place.startswith(str(corpus / f"{WRONG}.ttl:")) for place in places)


def test_two_processes_give_what_one_gives(alone: Build, corpus: Path, tmp_path: Path) -> None:
    both = build(corpus, store=tmp_path / "store", workers=2)
    assert (both.stored, both.refused, both.report) == (alone.stored, alone.refused, alone.report)
    assert both.counts == alone.counts
    assert canonical(both.store.quads()) == canonical(alone.store.quads())
    both.store.close()


def test_pieces_give_what_one_transaction_gives(
    alone: Build, corpus: Path, tmp_path: Path, in_pieces: list[int]
) -> None:
    built = build(corpus, store=tmp_path / "store")
    assert canonical(built.store.quads()) == canonical(alone.store.quads())
    build(corpus, store=built.store)
    assert canonical(built.store.quads()) == canonical(alone.store.quads())
    assert len(in_pieces) > 2
    built.store.close()


def test_pieces_that_cannot_be_put_aside_change_nothing(
    corpus: Path, tmp_path: Path, in_pieces: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(StoreError, match="No space left on device") as caught:
        build(corpus, store=tmp_path / "store")
    assert "TMPDIR" in str(caught.value)
    with Store.open(tmp_path / "store", write=True) as store:
        assert store.graphs() == ()
    assert in_pieces == []


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have small builds written in pieces, and return the list that takes the size of each."""
    sizes: list[int] = []
    load = Copy.load

    def noting(self: Copy, nquads: bytes | PathLike[str]) -> None:
        assert isinstance(nquads, bytes)
        sizes.append(len(nquads))
        load(self, nquads)

    monkeypatch.setattr(Copy, "load", noting)
    monkeypatch.setattr(import_module("casegraph.build.writing"), "_TRANSACTION", 0)
    monkeypatch.setattr(import_module("casegraph.build.writing"), "_PIECE", 10_000)
    return sizes


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_building_twice_changes_nothing(alone: Build, corpus: Path) -> None:
    before = canonical(alone.store.quads())
    build(corpus, store=alone.store)
    assert canonical(alone.store.quads()) == before


def test_changed_case_replaces_its_graphs_and_no_other(
    alone: Build, corpus: Path, tmp_path: Path
) -> None:
    store = build(corpus, store=tmp_path / "store").store
    file = tmp_path / "case-3.ttl"
    file.write_text(case_turtle("case-3").replace("Neck pain in a woman", "Pain in a woman"))
    build(file, store=store)
    changed = set(map(str, store.quads())) ^ set(map(str, alone.store.quads()))
    assert {document_of(quad.split()[0].strip("<>")) for quad in changed if "_:" not in quad} == {
        f"{CASE}case-3"
    }
    store.close()


def test_process_that_dies_is_an_error_and_changes_nothing(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("casegraph.build.steps"), "_cases", die)
    with pytest.raises(CasegraphError, match="a process of the build died"):
        build(corpus, store=tmp_path / "store", workers=2)
    assert not (tmp_path / "store").exists()


def die(_examiner: object, _task: object) -> None:
    os._exit(3)


def test_killed_build_leaves_the_old_or_the_new(alone: Build, corpus: Path, tmp_path: Path) -> None:
    """At any moment, by any signal: also while processes work, and while pieces are written."""
    old = build([corpus / f"case-{number}.ttl" for number in (0, 1)], store=tmp_path / "store")
    before = canonical(old.store.quads())
    after = canonical(alone.store.quads())
    old.store.close()
    command = [sys.executable, "-m", "casegraph", "build", str(corpus), "--workers", "2"]
    command += ["--store", str(tmp_path / "store")]
    moments = random.Random(3)
    for _ in range(KILLS):
        running = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(moments.uniform(0.3, 6))
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert left(running.pid) == []
        with Store.open(tmp_path / "store") as store:
            content = canonical(store.quads())
        assert content in (before, after)
        with Store.open(tmp_path / "store", write=True) as store:
            assert store.count() in (2, COUNT - 1)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with Store.open(tmp_path / "store") as store:
        assert canonical(store.quads()) == after


def test_many_files_have_the_report_that_a_few_have(corpus: Path) -> None:
    files = sorted(str(file) for file in corpus.glob("case-*.ttl"))
    assert survey(files, workers=2) == validate(files)
