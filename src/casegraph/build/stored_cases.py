"""The cases of a store as input."""

from collections.abc import Sequence

import pyoxigraph as ox

from casegraph.build.crew import batched
from casegraph.build.parts import Content, Part, Skim
from casegraph.build.shared import Stored
from casegraph.grouping import SIZE
from casegraph.namespaces import PUBLICATIONS, TERMS, provenance_graph
from casegraph.quads import subject_of
from casegraph.read import Reading, unlocated
from casegraph.vocabulary import bundled


class StoredCases:
    """Some cases of a store, a `Piece` of input. documents: which."""

    def __init__(self, stored: Stored, documents: Sequence[str]) -> None:
        self._stored = stored
        self._documents = documents

    @property
    def name(self) -> str:
        """How errors name them: by the store."""
        return self._stored.place or "the store"

    def skim(self) -> Skim:
        """Return their documents."""
        return self._documents, ()

    def content(self) -> Content:
        """Return what they assert."""
        return Content({document: self._said(document) for document in self._documents}, ())

    def located(self) -> Reading:
        """Return what they assert, all in one place."""
        said = (quad for document in self._documents for quad in self._said(document))
        return unlocated(said, self.name)

    def _said(self, document: str) -> list[ox.Quad]:
        store = self._stored.store
        graphs = (document, provenance_graph(document))
        return [] if store is None else [quad for graph in graphs for quad in store.graph(graph)]


def parts_in(stored: Stored) -> list[Part]:
    """Return all that is asserted in a store as parts of input, but for public ontologies."""
    store = stored.store
    if store is None:
        return []
    own = bundled().described
    terms = (quad for quad in store.graph(TERMS) if subject_of(quad) not in own)
    shared = unlocated((*store.graph(PUBLICATIONS), *terms), stored.place or "the store")
    pieces = [StoredCases(stored, some) for some in batched(store.cases(), SIZE)]
    return [shared, *pieces] if shared.quads else [*pieces]
