"""Inferred quads in the user's cache folder, under the digest of all that they follow from.

A cache is only ever a saving of time: a file that is missing, damaged or cannot be written costs
the time and changes nothing else.
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import platformdirs
import pyoxigraph as ox

from casegraph.files import write_atomically


def recall(digest: str, compute: Callable[[], Iterable[ox.Quad]]) -> tuple[ox.Quad, ...]:
    """Return the quads kept under *digest*, or compute and keep them."""
    folder = platformdirs.user_cache_path("casegraph", appauthor=False)
    file = folder / f"inferred-{digest}.nq"
    known = _read(file)
    if known is not None:
        return known
    quads = tuple(compute())
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(file, _content(quads))
    return quads


def _content(quads: Iterable[ox.Quad]) -> bytes:
    """Return *quads* as N-Quads, with the digest of the lines on the first."""
    body = "".join(f"{quad} .\n" for quad in quads).encode()
    return f"# {hashlib.sha256(body).hexdigest()}\n".encode() + body


def _read(file: Path) -> tuple[ox.Quad, ...] | None:
    """Return the quads in *file*, None when it is missing or not as it was written."""
    try:
        first, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if first != f"# {hashlib.sha256(body).hexdigest()}".encode():
        return None
    return tuple(
        ox.Quad(quad.subject, quad.predicate, quad.object, quad.graph_name)
        for quad in ox.parse(body, format=ox.RdfFormat.N_QUADS)
    )
