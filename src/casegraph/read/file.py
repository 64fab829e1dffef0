"""One file, read with the place of each quad or, for a build of many files, without.

Both ways parse and place by the same rules. Only the few files in which something is found need
places, which cost about as much as parsing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.namespaces import PUBLICATIONS, TERMS, document_of
from casegraph.quads import graph_of
from casegraph.read.placing import graph_of_subject, place
from casegraph.read.reading import Location, Reading
from casegraph.read.source import Source, source_from, source_of
from casegraph.read.syntax import Labels, located_quads, quads_of
from casegraph.read.words import Words

_WITHOUT_GRAPHS = (None, ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML)
"""The syntaxes without named graphs, YAML among them."""

_SHARED: Mapping[str | None, ox.NamedNode] = {
    graph: ox.NamedNode(graph) for graph in (PUBLICATIONS, TERMS)
}


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file asserts, without places.

    file: as the caller named it. digest: the SHA-256 of its bytes, in hexadecimal.
    cases: case document, sorted, to the quads of its asserted and its provenance graph.
    background: the publications and terms that the file brings.
    The quads stand in their named graphs, without repetition.
    """

    file: str
    digest: str
    cases: Mapping[str, list[ox.Quad]]
    background: list[ox.Quad]


@dataclass(frozen=True, slots=True)
class Skimmed:
    """What a first look at a file tells: the documents of its cases, sorted, and its background."""

    cases: tuple[str, ...]
    background: list[ox.Quad]


def reading_of(file: str, words: Words | None = None) -> Reading:
    """Return what *file* asserts, with the place of each quad.

    words: those that YAML may use for terms, None for the bundled.

    :raises ReadError: as `casegraph.read.read` does for that file alone.
    """
    return _located(source_of(Path(file), file, words))


def reading_from(raw: bytes, syntax: ox.RdfFormat, name: str, base: str | None = None) -> Reading:
    """Return what the text *raw* in *syntax* asserts, with the place of each quad.

    name: of the text in places and errors. base: against which relative IRIs resolve.

    :raises ReadError: as `casegraph.read.read` does for a file with that text.
    """
    return _located(source_from(raw, syntax, name, base=base))


def contents(file: str, words: Words | None = None) -> FileContent:
    """Return what *file* asserts, the quads that `casegraph.read.read` gives, by case.

    words: those that YAML may use for terms, None for the bundled.

    :raises ReadError: as `casegraph.read.read` does for that file alone.

    >>> from casegraph.resources import data_dir
    >>> content = contents(str(data_dir() / "cases" / "alar-ligament-calcification-ra.ttl"))
    >>> list(content.cases)
    ['https://w3id.org/casegraph/case/alar-ligament-calcification-ra']
    """
    source = source_of(Path(file), file, words)
    by_graph = _by_graph(_unlocated(source) or _located(source).quads)
    cases: dict[str, list[ox.Quad]] = {}
    for graph in sorted(by_graph):
        if document := document_of(graph):
            cases.setdefault(document, []).extend(by_graph[graph])
    background = [quad for graph in (PUBLICATIONS, TERMS) for quad in by_graph.get(graph, ())]
    return FileContent(file, source.digest, cases, background)


def skim(file: str, words: Words | None = None) -> Skimmed:
    """Return which cases *file* has and what it brings beside them, in a third of the time.

    words: those that YAML may use for terms, None for the bundled.

    That a triple belongs nowhere is not always seen: `contents` tells it.

    :raises ReadError: when the file cannot be read, or does not follow its syntax.
    """
    source = source_of(Path(file), file, words)
    if source.syntax in _WITHOUT_GRAPHS:
        quads = quads_of(source)
        subjects = [quad.subject for quad in quads]
        homes: dict[object, str | None] = {
            node: graph_of_subject(node.value)
            for node in set(subjects)
            if isinstance(node, ox.NamedNode)
        }
        background = [
            ox.Quad(quad.subject, quad.predicate, quad.object, _SHARED[home])
            for quad, node in zip(quads, subjects, strict=True)
            if (home := homes.get(node)) in _SHARED
        ]
        if not any(isinstance(quad.object, ox.BlankNode) for quad in background):
            documents = {document_of(home) for home in homes.values() if home}
            return Skimmed(tuple(sorted(filter(None, documents))), background)
    content = contents(file, words)
    return Skimmed(tuple(content.cases), content.background)


def _located(source: Source) -> Reading:
    written = located_quads(source)
    places = [where for _, where in written]
    placed = place([quad for quad, _ in written], Labels(source), places.__getitem__)
    located: dict[ox.Quad, Location] = {}
    for quad, where in zip(placed, places, strict=True):
        if quad is not None:
            located.setdefault(quad, where)
    if not located:
        raise ReadError(
            "holds no triple", file=source.file, repair="Write a case into it, or leave it out."
        )
    return Reading(tuple(located), located)


def _unlocated(source: Source) -> list[ox.Quad]:
    """Return the quads of *source*, none when it is wrong somewhere: `_located` can say where."""
    nowhere = Location(source.file, None)
    try:
        placed = place(quads_of(source), Labels(source), lambda _: nowhere)
    except ReadError:
        return []
    return [quad for quad in dict.fromkeys(placed) if quad is not None]


def _by_graph(quads: Iterable[ox.Quad]) -> Mapping[str, list[ox.Quad]]:
    by_graph: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        by_graph.setdefault(graph_of(quad), []).append(quad)
    return by_graph
