"""A term's place in the hierarchy, from a store."""

from typing import cast

import pyoxigraph as ox

from casegraph import lookup, namespaces
from casegraph.namespaces import CG, SKOS
from casegraph.pictures.hierarchy.values import Counted, Hierarchy
from casegraph.store import Store

_NEIGHBOURS = f"""
PREFIX skos: <{SKOS}>
SELECT DISTINCT ?term ?other ?below
WHERE {{
  {{ ?term skos:broader ?other . BIND(false AS ?below) }}
  UNION
  {{ ?other skos:broader ?term . BIND(true AS ?below) }}
}}
"""

_CASES = f"""
PREFIX cg: <{CG}>
SELECT ?term ?present (COUNT(DISTINCT ?case) AS ?cases)
WHERE {{
  VALUES ?term {{ %s }}
  {{ ?case cg:presents ?term . BIND(true AS ?present) }}
  UNION
  {{ ?case cg:excludes ?term . BIND(false AS ?present) }}
}}
GROUP BY ?term ?present
"""


def of_term(store: Store, iri: str) -> Hierarchy:
    """Return the direct neighbours of the term *iri*, those with the most cases first.

    Cases count by `cg:presents` and `cg:excludes`, so by what follows from what the authors say.
    """
    neighbours = {
        solution["other"].value: solution["below"].value == "true"
        for solution in cast(
            "ox.QuerySolutions", store.query(_NEIGHBOURS, {ox.Variable("term"): ox.NamedNode(iri)})
        )
    }
    listed = " ".join(str(ox.NamedNode(one)) for one in (iri, *neighbours))
    counts = {
        (solution["term"].value, solution["present"].value == "true"): int(solution["cases"].value)
        for solution in cast("ox.QuerySolutions", store.query(_CASES % listed))
    }

    def counted(one: str) -> Counted:
        label = lookup.label(store, one) or namespaces.curie(one)
        return Counted(one, label, counts.get((one, True), 0), counts.get((one, False), 0))

    known = sorted(
        map(counted, neighbours), key=lambda term: (-term.presented, -term.excluded, term.label)
    )
    return Hierarchy(
        counted(iri),
        tuple(term for term in known if not neighbours[term.iri]),
        tuple(term for term in known if neighbours[term.iri]),
    )
