"""Stores to read from: one that exists, or the bundled cases in memory."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

from casegraph import cache
from casegraph.build import versions
from casegraph.quads import nquads
from casegraph.read import read
from casegraph.reason import entailments
from casegraph.store import Store
from casegraph.vocabulary import bundled


def open_store(path: str | PathLike[str] | None = None) -> Store:
    """Return the store at *path* for reading, or one in memory with the bundled cases.

    path: a folder, or the URL of a SPARQL 1.1 endpoint. What follows from the bundled cases is kept
    in the user's cache folder.

    :raises StoreError: when *path* is no store or cannot be read.

    >>> import casegraph
    >>> with casegraph.open() as store:
    ...     len(store.cases())
    3
    """
    if path is not None:
        return Store.open(path)
    reading = read()
    key = hashlib.sha256(repr(versions.current()).encode())
    key.update(b"".join(sorted(nquads(reading.quads).splitlines())))
    inferred = cache.recall(key.hexdigest(), lambda: entailments(reading))
    store = Store.open()
    with store.rewriting(versions.current(), empty=True) as rewrite:
        rewrite.load(nquads((*bundled().quads, *reading.quads, *inferred)))
    return store


@contextmanager
def opened(store: Store | str | PathLike[str] | None) -> Iterator[Store]:
    """Give *store*, or the one that `open_store` opens at that path until the block ends."""
    if isinstance(store, Store):
        yield store
    else:
        with open_store(store) as one:
            yield one
