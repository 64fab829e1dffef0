"""What a store lends to cases that are not in it: publications and terms."""

import pyoxigraph as ox

from casegraph.build.shared import Brought, Shared, Stored
from casegraph.build.stored_terms import StoredTerms
from casegraph.quads import subject_of
from casegraph.read import Reading, unlocated
from casegraph.reason import closed, reach_of
from casegraph.store import Store
from casegraph.vocabulary import Vocabulary, bundled


def lent(store: Store, reading: Reading) -> tuple[Reading, Vocabulary]:
    """Return *reading* with the publications of *store* that it leads to, and the vocabulary.

    The vocabulary is the bundled one with the terms of *store* to which *reading* leads.
    """
    stored = Stored(store, None)
    brought = {subject_of(quad) for quad in reading.background().quads}
    pages = Shared(Brought(), stored).led_to(reading.quads)
    missing = [
        quad for page, quads in pages.items() if ox.NamedNode(page) not in brought for quad in quads
    ]
    whole = reading | unlocated(missing, "the store") if missing else reading
    own = closed(bundled())
    return whole, StoredTerms(stored, reach_of(own)).beside(own, whole.quads)
