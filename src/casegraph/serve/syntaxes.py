"""Quads in the RDF syntaxes that clients ask for, written while they are read.

Enters a media type and quads; leaves pieces of one document. What a person may read, a few thousand
triples, is written as by hand; more is written as it comes, under all prefixes. What a syntax
cannot say is refused, never left out or said wrongly: RDF/XML has names for predicates (RDF/XML,
section 2.4) and XML has not all characters (XML 1.0, section 2.2).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypeVar

import pyoxigraph as ox

from casegraph.errors import ExportError
from casegraph.namespaces import PREFIXES
from casegraph.serve.errors import RefusedError
from casegraph.solutions import Term
from casegraph.syntaxes.jsonld import jsonld
from casegraph.syntaxes.turtle import trig, turtle

_Term = TypeVar("_Term")

TURTLE, NTRIPLES, JSONLD = "text/turtle", "application/n-triples", "application/ld+json"
RDFXML, TRIG, NQUADS = "application/rdf+xml", "application/trig", "application/n-quads"

_FORMATS: Mapping[str, ox.RdfFormat] = {
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    JSONLD: ox.RdfFormat.JSON_LD,
    RDFXML: ox.RdfFormat.RDF_XML,
    TRIG: ox.RdfFormat.TRIG,
    NQUADS: ox.RdfFormat.N_QUADS,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/n3": ox.RdfFormat.TURTLE,
}

OFFERED = tuple(_FORMATS)
"""The media types of graphs, in the order in which the server would give them."""

_READABLE: Mapping[ox.RdfFormat, Callable[[Iterable[ox.Quad]], str]] = {
    ox.RdfFormat.TURTLE: turtle,
    ox.RdfFormat.TRIG: trig,
    ox.RdfFormat.JSON_LD: jsonld,
}
"""What writes as by hand."""

_FEW = 2_000
"""How many quads a person may read."""

_AT_ONCE = 2_000
"""How many quads of a long document are written at once."""

_OPENING = re.compile(rb"\A(?:\[|<\?xml[^>]*>\s*<rdf:RDF[^>]*>\n|(?:@prefix [^\n]*\n)+)")
"""What Oxigraph writes before the content; the order of the prefixes is its own."""

_UNSAYABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = re.compile(r"[^\W\d][\w.\u00b7-]*\Z")
"""The end of an IRI that can be an element's name; a little narrower than XML has it."""


def content_type(media_type: str) -> str:
    """Return *media_type* as the header has it; JSON and XML say their character set themselves.

    >>> content_type("text/turtle"), content_type("application/ld+json")
    ('text/turtle; charset=utf-8', 'application/ld+json')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def pieces(quads: Iterable[ox.Quad], media_type: str) -> Iterator[bytes]:
    """Yield one document with *quads* in *media_type*, which is one of `OFFERED`.

    A syntax without named graphs gets the triples, whatever their graphs, each as often as graphs
    have it unless they are few.

    :raises RefusedError: 406, when the syntax cannot say one of them.
    """
    syntax = _FORMATS[media_type]
    rest = iter(quads)
    first = list(islice(rest, _FEW + 1))
    text = _readable(first, syntax) if len(first) <= _FEW else None
    if text is not None:
        yield text.encode()
        return
    yield from _document(chain(first, rest), syntax)


def _readable(quads: Sequence[ox.Quad], syntax: ox.RdfFormat) -> str | None:
    """Return *quads* as by hand, None where that is not possible.

    It is not for RDF 1.2, for an IRI that the JSON-LD context would read otherwise, and for blank
    nodes too deep in each other.
    """
    if syntax not in _READABLE or any(_is_new(quad.object) for quad in quads):
        return None
    try:
        return _READABLE[syntax](quads)
    except (ExportError, RecursionError):
        return None


def _is_new(term: Term) -> bool:
    """Return whether RDF 1.1 has no such term: a triple, or a literal with a direction."""
    return isinstance(term, ox.Triple) or (
        isinstance(term, ox.Literal) and term.direction is not None
    )


def _document(quads: Iterator[ox.Quad], syntax: ox.RdfFormat) -> Iterator[bytes]:
    """Yield one document with *quads*, a part at a time: each without what only the whole has."""
    opening, comma, closing = _frame(syntax)
    yield opening
    between = b""
    while some := tuple(islice(quads, _AT_ONCE)):
        part = _serialized(some, syntax)
        yield between + _OPENING.sub(b"", part, count=1).removesuffix(closing)
        between = comma
    yield closing


def _frame(syntax: ox.RdfFormat) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the content of each document, between two contents, and after."""
    if syntax == ox.RdfFormat.JSON_LD:
        return b"[", b",\n", b"]"
    if syntax == ox.RdfFormat.RDF_XML:
        opening, closing = _serialized((), syntax).split(b"</")
        return opening, b"", b"</" + closing
    if syntax in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}:
        prefixes = (f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in sorted(PREFIXES))
        return "".join(prefixes).encode(), b"", b""
    return b"", b"", b""


def _serialized(quads: Sequence[ox.Quad], syntax: ox.RdfFormat) -> bytes:
    said: Iterable[ox.Quad] | Iterable[ox.Triple] = quads
    if syntax == ox.RdfFormat.RDF_XML:
        said = [_in_xml(quad.triple) for quad in quads]
    elif not syntax.supports_datasets:
        said = [quad.triple for quad in quads]
    try:
        written = ox.serialize(said, format=syntax, prefixes=PREFIXES) or b""
    except (OSError, ValueError) as error:
        raise _refusal(syntax, str(error)) from None
    return written.replace(b"\r", b"&#13;") if syntax == ox.RdfFormat.RDF_XML else written


def _in_xml(triple: ox.Triple) -> ox.Triple:
    """Return *triple* with blank nodes whose labels are names.

    :raises RefusedError: when RDF/XML cannot say it.
    """
    subject, predicate, value = triple
    if isinstance(value, ox.Triple):
        value = _in_xml(value)
    if not _NAMED.search(predicate.value):
        raise _refusal(ox.RdfFormat.RDF_XML, f"{predicate} ends in nothing that can be a name")
    if isinstance(value, ox.Literal) and (found := _UNSAYABLE.search(value.value)):
        raise _refusal(ox.RdfFormat.RDF_XML, f"a literal has the character U+{ord(found[0]):04X}")
    return ox.Triple(_labelled(subject), predicate, _labelled(value))


def _labelled(term: _Term) -> _Term | ox.BlankNode:
    return ox.BlankNode(f"b{term.value}") if isinstance(term, ox.BlankNode) else term


def _refusal(syntax: ox.RdfFormat, why: str) -> RefusedError:
    return RefusedError(
        406,
        f"{syntax.name} cannot say this answer: {why}",
        repair=f"Ask for N-Triples: Accept: {NTRIPLES}.",
    )
