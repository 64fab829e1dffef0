"""What the first client of a worker would otherwise wait for."""

import os
import sys
import threading
from contextlib import suppress

from casegraph.serve.workers.context import Context
from casegraph.web.environment import Site, rendered
from casegraph.web.finding import index
from casegraph.web.kinds import KINDS

_KINDS = {"case", "term", "publication"}
"""The pages of which there are many. Of the others there is one, which is kept when it is made."""


_LATER = 5
"""The niceness with which it is done: whoever waits for an answer goes first."""


def warm_in_rest(context: Context) -> None:
    """Do `warm` while the system has nothing better to do, where it lets a thread be nicer.

    A process cannot take its niceness back, so that this is done in a thread of its own. What goes
    wrong is told to the client who asks for the same.
    """

    def warmed() -> None:
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LATER)
        with suppress(Exception):
            warm(context)

    thread = threading.Thread(target=warmed)
    thread.start()
    thread.join()


def warm(context: Context) -> None:
    """Make the index of names and a page of each kind, so that *context* has read what they share.

    Over 10,000 cases that takes seconds, and the next page hundredths of one.
    """
    index(context.catalogue)
    for kind in KINDS:
        key = next(iter(kind.keys(context.catalogue)), None) if kind.name in _KINDS else None
        if key is not None:
            page = kind.values(context.catalogue, key, 1)
            site = Site("", is_live=True)
            rendered(kind, page, kind.path(key), context.catalogue, site)
