"""Medical actions: procedures, drugs with their doses, radiation and regimens."""

import math

from casegraph.importers.phenopackets.draft import (
    Detail,
    Draft,
    Statement,
    cg,
    decimal,
    iri,
    text,
    typed,
)
from casegraph.importers.phenopackets.features import is_given
from casegraph.importers.phenopackets.measurements import procedure_details, unit_of
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.times import AT, time
from casegraph.namespaces import CG, DCTERMS

STATUSES = {1: "RegimenStarted", 2: "RegimenCompleted", 3: "RegimenDiscontinued"}
"""The number of a regimen's status in the schema, and the value of the vocabulary."""

_SHARED = (
    ("treatment_intent", "treatmentIntent", "intent"),
    ("response_to_treatment", "responseToTreatment", "response"),
    ("treatment_termination_reason", "treatmentTerminationReason", "terminationReason"),
)
_DAY = 86400


def actions(packet: Message, draft: Draft) -> None:
    """Add the medical actions of *packet* to *draft*.

    :raises PacketError: for one that does not say what was done.
    """
    for index, said in enumerate(packet.medical_actions):
        pointer = draft.pointer("medicalActions", index)
        kind = said.WhichOneof("action")
        if kind is None:
            draft.findings.lose(pointer, "a medical action that does not say what was done")
            continue
        details = [
            cg(property_, iri(draft.term(getattr(said, field), "Term", f"{pointer}/{key}")))
            for field, key, property_ in _SHARED
            if is_given(getattr(said, field))
        ]
        statement = _ACTIONS[kind](getattr(said, kind), f"action-{index}", draft, pointer)
        if statement is None:
            continue
        statement.details += details
        draft.statements.append(statement)
        if is_given(said.treatment_target):
            _indication(said.treatment_target, statement, draft, f"{pointer}/treatmentTarget")
        for place, event in enumerate(said.adverse_events):
            if is_given(event):
                where = f"{pointer}/adverseEvents/{place}"
                term = draft.term(event, "FindingType", where)
                link = cg("adverseEventOf", draft.node(statement.name))
                name = f"{statement.name}-event-{place}"
                draft.add(Statement(name, "Finding", "affirms", term, [where], [link]))


def _procedure(said: Message, name: str, draft: Draft, pointer: str) -> Statement:
    where = f"{pointer}/procedure"
    code = draft.term(said.code, "Procedure", f"{where}/code")
    details = procedure_details(said, draft, where)
    return Statement(name, "Treatment", "performs", code, [where], details)


def _drug(said: Message, name: str, draft: Draft, pointer: str) -> Statement:
    """Return the treatment with a drug; several doses are parts of it."""
    where = f"{pointer}/treatment"
    agent = draft.term(said.agent, "Substance", f"{where}/agent")
    treatment = Statement(name, "Treatment", "performs", agent, [where])
    if is_given(said.route_of_administration):
        route = draft.term(said.route_of_administration, "Term", f"{where}/routeOfAdministration")
        treatment.details.append(cg("route", iri(route)))
    doses = [
        (_dose(one, draft, f"{where}/doseIntervals/{index}"), f"{where}/doseIntervals/{index}")
        for index, one in enumerate(said.dose_intervals)
    ]
    if len(doses) == 1:
        treatment.details += doses[0][0]
        return treatment
    for index, (details, place) in enumerate(doses):
        part = Statement(f"{name}-dose-{index}", "Treatment", "performs", agent, [place], details)
        draft.statements.append(part)
        treatment.details.append((f"{DCTERMS}hasPart", draft.node(part.name)))
    return treatment


