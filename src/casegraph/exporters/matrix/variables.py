"""The terms that the columns stand for, and how often each is known."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from casegraph import curies, lookup, namespaces
from casegraph.exporters.matrix.known import PRESENTED, Known
from casegraph.exporters.matrix.same import Same
from casegraph.exporters.narrower import KINDS
from casegraph.store import Store

_KINDS = f"""
SELECT ?term ?kind
WHERE {{
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in KINDS.values())} }}
  ?term a ?kind .
}}
"""


class Survey:
    """In how many cases each term is presented, and in how many excluded."""

    def __init__(self, cases: Iterable[Known]) -> None:
        self.presented: Counter[str] = Counter()
        self.excluded: Counter[str] = Counter()
        for known in cases:
            for term, value in known.items():
                (self.presented if value == PRESENTED else self.excluded)[term] += 1

    @property
    def terms(self) -> set[str]:
        """The terms of which something is known."""
        return {*self.presented, *self.excluded}

    def count(self, term: str) -> int:
        """Return in how many cases *term* is known."""
        return self.presented[term] + self.excluded[term]


@dataclass(frozen=True)
class Variable:
    """A term as a column.

    name: the column's. term: an IRI. curie: the same, short. kinds: keys of `KINDS`. same: CURIEs
    of the other terms for which it stands. presented, excluded: in how many cases.
    """

    name: str
    term: str
    curie: str
    label: str
    kinds: tuple[str, ...]
    same: tuple[str, ...]
    presented: int
    excluded: int


def chosen(
    store: Store,
    survey: Survey,
    same: Same,
    *,
    terms: Sequence[str] | None = None,
    within: Collection[str] | None = None,
    kind: str | None = None,
    min_cases: int = 1,
) -> list[str]:
    """Return the terms that get a column, as IRIs: in the order of *terms*, else of their CURIEs.

    same: has counted one for all that mean the same. terms: those that are wanted, known or not;
    None for each that is known in a case. within: of these only. kind: a key of `KINDS`. min_cases:
    in how many cases one is known at least; what is listed in *terms* is exempt.
    """
    if terms is not None:
        wanted = list(dict.fromkeys(map(same.chosen, terms)))
    else:
        often = [term for term in survey.terms if survey.count(term) >= min_cases]
        wanted = sorted(often, key=lambda term: (_curie(term), term))
    kinds = _kinds(store) if kind else {}
    return [
        term
        for term in wanted
        if (within is None or not same.all(term).isdisjoint(within))
        and (kind is None or kind in _kinds_of(term, same, kinds))
    ]


def variables(
    store: Store,
    survey: Survey,
    same: Same,
    terms: Sequence[str],
    *,
    by_label: bool,
    taken: Collection[str],
) -> list[Variable]:
    """Return *terms* as columns.

    same: has the names for which each of them stands. by_label: name them by label, with the CURIE
    where two have the same, and not by CURIE, or else by IRI. taken: names that other columns have.
    """
    labels = {term: lookup.label(store, term) or _curie(term) for term in terms}
    short = labels if by_label else {term: _curie(term) for term in terms}
    uses = Counter([*short.values(), *taken])
    kinds = _kinds(store)

    def name(term: str) -> str:
        if uses[short[term]] == 1:
            return short[term]
        return f"{short[term]} ({_curie(term)})" if by_label else term

    return [
        Variable(
            name=name(term),
            term=term,
            curie=_curie(term),
            label=labels[term],
            kinds=_kinds_of(term, same, kinds),
            same=tuple(map(_curie, same.others(term))),
            presented=survey.presented[term],
            excluded=survey.excluded[term],
        )
        for term in terms
    ]


def _kinds(store: Store) -> Mapping[str, list[str]]:
    """Return the kinds of each term in *store* that has one."""
    names = {kind: name for name, kind in KINDS.items()}
    found: dict[str, set[str]] = defaultdict(set)
    for solution in cast("ox.QuerySolutions", store.query(_KINDS)):
        found[solution["term"].value].add(names[solution["kind"].value])
    return {term: sorted(kinds) for term, kinds in found.items()}


def _kinds_of(term: str, same: Same, kinds: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the kinds of *term* under any of its names, sorted."""
    return tuple(sorted({kind for name in same.all(term) for kind in kinds.get(name, ())}))


def _curie(term: str) -> str:
    short = curies.contracted(term) or namespaces.curie(term)
    return short.removeprefix("<").removesuffix(">")
