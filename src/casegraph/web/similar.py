"""Which cases are alike, by the findings that both present and the structures that both involve.

The semantics are those of the library query `similar-cases`: what both present counts, by the
narrowest terms that they share; what both exclude, or neither mentions, does not. Each shared term
weighs as much as it is rare, so that what nearly every case has says little.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nsmallest
from math import log
from typing import cast

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.namespaces import CG, SKOS, TERMS
from casegraph.store import Store

_PAIRS = "SELECT ?case ?term WHERE {{ ?case <{relation}> ?term }}"
_OTHER_NAMES = f"""
SELECT DISTINCT ?term
WHERE {{
  ?own <{SKOS}inScheme> <{TERMS}> .
  ?own <{SKOS}exactMatch> ?term .
  FILTER(?own != ?term)
}}
"""
_WIDER = f"""
SELECT ?term ?wider
WHERE {{
  VALUES ?relation {{ <{SKOS}broaderTransitive> <{CG}partOf> }}
  ?term ?relation ?wider .
}}
"""
_POSTINGS = 2_000
"""How many mentions of a case's terms are looked at to find candidates, the rarest terms first."""
_CANDIDATES = 12
"""How many cases are compared term by term."""
_KEPT = 20_000
_ASKED_AGAIN = 4
"""How many answers are remembered: several parts of a page ask for the same."""
_STRUCTURES = 0.5
"""What a shared structure weighs beside a shared finding, which often implies its place."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that is like another.

    presented, involved: the IRIs of the narrowest terms that both have, the rarest first. score:
    what they weigh together.
    """

    document: str
    score: float
    presented: tuple[str, ...]
    involved: tuple[str, ...]


class Similar:
    """An index of what the cases of a store present and involve.

    Its memory is some bytes for each triple that it indexes. It is made once and then only read, so
    that processes which fork share it.
    """

    def __init__(self, store: Store, documents: Iterable[str]) -> None:
        self._documents = list(documents)
        numbers = {document: number for number, document in enumerate(self._documents)}
        other_names = frozenset(row["term"].value for row in _rows(store, _OTHER_NAMES))
        self._numbers = numbers
        self._presented = _Index(store, f"{CG}presents", numbers, other_names)
        self._involved = _Index(store, f"{CG}involves", numbers, other_names)
        self.to = lru_cache(_ASKED_AGAIN)(self._to)

    def _to(self, document: str, most: int = 5) -> tuple[Alike, ...]:
        """Return the cases that are most like *document*, the most alike first."""
        case = self._numbers.get(document)
        if case is None:
            return ()
        near = self._presented.near(case)
        for other, score in self._involved.near(case).items():
            near[other] = near.get(other, 0) + _STRUCTURES * score
        best = nsmallest(_CANDIDATES, ((-score, other) for other, score in near.items()))
        found = [self._compared(case, other) for _, other in best]
        found.sort(key=lambda alike: (-alike.score, alike.document))
        return tuple(alike for alike in found if alike.score > 0)[:most]

    def _compared(self, case: int, other: int) -> Alike:
        presented, findings = self._presented.shared(case, other)
        involved, structures = self._involved.shared(case, other)
        score = findings + _STRUCTURES * structures
        return Alike(self._documents[other], score, presented, involved)


class _Index:
    """The cases and terms of one relation, each way, by number."""

    def __init__(
        self, store: Store, relation: str, cases: dict[str, int], left_out: frozenset[str]
    ) -> None:
        self._store = store
        self._terms: list[str] = []
        self._number: dict[str, int] = {}
        found = [array("I") for _ in cases]
        case_of = cache(lambda iri: cases.get(namespaces.document_of(iri) or ""))
        for case, term in _rows(store, _PAIRS.format(relation=relation)):
            number = case_of(case.value)
            if number is not None and term.value not in left_out:
                found[number].append(self._numbered(term.value))
        self._of_case = [array("I", dict.fromkeys(terms)) for terms in found]
        self._of_term = [array("I") for _ in self._terms]
        for case, terms in enumerate(self._of_case):
            for term in terms:
                self._of_term[term].append(case)
        self._weights = [log((len(cases) + 1) / len(mentions)) for mentions in self._of_term]
        self._wider = lru_cache(_KEPT)(self._asked)

    def near(self, case: int) -> dict[int, float]:
        """Return the cases that share some of the rarest terms of *case*, with a first score."""
        found: dict[int, float] = {}
        looked_at = 0
        for term in sorted(self._of_case[case], key=lambda term: (len(self._of_term[term]), term)):
            mentions = self._of_term[term]
            looked_at += len(mentions)
            if looked_at > _POSTINGS and found:
                break
            for other in mentions[:_POSTINGS]:
                found[other] = found.get(other, 0) + self._weights[term]
        found.pop(case, None)
        return found

    def shared(self, case: int, other: int) -> tuple[tuple[str, ...], float]:
        """Return the narrowest terms that both have, the rarest first, and what they weigh."""
        common = set(self._of_case[case]).intersection(self._of_case[other])
        narrowest = common.difference(*map(self._wider, common)) if common else common
        ranked = sorted(narrowest, key=lambda term: (-self._weights[term], self._terms[term]))
        score = sum(self._weights[term] for term in ranked)
        return tuple(self._terms[term] for term in ranked), score

    def _numbered(self, term: str) -> int:
        number = self._number.get(term)
        if number is None:
            number = self._number[term] = len(self._terms)
            self._terms.append(term)
        return number

    def _asked(self, term: int) -> frozenset[int]:
        """Return the numbers of the terms that are wider than *term*: broader, or its whole."""
        narrow = ox.NamedNode(self._terms[term])
        wider = (row["wider"].value for row in _rows(self._store, _WIDER, {"term": narrow}))
        return frozenset(
            self._number[iri] for iri in wider if iri in self._number and self._number[iri] != term
        )


def _rows(
    store: Store, sparql: str, values: dict[str, ox.NamedNode] | None = None
) -> Iterator[ox.QuerySolution]:
    given = {ox.Variable(name): value for name, value in (values or {}).items()}
    return cast("ox.QuerySolutions", store.query(sparql, given))
