"""About which cases a question is asked that names none.

A question about each case has rows for each, so that over ten thousand cases its answer is a table
that nobody reads and that takes minutes to sort. It is then asked about some of them, and the
answer says so; the value `all` asks about every case. A question with a term of the reader's own is
asked about all, unless its cases are those that present the term: then about some of these.
"""

from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import CG
from casegraph.query.parameters import EVERY_CASE, FEW_CASES, Parameter
from casegraph.query.sparql import Value
from casegraph.store import Store


def some(
    parameter: Parameter,
    store: Store,
    presented: Value | None = None,
    *,
    every: bool = False,
) -> tuple[tuple[ox.NamedNode, ...] | None, str | None]:
    """Return the cases that a question is asked about and a note when these are not all.

    parameter: of type `case`, without a value. presented: a term that the cases present, None for
    any cases. every: ask about all of them. The first is None where a question need not name its
    cases, as it is about all of the store; which cases are chosen is up to the store.
    """
    if presented is None and every:
        return None, None
    which = f"?case a <{CG}Case> ." if presented is None else f"?case <{CG}presents> {presented} ."
    limit = "" if every else f" LIMIT {FEW_CASES + 1}"
    found = _solutions(store, f"SELECT DISTINCT ?case WHERE {{ {which} }}{limit}")
    cases = tuple(solution["case"] for solution in found)
    if every or len(cases) <= FEW_CASES:
        return None if presented is None else cases, None
    (number,) = _solutions(store, f"SELECT (COUNT(DISTINCT ?case) AS ?cases) WHERE {{ {which} }}")
    presenting = f" that present the {parameter.presenting}" if presented is not None else ""
    note = (
        f"only {parameter.most} of {number['cases'].value} cases{presenting}; "
        f"name one with {parameter.name}=SLUG, or ask about all with "
        f"{parameter.name}={EVERY_CASE}"
    )
    return cases[: parameter.most], note


def _solutions(store: Store, sparql: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", store.query(sparql))
