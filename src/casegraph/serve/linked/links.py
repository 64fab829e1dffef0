"""The `Link` of a response (RFC 8288): what else there is of the same thing, and what it is."""

from collections.abc import Iterator

import pyoxigraph as ox

from casegraph.namespaces import DCTERMS, document_of, provenance_graph
from casegraph.serve.linked import media
from casegraph.serve.linked.things import Thing
from casegraph.web import addresses
from casegraph.web.addresses import HTML
from casegraph.web.catalogue import Catalogue

_LICENCE = ox.NamedNode(f"{DCTERMS}license")


def links(catalogue: Catalogue, thing: Thing, here: str, shown: str) -> str:
    """Return the links from *thing* at the path *here*, of which *shown* is sent.

    The other representations are alternates, and those for machines describe the page; the thing's
    own IRI is the one to cite (RFC 8574); a licence is the one that the case names.
    """
    return ", ".join(_links(catalogue, thing, here, shown))


def _links(catalogue: Catalogue, thing: Thing, here: str, shown: str) -> Iterator[str]:
    first = thing.page.path if thing.page else here
    for ending in thing.offered:
        if ending != shown:
            target = addresses.relative(first, here, ending=ending)
            relation = "alternate" if ending == HTML else "alternate describedby"
            yield f'<{target}>; rel="{relation}"; type="{media.TYPES[ending]}"'
    if thing.iri:
        yield f'<{thing.iri}>; rel="cite-as"'
    for iri in _licences(catalogue, thing):
        yield f'<{iri}>; rel="license"'


def _licences(catalogue: Catalogue, thing: Thing) -> list[str]:
    """Return the licences of *thing* when it is a case or in one, as the case names them."""
    document = document_of(thing.iri)
    if document is None:
        return []
    node = ox.NamedNode(document)
    return sorted(
        quad.object.value
        for graph in (document, provenance_graph(document))
        for quad in catalogue.store.about(node, graph)
        if quad.predicate == _LICENCE and isinstance(quad.object, ox.NamedNode)
    )
