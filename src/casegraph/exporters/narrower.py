"""The terms below a term, and the cases that present it."""

from collections.abc import Mapping
from typing import cast

import pyoxigraph as ox

from casegraph import lookup
from casegraph.errors import ExportError
from casegraph.namespaces import CG, SKOS
from casegraph.store import Store

KINDS: Mapping[str, str] = {
    "disease": f"{CG}Disease",
    "finding": f"{CG}FindingType",
    "variant": f"{CG}Variant",
}
"""The kinds of term that a case can present, each with its class."""

_NARROWER = f"""
SELECT DISTINCT ?found ?term
WHERE {{ ?found (<{SKOS}broader>|<{SKOS}exactMatch>)* ?term }}
"""
_PRESENTING = f"SELECT DISTINCT ?found ?term WHERE {{ ?found <{CG}presents> ?term }}"
_CLASSES = "SELECT DISTINCT ?found ?term WHERE { ?term a ?found }"


def narrower(store: Store, term: str) -> frozenset[str]:
    """Return *term* and all that is narrower or the same, as IRIs."""
    return _found(store, _NARROWER, term) | {term}


def presenting(store: Store, term: str) -> frozenset[str]:
    """Return the cases that present *term* or something narrower, as IRIs of `cg:Case`."""
    return _found(store, _PRESENTING, term)


def presentable(store: Store, name: str) -> str:
    """Return the term called *name*, which a case can present, as an IRI.

    :raises ExportError: for a term that none can, as a drug, a procedure or a place.
    :raises QueryError: when *name* is no term.
    """
    term = lookup.term(store, name)
    classes = {one for one in _found(store, _CLASSES, term) if one.startswith(CG)} - {f"{CG}Term"}
    if classes and classes.isdisjoint(KINDS.values()):
        raise ExportError(
            f"{lookup.label(store, term) or term} is nothing that a case presents",
            repair=f"Name a {' or a '.join(KINDS)}.",
        )
    return term


def _found(store: Store, sparql: str, term: str) -> frozenset[str]:
    values = {ox.Variable("term"): ox.NamedNode(term)}
    solutions = cast("ox.QuerySolutions", store.query(sparql, values))
    return frozenset(solution["found"].value for solution in solutions)
