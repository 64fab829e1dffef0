"""The representations of a thing: by the ending of the address, and by `Accept`."""

from collections.abc import Sequence

from casegraph.serve.negotiation import best
from casegraph.web.addresses import HTML, JSONLD, TURTLE

NTRIPLES, RDFXML = "nt", "rdf"

TYPES = {
    HTML: "text/html",
    TURTLE: "text/turtle",
    JSONLD: "application/ld+json",
    NTRIPLES: "application/n-triples",
    RDFXML: "application/rdf+xml",
}
"""The media type of each ending, in the order in which the server would give them."""

DATA = (TURTLE, JSONLD, NTRIPLES, RDFXML)
"""The endings of those that machines read."""

_CHARSET = frozenset({HTML, TURTLE, NTRIPLES})
_ENDINGS = {media_type: ending for ending, media_type in TYPES.items()}


def content_type(ending: str) -> str:
    """Return the media type of *ending*, with its charset where it has one."""
    return f"{TYPES[ending]}; charset=utf-8" if ending in _CHARSET else TYPES[ending]


def split(path: str) -> tuple[str, str]:
    """Return *path* without its ending, and the ending, empty when it has none of ours.

    >>> split("case/neck-pain.ttl"), split("case/neck-pain"), split("ontology/0.1.0")
    (('case/neck-pain', 'ttl'), ('case/neck-pain', ''), ('ontology/0.1.0', ''))
    """
    stem, dot, ending = path.rpartition(".")
    return (stem, ending) if dot and ending in TYPES else (path, "")


def wanted(accept: str, offered: Sequence[str] = tuple(TYPES)) -> tuple[str, ...]:
    """Return the endings that *accept* takes, the best first.

    HTML ends the list, since whatever has an address has a page or leads to one.

    >>> wanted("text/turtle, text/html;q=0.8, */*;q=0.1"), wanted("*/*"), wanted("image/png")
    (('ttl', 'html'), ('html',), ())
    """
    left = [TYPES[ending] for ending in offered]
    found: list[str] = []
    while HTML not in found and (chosen := best(accept, left)) is not None:
        left.remove(chosen)
        found.append(_ENDINGS[chosen])
    return tuple(found)
