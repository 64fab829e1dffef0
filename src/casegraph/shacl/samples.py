"""Samples: one node of each kind in a batch, and what they tell about all others.

What is found about a kind is remembered for the batches that follow, as far as `_LIMIT` kinds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import pyoxigraph as ox

from casegraph.batch import Batch
from casegraph.namespaces import RDF
from casegraph.shacl.compile.lack import Lack
from casegraph.shacl.compile.screen import SAMPLES, SHOWN_BY, Screen
from casegraph.shacl.compile.sight import Sight
from casegraph.shacl.compile.traits import Term
from casegraph.shacl.kinds import Kind, Kinds

_LIMIT = 20_000
_SAMPLES = ox.NamedNode(SAMPLES)
_SHOWN_BY = ox.NamedNode(SHOWN_BY)
_TYPE = ox.NamedNode(f"{RDF}type")


class Samples:
    """What is known of the kinds of nodes that were met. sight: what kinds have to show."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._forget()

    def told(self, batch: Batch, screens: Iterable[Screen]) -> "Told":
        """Return what samples tell of *batch*.

        screens: those of all shapes that have a target in the batch.
        """
        if len(self._failing) > _LIMIT:
            self._forget()
        met = self._kinds.samples(batch)
        new = {kind: sample for kind, sample in met.items() if kind not in self._failing}
        if new:
            self._failing |= _judged(batch, new, [one.of_samples for one in screens])
        failing = frozenset().union(*(self._failing[kind] for kind in met))
        return Told(batch, failing, self._kinds, [*met])

    def _forget(self) -> None:
        self._kinds = Kinds(self._sight)
        self._failing: dict[Kind, frozenset[str]] = {}


class Told:
    """What the samples of one batch tell.

    failing: the queries of the screens that a sample does not pass. kinds, met: those that were
    met, and what they show.
    """

    def __init__(
        self, batch: Batch, failing: frozenset[str], kinds: Kinds, met: Sequence[Kind]
    ) -> None:
        self._batch = batch
        self._failing = failing
        self._kinds = kinds
        self._met = met

    def may_find(self, screen: Screen) -> bool | None:
        """Return whether the queries of *screen* may find something; None if it has to be asked."""
        if screen.of_samples is not None:
            return screen.of_samples in self._failing
        return None if all(map(self._is_lacking, screen.lacks)) else False

    def _is_lacking(self, lack: Lack) -> bool:
        """Return whether there is what *lack* names."""
        predicate = ox.NamedNode(lack.predicate)
        match lack.role:
            case "node":
                return any(predicate not in self._kinds.predicates(kind) for kind in self._met)
            case "predicate":
                named = frozenset[Term]().union(*map(self._kinds.predicates, self._met))
            case "class":
                named = frozenset[Term]().union(*map(self._kinds.classes, self._met))
        return not all(self._has(node, predicate) for node in named)

    def _has(self, node: Term, predicate: ox.NamedNode) -> bool:
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return False
        return any(True for _ in self._batch.store.quads_for_pattern(node, predicate, None))


def _judged(
    batch: Batch, samples: Mapping[Kind, tuple[str, Term]], screens: Iterable[str | None]
) -> Mapping[Kind, frozenset[str]]:
    """Return which of *screens* each of *samples* does not pass."""
    failing: dict[Term, set[str]] = {node: set() for _, node in samples.values()}
    batch.store.extend(
        ox.Quad(ox.NamedNode(name), _SHOWN_BY, node, _SAMPLES) for name, node in samples.values()
    )
    for screen in filter(None, screens):
        for solution in cast("ox.QuerySolutions", batch.query(screen)):
            failing[solution["this"]].add(screen)
    batch.store.remove_graph(_SAMPLES)
    return {kind: frozenset(failing[node]) for kind, (_, node) in samples.items()}
