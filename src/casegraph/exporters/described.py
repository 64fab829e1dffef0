"""What a store says of the terms and publications that a case names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import (
    CG,
    DCTERMS,
    OWL,
    PREFIXES,
    PUBLICATIONS,
    RDF,
    RDFS,
    SKOS,
    TERMS,
    VOCABULARY,
    is_term_graph,
)
from casegraph.quads import value_of
from casegraph.store import Store

_AT_A_TIME = 500


@dataclass
class Described:
    """A term or a publication.

    label: the preferred one, empty without any; that of the term's own graph before that of a
    public ontology. synonyms: the others, sorted. kinds: the local names of its classes. genes:
    those that a variant alters. broader: the terms above it. same: those that mean exactly the
    same, sorted. title, identifiers, addresses: of a publication. more: whether the publication has
    anything besides.
    """

    iri: str
    label: str = ""
    synonyms: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    genes: list[str] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    title: str = ""
    identifiers: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    more: bool = False


def described(store: Store, iris: Iterable[str]) -> Mapping[str, Described]:
    """Return what *store* says of *iris*, and of the genes and broader terms of variants."""
    found = _asked(store, iris)
    variants = [one for one in found.values() if "Variant" in one.kinds]
    beside = {iri for one in variants for iri in (*one.genes, *one.broader)}
    return {**_asked(store, beside - found.keys()), **found}


def ontologies(store: Store) -> Mapping[str, tuple[str, str]]:
    """Return title and version of each public ontology in *store*, by its id."""
    found = {}
    for graph in store.graphs():
        if graph.startswith(VOCABULARY):
            said = {
                quad.predicate.value: value_of(quad.object)
                for quad in store.about(ox.NamedNode(graph), graph)
            }
            title, version = said.get(f"{DCTERMS}title", ""), said.get(f"{OWL}versionInfo", "")
            found[graph.removeprefix(VOCABULARY)] = (title, version)
    return found


def _asked(store: Store, iris: Iterable[str]) -> dict[str, Described]:
    wanted = sorted(iris)
    found: dict[str, Described] = {}
    for start in range(0, len(wanted), _AT_A_TIME):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + _AT_A_TIME])
        rows = store.query(
            "SELECT ?thing ?property ?value ?graph WHERE { "
            f"VALUES ?thing {{ {values} }} GRAPH ?graph {{ ?thing ?property ?value }} }}"
        )
        for row in sorted(cast("ox.QuerySolutions", rows), key=_own_terms_first):
            thing = row["thing"].value
            one = found.setdefault(thing, Described(thing))
            graph, predicate, value = (row[key].value for key in ("graph", "property", "value"))
            if is_term_graph(graph):
                _term(one, predicate, value)
            elif graph == PUBLICATIONS:
                _work(one, predicate, value)
    return found


def _own_terms_first(row: ox.QuerySolution) -> tuple[bool, str]:
    return row["graph"].value != TERMS, str(row["value"])


def _term(one: Described, predicate: str, value: str) -> None:
    if predicate == f"{SKOS}prefLabel" and not one.label:
        one.label = value
    elif predicate in (f"{SKOS}altLabel", f"{SKOS}prefLabel"):
        one.synonyms.append(value)
    elif predicate == f"{RDF}type":
        one.kinds.add(value.removeprefix(CG))
    elif predicate == f"{CG}inGene":
        one.genes.append(value)
    elif predicate == f"{SKOS}broader":
        one.broader.append(value)
    elif predicate == f"{SKOS}exactMatch":
        one.same.append(value)


def _work(one: Described, predicate: str, value: str) -> None:
    if predicate == f"{DCTERMS}title":
        one.title = value
    elif predicate == f"{RDFS}label":
        one.label = value
    elif predicate == f"{DCTERMS}identifier":
        one.identifiers.append(value)
    elif predicate == f"{PREFIXES['schema']}sameAs":
        one.addresses.append(value)
    elif predicate != f"{RDF}type":
        one.more = True
