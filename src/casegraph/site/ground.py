"""What all pages rest on: the program that makes them, and what the store says of no case."""

import hashlib
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path

import casegraph
from casegraph.namespaces import PUBLICATIONS, PUBLICATIONS_INFERRED, document_of
from casegraph.quads import nquads
from casegraph.site.manifest import Entry
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site

_OF_WORKS = (PUBLICATIONS, PUBLICATIONS_INFERRED)
_AT_A_TIME = 10_000
_SOURCES = frozenset({".py", ".html", ".css", ".js", ".svg", ".ttl", ".rq", ".jsonld", ".tsv"})


def shared(catalogue: Catalogue, site: Site) -> str:
    """Return the digest of the program, the site's names, the reports' texts, the vocabulary.

    :raises EvidenceError: when the folder of the texts is none or cannot be read.
    """
    digest = hashlib.sha256(f"{_program()} {site!r}".encode())
    if catalogue.sources is not None and catalogue.texts is not None:
        for file in sorted(file for file in catalogue.sources.iterdir() if file.is_file()):
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for graph in catalogue.graphs:
        if document_of(graph) is None and graph not in _OF_WORKS:
            _add(digest, catalogue, graph)
    return digest.hexdigest()


def whole(catalogue: Catalogue, shared: str, entries: Iterable[Entry]) -> str:
    """Return the digest of all that the store has, empty when it is not known of each case.

    shared: as the function of that name gives it. entries: of the pages.
    """
    of_cases = {entry.path: entry.digest for entry in entries if entry.digest}
    if any(addresses.case_path(document) not in of_cases for document in catalogue.cases):
        return ""
    digest = hashlib.sha256(shared.encode())
    for path, known in sorted(of_cases.items()):
        digest.update(f"{path} {known}\n".encode())
    for graph in _OF_WORKS:
        _add(digest, catalogue, graph)
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", catalogue: Catalogue, graph: str) -> None:
    """Add *graph* to *digest*, some quads at a time."""
    quads = catalogue.store.graph(graph)
    while some := tuple(islice(quads, _AT_A_TIME)):
        digest.update(nquads(some))


@cache
def _program() -> str:
    """Return the digest of the files of this package."""
    digest = hashlib.sha256()
    package = Path(casegraph.__file__).parent
    for file in sorted(package.rglob("*")):
        if file.suffix in _SOURCES:
            digest.update(file.relative_to(package).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
