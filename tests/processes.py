"""Which processes are left of those that a test started."""

import os
import time
from contextlib import suppress

import psutil

_PAUSE = 0.1
_PATIENCE = 600
"""How many pauses a process may take to end, on a busy machine."""


def left(group: int) -> list[str]:
    """Return the processes of *group* that do not end, in words, after waiting for a while.

    group: the process group, whose number is that of the process that was started in a session of
    its own. One that has ended and that nobody has asked about since (a zombie) is not running.
    """
    found: list[str] = []
    for _ in range(_PATIENCE):
        found = running_in(group)
        if not found:
            break
        time.sleep(_PAUSE)
    return found


def is_running(process: psutil.Process) -> bool:
    """Return whether *process* runs; a zombie does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def running_in(group: int) -> list[str]:
    """Return the processes of *group* that run now, in words."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            if os.getpgid(process.pid) == group and is_running(process):
                found.append(f"{process.pid} {process.status()}: {' '.join(process.cmdline())}")
    return found
