"""Which terms mean the same, and which are wider than others."""

from collections.abc import Iterable, Mapping

from casegraph.namespaces import CG, SKOS, TERM
from casegraph.web.catalogue import Catalogue


class Kin:
    """What is known of some terms.

    A term is wider than another when that is a kind of it, or a part of it where both are places.
    """

    def __init__(self, catalogue: Catalogue, terms: Iterable[str]) -> None:
        listed = " ".join(f"<{term}>" for term in sorted(set(terms)))
        self._own = _own(catalogue, listed)
        self._wider = _wider(catalogue, listed)

    def own(self, term: str) -> str:
        """Return the term of the project that means the same as *term*, itself without one."""
        return self._own.get(term, term)

    def is_within(self, narrow: str, wide: str) -> bool:
        """Return whether *narrow* is *wide*, means the same, or is narrower."""
        return narrow == wide or self.own(narrow) == self.own(wide) or wide in self._of(narrow)

    def is_narrower(self, narrow: str, wide: str) -> bool:
        """Return whether *narrow* is narrower than *wide*, and they do not mean the same."""
        return self.is_within(narrow, wide) and not self.is_within(wide, narrow)

    def _of(self, term: str) -> frozenset[str]:
        return self._wider.get(term, frozenset())


def _own(catalogue: Catalogue, listed: str) -> Mapping[str, str]:
    sparql = f"""
    SELECT ?term ?own
    WHERE {{ VALUES ?term {{ {listed} }} ?term <{SKOS}exactMatch> ?own }}
    """
    pairs = ((row["term"].value, row["own"].value) for row in catalogue.solutions(sparql))
    return {
        term: own
        for term, own in sorted(pairs, reverse=True)
        if own.startswith(TERM) and not term.startswith(TERM)
    }


def _wider(catalogue: Catalogue, listed: str) -> Mapping[str, frozenset[str]]:
    steps = "|".join(f"<{step}>" for step in (f"{SKOS}broader", f"{SKOS}exactMatch", f"{CG}partOf"))
    sparql = f"""
    SELECT DISTINCT ?term ?wider
    WHERE {{ VALUES ?term {{ {listed} }} ?term ({steps})+ ?wider }}
    """
    found: dict[str, set[str]] = {}
    for row in catalogue.solutions(sparql):
        found.setdefault(row["term"].value, set()).add(row["wider"].value)
    return {term: frozenset(wider) for term, wider in found.items()}
