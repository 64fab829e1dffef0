"""The stored cases from which something else follows when terms come or change.

Rules go step by step from what a case names. So a new fact about a term matters to a case that
names the term, or from which it follows, and a fact that leads down only to one that denies it.
"""

from collections.abc import Iterable, Iterator
from typing import cast

import pyoxigraph as ox

from casegraph.build.crew import batched
from casegraph.build.terms import Terms
from casegraph.namespaces import TERMS_INFERRED, document_of
from casegraph.quads import subject_of
from casegraph.reason import DOWNWARD, Reach
from casegraph.store import Store

_AT_A_TIME = 500
_NAMING = """SELECT DISTINCT ?graph WHERE {{
  VALUES ?term {{ {terms} }}
  GRAPH ?graph {{ ?node ?property ?term }}
  FILTER({test})
}}"""


def affected(store: Store, terms: Terms, reach: Reach) -> list[str]:
    """Return the case documents of *store* that rest on what *terms* change, sorted."""
    down: set[str] = set()
    others: set[str] = set()
    for quad in _new(store, terms):
        leads_down = quad.predicate.value in DOWNWARD
        (down if leads_down else others).add(str(subject_of(quad)))
    below = ", ".join(f"<{name}>" for name in sorted(reach.descents))
    found = {
        *_naming(store, down - others, f"?property IN ({below})"),
        *_naming(store, others, "true"),
    }
    return sorted(found)


def _new(store: Store, terms: Terms) -> Iterator[ox.Quad]:
    """Yield what follows about terms and did not before."""
    follows = terms.vocabulary.follows or ()
    if not terms.only_adds:
        yield from set(follows) ^ set(store.graph(TERMS_INFERRED))
        return
    new = {quad.subject for quad in terms.linking}
    yield from (quad for quad in follows if quad.subject in new or quad.object in new)


def _naming(store: Store, terms: Iterable[str], test: str) -> Iterator[str]:
    """Yield the cases that say something of one of *terms* with a ?property that passes *test*."""
    for some in batched(sorted(terms), _AT_A_TIME):
        rows = store.query(_NAMING.format(terms=" ".join(some), test=test))
        for row in cast("ox.QuerySolutions", rows):
            if document := document_of(row["graph"].value):
                yield document
