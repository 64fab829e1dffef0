"""The publications in one list: reports of cases, and what they cite."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.namespaces import CG, CITO, DCTERMS
from casegraph.web.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Work:
    """A publication. cases: reported in it. citations: how many other works cite it."""

    iri: str
    label: str
    title: str = ""
    year: str = ""
    cases: int = 0
    citations: int = 0


def works(catalogue: Catalogue) -> tuple[Work, ...]:
    """Return every publication, reports first, then by label; asked of the store once."""
    return catalogue.once("works", lambda: _works(catalogue))


def _works(catalogue: Catalogue) -> tuple[Work, ...]:
    titles = _values(catalogue, f"<{DCTERMS}title>")
    years = _values(catalogue, f"<{DCTERMS}issued>|<{DCTERMS}date>")
    cases = _counts(catalogue, f"?other <{CG}reportedIn> ?work")
    citations = _counts(
        catalogue,
        f"?citation <{CITO}hasCitedEntity> ?work ; <{CITO}hasCitingEntity> ?other",
    )
    found = [
        Work(
            iri,
            catalogue.label(iri),
            titles.get(iri, ""),
            years.get(iri, "")[:4],
            cases.get(iri, 0),
            citations.get(iri, 0),
        )
        for iri in catalogue.publications
    ]
    return tuple(sorted(found, key=lambda work: (not work.cases, work.label.casefold(), work.iri)))


def _values(catalogue: Catalogue, path: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for solution in catalogue.solutions(f"SELECT ?work ?value WHERE {{ ?work {path} ?value }}"):
        if isinstance(solution["work"], ox.NamedNode) and isinstance(solution["value"], ox.Literal):
            value = solution["value"].value
            found[solution["work"].value] = min(value, found.get(solution["work"].value, value))
    return found


def _counts(catalogue: Catalogue, pattern: str) -> Mapping[str, int]:
    sparql = f"""
    SELECT ?work (COUNT(DISTINCT ?other) AS ?others) WHERE {{ {pattern} }} GROUP BY ?work
    """
    return {
        solution["work"].value: int(solution["others"].value)
        for solution in catalogue.solutions(sparql)
    }
