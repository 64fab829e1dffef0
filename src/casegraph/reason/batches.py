"""What follows from many cases natively: batch by batch over one closed background.

A vocabulary is closed once for its content, and what follows from it kept in the user's cache
folder.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.metadata import version

import pyoxigraph as ox

from casegraph import cache
from casegraph.batch import Batch, Unnamed
from casegraph.errors import InferenceError
from casegraph.grouping import Grouping, grouped
from casegraph.namespaces import PUBLICATIONS, document_of
from casegraph.quads import graph_of
from casegraph.read import Reading
from casegraph.reason import reference, rules
from casegraph.reason.native import Contradictory, Entangled, Reasoner, Uncompiled, Unfit
from casegraph.reason.published import shared_graph
from casegraph.reason.reach import Reach
from casegraph.vocabulary import Vocabulary

Quads = Sequence[ox.Quad]

_LARGE = 50_000
"""Quads of a vocabulary with which the memory of a process is not filled."""

_HIDDEN = "urn:x-casegraph:hidden"
"""Names what is entailed and not published, in the cache alone."""


def entailments(reading: Reading, vocabulary: Vocabulary) -> tuple[ox.Quad, ...]:
    """Return what follows from *reading* and *vocabulary* and what neither says, sorted.

    The native engine: the same as `reference.entailments`, by rules that Oxigraph runs.

    :raises InferenceError: when the axioms contradict what is said, an axiom cannot be compiled,
        or a rule cannot run.
    """
    reasoning = Reasoning.over(reading.background(), vocabulary, reading.case)
    cases = grouped(
        {document: reading.case(document).quads for document in reading.cases},
        reasoning.shared.quads,
    )
    new = set(reasoning.published)
    for part in reasoning.of(cases):
        for error in part.errors.values():
            raise error
        new.update(*part.inferred.values())
    return tuple(sorted(new, key=str))


@dataclass(frozen=True)
class Reasoned:
    """Cases with what follows from them.

    said: what they assert. inferred: what follows. errors: why nothing follows from a case.
    batch: the first two, over the background with what follows from that; None for a case that no
    batch can hold.
    """

    said: Mapping[str, Quads]
    batch: Batch | None
    inferred: Mapping[str, Quads]
    errors: Mapping[str, InferenceError] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """A vocabulary, what follows from it, and the rules that find what follows from more.

    said, follows: the vocabulary and what follows and is published, as the background of a batch.
    published: the latter in its graphs. hidden: what follows besides, as a background.
    """

    said: Quads
    follows: Quads
    published: Quads
    hidden: Quads
    reasoner: Reasoner


@dataclass(frozen=True)
class Reasoning:
    """What cases are reasoned over, and how.

    shared: the publications and terms that cases lead to, beside the *vocabulary*. known: what is
    known of vocabulary and terms. follows: what follows besides from the publications.
    reading: gives the reading of one case. It is asked for a case that is left to the reference
    engine: one that no batch can hold, that brings axioms of its own, or that the axioms
    contradict, so that both engines say the same.
    """

    shared: Reading
    vocabulary: Vocabulary
    reading: Callable[[str], Reading]
    known: Known
    follows: Quads = ()

    @classmethod
    def over(
        cls,
        shared: Reading,
        vocabulary: Vocabulary,
        reading: Callable[[str], Reading],
        batch: Batch | None = None,
    ) -> "Reasoning":
        """Return what reasons over *vocabulary* and what cases share.

        batch: the publications among the latter over as much of the vocabulary as they lead to,
        with what follows from that, if there is such a batch; what follows from them goes into it.

        :raises InferenceError: when the axioms contradict these, or cannot be compiled.
        """
        known = known_of(vocabulary | shared)
        publications = shared.only(PUBLICATIONS).quads
        if not publications:
            return cls(shared, vocabulary, reading, known)
        if batch is None:
            batch = Batch(known.said)
            batch.add_background(known.follows)
            batch.add(PUBLICATIONS, publications)
        try:
            if grouped({PUBLICATIONS: publications}).unfaithful:
                raise Uncompiled([PUBLICATIONS])
            made = known.reasoner.follow(batch, known.hidden)[PUBLICATIONS]
            follows: Quads = [_in_graph(quad, shared_graph(quad)) for quad in made]
        except Unfit:
            published = set(known.published)
            judged = reference.entailments(shared, vocabulary)
            follows = [quad for quad in judged if quad not in published]
            batch.add_inferred(PUBLICATIONS, follows)
        return cls(shared, vocabulary, reading, known, follows)

    @property
    def said(self) -> Quads:
        """What vocabulary and publications say."""
        return (*self.vocabulary.quads, *self.shared.quads)

    @property
    def published(self) -> Quads:
        """What follows from both, in its graphs."""
        return (*self.known.published, *self.follows)

    def batch(self, group: Mapping[str, Quads]) -> Batch:
        """Return *group* over what vocabulary and publications say."""
        batch = Batch(self.known.said)
        batch.add_background(self.shared.quads)
        for name, quads in group.items():
            batch.add(name, quads)
        return batch

    def of(self, cases: Grouping) -> Iterator[Reasoned]:
        """Yield *cases* with what follows from them, batch by batch."""
        for group in cases.groups:
            yield from self.on(self.batch(group), group)
        yield from self.unfaithful(cases.unfaithful)

    def on(self, batch: Batch, group: Mapping[str, Quads]) -> Iterator[Reasoned]:
        """Yield *group* with what follows.

        batch: the same over what vocabulary and publications say; what follows goes into it.
        """
        self._close(batch)
        waiting = deque([(batch, group)])
        while waiting:
            batch, group = waiting.popleft()
            try:
                yield Reasoned(group, batch, self.known.reasoner.follow(batch, self.known.hidden))
                continue
            except Entangled as entangled:
                apart = _of(group, entangled)
                for name, quads in apart.items():
                    waiting.append((self._batch({name: quads}), {name: quads}))
            except (Contradictory, Uncompiled) as left:
                apart = _of(group, left)
                for name, quads in apart.items():
                    yield self._judged(name, quads, self._batch({name: quads}))
            if rest := {name: quads for name, quads in group.items() if name not in apart}:
                waiting.append((self._batch(rest), rest))

    def unfaithful(self, cases: Mapping[str, Quads]) -> Iterator[Reasoned]:
        """Yield *cases*, which no batch can hold, with what follows from them."""
        for name, quads in cases.items():
            yield self._judged(name, quads, None)

    def _judged(self, name: str, quads: Quads, batch: Batch | None) -> Reasoned:
        """Return what the reference engine says of the case *name*, which is alone in *batch*."""
        try:
            follows = reference.entailments(self.reading(name) | self.shared, self.vocabulary)
        except InferenceError as error:
            return Reasoned({name: quads}, batch, {}, {name: error})
        inferred = [quad for quad in follows if document_of(graph_of(quad)) == name]
        if batch is not None:
            batch.add_inferred(name, inferred)
        return Reasoned({name: quads}, batch, {name: inferred})

    def _batch(self, group: Mapping[str, Quads]) -> Batch:
        batch = self.batch(group)
        self._close(batch)
        return batch

    def _close(self, batch: Batch) -> None:
        """Add what follows from vocabulary and publications."""
        batch.add_background(self.known.follows)
        batch.add_background(self.follows)


def _in_graph(quad: ox.Quad, graph: str) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


def _of(group: Mapping[str, Quads], unfit: Unfit) -> Mapping[str, Quads]:
    """Return the cases of *group* that are *unfit*."""
    return {name: quads for name, quads in group.items() if name in unfit.names}


def closed(vocabulary: Vocabulary) -> Vocabulary:
    """Return *vocabulary* with what follows from it, computed once for its content.

    :raises InferenceError: when its axioms contradict each other, or cannot be compiled.
    """
    if vocabulary.follows is not None:
        return vocabulary
    if len(vocabulary.quads) > _LARGE:
        return _with_closure(vocabulary)
    return _remembered(vocabulary)


def known_of(vocabulary: Vocabulary) -> Known:
    """Return what is known of *vocabulary*, of one that stands by itself made once.

    :raises InferenceError: when its axioms contradict each other, or cannot be compiled.
    """
    stands_by_itself = vocabulary.base is None and len(vocabulary.quads) <= _LARGE
    return _remembered_of(vocabulary) if stands_by_itself else _known_of(vocabulary)


def reach_of(vocabulary: Vocabulary) -> Reach:
    """Return how far the rules of *vocabulary* go.

    :raises InferenceError: when an axiom cannot be compiled.
    """
    return Reach.of(_reasoner(vocabulary.base or vocabulary).rules)


@lru_cache(maxsize=4)
def _reasoner(vocabulary: Vocabulary) -> Reasoner:
    """Return the rules that the axioms of *vocabulary* come to, compiled once."""
    return Reasoner(vocabulary.quads, rules.bundled())


@lru_cache(maxsize=4)
def _remembered(vocabulary: Vocabulary) -> Vocabulary:
    return _with_closure(vocabulary)


def _with_closure(vocabulary: Vocabulary) -> Vocabulary:
    reasoner = _reasoner(vocabulary)
    key = hashlib.sha256(vocabulary.digest.encode())
    for rule in rules.bundled():
        key.update(rule.text.encode())
    key.update(version("casegraph").encode())
    follows = cache.recall(f"closure-{key.hexdigest()}", lambda: _closure(reasoner, vocabulary))
    return replace(vocabulary, follows=tuple(follows))


@lru_cache(maxsize=4)
def _remembered_of(vocabulary: Vocabulary) -> Known:
    return _known_of(vocabulary)


def _known_of(vocabulary: Vocabulary) -> Known:
    published: list[ox.Quad] = []
    hidden: list[ox.Quad] = []
    for quad in closed(vocabulary).follows or ():
        (hidden if graph_of(quad) == _HIDDEN else published).append(quad)
    return Known(
        said=_unnamed(vocabulary.quads),
        follows=_unnamed(published),
        published=published,
        hidden=Unnamed.of(hidden),
        reasoner=_reasoner(vocabulary.base or vocabulary),
    )


def _unnamed(quads: Quads) -> Quads:
    """Return *quads* as a background, unless they are so many that memory would have them twice."""
    return Unnamed.of(quads) if len(quads) <= _LARGE else quads


def _closure(reasoner: Reasoner, vocabulary: Vocabulary) -> Iterator[ox.Quad]:
    """Yield what follows from *vocabulary*, the hidden part in a graph of its own.

    :raises InferenceError: when its axioms contradict each other, in the reference engine's words.
    """
    try:
        closure = reasoner.close(vocabulary.quads)
    except Unfit:
        yield from reference.entailments(Reading((), {}), vocabulary)
        return
    yield from closure.published
    for quad in closure.hidden:
        yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(_HIDDEN))
