"""Diagnoses that a case makes or rules out to diseases."""

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.times import time
from casegraph.exporters.phenopackets.values import SIDES
from casegraph.importers.phenopackets.times import ONSET


def diseases(case: Case) -> list[tuple[Statement, Plain]]:
    """Return the diseases, each with the diagnosis that it is made of.

    One that an interpretation makes, and no disease of the packet that the case came from, is
    there already. One that is denied with a stage, or on a side of nothing, stays outside: it
    would deny more. One that is denied at several sites is there for each of them.
    """
    found: list[tuple[Statement, Plain]] = []
    for one in case.statements:
        if one.is_a("Diagnosis", "affirms") and not (one.said and one.is_interpreted_alone):
            found.append((one, _made(one, case)))
        elif one.is_a("Diagnosis", "denies"):
            if not one.has("cg:qualifier", "cg:laterality", "cg:stage"):
                found.append((one, _excluded(one, case)))
        elif (
            one.is_a("Diagnosis", "deniesAt")
            and one.has("cg:targetSite")
            and not one.has("cg:qualifier", "cg:stage")
            and all(map(SIDES.get, one.see("cg:laterality")))
        ):
            found += [(one, entry) for entry in _excluded_at(one, case)]
    return found


def _made(said: Statement, case: Case) -> Plain:
    """Return a disease that the patient has."""
    said.said = True
    found: Plain = {"term": case.names.term(said.term)}
    if onset := time(said, ONSET, case):
        found["onset"] = onset
    if stages := said.take("cg:stage"):
        found["diseaseStage"] = list(map(case.names.term, stages))
    if said.pointers:
        _from_a_packet(found, said, case)
    if site := said.first("cg:site"):
        found["primarySite"] = case.names.term(site)
    if side := said.first("cg:laterality", SIDES.get):
        found["laterality"] = SIDES[side]
    return found


def _from_a_packet(found: Plain, said: Statement, case: Case) -> None:
    """Add qualifiers that a packet had: a side that is no laterality, and findings of TNM.

    A qualifier from elsewhere may be anything, and is left.
    """
    for term in map(case.names.term, said.take("cg:qualifier")):
        is_side = term["id"].startswith("HP:") and not said.has("cg:laterality")
        if is_side and "laterality" not in found:
            found["laterality"] = term
        else:
            found.setdefault("clinicalTnmFinding", []).append(term)


def _excluded(said: Statement, case: Case) -> Plain:
    said.said = True
    return {"term": case.names.term(said.term), "excluded": True}


def _excluded_at(said: Statement, case: Case) -> list[Plain]:
    """Return a disease that is not at the sites; elsewhere it may be."""
    side = said.first("cg:laterality", SIDES.get)
    place = {"laterality": SIDES[side]} if side else {}
    return [
        {**_excluded(said, case), "primarySite": case.names.term(site), **place}
        for site in said.take("cg:targetSite")
    ]
