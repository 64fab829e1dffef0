"""The whole way: read, infer, validate, store.

Paths and a store go in; the store comes out with every case that has no violation, and the report
about all of them. What the store had before stays.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from os import PathLike, fspath
from pathlib import Path

import pyoxigraph as ox

from casegraph import background
from casegraph import cache as inference_cache
from casegraph.errors import StoreError
from casegraph.namespaces import (
    ONTOLOGY,
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS,
    TERMS_INFERRED,
    document_of,
    slug_of,
)
from casegraph.quads import graph_of
from casegraph.read import Readable, Reading, as_reading, read
from casegraph.reason import entailments, rules
from casegraph.store import Store
from casegraph.validate import Report, infer_and_validate
from casegraph.vocabulary import bundled

_SHARED = (ONTOLOGY, TERMS, TERMS_INFERRED, PUBLICATIONS, PUBLICATIONS_INFERRED)


@dataclass(frozen=True)
class Build:
    """What a build did.

    store: open for writing; close it when done. report: about every case of the input. stored,
    refused: case documents, sorted; a refused one has a violation, and what the store had of it
    stays.
    """

    store: Store
    report: Report
    stored: tuple[str, ...]
    refused: tuple[str, ...]


def build(
    paths: Readable = (),
    *,
    store: Store | str | PathLike[str] | None = None,
    engine: str = "reference",
) -> Build:
    """Return the store with the cases of *paths* in it, and the report about them.

    paths: files and folders as `read` takes them, or a reading; the bundled cases when empty.
    store: one that is open for writing, the path of one that is made if need be, or None for a new
    one in memory.
    A case that the store has already is replaced. A violation in the publications or terms that the
    input brings refuses all its cases.

    :raises ReadError: when the input cannot be used.
    :raises InferenceError: when the axioms contradict what is said.
    :raises StoreError: when the store cannot be used, or holds other cases that were built with
        another version of the vocabulary.

    In each of these the store is as it was before.

    >>> import casegraph
    >>> from casegraph.resources import data_dir
    >>> built = casegraph.build(data_dir() / "cases" / "alar-ligament-calcification-ra.ttl")
    >>> built.stored
    ('https://w3id.org/casegraph/case/alar-ligament-calcification-ra',)
    >>> built.store.close()
    """
    reading = as_reading(paths)
    path = None if isinstance(store, Store) else store
    target = store if isinstance(store, Store) else _opened_if_there(path)
    try:
        if target is not None:
            _check_version(target, reading)
            known = (*bundled().quads, *reading.background().quads)
            reading |= background.kept(target, known, fspath(path or "the store"))
        report, inferred = infer_and_validate(reading, engine=engine)
        refused = _refused(reading, report)
        stored = tuple(document for document in reading.cases if document not in refused)
        target = target or Store.open(path, write=True)
        if stored or (report.conforms and not reading.cases):
            _write(target, reading, inferred, stored)
    except BaseException:
        if target is not None and target is not store:
            target.close()
        raise
    return Build(target, report, stored, refused)


def open_store(path: str | PathLike[str] | None = None) -> Store:
    """Return the store at *path* for reading, or one in memory with the bundled cases.

    What follows from the bundled cases is kept in the user's cache folder, so that only the first
    call takes seconds.

    :raises StoreError: when *path* is no store or cannot be read.

    >>> import casegraph
    >>> with casegraph.open() as store:
    ...     len(store.cases())
    3
    """
    if path is not None:
        return Store.open(path)
    reading = read()
    key = hashlib.sha256(_knowledge().encode())
    for line in sorted(map(str, reading.quads)):
        key.update(line.encode())
    inferred = inference_cache.recall(key.hexdigest(), lambda: entailments(reading))
    store = Store.open()
    _write(store, reading, inferred, reading.cases)
    return store


@contextmanager
def opened(store: Store | str | PathLike[str] | None) -> Iterator[Store]:
    """Give *store*, or the one that `open_store` opens at that path until the block ends."""
    if isinstance(store, Store):
        yield store
    else:
        with open_store(store) as one:
            yield one


def _write(
    store: Store, reading: Reading, inferred: Iterable[ox.Quad], documents: Iterable[str]
) -> None:
    """Put the shared graphs and each of *documents* into *store*."""
    shared: list[ox.Quad] = [*bundled().quads, *reading.background().quads]
    by_case: dict[str, list[ox.Quad]] = {document: [] for document in documents}
    for quad in inferred:
        document = document_of(graph_of(quad))
        if document is None:
            shared.append(quad)
        elif document in by_case:
            by_case[document].append(quad)
    store.replace_graphs(_SHARED, shared)
    for document, follows in by_case.items():
        store.replace_case(document, [*reading.case(document).quads, *follows])
    store.digest = _knowledge()


def _refused(reading: Reading, report: Report) -> tuple[str, ...]:
    if any(result.document is None for result in report.violations):
        return reading.cases
    with_violation = {result.document for result in report.violations}
    return tuple(document for document in reading.cases if document in with_violation)


def _opened_if_there(path: str | PathLike[str] | None) -> Store | None:
    """Return the store at *path*, None when there is nothing yet; then it is made when needed."""
    return Store.open(path, write=True) if path is not None and Path(path).exists() else None


def _check_version(store: Store, reading: Reading) -> None:
    """Check that what *store* keeps beside the cases of *reading* was inferred as it would be now.

    :raises StoreError: when it was not.
    """
    others = [document for document in store.cases() if document not in reading.cases]
    if others and store.digest != _knowledge():
        raise StoreError(
            "holds cases that were built with another version of the vocabulary: "
            + ", ".join(map(slug_of, others)),
            repair="Build them together with the new ones, or build into another folder.",
        )


@cache
def _knowledge() -> str:
    """Return the digest of what inference rests on: vocabulary, rules and this version."""
    digest = hashlib.sha256(bundled().digest.encode())
    for rule in rules.bundled():
        digest.update(f"\n{rule.file}\n{rule.text}".encode())
    digest.update(version("casegraph").encode())
    return digest.hexdigest()
