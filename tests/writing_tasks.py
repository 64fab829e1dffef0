"""Tasks of a process that writes, as they should not be."""

import os
import signal
import socket
import time
from pathlib import Path

from casegraph.serve.settings import Settings
from casegraph.store import Store


def sleep(_settings: Settings) -> None:
    """Never end."""
    time.sleep(600)


def hold(settings: Settings, said: Path) -> None:
    """Open the store, say so in the file *said*, and never end."""
    with Store.open(settings.store, write=True):
        said.write_text(str(os.getpid()))
        time.sleep(600)


def end(_settings: Settings) -> None:
    """Die."""
    os.kill(os.getpid(), signal.SIGKILL)


def grow(_settings: Settings) -> int:
    """Take half a gibibyte of memory."""
    return len(bytearray(2**29))


def fail(_settings: Settings) -> None:
    """Raise what nobody expects."""
    raise ZeroDivisionError


def connect(_settings: Settings) -> None:
    """Ask another server."""
    with socket.create_connection(("127.0.0.1", 9), timeout=5):
        pass


def say(_settings: Settings, what: str) -> str:
    """Return *what*."""
    return what
