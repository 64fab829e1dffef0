"""Other processes begin wherever the temporary folder is."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import tempfile
from casegraph import processes
from casegraph.errors import CasegraphError

if __name__ == "__main__":
    processes._SHORT = {short!r}
    try:
        process = processes.starting().Process(target=print, args=("begun",))
        process.start()
        process.join()
        print(tempfile.gettempdir())
    except CasegraphError as error:
        print(error)
"""


def begun(folder: Path, short: Path) -> list[str]:
    """Return what a process says that begins another, with a temporary folder of a long path.

    short: the folder that is taken instead.
    """
    long = folder / ("a" * 100)
    long.mkdir()
    script = folder / "script.py"
    script.write_text(SCRIPT.format(short=str(short)))
    environment = os.environ | {"TMPDIR": str(long)}
    told = subprocess.run(
        (sys.executable, script), env=environment, capture_output=True, text=True, timeout=120
    )
    assert told.stderr == ""
    assert list(long.iterdir()) == []
    return [line.replace(str(long), "LONG") for line in told.stdout.splitlines()]


def test_they_begin_though_the_temporary_folder_has_a_long_path(tmp_path: Path) -> None:
    assert begun(tmp_path, Path("/tmp")) == ["begun", "LONG"]  # noqa: S108


def test_where_no_folder_is_short_enough_that_is_told(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert begun(tmp_path, missing) == [
        f"the temporary folder has too long a path, and {missing} cannot be used: No such file or "
        "directory. Set TMPDIR to a folder with a shorter path."
    ]
