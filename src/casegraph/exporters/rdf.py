"""A store to the RDF syntaxes: what is exported reads back as the same graphs.

Turtle, N-Triples and RDF/XML have no named graphs, so they get the union of all. A store is written
part by part, as `parts_of` gives them; what two graphs of one part say is then written once, what
two parts say twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike

import pyoxigraph as ox

from casegraph import lookup
from casegraph.build import opened
from casegraph.errors import ExportError
from casegraph.exporters.excerpt import excerpt
from casegraph.exporters.file import Out, stream
from casegraph.exporters.parts import parts_of
from casegraph.namespaces import PREFIXES
from casegraph.progress import Progress, silent
from casegraph.quads import canonical_quads
from casegraph.store import Store
from casegraph.syntaxes.jsonld import jsonld, jsonld_pieces
from casegraph.syntaxes.turtle import trig, trig_pieces, turtle, turtle_pieces

_Parts = Iterable[Iterable[ox.Quad]]


def _ntriples(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of *quads* as N-Triples, sorted."""
    return "".join(sorted({f"{quad.triple} .\n" for quad in quads}))


def _nquads(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as N-Quads, sorted."""
    return "".join(sorted(f"{quad} .\n" for quad in quads))


def _rdfxml(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of *quads* as RDF/XML, by subject."""
    return "".join(_rdfxml_pieces([quads]))


def _rdfxml_pieces(parts: _Parts) -> Iterator[str]:
    """Yield one RDF/XML document with the triples of *parts*, by subject within each.

    What is between the root's tags is the same in a document of one part alone.
    """
    opening, closing = _rdfxml_document([]).split("</")
    yield opening
    for quads in parts:
        triples = sorted({quad.triple for quad in quads}, key=str)
        yield _rdfxml_document(triples).removeprefix(opening).removesuffix(f"</{closing}")
    yield f"</{closing}\n"


def _rdfxml_document(triples: Iterable[ox.Triple]) -> str:
    written = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)
    return (written or b"").decode()


FORMATS: Mapping[str, Callable[[Iterable[ox.Quad]], str]] = {
    "jsonld": jsonld,
    "nquads": _nquads,
    "ntriples": _ntriples,
    "rdfxml": _rdfxml,
    "trig": trig,
    "turtle": turtle,
}
"""Format name, as on the command line, to its writer."""

_PIECES: Mapping[str, Callable[[_Parts], Iterator[str]]] = {
    "jsonld": jsonld_pieces,
    "nquads": lambda parts: map(_nquads, parts),
    "ntriples": lambda parts: map(_ntriples, parts),
    "rdfxml": _rdfxml_pieces,
    "trig": trig_pieces,
    "turtle": turtle_pieces,
}
"""Format name to what writes one document of several parts that share no blank node label."""


def export(
    format: str,  # noqa: A002 - the word of the command line
    *,
    store: Store | str | PathLike[str] | None = None,
    out: Out[bytes] | None = None,
    asserted_only: bool = False,
    case: str | None = None,
    progress: Progress = silent,
) -> bytes | None:
    """Return everything in *store* in an RDF syntax, or write it to *out*.

    format: a key of `FORMATS`. store: a store, the path of one, or None for the bundled cases. out:
    a file, or a function that takes the bytes in pieces, so that no more than one part of a store
    is in memory. asserted_only: leave out what was inferred. case: the slug or IRI of the one case
    that is wanted, with the publications and added terms that it takes to build it again. The same
    content gives the same bytes, blank node labels included (RDFC-1.0).

    :raises ExportError: for an unknown format, or when *out* cannot be written.
    :raises UnknownCaseError: when *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.

    >>> import casegraph
    >>> turtle = casegraph.export("turtle", case="alar-ligament-calcification-ra")
    >>> turtle.decode().splitlines()[0]
    '@prefix cg: <https://w3id.org/casegraph/ontology#> .'
    """
    if format not in FORMATS:
        raise ExportError(
            f"there is no format {format!r}", repair=f"Choose one of {', '.join(FORMATS)}."
        )
    with opened(store) as source:
        if case is None:
            pieces = _PIECES[format](
                parts_of(source, asserted_only=asserted_only, progress=progress)
            )
        else:
            quads = excerpt(source, lookup.case(source, case), asserted_only=asserted_only)
            pieces = iter([FORMATS[format](canonical_quads(quads))])
        encoded = (piece.encode() for piece in pieces)
        if out is None:
            return b"".join(encoded)
        stream(out, encoded)
    return None
