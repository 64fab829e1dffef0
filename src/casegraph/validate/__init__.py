"""Validation: a reading in, a report out.

Structure is checked on what is asserted, before anything is inferred; consistency on what follows,
for the cases whose structure is sound.
"""

from collections.abc import Callable, Sequence

import pyoxigraph as ox

from casegraph.namespaces import ONTOLOGY, TERMS
from casegraph.quads import graph_of
from casegraph.read import Readable, Reading, as_reading, merge
from casegraph.reason import entailments
from casegraph.shacl import Report, Result, Severity, consistency, structure
from casegraph.shacl.compile import compile_shapes
from casegraph.validate.both import Answer, agreed
from casegraph.vocabulary import Vocabulary, bundled

__all__ = [
    "Report",
    "Result",
    "Severity",
    "compile_shapes",
    "infer_and_validate",
    "validate",
    "validate_vocabulary",
]

_BOTH = "both"


def validate(
    reading: Readable,
    *,
    inferred: Sequence[ox.Quad] | None = None,
    vocabulary: Vocabulary | None = None,
    engine: str = "native",
) -> Report:
    """Return what the shapes say about *reading*.

    reading: what `read` returns, or a path or paths that are read for it.
    inferred: what follows from it, as `infer` gives it; computed when it is None.
    engine: native, reference, or both, which compares the two.

    :raises ReadError: when a path cannot be used.
    :raises InferenceError: when the axioms contradict what is said, or a rule cannot run.
    :raises ShapeError: for a shape that cannot be used.
    :raises EngineError: when both engines are asked, and their answers differ.

    >>> import casegraph
    >>> reading = casegraph.read().case(
    ...     "https://w3id.org/casegraph/case/alar-ligament-calcification-ra"
    ... )
    >>> casegraph.validate(reading).conforms
    True
    """
    reading = as_reading(reading)
    if inferred is None:
        return infer_and_validate(reading, vocabulary=vocabulary, engine=engine)[0]
    follows = tuple(inferred)

    def report(engine: str) -> Answer:
        found = structure(reading, vocabulary=vocabulary, engine=engine)
        sound = _without_violations(reading, found)
        found |= consistency(sound, follows, vocabulary=vocabulary, engine=engine)
        return found, follows

    return _answer(report, engine)[0]


def infer_and_validate(
    reading: Reading, *, vocabulary: Vocabulary | None = None, engine: str = "native"
) -> tuple[Report, tuple[ox.Quad, ...]]:
    """Return the report about *reading* and what follows from the cases whose structure is sound.

    :raises InferenceError: when the axioms contradict what is said, or a rule cannot run.
    :raises ShapeError: for a shape that cannot be used.
    :raises EngineError: when both engines are asked, and their answers differ.
    """

    def answer(engine: str) -> Answer:
        report = structure(reading, vocabulary=vocabulary, engine=engine)
        sound = _without_violations(reading, report)
        inferred = entailments(sound, vocabulary=vocabulary, engine=engine)
        report |= consistency(sound, inferred, vocabulary=vocabulary, engine=engine)
        return report, inferred

    return _answer(answer, engine)


def validate_vocabulary(vocabulary: Vocabulary | None = None) -> Report:
    """Return what the shapes say about the terms and mappings of *vocabulary*.

    vocabulary: the bundled one when it is None. Its terms are looked at as if an input brought
    them, over the ontology alone.
    """
    whole = vocabulary or bundled()
    terms, ontology = _part(whole, TERMS), _part(whole, ONTOLOGY)
    return validate(Reading(terms.quads, terms.locations), vocabulary=ontology)


def _answer(answer: Callable[[str], Answer], engine: str) -> Answer:
    return agreed(answer) if engine == _BOTH else answer(engine)


def _without_violations(reading: Reading, report: Report) -> Reading:
    """Return the background of *reading* and its cases that have no violation in *report*."""
    unsound = {result.document for result in report.violations}
    cases = [reading.case(case) for case in reading.cases if case not in unsound]
    return merge([reading.background(), *cases])


def _part(vocabulary: Vocabulary, graph: str) -> Vocabulary:
    quads = tuple(quad for quad in vocabulary.quads if graph_of(quad) == graph)
    return Vocabulary(quads, {quad: vocabulary.locations[quad] for quad in quads})
