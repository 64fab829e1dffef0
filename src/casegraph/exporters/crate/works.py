"""The publications from which the cases of a store come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import CG, DCTERMS, PREFIXES, PUBLICATIONS, RDFS
from casegraph.quads import value_of
from casegraph.store import Store

_DOI = re.compile(r"(https?://(dx\.)?doi\.org/|doi:)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_REPORTS = f"SELECT DISTINCT ?work WHERE {{ ?case <{CG}reportedIn> ?work }}"


@dataclass(frozen=True)
class Work:
    """A publication. iri: its DOI as a URL where there is one. issued: a date, empty without."""

    iri: str
    title: str
    issued: str
    authors: tuple[tuple[str, str], ...]
    """The IRI and the name of each author who has a name."""


def reports(store: Store) -> Iterator[Work]:
    """Yield the publications that report the cases of *store*, by their IRIs."""
    rows = cast("ox.QuerySolutions", store.query(_REPORTS))
    for iri in sorted({value_of(row["work"]) for row in rows}):
        yield _work(store, iri)


def _work(store: Store, iri: str) -> Work:
    said: dict[str, list[str]] = {}
    for quad in store.about(ox.NamedNode(iri), PUBLICATIONS):
        said.setdefault(quad.predicate.value, []).append(value_of(quad.object))
    names = (*said.get(f"{PREFIXES['schema']}sameAs", ()), *said.get(f"{DCTERMS}identifier", ()))
    dois = sorted(found["doi"].lower() for name in names if (found := _DOI.fullmatch(name)))
    titles = sorted(said.get(f"{DCTERMS}title", ())) or sorted(said.get(f"{RDFS}label", ()))
    return Work(
        f"https://doi.org/{dois[0]}" if dois else iri,
        titles[0] if titles else iri,
        min(said.get(f"{DCTERMS}issued", ()), default=""),
        tuple(_authors(store, sorted(said.get(f"{DCTERMS}creator", ())))),
    )


def _authors(store: Store, iris: list[str]) -> Iterator[tuple[str, str]]:
    for iri in iris:
        names = [
            value_of(quad.object)
            for quad in store.about(ox.NamedNode(iri), PUBLICATIONS)
            if quad.predicate.value == f"{PREFIXES['foaf']}name"
        ]
        if names:
            yield iri, min(names)
