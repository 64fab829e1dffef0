"""Treatments and investigations of a case to medical actions."""

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.procedures import Procedures
from casegraph.exporters.phenopackets.times import time
from casegraph.exporters.phenopackets.values import STATUSES
from casegraph.exporters.phenopackets.wording import is_double, number
from casegraph.importers.phenopackets.times import AT

_SHARED = {
    "treatmentIntent": "cg:intent",
    "responseToTreatment": "cg:response",
    "treatmentTerminationReason": "cg:terminationReason",
}
_OF_DRUGS = ("cg:dose", "cg:route", "cg:schedule")
_GRAY = "Gy"
_MOST = 2**31


def actions(case: Case, procedures: Procedures) -> list[Plain]:
    """Return the medical actions; an investigation behind a measurement is none.

    procedures: those of the packet, of which the measurements are made already.

    What is denied or only suspected is no target, unless a packet named it as one.
    """
    performed = {
        one.name: one
        for one in case.statements
        if one.polarity == "performs" and not (one.inferred or one.said)
    }
    doses = {name: _doses(one, performed, case) for name, one in performed.items()}
    parts = {part.name for several in doses.values() for part in several}
    found = []
    for name, one in performed.items():
        if name in parts or one.kind not in ("Treatment", "Investigation"):
            continue
        entry = _action(one, doses[name], case, procedures)
        targets = one.see("cg:indication") if one.pointers else case.indications(one)
        if target := one.first("cg:indication", targets.__contains__):
            entry["treatmentTarget"] = case.names.term(target)
            _suspected_by_import(one, target, case)
        for key, property_ in _SHARED.items():
            if value := one.first(property_):
                entry[key] = case.names.term(value)
        if events := _events(one, case):
            entry["adverseEvents"] = events
        found.append(entry)
    return found


def _action(said: Statement, doses: list[Statement], case: Case, procedures: Procedures) -> Plain:
    """Return what was done, as the kind of action that can say most of it."""
    said.said = True
    kinds = case.about(said.term).kinds
    is_drug = "Substance" in kinds or ("Procedure" not in kinds and said.has(*_OF_DRUGS))
    if said.kind == "Investigation":
        case.lose(said.name, "rdf:type", "an investigation, of which an import makes a treatment")
        return {"procedure": procedures.of(said)}
    if is_drug:
        return {"treatment": _drug(said, doses, case)}
    if status := said.first("cg:regimenStatus", STATUSES.get):
        regimen: Plain = {"ontologyClass": case.names.term(said.term)}
        if start := time(said, AT, case):
            regimen["startTime"] = start
        return {"therapeuticRegimen": {**regimen, "regimenStatus": STATUSES[status]}}
    if radiation := _radiation(said, case):
        return {"radiationTherapy": radiation}
    return {"procedure": procedures.of(said)}


def _doses(said: Statement, performed: dict[str, Statement], case: Case) -> list[Statement]:
    """Return the parts of *said* that are its several doses."""
    parts = [performed.get(case.local(iri)) for iri in said.see("dcterms:hasPart")]
    doses = [one for one in parts if one and one.kind == "Treatment" and one.term == said.term]
    several = len(doses) > 1 and len(doses) == len(parts) and not said.has("cg:dose")
    is_drug = "Substance" in case.about(said.term).kinds
    return sorted(doses, key=list(performed.values()).index) if several and is_drug else []


def _drug(said: Statement, doses: list[Statement], case: Case) -> Plain:
    found: Plain = {"agent": case.names.term(said.term)}
    if route := said.first("cg:route"):
        found["routeOfAdministration"] = case.names.term(route)
    for one in doses:
        said.drop("dcterms:hasPart", f"{case.document}#{one.name}")
        one.said = True
    intervals = [_interval(one, case) for one in doses or [said]]
    if doses or intervals[0]:
        found["doseIntervals"] = intervals
    return found


def _interval(said: Statement, case: Case) -> Plain:
    found: Plain = {}
    if dose := said.first("cg:dose", is_double):
        found["quantity"] = {"value": number(dose)}
        if unit := said.first("cg:doseUnit"):
            found["quantity"] = {"unit": case.names.unit(unit), **found["quantity"]}
    if schedule := said.first("cg:schedule"):
        found["scheduleFrequency"] = case.names.term(schedule)
    return found


def _radiation(said: Statement, case: Case) -> Plain:
    """Return a radiation therapy, whose dose is in gray and whole; empty when *said* is none."""
    if not (said.has("cg:fractions") or _GRAY in said.see("cg:doseUnit")):
        return {}
    found: Plain = {"modality": case.names.term(said.term)}
    if site := said.first("cg:targetSite"):
        found["bodySite"] = case.names.term(site)
    if _GRAY in said.see("cg:doseUnit") and (dose := said.first("cg:dose", _is_whole)):
        said.drop("cg:doseUnit", _GRAY)
        found["dosage"] = number(dose)
    if fractions := said.first("cg:fractions", _is_whole):
        found["fractions"] = number(fractions)
    return found


def _is_whole(written: str) -> bool:
    return is_double(written) and 0 < number(written) < _MOST and float(written).is_integer()


def _suspected_by_import(action: Statement, target: str, case: Case) -> None:
    """Note that an inference needs no saying: every import draws it from the target itself."""
    link = f"{case.document}#{action.name}"
    for one in case.statements:
        drawn = one.inferred and one.polarity == "suspects" and one.term == target
        if drawn and link in one.see("cg:because"):
            one.drop("cg:because", link)
            one.said = True


def _events(action: Statement, case: Case) -> list[Plain]:
    """Return the adverse events of *action*."""
    link = f"{case.document}#{action.name}"
    found = []
    for one in case.statements:
        if one.is_a("Finding", "affirms") and link in one.see("cg:adverseEventOf"):
            one.drop("cg:adverseEventOf", link)
            one.said = True
            found.append(case.names.term(one.term))
    return found
