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
_REASONED = ("cg:because", "cg:groundsNotStated", "cg:revises", "cg:shownBy")
"""What a diagnosis has that is a step of the reasoning."""

_BEFORE = ("cg:inYear", "cg:atAge", "cg:atMinAge", "cg:atMaxAge", "cg:atLifeStage")
"""Times that do not count from the presentation."""

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
    is_step = _is_of_the_encounter(said, context)
    is_over = said.polarity == "resolves"
    return {
        "category": [{"coding": [context.concepts.coding(f"{CG}{said.kind}")]}] + [step] * is_step,
        "code": context.concepts.concept(said.term),
        "subject": context.patient.reference,
        **context.times.began(said, "onsetDateTime", "onset"),
        **(_gone(said, context) if is_over else context.times.held(said, "recordedDate")),
        "stage": [{"summary": context.concepts.concept(one)} for one in said.take("cg:stage")],
    }


def _is_of_the_encounter(said: Statement, context: Context) -> bool:
    """Return whether *said* is a diagnosis that was weighed or made at the presentation or later.

    What the curator infers is none, nor is a disease that was known before. That would be a
    `problem-list-item`, which has to say whether it is active, and a report seldom does: so it is
    neither.
    """
    if said.kind != "Diagnosis" or said.inferred or said.has(*_BEFORE):
        return False
    if any(lexical.startswith("-") for lexical in said.see("cg:atOffset")):
        return False
    is_known = said.polarity == "affirms" and not said.has(*_REASONED)
    return not is_known or said.name in context.revised


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
