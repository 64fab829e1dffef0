"""A folder for what a build or an import puts aside, and the end of those that nobody uses.

A process that is killed leaves its folder in the temporary folder of the system. Whoever makes one
removes those. A folder in use has a file that its process, with those it started, holds a lock on
(`flock`), which the system releases when they end; a folder without such a file is not ours. Where
there are no such locks nothing is removed.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = "casegraph-"
_LOCK = ".casegraph-in-use"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a new folder until the block ends, and remove those of processes that were killed.

    :raises OSError: when it cannot be made.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name:
        folder = Path(name)
        handle = _locked(folder)
        try:
            yield folder
        finally:
            os.close(handle)


def _locked(folder: Path) -> int:
    """Return the handle of the file in *folder* that is locked; nobody finds it before it is."""
    new = folder / f"{_LOCK}.new"
    handle = os.open(new, os.O_CREAT | os.O_RDWR)
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
        except OSError:  # a file system without locks
            return handle
        new.rename(folder / _LOCK)
    return handle


def _is_left(folder: Path) -> bool:
    """Return whether *folder* is of a process that has ended."""
    if sys.platform == "win32":
        return False
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
