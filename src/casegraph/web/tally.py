"""How many cases each term has, by what follows for the case."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casegraph.namespaces import CG
from casegraph.web.catalogue import Catalogue
from casegraph.web.suspicions import Ends, ends

RELATIONS = ("presents", "considers", "excludes", "underwent", "involves")
"""The case predicates, in the order in which a page tells them."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases stand in which relation to a term. ends: of those that consider it."""

    presents: int = 0
    considers: int = 0
    excludes: int = 0
    underwent: int = 0
    involves: int = 0
    ends: Ends = field(default_factory=Ends)

    @property
    def any(self) -> int:
        """The sum, which is 0 exactly when no case has to do with the term."""
        return self.presents + self.considers + self.excludes + self.underwent + self.involves

    def told(self, relation: str) -> tuple[str, ...]:
        """Return what is to stand beside the number of *relation*: what became of suspicions."""
        return self.ends.told(self.considers) if relation == "considers" else ()


def tally(catalogue: Catalogue) -> Mapping[str, Counts]:
    """Return the counts of each term with which a case has to do, asked of the store once."""
    return catalogue.once("tally", lambda: _tally(catalogue))


def _tally(catalogue: Catalogue) -> Mapping[str, Counts]:
    found: dict[str, dict[str, int]] = {}
    for relation in RELATIONS:
        sparql = f"""
        SELECT ?term (COUNT(DISTINCT ?case) AS ?cases)
        WHERE {{ ?case <{CG}{relation}> ?term }}
        GROUP BY ?term
        """
        for solution in catalogue.solutions(sparql):
            counts = found.setdefault(solution["term"].value, {})
            counts[relation] = int(solution["cases"].value)
    ended = ends(catalogue)
    return {term: Counts(**counts, ends=ended.get(term, Ends())) for term, counts in found.items()}
