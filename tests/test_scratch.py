"""The folders that builds and imports put things aside in."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from casegraph.build.scratch import scratch_folder

KILLED = """
import os, sys, tempfile
tempfile.tempdir = sys.argv[1]
from casegraph.build.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "put-aside.nq").write_text("much")
    {then}
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def start(temporary: Path, then: str) -> subprocess.Popen[str]:
    script = KILLED.format(then=then)
    return subprocess.Popen(
        [sys.executable, "-c", script, str(temporary)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_folder_is_gone_after_use(temporary: Path) -> None:
    with scratch_folder() as folder:
        assert folder.parent == temporary
        (folder / "put-aside.nq").write_text("much")
    assert not list(temporary.iterdir())


def test_the_folder_of_a_killed_process_is_removed(temporary: Path) -> None:
    start(temporary, "os._exit(1)").communicate()
    assert len(list(temporary.iterdir())) == 1
    with scratch_folder() as folder:
        assert list(temporary.iterdir()) == [folder]


def test_the_folder_of_a_living_process_stays(temporary: Path) -> None:
    with start(temporary, "print(folder, flush=True); input()") as process:
        assert process.stdout is not None
        other = Path(process.stdout.readline().strip())
        with scratch_folder():
            assert (other / "put-aside.nq").exists()
        process.communicate("\n")
    assert not other.exists()


def test_a_folder_that_somebody_else_called_so_stays(temporary: Path) -> None:
    (temporary / "casegraph-notes").mkdir()
    (temporary / "casegraph-file").write_text("mine")
    with scratch_folder():
        pass
    assert {one.name for one in temporary.iterdir()} == {"casegraph-notes", "casegraph-file"}
