"""Tasks of a process that writes, as they should not be."""

import os
import signal
import socket
import time
from pathlib import Path

from casegraph.serve.writing.asking import Opening


def hold(opened: Opening, said: Path) -> None:
    """Open the store, make the file *said* with the number of the process, and never end."""
    with opened():
        unnamed = said.with_suffix(".part")
        unnamed.write_text(str(os.getpid()))
        unnamed.rename(said)
        time.sleep(600)


def end(_opened: Opening) -> None:
    """Die."""
    os.kill(os.getpid(), signal.SIGKILL)


def grow(_opened: Opening) -> int:
    """Take half a gibibyte of memory."""
    return len(bytearray(2**29))


def fail(_opened: Opening) -> None:
    """Raise what nobody expects."""
    raise ZeroDivisionError


def connect(_opened: Opening) -> None:
    """Ask another server."""
    with socket.create_connection(("127.0.0.1", 9), timeout=5):
        pass


def say(_opened: Opening, what: str) -> str:
    """Return *what*."""
    return what


def linger(opened: Opening, begun: Path, end: Path) -> None:
    """Open the store, make the file *begun*, and write into *end* as soon as somebody makes it."""
    with opened():
        begun.touch()
        while not end.exists():
            time.sleep(0.01)
        end.write_text("written")


def dawdle(opened: Opening, document: str, begun: Path, seconds: float) -> str:
    """Make the file *begun*, remove the case *document*, and say so *seconds* later."""
    with opened() as store:
        begun.touch()
        store.remove_cases([document])
        time.sleep(seconds)
    return "written"
