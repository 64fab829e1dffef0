"""The terms below a term, and the cases that present it."""

from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import CG, SKOS
from casegraph.store import Store

_NARROWER = f"""
SELECT DISTINCT ?found ?term
WHERE {{ ?found (<{SKOS}broader>|<{SKOS}exactMatch>)* ?term }}
"""
_PRESENTING = f"SELECT DISTINCT ?found ?term WHERE {{ ?found <{CG}presents> ?term }}"


def narrower(store: Store, term: str) -> frozenset[str]:
    """Return *term* and all that is narrower or the same, as IRIs."""
    return _found(store, _NARROWER, term) | {term}


def presenting(store: Store, term: str) -> frozenset[str]:
    """Return the cases that present *term* or something narrower, as IRIs of `cg:Case`."""
    return _found(store, _PRESENTING, term)


def _found(store: Store, sparql: str, term: str) -> frozenset[str]:
    values = {ox.Variable("term"): ox.NamedNode(term)}
    solutions = cast("ox.QuerySolutions", store.query(sparql, values))
    return frozenset(solution["found"].value for solution in solutions)
