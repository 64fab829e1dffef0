"""What became of a suspicion, also where only a kind of the suspected thing was ruled out.

Suspicion rises to broader terms as presence does, and absence does not: who suspects an epidural
abscess of the neck suspects an abscess, and who rules it out says nothing of other abscesses. So a
broader term stays suspected, and beside it stands that a kind of it was ruled out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casegraph.namespaces import CG, SKOS
from casegraph.narrative.facts import Facts
from casegraph.web.catalogue import Catalogue

_PRESENT = "also present"
_RULED_OUT = "also ruled out"
_KIND_RULED_OUT = "a kind of it ruled out"

_EXACT = f"<{SKOS}exactMatch>"
_BROADER = f"<{SKOS}broaderTransitive>"
_ENDED = {
    "presented": f"?case <{CG}presents> ?term",
    "excluded": f"""
      ?case <{CG}excludes> ?term
      FILTER NOT EXISTS {{ ?case <{CG}presents> ?term }}""",
    "kind_excluded": f"""
      ?case <{CG}considers> ?kind ; <{CG}excludes> ?kind .
      {{ ?kind {_BROADER} ?term }}
      UNION {{ ?kind {_EXACT} ?same . ?same {_BROADER} ?term }}
      UNION {{ ?kind {_BROADER} ?kin . ?kin {_EXACT} ?term }}
      FILTER NOT EXISTS {{ ?case <{CG}presents>|<{CG}excludes> ?term }}""",
}
"""What holds of a `?case` that considers a `?term`, by how that ended."""


@dataclass(frozen=True, slots=True)
class Ends:
    """In how many cases a suspicion of a term ended how; each case is under one, as `end` tells.

    Of the other cases that consider the term nothing is told, so that it stays suspected.
    """

    presented: int = 0
    excluded: int = 0
    kind_excluded: int = 0

    def told(self, suspected: int) -> tuple[str, ...]:
        """Return the words for each end, with its number unless it is that of all *suspected*.

        >>> Ends(presented=1, kind_excluded=3).told(5)
        ('also present in 1', 'a kind of it ruled out in 3')
        >>> Ends(excluded=2).told(2)
        ('also ruled out',)
        """
        ends = (
            (_PRESENT, self.presented),
            (_RULED_OUT, self.excluded),
            (_KIND_RULED_OUT, self.kind_excluded),
        )
        return tuple(
            words if number == suspected else f"{words} in {number:,}"
            for words, number in ends
            if number
        )


def ends(catalogue: Catalogue) -> Mapping[str, Ends]:
    """Return how the suspicions of each term ended of which one did, asked of the store once."""
    return catalogue.once("ends of suspicions", lambda: _ends(catalogue))


def _ends(catalogue: Catalogue) -> Mapping[str, Ends]:
    found: dict[str, dict[str, int]] = {}
    for way, condition in _ENDED.items():
        sparql = f"""
        SELECT ?term (COUNT(DISTINCT ?case) AS ?cases)
        WHERE {{
          ?case <{CG}considers> ?term .
          {condition}
        }}
        GROUP BY ?term
        """
        for solution in catalogue.solutions(sparql):
            found.setdefault(solution["term"].value, {})[way] = int(solution["cases"].value)
    return {term: Ends(**ways) for term, ways in found.items()}


def end(*, presented: bool, excluded: bool, kind_excluded: bool) -> str:
    """Return what became of a suspicion, empty when the case does not tell.

    presented, excluded: whether the case does so with the suspected thing. kind_excluded: whether
    with a kind of it that it suspected too.
    """
    if presented:
        return _PRESENT
    if excluded:
        return _RULED_OUT
    return _KIND_RULED_OUT if kind_excluded else ""


def kind_ruled_out(catalogue: Catalogue, term: str) -> frozenset[str]:
    """Return the cases that suspected a narrower term and ruled it out, but not *term* itself.

    Those that present *term* all the same are left out.
    """
    towards = f"<{SKOS}narrowerTransitive>"
    sparql = f"""
    SELECT DISTINCT ?case
    WHERE {{
      VALUES ?term {{ <{term}> }}
      {{ ?term {towards} ?kind }}
      UNION {{ ?term <{SKOS}exactMatch> ?same . ?same {towards} ?kind }}
      UNION {{ ?term {towards} ?kin . ?kin <{SKOS}exactMatch> ?kind }}
      ?case <{CG}considers> ?kind ; <{CG}excludes> ?kind .
      FILTER NOT EXISTS {{ ?case <{CG}presents>|<{CG}excludes> ?term }}
    }}
    """
    return frozenset(solution["case"].value for solution in catalogue.solutions(sparql))


def outcomes(facts: Facts, case: str) -> Mapping[str, str]:
    """Return what became of each term that *case* considers, those left out of which it tells not.

    facts: of *case*, which is its IRI.
    """
    considered = facts.followed(case, f"{CG}considers")
    presented = set(facts.followed(case, f"{CG}presents"))
    excluded = set(facts.followed(case, f"{CG}excludes"))
    broader = set(_broader(facts, excluded.intersection(considered)))
    ends = {
        term: end(
            presented=term in presented, excluded=term in excluded, kind_excluded=term in broader
        )
        for term in considered
    }
    return {term: told for term, told in ends.items() if told}


def _broader(facts: Facts, terms: Iterable[str]) -> Iterable[str]:
    """Yield what is broader than one of *terms*, by each name that it has."""
    for term in terms:
        broader = facts.nodes_of(term, f"{SKOS}broaderTransitive")
        yield from broader
        for each in broader:
            yield from facts.nodes_of(each, f"{SKOS}exactMatch")
