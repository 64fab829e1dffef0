"""How other processes are begun, and that they end with the one that began them."""

import os
import sys
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from threading import Thread


def starting() -> BaseContext:
    """Return what starts processes.

    They are copies of one process that imports what this one has imported of casegraph, once for
    all. Where that is not possible (Windows), each imports for itself.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    ours = (name for name in sys.modules if name.partition(".")[0] == "casegraph")
    context.set_forkserver_preload(["__main__", *ours])
    return context


def end_with_the_parent() -> None:
    """From now on, end this process when the one that began it ends, by whatever signal."""
    Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
