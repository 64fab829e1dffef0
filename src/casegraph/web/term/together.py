"""What goes with a term: the other terms that the cases which present it affirm, and claims."""

from collections.abc import Collection
from dataclasses import dataclass

from casegraph.namespaces import CG, RDFS, SKOS
from casegraph.web.catalogue import Catalogue
from casegraph.web.values import Link

_SHOWN = 15
"""How many terms that go with one are told."""


@dataclass(frozen=True, slots=True)
class Together:
    """A term, and how many of the cases say it of the patient too."""

    term: Link
    cases: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A general statement about the term. sign: positive, negative or unknown."""

    claim: Link
    sign: str


def together(catalogue: Catalogue, term: str) -> tuple[Together, ...]:
    """Return the terms affirmed most often in the cases that present *term*, its kin left out."""
    sparql = f"""
    SELECT ?term ?other (COUNT(DISTINCT ?case) AS ?cases)
    WHERE {{
      ?case <{CG}presents> ?term .
      ?case <{CG}hasStatement> ?statement .
      ?statement <{CG}affirms> ?other .
    }}
    GROUP BY ?term ?other
    ORDER BY DESC(?cases) ?other
    """
    kin = _kin(catalogue, term)
    found = [
        Together(Link(catalogue.label(other), other), int(solution["cases"].value))
        for solution in catalogue.solutions(sparql, {"term": term})
        if (other := solution["other"].value) not in kin
    ]
    return tuple(found[:_SHOWN])


def claims(catalogue: Catalogue, term: str) -> tuple[Claim, ...]:
    """Return the claims of publications of which *term* is the subject or the object."""
    sparql = f"""
    SELECT DISTINCT ?term ?claim ?label ?sign
    WHERE {{
      ?claim <{CG}claimSubject>|<{CG}claimObject>|<{CG}comparedWith>|<{CG}population> ?term .
      ?claim <{CG}relation>/<{CG}positivity>/<{RDFS}label> ?sign .
      OPTIONAL {{ ?claim <{RDFS}label> ?label }}
    }}
    """
    return tuple(
        Claim(Link(label, claim), sign)
        for claim, label, sign in sorted(
            {
                (
                    solution["claim"].value,
                    solution["label"].value if solution["label"] is not None else "claim",
                    solution["sign"].value,
                )
                for solution in catalogue.solutions(sparql, {"term": term})
            }
        )
    )


def _kin(catalogue: Catalogue, term: str) -> Collection[str]:
    """Return *term* with all that is broader, narrower or the same."""
    sparql = f"""
    SELECT ?term ?it
    WHERE {{ ?term <{SKOS}broaderTransitive>|<{SKOS}narrowerTransitive>|<{SKOS}exactMatch> ?it }}
    """
    return {term} | {
        solution["it"].value for solution in catalogue.solutions(sparql, {"term": term})
    }
