"""What all pages rest on: the program that makes them, and what the store says of no case."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import casegraph
from casegraph.namespaces import (
    ONTOLOGY,
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS_INFERRED,
)
from casegraph.quads import nquads
from casegraph.site.manifest import Entry
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site

_SOURCES = frozenset({".py", ".html", ".css", ".js", ".svg", ".ttl", ".rq", ".jsonld", ".tsv"})


def shared(catalogue: Catalogue, site: Site) -> str:
    """Return the digest of the program, the site's names, the vocabulary, the reports' texts.

    :raises EvidenceError: when the folder of the texts is none or cannot be read.
    """
    digest = hashlib.sha256(f"{_program()} {site!r}".encode())
    if catalogue.sources is not None and catalogue.texts is not None:
        for file in sorted(file for file in catalogue.sources.iterdir() if file.is_file()):
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for graph in (ONTOLOGY, *catalogue.term_graphs, TERMS_INFERRED):
        digest.update(nquads(catalogue.store.graph(graph)))
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
    for graph in (PUBLICATIONS, PUBLICATIONS_INFERRED):
        digest.update(nquads(catalogue.store.graph(graph)))
    return digest.hexdigest()


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
