"""A store in DCAT 3: a catalogue with one dataset, its files and its services."""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.exporters.datasets.description import Description
from casegraph.exporters.datasets.download import Download
from casegraph.exporters.datasets.triples import DATASET, DCAT, Describing
from casegraph.exporters.urls import iri_at
from casegraph.namespaces import BASE, CG, DCTERMS, ONTOLOGY, PREFIXES

CATALOGUE = f"{BASE}/catalogue"

_EU = "http://publications.europa.eu/resource/authority"
_MEDIA = "https://www.iana.org/assignments/media-types"
_KEYWORDS = (
    "case reports",
    "diagnostic reasoning",
    "evidence",
    "knowledge graph",
    "rare conditions",
)
_SPARQL = "http://www.w3.org/TR/sparql11-protocol/"


def dcat(
    described: Description, *, downloads: Iterable[Download] = (), endpoint: str | None = None
) -> list[ox.Quad]:
    """Return the triples that describe a store as a `dcat:Dataset` in a `dcat:Catalog`.

    downloads: files that hold it, in whatever format. endpoint: the URL of a SPARQL endpoint, None
    when there is none.

    :raises ExportError: when one of these is no URL.
    """
    say = Describing()
    dataset, catalogue = ox.NamedNode(DATASET), ox.NamedNode(CATALOGUE)
    _publisher(say)
    say.type(catalogue, f"{DCAT}Catalog")
    say.words(catalogue, f"{DCTERMS}title", "Data of casegraph")
    say.words(
        catalogue, f"{DCTERMS}description", "What casegraph publishes of clinical case reports."
    )
    say.link(catalogue, f"{DCAT}dataset", dataset)
    say.type(dataset, f"{DCAT}Dataset")
    for node in (catalogue, dataset):
        say.link(node, f"{DCTERMS}publisher", BASE)
        say.link(node, f"{DCTERMS}language", f"{_EU}/language/ENG")
        say.typed(node, f"{DCTERMS}issued", described.issued, "date")
        say.typed(node, f"{DCTERMS}modified", described.modified, "date")
        for licence in described.licences:
            say.link(node, f"{DCTERMS}license", licence)
    _dataset(say, dataset, described)
    for download in downloads:
        _distribution(say, dataset, described, download)
    if endpoint is not None:
        _service(say, catalogue, dataset, iri_at(endpoint, "SPARQL endpoint"))
    return say.quads


def _publisher(say: Describing) -> None:
    agent = ox.NamedNode(BASE)
    say.type(agent, f"{PREFIXES['foaf']}Agent")
    say.words(agent, f"{PREFIXES['foaf']}name", "casegraph", None)


def _dataset(say: Describing, dataset: ox.NamedNode, described: Description) -> None:
    say.words(dataset, f"{DCTERMS}title", described.title)
    say.words(dataset, f"{DCTERMS}description", described.words)
    say.words(dataset, f"{DCTERMS}identifier", DATASET, None)
    say.link(dataset, f"{DCTERMS}accessRights", f"{_EU}/access-right/PUBLIC")
    if described.unlicensed:
        words = f"{described.unlicensed:,} of {described.tally.cases:,} cases name no licence."
        say.words(dataset, f"{DCTERMS}rights", words)
    for creator in described.creators:
        say.link(dataset, f"{DCTERMS}creator", creator)
    for version in described.versions or (ONTOLOGY,):
        say.link(dataset, f"{DCTERMS}conformsTo", version)
    say.words(dataset, f"{DCAT}version", described.version, None)
    say.link(dataset, f"{DCAT}landingPage", BASE)
    say.link(dataset, f"{DCAT}theme", f"{_EU}/data-theme/HEAL")
    for keyword in _KEYWORDS:
        say.words(dataset, f"{DCAT}keyword", keyword)


def _distribution(
    say: Describing, dataset: ox.NamedNode, described: Description, download: Download
) -> None:
    """Describe the file *download*, under its own URL with a fragment."""
    url = iri_at(download.url, "download")
    node = ox.NamedNode(f"{url.value.partition('#')[0]}#distribution")
    say.link(dataset, f"{DCAT}distribution", node)
    say.type(node, f"{DCAT}Distribution")
    say.words(node, f"{DCTERMS}title", download.title or download.name)
    say.link(node, f"{DCAT}accessURL", url)
    say.link(node, f"{DCAT}downloadURL", url)
    if download.media_type:
        say.link(node, f"{DCAT}mediaType", f"{_MEDIA}/{download.media_type}")
    if download.packed:
        say.link(node, f"{DCAT}compressFormat", f"{_MEDIA}/{download.packed}")
    if download.size is not None:
        say.typed(node, f"{DCAT}byteSize", download.size, "nonNegativeInteger")
    if download.syntax:
        say.link(node, f"{DCTERMS}format", download.syntax)
        say.link(node, f"{DCTERMS}conformsTo", CG.removesuffix("#"))
    for licence in described.licences:
        say.link(node, f"{DCTERMS}license", licence)


def _service(
    say: Describing, catalogue: ox.NamedNode, dataset: ox.NamedNode, endpoint: ox.NamedNode
) -> None:
    """Describe the SPARQL endpoint, under its own URL with a fragment."""
    node = ox.NamedNode(f"{endpoint.value.partition('#')[0]}#service")
    say.link(catalogue, f"{DCAT}service", node)
    say.type(node, f"{DCAT}DataService")
    say.words(node, f"{DCTERMS}title", "SPARQL endpoint")
    say.link(node, f"{DCAT}endpointURL", endpoint)
    say.link(node, f"{DCAT}servesDataset", dataset)
    say.link(node, f"{DCTERMS}conformsTo", _SPARQL)
