"""What a store says of things outside one case, kept from case to case."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

import pyoxigraph as ox

from casegraph import lookup
from casegraph.store import Store

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Properties = Mapping[str, list[Term]]

_NODE = "SELECT ?subject ?predicate ?object WHERE { ?subject ?predicate ?object }"
_KEPT = 20_000
"""How many things are remembered; the one not asked for longest is forgotten first."""

_GRAPHS = 6
"""How many graphs are remembered: those of the case in hand, which several parts of a page read."""


class Background:
    """The labels and properties of terms, publications and whatever else cases share.

    Its memory has a bound, so that one serves any number of cases. What it told once it tells
    again, whatever becomes of the store.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.label = lru_cache(_KEPT)(self._label)
        self.properties = lru_cache(_KEPT)(self._properties)
        self.graph = lru_cache(_GRAPHS)(self._graph)

    def _graph(self, name: str) -> tuple[ox.Quad, ...]:
        """Return the quads of the graph called *name*."""
        return tuple(self.store.graph(name))

    def _label(self, iri: str) -> str | None:
        """Return the words for *iri*, or None when the store has none."""
        return lookup.label(self.store, iri)

    def _properties(self, iri: str) -> Properties:
        """Return what all graphs together say of *iri*, by property."""
        found: dict[str, list[Term]] = defaultdict(list)
        answer = self.store.query(_NODE, {ox.Variable("subject"): ox.NamedNode(iri)})
        for solution in cast("ox.QuerySolutions", answer):
            objects = found[solution["predicate"].value]
            if solution["object"] not in objects:
                objects.append(solution["object"])
        return dict(found)
