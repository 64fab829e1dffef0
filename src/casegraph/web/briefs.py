"""Cases in a list: each with its patient and what the authors diagnosed in the end."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.namespaces import CG, case_iri
from casegraph.narrative.words import age
from casegraph.web.catalogue import Catalogue
from casegraph.web.values import Link

_PATIENT = f"""
SELECT ?case ?sex ?age
WHERE {{
  VALUES ?case {{ CASES }}
  ?case <{CG}patient> ?patient .
  OPTIONAL {{ ?patient <{CG}sex> ?sex }}
  OPTIONAL {{ ?patient <{CG}ageAtPresentation> ?age }}
}}
"""
_DIAGNOSED = f"""
SELECT DISTINCT ?case ?term
WHERE {{
  VALUES ?case {{ CASES }}
  ?case <{CG}hasStatement> ?diagnosis .
  ?diagnosis a <{CG}Diagnosis> .
  ?diagnosis <{CG}affirms> ?term .
  FILTER NOT EXISTS {{ ?later <{CG}revises> ?diagnosis }}
}}
"""


@dataclass(frozen=True, slots=True)
class Brief:
    """A case in a list. patient: sex and age as far as told. diagnosed: affirmed, never revised."""

    case: Link
    patient: str
    diagnosed: tuple[str, ...]


def briefs(catalogue: Catalogue, documents: Sequence[str]) -> tuple[Brief, ...]:
    """Return each of *documents* in brief, in their order."""
    cases = [case_iri(document) for document in documents]
    listed = " ".join(str(ox.NamedNode(case)) for case in cases)
    patients: dict[str, str] = {}
    for solution in catalogue.solutions(_PATIENT.replace("CASES", listed)):
        sex, years = solution["sex"], solution["age"]
        told = [catalogue.label(sex.value)] if sex else []
        told += [age(years.value)] if years else []
        patients[solution["case"].value] = ", ".join(told)
    diagnosed: dict[str, set[str]] = {}
    for solution in catalogue.solutions(_DIAGNOSED.replace("CASES", listed)):
        label = catalogue.label(solution["term"].value)
        diagnosed.setdefault(solution["case"].value, set()).add(label)
    return tuple(
        Brief(
            Link(catalogue.label(case), document),
            patients.get(case, ""),
            tuple(sorted(diagnosed.get(case, ()))),
        )
        for case, document in zip(cases, documents, strict=True)
    )
