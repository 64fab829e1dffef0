"""The two passes of validation: structure as asserted, consistency as inferred.

Each case is looked at by itself over the vocabulary and what the input brings beside its cases,
its publications and terms; these are looked at once, over the vocabulary.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

import pyoxigraph as ox

from casegraph.batch import Batch
from casegraph.engines import choose
from casegraph.grouping import Spelling, grouped
from casegraph.namespaces import PUBLICATIONS, document_of
from casegraph.quads import graph_of
from casegraph.read import Reading
from casegraph.shacl import native, reference
from casegraph.shacl.findings import Explainer, Finding, Term
from casegraph.shacl.report import Report
from casegraph.shacl.result import Result
from casegraph.shacl.shapes import Shapes, consistency_shapes, structure_shapes
from casegraph.vocabulary import Vocabulary, bundled

Quads = Sequence[ox.Quad]
Find = Callable[
    [Shapes, Quads, Mapping[str, Quads], Mapping[str, Quads]], Iterator[tuple[str, Finding]]
]


def structure(
    reading: Reading, *, vocabulary: Vocabulary | None = None, engine: str = "native"
) -> Report:
    """Return what the structure shapes say about *reading* as it is asserted.

    :raises ShapeError: for a shape that cannot be used.
    """
    results = _look(structure_shapes(), reading, (), vocabulary or bundled(), engine)
    return Report.of(results, reading.cases)


def consistency(
    reading: Reading,
    inferred: Iterable[ox.Quad],
    *,
    vocabulary: Vocabulary | None = None,
    engine: str = "native",
) -> Report:
    """Return what the consistency shapes say about *reading* and what was *inferred* from it.

    :raises ShapeError: for a shape that cannot be used.
    """
    results = _look(consistency_shapes(), reading, inferred, vocabulary or bundled(), engine)
    return Report.of(results, reading.cases)


def _look(
    shapes: Shapes,
    reading: Reading,
    inferred: Iterable[ox.Quad],
    vocabulary: Vocabulary,
    engine: str,
) -> Iterator[Result]:
    """Yield the results of one pass over the input's background, then over each of its cases."""
    find = choose(_ENGINES, engine)
    explainer = Explainer(reading, vocabulary)
    follows: dict[str, list[ox.Quad]] = {}
    for quad in inferred:
        follows.setdefault(document_of(graph_of(quad)) or "", []).append(quad)
    known = (*vocabulary.quads, *follows.pop("", ()))
    brought = reading.background().quads
    if brought:
        for _, finding in find(shapes, known, {PUBLICATIONS: brought}, {}):
            yield explainer.result(finding, None)
    cases = {document: reading.case(document).quads for document in reading.cases}
    for document, finding in find(shapes, (*known, *brought), cases, follows):
        yield explainer.result(finding, document)


def find_by_reference(
    shapes: Shapes, background: Quads, said: Mapping[str, Quads], inferred: Mapping[str, Quads]
) -> Iterator[tuple[str, Finding]]:
    """Yield what pySHACL finds over *background* in each of the cases *said*, one by one.

    said, inferred: what each case says and what follows from it, by its name.
    """
    checker = _reference_checker(shapes, frozenset(background))
    for name, quads in said.items():
        for finding in checker.findings((*quads, *inferred.get(name, ()))):
            yield name, finding


def find_natively(
    shapes: Shapes, background: Quads, said: Mapping[str, Quads], inferred: Mapping[str, Quads]
) -> Iterator[tuple[str, Finding]]:
    """Yield the same as `find_by_reference`, batch by batch, by the compiled shapes."""
    grouping = grouped(said, background)
    for group in grouping.groups:
        batch = Batch(background)
        for name, quads in group.items():
            batch.add(name, quads)
            batch.add_inferred(name, inferred.get(name, ()))
        yield from check(shapes, batch, group)
    if grouping.unfaithful:
        yield from find_by_reference(shapes, background, grouping.unfaithful, inferred)


def check(shapes: Shapes, batch: Batch, said: Mapping[str, Quads]) -> Iterator[tuple[str, Finding]]:
    """Yield what the compiled *shapes* find in *batch*, whose cases assert what is *said*."""
    spellings: dict[str, Spelling] = {}
    for name, finding in _native_checker(shapes).check(batch):
        if name not in spellings:
            spellings[name] = Spelling(said[name])
        yield name, _spelled(finding, spellings[name])


def _spelled(finding: Finding, spelling: Spelling) -> Finding:
    """Return *finding* with numbers as they are written."""

    def written(value: Term, path: str | None = None) -> Term:
        return cast("Term", spelling.of(value, finding.focus, path))

    return replace(
        finding,
        value=None if finding.value is None else written(finding.value, finding.path),
        bindings={name: written(value) for name, value in finding.bindings.items()},
    )


_ENGINES: Mapping[str, Find] = {"native": find_natively, "reference": find_by_reference}


@lru_cache(maxsize=8)
def _native_checker(shapes: Shapes) -> native.Checker:
    """Return *shapes*, compiled once."""
    return native.Checker(shapes)


@lru_cache(maxsize=8)
def _reference_checker(shapes: Shapes, background: frozenset[ox.Quad]) -> reference.Checker:
    """Return what looks at cases over *background*, made once for each content."""
    return reference.Checker(shapes, background)
