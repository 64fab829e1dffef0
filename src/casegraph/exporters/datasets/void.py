"""A store in VoID: how much of what, in which parts, linked to what, and where it can be had."""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from casegraph import curies
from casegraph.exporters.datasets.count import OF_AN_ONTOLOGY
from casegraph.exporters.datasets.description import Description
from casegraph.exporters.datasets.download import Download
from casegraph.exporters.datasets.triples import DATASET, VOID, Describing
from casegraph.exporters.urls import iri_at
from casegraph.namespaces import (
    BASE,
    CASE,
    DCTERMS,
    OWL,
    PREFIXES,
    PUBLICATIONS,
    TERM,
    case_iri,
)

_NAMESPACE = re.compile(r".*[#/]")
_TITLES = {
    "cases": "What the cases assert",
    "cases-inferred": "What follows for the cases",
    "cases-provenance": "Who encoded the cases, from which text and when",
    "ontology": "The vocabulary and its axioms",
    "publications": "The works that cases report and cite",
    "publications-inferred": "What follows about the works",
    "terms": "The terms, their hierarchy and their matches",
    "terms-inferred": "What follows about the terms",
}
_SPACES = {"cases": CASE, "publications": f"{PUBLICATIONS}/", "terms": TERM}


def void(
    described: Description, *, downloads: Iterable[Download] = (), endpoint: str | None = None
) -> list[ox.Quad]:
    """Return the triples that describe a store as a `void:Dataset`.

    downloads: files that hold all of it; those in a syntax of RDF become its dumps. endpoint: the
    URL of a SPARQL endpoint, None when there is none.

    :raises ExportError: when one of these is no URL.
    """
    say, counted = Describing(), described.tally
    dataset = ox.NamedNode(DATASET)
    say.type(dataset, f"{VOID}Dataset")
    say.words(dataset, f"{DCTERMS}title", described.title)
    say.words(dataset, f"{DCTERMS}description", described.words)
    for licence in described.licences:
        say.link(dataset, f"{DCTERMS}license", licence)
    for creator in described.creators:
        say.link(dataset, f"{DCTERMS}creator", creator)
    say.typed(dataset, f"{DCTERMS}created", described.issued, "date")
    say.typed(dataset, f"{DCTERMS}modified", described.modified, "date")
    say.link(dataset, f"{PREFIXES['foaf']}homepage", BASE)
    say.words(dataset, f"{VOID}uriSpace", f"{BASE}/", None)
    if counted.first:
        say.link(dataset, f"{VOID}exampleResource", case_iri(counted.first))
    for download in downloads:
        url = iri_at(download.url, "download")
        if download.syntax:
            say.link(dataset, f"{VOID}dataDump", url)
            say.link(dataset, f"{VOID}feature", download.syntax)
    if endpoint is not None:
        say.link(dataset, f"{VOID}sparqlEndpoint", iri_at(endpoint, "SPARQL endpoint"))
    _numbers(say, dataset, described)
    _partitions(say, dataset, described)
    _parts(say, dataset, described)
    _links(say, dataset, described)
    return say.quads


def _numbers(say: Describing, dataset: ox.NamedNode, described: Description) -> None:
    counted = described.tally
    say.number(dataset, f"{VOID}triples", counted.triples.total())
    say.number(dataset, f"{VOID}entities", counted.entities)
    say.number(dataset, f"{VOID}distinctSubjects", counted.subjects)
    say.number(dataset, f"{VOID}distinctObjects", counted.objects)
    say.number(dataset, f"{VOID}classes", len(counted.classes))
    say.number(dataset, f"{VOID}properties", len(counted.properties))
    for namespace in sorted(set(_namespaces([*counted.properties, *counted.classes]))):
        say.link(dataset, f"{VOID}vocabulary", namespace)


def _partitions(say: Describing, dataset: ox.NamedNode, described: Description) -> None:
    """Say how many things each class has, and how many triples each property."""
    for kind, name, number, counts in (
        ("class", "class", "entities", described.tally.classes),
        ("property", "property", "triples", described.tally.properties),
    ):
        for place, iri in enumerate(sorted(counts), 1):
            partition = ox.BlankNode(f"{kind}{place}")
            say.link(dataset, f"{VOID}{kind}Partition", partition)
            say.link(partition, VOID + name, iri)
            say.number(partition, VOID + number, counts[iri])


def _parts(say: Describing, dataset: ox.NamedNode, described: Description) -> None:
    """Say how many triples each kind of named graph has."""
    for part, number in sorted(described.tally.triples.items()):
        subset = ox.NamedNode(f"{DATASET}#{part}")
        say.link(dataset, f"{VOID}subset", subset)
        say.type(subset, f"{VOID}Dataset")
        ontology = part.removeprefix(OF_AN_ONTOLOGY)
        title, version = described.ontologies.get(ontology, ("", ""))
        say.words(subset, f"{DCTERMS}title", title or _TITLES.get(part, part))
        say.words(subset, f"{OWL}versionInfo", version, None)
        say.words(subset, f"{VOID}uriSpace", _SPACES.get(part, ""), None)
        say.number(subset, f"{VOID}triples", number)
        if part == "cases":
            say.number(subset, f"{VOID}documents", described.tally.cases)


def _links(say: Describing, dataset: ox.NamedNode, described: Description) -> None:
    """Say how many matches there are with the terms of each public ontology."""
    for (predicate, prefix), number in sorted(described.tally.links.items()):
        target = ox.NamedNode(f"{DATASET}#{prefix}")
        kind = predicate.rpartition("#")[2]
        linkset = ox.NamedNode(f"{DATASET}#{prefix}-{kind}")
        say.type(target, f"{VOID}Dataset")
        say.words(target, f"{DCTERMS}title", prefix, None)
        say.words(target, f"{VOID}uriSpace", curies.NAMESPACES[prefix], None)
        say.link(dataset, f"{VOID}subset", linkset)
        say.type(linkset, f"{VOID}Linkset")
        say.link(linkset, f"{VOID}linkPredicate", predicate)
        say.link(linkset, f"{VOID}subjectsTarget", ox.NamedNode(f"{DATASET}#terms"))
        say.link(linkset, f"{VOID}objectsTarget", target)
        say.number(linkset, f"{VOID}triples", number)


def _namespaces(iris: Iterable[str]) -> Iterator[str]:
    """Yield the namespace of each IRI: the longest that is known, else up to its last part."""
    known = sorted(PREFIXES.values(), key=len, reverse=True)
    for iri in iris:
        guessed = _NAMESPACE.match(iri)
        rest = guessed.group() if guessed else iri
        yield next((space for space in known if iri.startswith(space)), rest)
