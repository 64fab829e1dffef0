"""The pages about all cases together, made before anybody asks for them.

Over 10,000 cases the start page and the spine take seconds, and then they are kept until the store
changes. Those who work for queries make them, so that nobody waits for a page meanwhile.
"""

import asyncio
import logging

from casegraph.errors import CasegraphError
from casegraph.serve.linked.task import Asked, answered
from casegraph.serve.workers import LimitError, Pool, Workers
from casegraph.web.addresses import HTML

_LOOK = 1.0
"""After how many seconds it is looked whether the store has changed."""

_ADDRESSES = ("", "index.html", "spine.html", "figures.html", "cases.html", "terms.html")
"""As a browser asks for them: the top of the server, and where links lead."""

_log = logging.getLogger(__name__)


async def keep_ready(workers: Workers) -> None:
    """Make these pages whenever the store has changed, one after the other; never returns."""
    made = ""
    while True:
        if workers.snapshot != made:
            made = workers.snapshot
            for address in _ADDRESSES:
                try:
                    await workers.run(Pool.QUERIES, answered, _asked(address))
                except CasegraphError as error:  # then it is made when somebody asks
                    _log.info("the page %r is not ready: %s", address, error)
                    if isinstance(error, LimitError):
                        break  # the others would take as long
        await asyncio.sleep(_LOOK)


def _asked(address: str) -> Asked:
    path, dot, _ = address.rpartition(f".{HTML}")
    return Asked(path, (HTML,), is_negotiated=not dot, takes_gzip=True)
