"""A server over the bundled cases, in a thread of this process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from casegraph.serve import Limits, Settings, application
from casegraph.serve.http.listening import Place, listening
from casegraph.serve.running import config_of

PATIENCE = 60
"""How many seconds a server may take to come up or to answer on a busy machine."""


@contextmanager
def served(settings: Settings, root_path: str = "") -> Iterator[httpx.Client]:
    """Give a client of a server that is told *settings* and ends with the block."""
    place = Place(port=0, root_path=root_path)
    with listening(place, settings.limits.idle) as listener:
        server = uvicorn.Server(config_of(application(settings), place, settings.limits.idle))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            port = listener.getsockname()[1]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()


def settings_for(store: Path, **limits: int) -> Settings:
    """Return the settings of a server over *store* with two workers for queries."""
    return Settings(store=store, limits=Limits(**{"queries": 2, **limits}))
