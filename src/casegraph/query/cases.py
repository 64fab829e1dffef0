"""About which cases a question is asked that names none.

A question about each case has rows for each, so that over ten thousand cases its answer is a table
that nobody reads and that takes minutes to sort. It is then asked about some of them, and the
answer says so; the value `all` asks about every case. Where a term chooses the cases, as those that
present or underwent it, these are some of them. A question that a term only narrows is about all.
"""

from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import CG
from casegraph.query.parameters import EVERY_CASE, FEW_CASES, Parameter
from casegraph.query.slots import Value
from casegraph.store import Store


def some(
    parameter: Parameter,
    store: Store,
    term: Value | None = None,
    *,
    every: bool = False,
) -> tuple[tuple[ox.NamedNode, ...] | None, str | None]:
    """Return the cases that a question is asked about and a note when these are not all.

    parameter: of type `case`, without a value. term: what the cases present or underwent, None for
    any cases. every: ask about all of them. The first is None where a question need not name its
    cases, as it is about all of the store; which cases are chosen is up to the store.
    """
    if every and (term is None or parameter.undergoing):
        return None, None
    has = "presents" if parameter.presenting else "underwent"
    which = f"?case a <{CG}Case> ." if term is None else f"?case <{CG}{has}> {term} ."
    limit = "" if every else f" LIMIT {FEW_CASES + 1}"
    found = _solutions(store, f"SELECT DISTINCT ?case WHERE {{ {which} }}{limit}")
    cases = tuple(solution["case"] for solution in found)
    if every or len(cases) <= FEW_CASES:
        return None if term is None else cases, None
    (number,) = _solutions(store, f"SELECT (COUNT(DISTINCT ?case) AS ?cases) WHERE {{ {which} }}")
    verb = "present" if parameter.presenting else "underwent"
    chosen = f" that {verb} the {parameter.chosen_by}" if term is not None else ""
    note = (
        f"only {parameter.most} of {number['cases'].value} cases{chosen}; "
        f"name one with {parameter.name}=SLUG, or ask about all with "
        f"{parameter.name}={EVERY_CASE}"
    )
    return cases[: parameter.most], note


def _solutions(store: Store, sparql: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", store.query(sparql))
