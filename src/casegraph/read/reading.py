"""What reading gives: quads in their named graphs, and where in which file each was written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.errors import ReadError
from casegraph.quads import graph_of, subject_of, value_of


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an input file.

    file: as the caller gave it. line: counted from 1, None when the syntax does not tell.
    """

    file: str
    line: int | None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Reading:
    """The asserted content of the input.

    quads: each in its named graph, in the order of the input, without repetition.
    locations: where each quad was written, the first time when it was written twice.
    """

    quads: tuple[ox.Quad, ...]
    locations: Mapping[ox.Quad, Location]

    @cached_property
    def cases(self) -> tuple[str, ...]:
        """The case documents of the input, sorted."""
        documents = {namespaces.document_of(graph) for graph in self._by_graph}
        return tuple(sorted(document for document in documents if document))

    def case(self, document: str) -> "Reading":
        """Return the reading of one case: its asserted graph and its provenance graph.

        :raises ReadError: when the input does not have that case.
        """
        if document not in self.cases:
            raise ReadError(
                "the input has no such case",
                node=document,
                repair=f"It has: {', '.join(map(namespaces.slug_of, self.cases)) or 'none'}.",
            )
        return self.only(document, namespaces.provenance_graph(document))

    def background(self) -> "Reading":
        """Return what the input brings beside its cases: publications and terms."""
        return self.only(namespaces.PUBLICATIONS, namespaces.TERMS)

    def location(
        self,
        focus: str | ox.NamedNode | ox.BlankNode,
        path: str | None = None,
        value: str | None = None,
    ) -> Location | None:
        """Return the best known place of a finding about *focus*, or None when there is none.

        That is the triple itself, else the first triple of *focus* with the predicate *path*,
        else the first line of *focus*, else (as for a blank node that says nothing) the first
        triple that leads to it.
        value: the value's IRI, blank node label or lexical form.
        """
        name = focus.removeprefix("_:") if isinstance(focus, str) else focus.value
        stated = self._by_subject.get(name, ())
        on_path = [quad for quad in stated if quad.predicate.value == path]
        exact = [quad for quad in on_path if value_of(quad.object) == value]
        for candidates in (exact, on_path, stated, self._by_object.get(name, ())):
            if candidates:
                return self.locations.get(candidates[0])
        return None

    def __or__(self, other: "Reading") -> "Reading":
        """Return both readings as one.

        :raises ReadError: when both have the same case.
        """
        return merge((self, other))

    @cached_property
    def stated(self) -> frozenset[tuple[str, str]]:
        """Each subject with each predicate that something is said of it with."""
        return frozenset((subject_of(quad).value, quad.predicate.value) for quad in self.quads)

    @cached_property
    def described(self) -> frozenset[str]:
        """The subjects."""
        return frozenset(subject for subject, _ in self.stated)

    @cached_property
    def _by_subject(self) -> Mapping[str, list[ox.Quad]]:
        found: dict[str, list[ox.Quad]] = {}
        for quad in self.quads:
            found.setdefault(subject_of(quad).value, []).append(quad)
        return found

    @cached_property
    def _by_object(self) -> Mapping[str, list[ox.Quad]]:
        found: dict[str, list[ox.Quad]] = {}
        for quad in self.quads:
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                found.setdefault(quad.object.value, []).append(quad)
        return found

    @cached_property
    def _by_graph(self) -> Mapping[str, list[ox.Quad]]:
        found: dict[str, list[ox.Quad]] = {}
        for quad in self.quads:
            found.setdefault(graph_of(quad), []).append(quad)
        return found

    def only(self, *graphs: str) -> "Reading":
        """Return what the named graphs *graphs* say."""
        quads = tuple(quad for graph in graphs for quad in self._by_graph.get(graph, ()))
        return Reading(quads, {quad: self.locations[quad] for quad in quads})


def unlocated(quads: Iterable[ox.Quad], place: str) -> Reading:
    """Return *quads* as a reading whose only place is *place*."""
    quads = tuple(dict.fromkeys(quads))
    return Reading(quads, dict.fromkeys(quads, Location(place, None)))


def merge(readings: Iterable[Reading]) -> Reading:
    """Return *readings* as one.

    :raises ReadError: when two of them have the same case, naming both files.
    """
    locations: dict[ox.Quad, Location] = {}
    first: dict[str, Reading] = {}
    for reading in readings:
        for document in reading.cases:
            if document in first:
                raise _twice(document, first[document], reading)
            first[document] = reading
        for quad in reading.quads:
            locations.setdefault(quad, reading.locations[quad])
    return Reading(tuple(locations), locations)


def _twice(document: str, first: Reading, second: Reading) -> ReadError:
    places = [reading.locations[reading.case(document).quads[0]] for reading in (first, second)]
    return ReadError(
        f"this case is in {places[0].file} too",
        file=places[1].file,
        line=places[1].line,
        node=document,
        repair="Keep one of the two, or give the second a slug of its own.",
    )
