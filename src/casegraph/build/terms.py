"""The vocabulary of a build: the bundled one, what the store has besides, and new terms."""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.namespaces import TERMS
from casegraph.pages import by_page
from casegraph.read import Location, Reading
from casegraph.store import Store
from casegraph.vocabulary import Vocabulary, bundled


def vocabulary_of(existing: Store | None, brought: Reading) -> Vocabulary:
    """Return the bundled vocabulary with the terms of *existing* and those *brought*.

    A new description of a term takes the place of the stored one as a whole.
    """
    if existing is None:
        return bundled() | brought
    described = {page for page, _ in by_page((*bundled().quads, *brought.quads))}
    kept = [quad for page, quad in by_page(existing.graph(TERMS)) if page not in described]
    return bundled() | unlocated(kept) | brought


def unlocated(quads: Iterable[ox.Quad], place: str = "the store") -> Reading:
    """Return *quads* as a reading whose only place is *place*."""
    quads = tuple(dict.fromkeys(quads))
    return Reading(quads, dict.fromkeys(quads, Location(place, None)))
