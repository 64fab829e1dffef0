"""What takes time to compute in the user's cache folder, under the digest of all it rests on.

A cache is only ever a saving of time: a file that is missing, damaged or cannot be written costs
the time and changes nothing else.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import platformdirs
import pyoxigraph as ox

from casegraph.files import write_atomically

_LARGEST = 256 * 2**20
"""Bytes that are kept."""


def recall(digest: str, compute: Callable[[], Iterable[ox.Quad]]) -> tuple[ox.Quad, ...]:
    """Return the quads kept under *digest*, or compute and keep them."""
    name = f"inferred-{digest}.nq"
    known = _read(name)
    if known is not None:
        return tuple(
            ox.Quad(quad.subject, quad.predicate, quad.object, quad.graph_name)
            for quad in ox.parse(known, format=ox.RdfFormat.N_QUADS)
        )
    quads = tuple(compute())
    _keep(name, "".join(f"{quad} .\n" for quad in quads).encode())
    return quads


def recall_text(name: str, compute: Callable[[], str]) -> str:
    """Return the text kept as *name*, which has the digest, or compute and keep it."""
    known = _read(name)
    if known is not None:
        return known.decode()
    text = compute()
    _keep(name, text.encode())
    return text


def _keep(name: str, body: bytes) -> None:
    """Write *body*, with its digest on the first line."""
    with suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True)
        content = f"# {hashlib.sha256(body).hexdigest()}\n".encode() + body
        write_atomically(_folder() / name, content)
        _forget()


def _forget() -> None:
    """Remove what was not used for the longest time, until what is left is not too large."""
    kept = [(file.stat(), file) for file in _folder().iterdir() if file.is_file()]
    size = sum(stat.st_size for stat, _ in kept)
    for stat, file in sorted(kept, key=lambda one: one[0].st_mtime):
        if size <= _LARGEST:
            return
        file.unlink(missing_ok=True)
        size -= stat.st_size


def _read(name: str) -> bytes | None:
    """Return what is kept as *name*, None when it is missing or not as it was written."""
    file = _folder() / name
    try:
        first, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    with suppress(OSError):
        os.utime(file)
    return body if first == f"# {hashlib.sha256(body).hexdigest()}".encode() else None


def _folder() -> Path:
    return platformdirs.user_cache_path("casegraph", appauthor=False)