def _dose(said: Message, draft: Draft, pointer: str) -> list[Detail]:
    details: list[Detail] = []
    if said.HasField("quantity"):
        amount = said.quantity.value
        if math.isnan(amount):
            draft.findings.lose(f"{pointer}/quantity", "a dose without a number")
        elif math.isfinite(amount) and amount > 0:
            unit = unit_of(said.quantity.unit, draft, f"{pointer}/quantity/unit")
            details += [cg("dose", decimal(amount)), cg("doseUnit", text(unit))]
        else:
            draft.findings.lose(f"{pointer}/quantity", "a dose that is not above zero")
        if said.quantity.HasField("reference_range"):
            draft.findings.lose(f"{pointer}/quantity/referenceRange", "a dose has no range")
    if is_given(said.schedule_frequency):
        frequency = draft.term(said.schedule_frequency, "Term", f"{pointer}/scheduleFrequency")
        details.append(cg("schedule", iri(frequency)))
    if said.HasField("interval"):
        details += _lasting(said.interval, draft, f"{pointer}/interval")
    return details


def _lasting(said: Message, draft: Draft, pointer: str) -> list[Detail]:
    """Return how many days an interval lasts; its dates are personal and stay outside."""
    days = (said.end.seconds - said.start.seconds) // _DAY
    if not (said.HasField("start") and said.HasField("end")) or days <= 0:
        draft.findings.lose(pointer, "calendar dates, which are personal; no whole day is between")
        return []
    draft.findings.lose(pointer, "calendar dates, which are personal; kept as a length in days")
    return [cg("lasting", typed(f"P{days}D", "duration"))]


def _radiation(said: Message, name: str, draft: Draft, pointer: str) -> Statement:
    """Return a radiation therapy; the schema counts its dose in gray."""
    where = f"{pointer}/radiationTherapy"
    modality = draft.term(said.modality, "Procedure", f"{where}/modality")
    details: list[Detail] = []
    if is_given(said.body_site):
        site = draft.term(said.body_site, "AnatomicalStructure", f"{where}/bodySite")
        details.append(cg("targetSite", iri(site)))
    if said.dosage > 0:
        details += [cg("dose", decimal(said.dosage)), cg("doseUnit", text("Gy"))]
    if said.fractions > 0:
        details.append(cg("fractions", typed(str(said.fractions), "integer")))
    return Statement(name, "Treatment", "performs", modality, [where], details)


def _regimen(said: Message, name: str, draft: Draft, pointer: str) -> Statement | None:
    where = f"{pointer}/therapeuticRegimen"
    kind = said.WhichOneof("identifier")
    if kind == "ontology_class":
        term = draft.term(said.ontology_class, "Procedure", f"{where}/ontologyClass")
    elif kind == "external_reference":
        reference = said.external_reference
        term = draft.named(
            reference.id or reference.reference,
            reference.description,
            "Procedure",
            f"{where}/externalReference",
        )
    else:
        draft.findings.lose(where, "a regimen without a name")
        return None
    details = time(said.start_time, AT, draft, f"{where}/startTime")
    if said.end_time.WhichOneof("element"):
        draft.findings.lose(f"{where}/endTime", "a treatment has the time of its beginning alone")
    if said.regimen_status in STATUSES:
        details.append(cg("regimenStatus", iri(f"{CG}{STATUSES[said.regimen_status]}")))
    return Statement(name, "Treatment", "performs", term, [where], details)


_ACTIONS = {
    "procedure": _procedure,
    "treatment": _drug,
    "radiation_therapy": _radiation,
    "therapeutic_regimen": _regimen,
}


def _indication(said: Message, treatment: Statement, draft: Draft, pointer: str) -> None:
    """Say against what *treatment* was given, and that it was thought of when nothing else says so.

    That a disease was treated does not say that the patient has it: the importer infers no more
    than that it was suspected.
    """
    is_feature = said.id.startswith("HP:")
    term = draft.term(said, "FindingType" if is_feature else "Disease", pointer)
    treatment.details.append(cg("indication", iri(term)))
    if draft.says(term, ("affirms", "suspects", "resolves")):
        return
    kind = "Finding" if is_feature else "Diagnosis"
    because = cg("because", draft.node(treatment.name))
    name = f"{treatment.name}-target"
    draft.add(Statement(name, kind, "suspects", term, [pointer], [because], inferred=True))
