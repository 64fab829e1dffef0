"""A store to the RDF syntaxes: what is exported reads back as the same graphs.

Turtle, N-Triples and RDF/XML have no named graphs, so they get the union of all.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from os import PathLike

import pyoxigraph as ox

from casegraph import lookup
from casegraph.build import opened
from casegraph.errors import ExportError
from casegraph.exporters.excerpt import excerpt
from casegraph.exporters.file import write_to
from casegraph.namespaces import PREFIXES
from casegraph.quads import canonical_quads
from casegraph.store import Store
from casegraph.syntaxes.jsonld import jsonld
from casegraph.syntaxes.turtle import trig, turtle


def _ntriples(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of *quads* as N-Triples, sorted."""
    return "".join(sorted({f"{quad.triple} .\n" for quad in quads}))


def _nquads(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as N-Quads, sorted."""
    return "".join(sorted(f"{quad} .\n" for quad in quads))


def _rdfxml(quads: Iterable[ox.Quad]) -> str:
    """Return the triples of *quads* as RDF/XML, by subject."""
    triples = sorted({quad.triple for quad in quads}, key=str)
    written = io.BytesIO()
    ox.serialize(triples, written, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)
    return written.getvalue().decode()


FORMATS: Mapping[str, Callable[[Iterable[ox.Quad]], str]] = {
    "jsonld": jsonld,
    "nquads": _nquads,
    "ntriples": _ntriples,
    "rdfxml": _rdfxml,
    "trig": trig,
    "turtle": turtle,
}
"""Format name, as on the command line, to its writer."""


def export(
    format: str,  # noqa: A002 - the word of the command line
    *,
    store: Store | str | PathLike[str] | None = None,
    out: str | PathLike[str] | None = None,
    asserted_only: bool = False,
    case: str | None = None,
) -> bytes | None:
    """Return everything in *store* in an RDF syntax, or write it to the file *out*.

    format: a key of `FORMATS`. store: a store, the path of one, or None for the bundled cases.
    asserted_only: leave out what was inferred. case: the slug or IRI of the one case that is
    wanted, with the publications and added terms that it takes to build it again. The same content
    gives the same bytes, blank node labels included (RDFC-1.0).

    :raises ExportError: for an unknown format, or when *out* cannot be written.
    :raises UnknownCaseError: when *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.

    >>> import casegraph
    >>> turtle = casegraph.export("turtle", case="alar-ligament-calcification-ra")
    >>> turtle.decode().splitlines()[0]
    '@prefix cg: <https://w3id.org/casegraph/ontology#> .'
    """
    writer = FORMATS.get(format)
    if writer is None:
        raise ExportError(
            f"there is no format {format!r}", repair=f"Choose one of {', '.join(FORMATS)}."
        )
    with opened(store) as source:
        if case is None:
            quads = list(source.quads(asserted_only=asserted_only))
        else:
            document = lookup.case(source, case)
            quads = excerpt(source, document, asserted_only=asserted_only)
    content = writer(canonical_quads(quads)).encode()
    if out is None:
        return content
    write_to(out, content)
    return None
