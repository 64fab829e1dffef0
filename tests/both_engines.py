"""Both engines of inference on the same input, for tests that compare them."""

import pyoxigraph as ox

from casegraph.batch import Batch
from casegraph.errors import InferenceError
from casegraph.grouping import grouped
from casegraph.read import Location, Reading
from casegraph.reason import reference, rules
from casegraph.reason.native import Contradictory, Entangled, Reasoner
from casegraph.vocabulary import Vocabulary

Answer = set[ox.Quad] | str
CONTRADICTION = "the axioms contradict what is said"
"""What an engine answers where it has no consequences to give."""


def by_reference(reading: Reading, vocabulary: Vocabulary) -> Answer:
    """Return what follows by the reference engine."""
    try:
        return set(reference.entailments(reading, vocabulary))
    except InferenceError:
        return CONTRADICTION


def by_native(reading: Reading, vocabulary: Vocabulary, *, together: bool) -> Answer:
    """Return what follows by the native engine.

    together: all cases that are separate in one batch, else each case in a batch of one.
    """
    background = dict.fromkeys((*vocabulary.quads, *reading.background().quads))
    reasoner = Reasoner(background, rules.bundled())
    try:
        closure = reasoner.close(background)
        closed = (*background, *closure.published)
        found = set(closure.published)
        for batch in _batches(reading, closed, together=together):
            try:
                followed = [reasoner.follow(batch, closure.hidden)]
            except Entangled:
                assert len(batch.names) > 1
                alone = _batches(reading, closed, together=False)
                followed = [reasoner.follow(one, closure.hidden) for one in alone]
            found |= {quad for cases in followed for quads in cases.values() for quad in quads}
    except Contradictory:
        return CONTRADICTION
    return found


def _batches(reading: Reading, closed: tuple[ox.Quad, ...], *, together: bool) -> list[Batch]:
    cases = {name: reading.case(name).quads for name in reading.cases}
    grouping = grouped(cases)
    assert not grouping.unfaithful
    groups = grouping.groups if together else [{name: quads} for name, quads in cases.items()]
    batches = []
    for group in groups:
        batch = Batch(closed)
        for name, quads in group.items():
            batch.add(name, quads)
        batches.append(batch)
    return batches


def reading_of(quads: list[ox.Quad]) -> Reading:
    """Return *quads* as if they had been read from one file."""
    unique = tuple(dict.fromkeys(quads))
    return Reading(unique, dict.fromkeys(unique, Location("test.ttl", None)))


def vocabulary_of(quads: list[ox.Quad]) -> Vocabulary:
    """Return *quads* as a vocabulary."""
    unique = tuple(dict.fromkeys(quads))
    return Vocabulary(unique, dict.fromkeys(unique, Location("ontology.ttl", None)))
