"""How other processes are begun, and that they end with the one that began them."""

import os
import sys
import tempfile
from functools import cache
from multiprocessing import get_all_start_methods, get_context, parent_process, util
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from threading import Thread

from casegraph.errors import CasegraphError

_LONGEST = 92 - len("/pymp-12345678/listener-12345678")
"""Bytes of the path of a folder in which a socket can be, as multiprocessing names it, on any
system."""

_SHORT = "/tmp"  # noqa: S108 - multiprocessing makes a folder of its own there


def starting() -> BaseContext:
    """Return what starts processes.

    They are copies of one process that imports what this one has imported of casegraph, once for
    all. Where that is not possible (Windows), each imports for itself.

    :raises CasegraphError: when there is no folder for the socket through which they are begun.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    _find_a_place_for_the_socket()
    context = get_context("forkserver")
    ours = (name for name in sys.modules if name.partition(".")[0] == "casegraph")
    context.set_forkserver_preload(["__main__", *ours])
    return context


@cache
def _find_a_place_for_the_socket() -> None:
    """Have multiprocessing keep its socket elsewhere when the temporary folder has a long path."""
    folder = tempfile.gettempdir()
    if len(os.fsencode(folder)) <= _LONGEST:
        return
    tempfile.tempdir = _SHORT
    try:
        util.get_temp_dir()  # made at the first use, and kept
    except OSError as error:
        raise CasegraphError(
            f"the temporary folder has too long a path, and {_SHORT} cannot be used: "
            f"{error.strerror}",
            repair="Set TMPDIR to a folder with a shorter path.",
        ) from None
    finally:
        tempfile.tempdir = folder


def end_with_the_parent() -> None:
    """From now on, end this process when the one that began it ends, by whatever signal."""
    Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
