"""Terms that mean exactly the same: one of them stands for all.

A case that presents one of them presents the others too (`skos:exactMatch`). As columns of their
own they would be one variable several times.
"""

from collections.abc import Iterable
from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import CG, SKOS, TERM
from casegraph.store import Store

_EXACT = f"<{SKOS}exactMatch>"
_SAME = f"SELECT DISTINCT ?term ?same WHERE {{ ?term ({_EXACT}|^{_EXACT})+ ?same }}"
_POLARITIES = "|".join(
    f"<{CG}{name}>" for name in ("affirms", "denies", "suspects", "deniesAt", "resolves")
)
_NAMED = f"SELECT ?term WHERE {{ ?statement {_POLARITIES} ?term }} LIMIT 1"


class Same:
    """The exact matches of terms in a store.

    first: terms that stand for what means the same, the earliest of several. Else it is a term of
    the project's own, or one that a statement names, or the least IRI. apart: each term stands for
    itself alone.
    """

    def __init__(self, store: Store, first: Iterable[str] = (), *, apart: bool = False) -> None:
        self._store = store
        self._apart = apart
        self._first = {term: place for place, term in enumerate(first)}
        self._chosen: dict[str, str] = {}
        self._others: dict[str, tuple[str, ...]] = {}

    def chosen(self, term: str) -> str:
        """Return the term that stands for *term*."""
        if term not in self._chosen:
            names = {term} if self._apart else self._found(term)
            best = term if names == {term} else min(names, key=self._rank)
            self._chosen.update(dict.fromkeys(names, best))
            self._others[best] = tuple(sorted(names - {best}))
        return self._chosen[term]

    def all(self, term: str) -> frozenset[str]:
        """Return *term*, which stands for others, and these."""
        return frozenset((term, *self.others(term)))

    def others(self, term: str) -> tuple[str, ...]:
        """Return the terms for which *term* stands besides itself, sorted."""
        return self._others[term] if self.chosen(term) == term else ()

    def _found(self, term: str) -> set[str]:
        values = {ox.Variable("term"): ox.NamedNode(term)}
        found = cast("ox.QuerySolutions", self._store.query(_SAME, values))
        return {
            term,
            *(row["same"].value for row in found if isinstance(row["same"], ox.NamedNode)),
        }

    def _rank(self, term: str) -> tuple[int, bool, bool, str]:
        place = self._first.get(term, len(self._first))
        return place, not term.startswith(TERM), not self._is_named(term), term

    def _is_named(self, term: str) -> bool:
        """Return whether a statement of some case names *term*."""
        values = {ox.Variable("term"): ox.NamedNode(term)}
        found = cast("ox.QuerySolutions", self._store.query(_NAMED, values))
        return next(found, None) is not None
