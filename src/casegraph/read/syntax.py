"""Text of an RDF syntax to quads, with the line of each or, faster, without.

Turtle, TriG, N-Triples, N-Quads, JSON-LD 1.1 and RDF/XML, parsed by Oxigraph, which never opens
another file or the network. Oxigraph asks for more bytes only when it needs them, so feeding it
line by line tells the line on which each quad was complete. JSON-LD is read as a whole; there the
line is that of the node's `@id`. YAML goes its own way, by `casegraph.read.yamlld`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.quads import subject_of
from casegraph.read.jsonld import lines_of_nodes, local_name
from casegraph.read.reading import Location
from casegraph.read.source import SUFFIXES, SYNTAXES, Source, source_of
from casegraph.read.words import bundled_words
from casegraph.read.yamlld import quads_in_yaml

__all__ = ["SUFFIXES", "SYNTAXES", "Labels", "located_quads", "parse", "quads_of"]

_RELATIVE = "x-casegraph-relative:///"
_SUSPICIOUS = (f"<{_RELATIVE}".encode(), b" <<( ", b"--ltr", b"--rtl")


def parse(path: Path, file: str) -> Iterator[tuple[ox.Quad, Location]]:
    """Yield the quads of the file at *path* as they stand, each with its place.

    Blank nodes are labelled by `Labels`.
    file: the file's name in places and errors.

    :raises ReadError: as `source_of` and `located_quads` do.
    """
    source = source_of(path, file)
    label = Labels(source)
    for quad, place in located_quads(source):
        subject, predicate, value, graph = quad
        labelled = ox.Quad(
            label(subject) if isinstance(subject, ox.BlankNode) else subject,
            predicate,
            label(value) if isinstance(value, ox.BlankNode) else value,
            label(graph) if isinstance(graph, ox.BlankNode) else graph,
        )
        yield labelled, place


def located_quads(source: Source) -> list[tuple[ox.Quad, Location]]:
    """Return the quads of *source* as the parser gives them, each with its place.

    Blank nodes have labels that are others each time.

    :raises ReadError: when the text does not follow its syntax, names a relative IRI, or uses
        RDF 1.2 terms; for YAML as `quads_in_yaml` does.
    """
    if source.syntax is None:
        return quads_in_yaml(source.content, source.file, source.words or bundled_words())
    lines = _Lines(source.content.encode())
    base = source.base or _RELATIVE
    is_jsonld = source.syntax == ox.RdfFormat.JSON_LD
    ids = lines_of_nodes(source.content) if is_jsonld else None
    located: list[tuple[ox.Quad, Location]] = []
    place = Location(source.file, None)
    failure = None
    try:
        for quad in ox.parse(cast("IO[bytes]", lines), format=source.syntax, base_iri=base):
            line = lines.count if ids is None else ids.get(local_name(subject_of(quad).value))
            if line != place.line:
                place = Location(source.file, line)
            located.append((quad, place))
    except SyntaxError as error:
        failure = _not_parsed(error, source, lines.count or None)
    if _suspicious(quad for quad, _ in located):
        for quad, where in located:
            _check(quad, where)
    if failure:
        raise failure
    return located


def quads_of(source: Source) -> list[ox.Quad]:
    """Return what `located_quads` does, without the places, in half of the time.

    :raises ReadError: as `located_quads` does, but without a line.
    """
    if source.syntax is None:
        return [quad for quad, _ in located_quads(source)]
    try:
        base = source.base or _RELATIVE
        found = list(ox.parse(source.content.encode(), format=source.syntax, base_iri=base))
    except SyntaxError as error:
        raise _not_parsed(error, source, None) from None
    if _suspicious(found):
        for quad in found:
            _check(quad, Location(source.file, None))
    return found


class Labels:
    """Blank node labels of one file: the digest of its text and a number in order of appearance.

    So they are the same each time, and never those of another file.
    """

    def __init__(self, source: Source) -> None:
        self._prefix = f"b{hashlib.sha256(source.content.encode()).hexdigest()[:16]}n"
        self._given: dict[ox.BlankNode, ox.BlankNode] = {}

    def __call__(self, node: ox.BlankNode) -> ox.BlankNode:
        """Return *node* under the label that is its own."""
        given = self._given.get(node)
        if given is None:
            given = self._given[node] = ox.BlankNode(f"{self._prefix}{len(self._given)}")
        return given


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


def _suspicious(quads: Iterable[ox.Quad]) -> bool:
    """Return whether one of *quads* may have a term that `_check` refuses.

    Writing them all out and looking for the marks of such terms is much faster than looking at each
    term; a literal that contains a mark is suspicious for nothing.
    """
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return any(mark in written for mark in _SUSPICIOUS)


def _check(quad: ox.Quad, place: Location) -> None:
    """Check that the terms of *quad* are of RDF 1.1 and its IRIs absolute.

    :raises ReadError: when they are not.
    """
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


def _not_parsed(error: SyntaxError, source: Source, line: int | None) -> ReadError:
    """Return Oxigraph's *error* as ours, with *line* when it tells none itself."""
    reason = re.sub(r"^Parser error at .*?: ", "", str(error.msg))  # the error says the position
    name = source.syntax.name if source.syntax else "YAML"
    return ReadError(
        f"is not {name}: {reason}",
        file=source.file,
        line=error.lineno or line,
        repair="Correct the syntax here or on the line before.",
    )
