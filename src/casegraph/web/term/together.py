"""What goes with a term: the other terms that the cases which present it affirm, and claims."""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
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


def together(catalogue: Catalogue, term: str, cases: Iterable[str]) -> tuple[Together, ...]:
    """Return the terms affirmed most often in *cases*, the kin of *term* left out."""
    affirmed = catalogue.once("affirmed", lambda: _affirmed(catalogue))
    counts = Counter(other for case in cases for other in affirmed.get(case, ()))
    kin = _kin(catalogue, term)
    order = sorted((-number, other) for other, number in counts.items() if other not in kin)
    return tuple(
        Together(Link(catalogue.label(other), other), -number) for number, other in order[:_SHOWN]
    )


def _affirmed(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Return by case the terms that its authors affirm, each once.

    In two patterns for the graph the store finds them twice as fast as in one.
    """
    sparql = f"""
    SELECT DISTINCT ?case ?named
    WHERE {{
      GRAPH ?graph {{ ?said <{CG}affirms> ?named }}
      GRAPH ?graph {{ ?case <{CG}hasStatement> ?said }}
    }}
    """
    found: dict[str, list[str]] = {}
    for solution in catalogue.solutions(sparql):
        found.setdefault(solution["case"].value, []).append(sys.intern(solution["named"].value))
    return {case: tuple(named) for case, named in found.items()}


def claims(catalogue: Catalogue, term: str) -> tuple[Claim, ...]:
    """Return the claims of publications of which *term* is the subject or the object."""
    sparql = f"""
    SELECT DISTINCT ?term ?claim ?label ?sign
    WHERE {{
      VALUES ?part {{
        <{CG}claimSubject> <{CG}claimObject> <{CG}comparedWith> <{CG}population>
      }}
      ?claim ?part ?term .
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
