"""What stands before the terms: which case it is, from where, how old, of which sex, how full."""

from collections import defaultdict
from collections.abc import Sequence
from typing import cast

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.namespaces import CG, RDFS
from casegraph.store import Store
from casegraph.syntaxes.csv import Value

NAMES: tuple[str, ...] = ("case", "source", "age_years", "sex", "statements")
"""The columns: the slug; CURIEs of publications; a number; female, male, ...; a whole number."""

_TOLD = f"""
SELECT ?case ?name ?value
WHERE {{
  {{
    ?case <{CG}reportedIn> ?value .
    BIND("source" AS ?name)
  }}
  UNION
  {{
    ?case <{CG}patient>/<{CG}ageYears> ?value .
    BIND("age_years" AS ?name)
  }}
  UNION
  {{
    ?case <{CG}patient>/<{CG}sex>/<{RDFS}label> ?value .
    BIND("sex" AS ?name)
  }}
  UNION
  {{
    ?case <{CG}hasStatement> ?value .
    BIND("statements" AS ?name)
  }}
}}
"""


def covariates(store: Store, document: str) -> Sequence[Value]:
    """Return the values of `NAMES` for a case, None for what is not told."""
    case = ox.NamedNode(namespaces.case_iri(document))
    found: dict[str, set[str]] = defaultdict(set)
    for solution in cast("ox.QuerySolutions", store.query(_TOLD, {ox.Variable("case"): case})):
        found[solution["name"].value].add(solution["value"].value)
    age = min(map(float, found["age_years"]), default=None)
    return (
        namespaces.slug_of(document),
        " ".join(sorted(map(namespaces.curie, found["source"]))) or None,
        int(age) if age is not None and age.is_integer() else age,
        min(found["sex"], default=None),
        len(found["statements"]),
    )
