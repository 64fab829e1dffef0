"""Statements to conditions: diagnoses at each step, and whatever was suspected or is over.

Whether the patient has it is told by verification status and clinical status. Both are modifiers,
which every reader of FHIR has to heed: what is denied is `refuted`, what was suspected
`provisional` or `differential`, what is over `resolved`, and what only the curator infers is
`unconfirmed`.

Source: https://hl7.org/fhir/R4/condition.html.
"""

from collections.abc import Mapping

from casegraph.exporters.fhir.context import Context, Heads
from casegraph.exporters.fhir.plain import EXTENSION, Plain, code, slim
from casegraph.exporters.node import Statement
from casegraph.namespaces import CG

_SYSTEM = "http://terminology.hl7.org/CodeSystem/condition-"
_VERIFIED: Mapping[str, str] = {
    "affirms": "confirmed",
    "suspects": "provisional",
    "denies": "refuted",
    "deniesAt": "refuted",
    "resolves": "confirmed",
}
_CAUSES = ("Condition", "Procedure", "MedicationStatement")
_GROUNDS = (*_CAUSES, "Observation")


def conditions(said: Statement, heads: Heads, context: Context) -> list[Plain]:
    """Return the conditions that *said* becomes: one, or one for each site of a denial."""
    own = [head for part, head in heads.items() if part.place.kind == "Condition"]
    if not own:
        return []
    shared = {**_status(said, context), **_what(said, context), **_why(said, context)}
    return [slim({**head, **shared}) for head in own]


def _status(said: Statement, context: Context) -> Plain:
    """Return whether the patient has it."""
    verified = "unconfirmed" if said.inferred else _VERIFIED[said.polarity]
    if verified == "provisional" and said.name in context.rivals:
        verified = "differential"
    found = {"verificationStatus": code(f"{_SYSTEM}ver-status", verified, verified.capitalize())}
    if said.polarity == "resolves":
        found["clinicalStatus"] = code(f"{_SYSTEM}clinical", "resolved", "Resolved")
    return found


def _what(said: Statement, context: Context) -> Plain:
    """Return what it is, since when, and when it was diagnosed, weighed, denied or gone."""
    step = code(f"{_SYSTEM}category", "encounter-diagnosis", "Encounter Diagnosis")
    is_over = said.polarity == "resolves"
    return {
        "category": [{"coding": [context.concepts.coding(f"{CG}{said.kind}")]}]
        + [step] * (said.kind == "Diagnosis"),
        "code": context.concepts.concept(said.term),
        "subject": context.patient.reference,
        **context.times.began(said, "onsetDateTime", "onset"),
        **(_gone(said, context) if is_over else context.times.held(said, "recordedDate")),
        "stage": [{"summary": context.concepts.concept(one)} for one in said.take("cg:stage")],
    }


def _gone(said: Statement, context: Context) -> Plain:
    """Return by when it was gone: at an age, or within a period of which the end is known.

    A report tells when somebody saw that it was gone, which may have been so for long.
    """
    found = context.times.held(said, "end", "abatement")
    end = {name: found.pop(name) for name in ("end", "_end") if name in found}
    return {**found, "abatementPeriod": end}


def _why(said: Statement, context: Context) -> Plain:
    """Return the grounds and the causes, and what else there is to say."""
    grounds = context.plan.linked(said, "cg:because", _GROUNDS)
    evidence = [one.reference for one in grounds] + context.shown_by(said, reports=True)
    causes = [
        {"url": f"{EXTENSION}condition-dueTo", "valueReference": one.reference}
        for one in context.plan.linked(said, "cg:dueTo", _CAUSES)
    ]
    return {
        "evidence": [{"detail": evidence}] if evidence else [],
        "extension": [*causes, *context.extensions(said)],
        "note": context.notes(said),
    }
