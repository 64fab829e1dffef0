"""The vocabulary of a build: the bundled one, what the store has besides, and new terms."""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.namespaces import TERMS
from casegraph.pages import by_page
from casegraph.read import Location, Reading
from casegraph.shacl import Report
from casegraph.store import Store
from casegraph.validate import infer_and_validate
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


def report_about(terms: Reading, existing: Store | None, engine: str) -> Report:
    """Return what the shapes say of *terms* that an input brings, beside those of *existing*."""
    if not terms.quads:
        return Report(())
    known = vocabulary_of(existing, Reading((), {}))
    return infer_and_validate(terms, vocabulary=known, engine=engine)[0]


def unlocated(quads: Iterable[ox.Quad], place: str = "the store") -> Reading:
    """Return *quads* as a reading whose only place is *place*."""
    quads = tuple(dict.fromkeys(quads))
    return Reading(quads, dict.fromkeys(quads, Location(place, None)))
