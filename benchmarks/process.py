"""A command as a whole process: wall time, processor time, the peak of its memory."""

import ctypes
import math
import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_POLL = 0.005  # seconds
_SAMPLE = 0.1  # seconds
_SUBREAPER = 36  # prctl(2), PR_SET_CHILD_SUBREAPER: who takes the processes that others leave


class Stopped(Exception):  # noqa: N818  the word for it
    """The command did not end within the limits; the message says which."""


class Failed(Exception):  # noqa: N818  the word for it
    """The command failed; the message is the end of what it printed."""


@dataclass(frozen=True)
class Process:
    """A command that has ended.

    wall, processor: seconds; the processor's of all its processes. peak: of the memory that its
    processes had at the same time, in MB; pages that they share are counted for each of them.
    """

    output: str
    wall: float
    processor: float
    peak: float


def run(command: Sequence[str], limit: float, most: float = math.inf) -> Process:
    """Run *command* to its end.

    limit: seconds of wall time. most: MB of memory, as `Process.peak` counts them.

    :raises Stopped: when it takes more; it and all that it started are then ended.
    :raises Failed: when its exit status is not zero.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=printed, stderr=complaints, start_new_session=True)
        peak = sampled = 0.0
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            wall = time.perf_counter() - start
            if pid:
                break
            if wall > limit or peak > most:
                os.killpg(child.pid, signal.SIGKILL)
                os.wait4(child.pid, 0)
                _left_behind(child.pid)
                child.returncode = -signal.SIGKILL
                raise Stopped(f"Stopped at {f'{limit:g} s' if wall > limit else f'{most:g} MB'}.")
            if wall - sampled > _SAMPLE:
                peak, sampled = max(peak, _resident(child.pid)), wall
            time.sleep(_POLL)
        child.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        complaints.seek(0)
        if child.returncode:
            raise Failed(complaints.read().decode(errors="replace").strip()[-2000:])
        return Process(
            output=printed.read().decode(),
            wall=wall,
            processor=_processor(usage) + _left_behind(child.pid),
            peak=max(peak, usage.ru_maxrss / 1024),
        )


def _left_behind(group: int) -> float:
    """Wait for the processes of *group* that the command started and did not wait for.

    Return their processor time in seconds: that of the server from which a build takes its workers,
    with the workers.
    """
    seconds = 0.0
    with suppress(ChildProcessError):
        while True:
            seconds += _processor(os.wait4(-group, 0)[2])
    return seconds


def _processor(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _resident(process: int) -> float:
    """Return the MB of memory that *process* and its descendants have now; 0 if nobody tells."""
    try:
        folder = Path("/proc", str(process))
        pages = int((folder / "statm").read_text().split()[1])
        children = [
            int(child)
            for task in (folder / "task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except (OSError, ValueError):
        return 0.0
    return pages * _PAGE / 1e6 + sum(map(_resident, children))
