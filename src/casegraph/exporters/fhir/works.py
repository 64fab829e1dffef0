"""What a store says of publications, as far as document references have a place for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import DCTERMS, PREFIXES, PUBLICATIONS, RDF, RDFS
from casegraph.store import Store

_BIBO, _FOAF, _PRISM, _SCHEMA = (PREFIXES[one] for one in ("bibo", "foaf", "prism", "schema"))
_TEXTS: Mapping[str, str] = {
    f"{DCTERMS}title": "title",
    f"{RDFS}label": "label",
    f"{DCTERMS}issued": "issued",
    f"{_PRISM}publicationName": "journal",
    f"{_PRISM}volume": "volume",
    f"{_PRISM}pageRange": "pages",
}


@dataclass
class Work:
    """A publication.

    texts: title, label, issued, journal, volume, pages. more: whether it has anything besides.
    """

    iri: str
    texts: dict[str, str] = field(default_factory=dict)
    identifiers: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    more: bool = False

    @property
    def title(self) -> str:
        """The title, or else what it is called here."""
        return self.texts.get("title") or self.texts.get("label", "")

    @property
    def source(self) -> str:
        """Where it appeared, as one cites it; empty when that is not known."""
        parts = [self.texts.get(name, "") for name in ("journal", "issued", "volume", "pages")]
        return ", ".join(filter(None, parts))


def works_of(store: Store, iris: Iterable[str]) -> dict[str, Work]:
    """Return what *store* says of each of the publications *iris*."""
    found = {iri: Work(iri) for iri in sorted(set(iris))}
    if not found:
        return found
    values = " ".join(f"<{iri}>" for iri in found)
    rows = store.query(
        f"SELECT ?work ?property ?value WHERE {{ VALUES ?work {{ {values} }} "
        f"GRAPH <{PUBLICATIONS}> {{ ?work ?property ?value }} }}"
    )
    for row in sorted(cast("ox.QuerySolutions", rows), key=lambda row: str(row["value"])):
        _add(found[row["work"].value], row["property"].value, row["value"].value)
    for work, author in _authors(store, values):
        found[work].authors.append(author)
    return found


def _add(work: Work, name: str, value: str) -> None:
    if name in _TEXTS:
        work.texts.setdefault(_TEXTS[name], value)
    elif name == f"{DCTERMS}identifier":
        work.identifiers.append(value)
    elif name == f"{_SCHEMA}sameAs":
        work.addresses.append(value)
    elif name not in (f"{RDF}type", f"{DCTERMS}creator", f"{_BIBO}authorList"):
        work.more = True


def _authors(store: Store, values: str) -> list[tuple[str, str]]:
    """Return works with the names of their authors, in the order of the list of authors."""
    rows = store.query(
        f"SELECT ?work ?name (COUNT(?cell) AS ?position) WHERE {{ VALUES ?work {{ {values} }} "
        f"GRAPH <{PUBLICATIONS}> {{ ?work <{_BIBO}authorList>/<{RDF}rest>* ?cell . "
        f"?cell <{RDF}rest>*/<{RDF}first>/<{_FOAF}name> ?name }} }} "
        "GROUP BY ?work ?name ORDER BY ?work ?position ?name"
    )
    return [(row["work"].value, row["name"].value) for row in cast("ox.QuerySolutions", rows)]
