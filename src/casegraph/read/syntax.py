"""Bytes of an RDF syntax to quads, each with its line.

Turtle, TriG, N-Triples, N-Quads, JSON-LD 1.1 and RDF/XML, parsed by Oxigraph, which never opens
another file or the network. Oxigraph asks for more bytes only when it needs them, so feeding it
line by line tells the line on which each quad was complete. JSON-LD is read as a whole; there the
line is that of the node's `@id`.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.quads import subject_of
from casegraph.read.jsonld import lines_of_nodes, local_name, with_local_context
from casegraph.read.reading import Location

SYNTAXES: dict[str, ox.RdfFormat] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
"""File name suffix to syntax."""

_ZIP = b"PK\x03\x04"
_RELATIVE = "x-casegraph-relative:///"
_XML_OPAQUE = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)


def parse(path: Path, file: str) -> Iterator[tuple[ox.Quad, Location]]:
    """Yield the quads of the file at *path* as they stand, each with its place.

    Blank nodes are labelled by the file's content and their order in it, so that they are the
    same each time and never those of another file.
    file: the file's name in places and errors.

    :raises ReadError: when the file cannot be read, is not UTF-8, has another suffix than
        `SYNTAXES`, does not follow its syntax, names a relative IRI, a remote JSON-LD context or
        a DOCTYPE, or uses RDF 1.2 terms.
    """
    syntax = SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        raise ReadError(
            "the file name does not tell an RDF syntax",
            file=file,
            repair=f"Name it with one of {', '.join(SYNTAXES)}.",
        )
    content = _content(path, file)
    if syntax == ox.RdfFormat.JSON_LD:
        content = with_local_context(content, file)
    elif syntax == ox.RdfFormat.RDF_XML:
        _refuse_doctype(content, file)
    lines = _Lines(content.encode())
    ids = lines_of_nodes(content) if syntax == ox.RdfFormat.JSON_LD else None
    labels = _Labels(content)
    try:
        for quad in ox.parse(cast("IO[bytes]", lines), format=syntax, base_iri=_RELATIVE):
            line = lines.count if ids is None else ids.get(local_name(subject_of(quad).value))
            place = Location(file, line)
            yield _checked(quad, place, labels), place
    except SyntaxError as error:
        raise ReadError(
            f"is not {syntax.name}: {_reason(error)}",
            file=file,
            line=error.lineno or lines.count or None,
            repair="Correct the syntax here or on the line before.",
        ) from None


class _Lines:
    """A binary file that hands out at most one line a call, and counts them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0
        self._end_of_line = 0
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        if self._at == self._end_of_line < len(self._content):
            self._end_of_line = self._content.find(b"\n", self._at) + 1 or len(self._content)
            self.count += 1
        end = self._end_of_line if size < 0 else min(self._at + size, self._end_of_line)
        piece = self._content[self._at : end]
        self._at = end
        return piece


class _Labels:
    """Blank node labels of one file: its digest and a number in order of appearance."""

    def __init__(self, content: str) -> None:
        self._prefix = f"b{hashlib.sha256(content.encode()).hexdigest()[:16]}n"
        self._seen: dict[str, ox.BlankNode] = {}

    def __call__(self, node: ox.BlankNode) -> ox.BlankNode:
        return self._seen.setdefault(node.value, ox.BlankNode(f"{self._prefix}{len(self._seen)}"))


def _content(path: Path, file: str) -> str:
    """Return the text of the file, without a byte order mark."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"cannot be read: {error.strerror}",
            file=file,
            repair="Check the path and its permissions.",
        ) from None
    if content.startswith(_ZIP):
        raise ReadError(
            "is a zip archive, as a Word document is, and not RDF",
            file=file,
            repair="Unpack it, or save the case as plain text.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(
            "is not UTF-8",
            file=file,
            line=error.object[: error.start].count(b"\n") + 1,
            repair="Save the file in UTF-8.",
        ) from None


def _checked(quad: ox.Quad, place: Location, labels: _Labels) -> ox.Quad:
    """Return *quad* relabelled, if its terms are RDF 1.1 and its IRIs are absolute."""
    subject, predicate, value, graph = quad
    if isinstance(value, ox.Triple) or (isinstance(value, ox.Literal) and value.direction):
        raise ReadError(
            "a triple term or a directional string, which are RDF 1.2",
            file=place.file,
            line=place.line,
            repair="Say it in RDF 1.1.",
        )
    datatype = value.datatype if isinstance(value, ox.Literal) else None
    for term in (subject, predicate, value, graph, datatype):
        if isinstance(term, ox.NamedNode) and term.value.startswith(_RELATIVE):
            raise ReadError(
                "a relative IRI, and the file says no base",
                file=place.file,
                line=place.line,
                node=f"<{term.value.removeprefix(_RELATIVE)}>",
                repair="Write the IRI in full, or declare a base "
                "such as https://w3id.org/casegraph/case/SLUG.",
            )
    return ox.Quad(
        labels(subject) if isinstance(subject, ox.BlankNode) else subject,
        predicate,
        labels(value) if isinstance(value, ox.BlankNode) else value,
        labels(graph) if isinstance(graph, ox.BlankNode) else graph,
    )


def _reason(error: SyntaxError) -> str:
    """Return Oxigraph's reason without the position, which the error says already."""
    return re.sub(r"^Parser error at .*?: ", "", str(error.msg))


def _refuse_doctype(content: str, file: str) -> None:
    """Refuse a document type declaration: its entities can name other files and grow without bound.

    :raises ReadError: naming its line.
    """
    visible = _XML_OPAQUE.sub(lambda found: "\n" * found.group().count("\n"), content)
    at = visible.upper().find("<!DOCTYPE")
    if at >= 0:
        raise ReadError(
            "an XML document type declaration, which is never followed",
            file=file,
            line=visible.count("\n", 0, at) + 1,
            repair="Remove the DOCTYPE and write its entities out.",
        )
