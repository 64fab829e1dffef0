"""A command that is told to end leaves nothing that is half-written."""

import subprocess
import sys
from pathlib import Path

import pytest

from casegraph.cli.output import TERMINATED

ENDED = """
import os, signal, time
from pathlib import Path
from casegraph import cli
from casegraph.files import written_atomically

@cli.app.command("slow")
def slow(out: Path) -> None:
    with written_atomically(out) as file:
        file.write(b"half")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)

cli.main()
"""
"""A command that is told to end while it writes."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
def test_export_that_is_told_to_end_leaves_no_file(tmp_path: Path) -> None:
    old = tmp_path / "cases.nq"
    old.write_text("as it was")
    command = [sys.executable, "-c", ENDED, "slow", str(old)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == TERMINATED
    assert (ended.stdout, ended.stderr) == ("", "")
    assert [file.name for file in tmp_path.iterdir()] == ["cases.nq"]
    assert old.read_text() == "as it was"
