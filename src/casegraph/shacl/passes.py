"""The two passes of validation: structure as asserted, consistency as inferred.

Each case is looked at by itself over the vocabulary and what the input brings beside its cases,
its publications and terms; these are looked at once, over the vocabulary.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import pyoxigraph as ox

from casegraph.engines import choose
from casegraph.namespaces import document_of
from casegraph.quads import graph_of
from casegraph.read import Reading
from casegraph.shacl import reference
from casegraph.shacl.findings import Explainer
from casegraph.shacl.report import Report
from casegraph.shacl.result import Result
from casegraph.shacl.shapes import Shapes, consistency_shapes, structure_shapes
from casegraph.vocabulary import Vocabulary, bundled

_ENGINES = {"reference": reference.Checker}


def structure(
    reading: Reading, *, vocabulary: Vocabulary | None = None, engine: str = "reference"
) -> Report:
    """Return what the structure shapes say about *reading* as it is asserted.

    :raises ShapeError: for a shape that cannot be used.
    """
    results = _look(structure_shapes(), reading, (), vocabulary or bundled(), engine)
    return Report.of(results, reading.cases)


def consistency(
    reading: Reading,
    inferred: Sequence[ox.Quad],
    *,
    vocabulary: Vocabulary | None = None,
    engine: str = "reference",
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
    explainer = Explainer(reading, vocabulary)
    follows: dict[str, list[ox.Quad]] = {}
    for quad in inferred:
        follows.setdefault(document_of(graph_of(quad)) or "", []).append(quad)
    known = [*vocabulary.quads, *follows.get("", ())]
    brought = reading.background().quads
    if brought:
        for finding in _checker(engine, shapes, frozenset(known)).findings(brought):
            yield explainer.result(finding, None)
    over_all = _checker(engine, shapes, frozenset((*known, *brought)))
    for document in reading.cases:
        added = [*reading.case(document).quads, *follows.get(document, ())]
        for finding in over_all.findings(added):
            yield explainer.result(finding, document)


@lru_cache(maxsize=8)
def _checker(engine: str, shapes: Shapes, background: frozenset[ox.Quad]) -> reference.Checker:
    """Return what looks at cases over *background*, made once for each content."""
    return choose(_ENGINES, engine)(shapes, background)
