"""The old names of public terms, to which nothing leads but a case that uses one.

Else each case would present as many old names as terms.
"""

from collections.abc import Collection, Iterable, Mapping

import pyoxigraph as ox

from casegraph.namespaces import DCTERMS, VOCABULARY
from casegraph.quads import graph_of
from casegraph.reason import closed
from casegraph.vocabulary import Vocabulary, bundled

Leads = Mapping[object, list[ox.Quad]]
"""Quads by each node that they are about or lead to."""

_REPLACED = f"{DCTERMS}isReplacedBy"


class OldNames:
    """The old names of the terms of a vocabulary that is without them.

    said, follows: what is said with each old name, and what follows.
    """

    def __init__(self, said: Leads, follows: Leads) -> None:
        self._said = said
        self._follows = follows

    def around(self, vocabulary: Vocabulary, quads: Iterable[ox.Quad]) -> Vocabulary:
        """Return *vocabulary* with the old names that *quads* use."""
        used = {quad.object for quad in quads} & self._said.keys()
        if not used:
            return vocabulary
        said, follows = self._about(used, self._said), self._about(used, self._follows)
        return vocabulary.beside(said, follows, "the store")

    def _about(self, used: Collection[object], leads: Leads) -> list[ox.Quad]:
        """Return the quads of *leads* with old names that are all *used*."""
        others = self._said.keys() - set(used)
        return [
            quad
            for name in used
            for quad in leads.get(name, ())
            if others.isdisjoint((quad.subject, quad.object))
        ]


def without_old_names(vocabulary: Vocabulary) -> tuple[Vocabulary, OldNames]:
    """Return *vocabulary* without the old names of its public terms, and these.

    vocabulary: one of which is known what follows. What the bundled terms say themselves stays.
    """
    old: frozenset[object] = frozenset(
        quad.subject
        for quad in vocabulary.quads
        if quad.predicate.value == _REPLACED and graph_of(quad).startswith(VOCABULARY)
    )
    own = closed(bundled())
    quads, said = _parted(vocabulary.quads, old, set(own.quads))
    follows, following = _parted(vocabulary.follows or (), old, set(own.follows or ()))
    locations = {quad: vocabulary.locations[quad] for quad in quads}
    return Vocabulary(tuple(quads), locations, tuple(follows)), OldNames(said, following)


def _parted(
    quads: Iterable[ox.Quad], old: frozenset[object], own: set[ox.Quad]
) -> tuple[list[ox.Quad], dict[object, list[ox.Quad]]]:
    """Return those of *quads* that stay, and the others by the *old* names in them."""
    stay: list[ox.Quad] = []
    others: dict[object, list[ox.Quad]] = {}
    for quad in quads:
        names = set() if quad in own else {quad.subject, quad.object} & old
        for name in names:
            others.setdefault(name, []).append(quad)
        if not names:
            stay.append(quad)
    return stay, others
