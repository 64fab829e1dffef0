"""The patient of a case to the subject of a packet, with vital status."""

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.times import time
from casegraph.exporters.phenopackets.values import SEXES
from casegraph.importers.phenopackets.subject import DEATH
from casegraph.importers.phenopackets.times import AT


def subject(case: Case) -> Plain:
    """Return the subject, empty when the case says nothing of the patient."""
    patient = case.patient
    found: Plain = {}
    if identifier := patient.first("dcterms:identifier"):
        found["id"] = identifier
    if encounter := time(patient, AT, case):
        found["timeAtLastEncounter"] = encounter
    outcomes = [one for one in case.statements if one.term == DEATH]
    for one in outcomes:
        if "vitalStatus" not in found and one.is_a("Outcome", "affirms", "denies"):
            found["vitalStatus"] = _vital_status(one, case)
    sex = SEXES.get(patient.first("cg:sex", SEXES.get), "UNKNOWN_SEX")
    if sex != "UNKNOWN_SEX":
        found["sex"] = sex
    return found


def _vital_status(outcome: Statement, case: Case) -> Plain:
    outcome.said = True
    if outcome.polarity == "denies":
        return {"status": "ALIVE"}
    found: Plain = {"status": "DECEASED"}
    if when := time(outcome, AT, case):
        found["timeOfDeath"] = when
    if cause := outcome.first("cg:causeOfDeath"):
        found["causeOfDeath"] = case.names.term(cause)
    return found
