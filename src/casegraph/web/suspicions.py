"""What became of a suspicion, also where only a kind of the suspected thing was ruled out.

Suspicion rises to broader terms as presence does, and absence does not: who suspects an epidural
abscess of the neck suspects an abscess, and who rules it out says nothing of other abscesses. So a
broader term stays suspected, and beside it stands that a kind of it was ruled out.
"""

from collections.abc import Iterable, Mapping

from casegraph.namespaces import CG, SKOS
from casegraph.narrative.facts import Facts
from casegraph.web.catalogue import Catalogue

_PRESENT = "also present"
RULED_OUT = "also ruled out"
KIND_RULED_OUT = "a kind of it ruled out"


def end(*, presented: bool, excluded: bool, kind_excluded: bool) -> str:
    """Return what became of a suspicion, empty when the case does not tell.

    presented, excluded: whether the case does so with the suspected thing. kind_excluded: whether
    with a kind of it that it suspected too.
    """
    if presented:
        return _PRESENT
    if excluded:
        return RULED_OUT
    return KIND_RULED_OUT if kind_excluded else ""


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


def ruled_out(catalogue: Catalogue, term: str) -> frozenset[str]:
    """Return the cases that suspected *term*, or a kind of it, and exclude it."""
    sparql = f"""
    SELECT DISTINCT ?case WHERE {{ ?case <{CG}considers> <{term}> ; <{CG}excludes> <{term}> }}
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
