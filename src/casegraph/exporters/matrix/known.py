"""What is known of the terms in one case: 1 for presented, 0 for excluded, nothing for the rest.

A term is 0 only when the authors deny it, or something broader. What is suspected, absent at one
place, resolved or not mentioned is not known, and what only the curator infers counts for nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import cast

import pyoxigraph as ox

from casegraph.errors import ExportError
from casegraph.lookup import label
from casegraph.namespaces import CG, case_iri, curie, inferred_graph
from casegraph.store import Store

PRESENTED, EXCLUDED = 1, 0

Known = Mapping[str, int]
"""Terms, as IRIs, to `PRESENTED` or `EXCLUDED`."""

_FOLLOWS = {f"{CG}presents": PRESENTED, f"{CG}excludes": EXCLUDED}
_SAID = {f"{CG}affirms": PRESENTED, f"{CG}denies": EXCLUDED}
_STATEMENTS = f"""
SELECT ?graph ?polarity ?term
WHERE {{
  GRAPH ?graph {{
    ?case <{CG}hasStatement> ?statement .
    ?statement ?polarity ?term .
    FILTER(?polarity IN (<{CG}affirms>, <{CG}denies>))
  }}
}}
"""

Naming = Callable[[str], str]
"""Gives the term that stands for a term."""

Reader = Callable[[Store, str, Naming], Known]
"""Takes a store, a case document and which terms stand for others."""


def inferred(store: Store, document: str, naming: Naming) -> Known:
    """Return what is known with what follows: presence rises to broader terms, absence falls.

    :raises ExportError: when the case both presents and excludes a term.
    """
    quads = store.about(ox.NamedNode(case_iri(document)), inferred_graph(document))
    return _known(
        store,
        document,
        naming,
        (
            (quad.object.value, _FOLLOWS[quad.predicate.value])
            for quad in quads
            if quad.predicate.value in _FOLLOWS and isinstance(quad.object, ox.NamedNode)
        ),
    )


def asserted(store: Store, document: str, naming: Naming) -> Known:
    """Return what is known by the terms that the authors' statements name.

    :raises ExportError: when one statement affirms what another denies.
    """
    solutions = cast(
        "ox.QuerySolutions",
        store.query(_STATEMENTS, {ox.Variable("graph"): ox.NamedNode(document)}),
    )
    return _known(
        store,
        document,
        naming,
        ((found["term"].value, _SAID[found["polarity"].value]) for found in solutions),
    )


def _known(store: Store, document: str, naming: Naming, found: Iterable[tuple[str, int]]) -> Known:
    """Return *found* as a mapping; a contradiction is an error, never a choice."""
    known: dict[str, int] = {}
    for term, value in found:
        if known.setdefault(naming(term), value) != value:
            raise ExportError(
                f"it both presents and excludes {label(store, term) or curie(term)}",
                node=document,
                repair="Find the two statements with `casegraph validate`, and correct one.",
            )
    return known
