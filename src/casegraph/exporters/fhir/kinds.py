"""Which procedures are imaging, laboratory tests, examinations, surgery or courses of treatment."""

from collections.abc import Iterable, Mapping
from typing import cast

import pyoxigraph as ox

from casegraph.exporters.fhir.plain import Plain, code
from casegraph.namespaces import SKOS, TERM, TERMS
from casegraph.store import Store

_KINDS: dict[str, str] = {
    f"{TERM}imaging": "imaging",
    f"{TERM}laboratory-test": "laboratory",
    f"{TERM}physical-examination": "exam",
    f"{TERM}surgical-procedure": "surgery",
    f"{TERM}treatment-procedure": "course",
    f"{TERM}follow-up-care": "course",
}
"""The broadest term of each kind, and the kind; the first that fits."""

_RESULTS = "http://terminology.hl7.org/CodeSystem/observation-category"
_SECTIONS: Mapping[str, Plain] = {
    "imaging": code("http://terminology.hl7.org/CodeSystem/v2-0074", "RAD", "Radiology"),
    "laboratory": code("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory"),
}


def kinds_of(store: Store, procedures: Iterable[str]) -> Mapping[str, str]:
    """Return the kind of each of *procedures* that has one.

    It is imaging, laboratory, exam, surgery, or course for what goes on for a while.
    """
    wanted = sorted(set(procedures))
    if not wanted:
        return {}
    rows = store.query(
        f"SELECT ?procedure ?kind WHERE {{ VALUES ?procedure {{ {_listed(wanted)} }} "
        f"VALUES ?kind {{ {_listed(_KINDS)} }} "
        f"GRAPH <{TERMS}> {{ ?procedure <{SKOS}broader>* ?kind }} }}"
    )
    above = {(row["procedure"].value, row["kind"].value) for row in cast("ox.QuerySolutions", rows)}
    return {
        iri: kind
        for broadest, kind in reversed(_KINDS.items())
        for iri in wanted
        if iri == broadest or (iri, broadest) in above
    }


def result(kind: str) -> Plain:
    """Return the category of the results of a *kind* of procedure, empty when it has none."""
    has_results = kind in ("imaging", "laboratory", "exam")
    return code(_RESULTS, kind, kind.capitalize()) if has_results else {}


def section(kind: str) -> Plain:
    """Return the diagnostic service of a *kind* of procedure, empty when it is none."""
    return _SECTIONS.get(kind, {})


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
