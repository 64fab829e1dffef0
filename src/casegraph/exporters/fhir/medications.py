"""Drugs to medication statements with their dosage.

A report tells that a drug was given, and seldom whether it still is: the status is `unknown` unless
it says more. A drug that was withheld is `not-taken`; the status is a modifier, which every reader
heeds.

Source: https://hl7.org/fhir/R4/medicationstatement.html, https://hl7.org/fhir/R4/dosage.html.
"""

from decimal import Decimal

from casegraph.exporters.fhir.context import Context, Heads
from casegraph.exporters.fhir.plain import Plain, slim
from casegraph.exporters.fhir.quantities import duration, is_decimal, is_rate, quantity
from casegraph.exporters.fhir.regimens import status
from casegraph.exporters.node import Statement

_REASONS = ("Condition", "Observation")


def medications(said: Statement, heads: Heads, context: Context) -> list[Plain]:
    """Return the medication statement that *said* becomes."""
    own = [head for part, head in heads.items() if part.place.kind == "MedicationStatement"]
    return [slim({**head, "bodySite": [], **_drug(said, head, context)}) for head in own]


def _drug(said: Statement, head: Plain, context: Context) -> Plain:
    reasons = context.plan.linked(said, "cg:because", _REASONS)
    stopped = said.first("cg:terminationReason")
    dosage = _dosage(said, head, context)
    return {
        "partOf": [one.reference for one in context.wholes.get(said.name, ())],
        "status": status(said, not_done="not-taken", begun="active", untold="unknown"),
        "statusReason": [context.concepts.concept(stopped)] if stopped else [],
        "medicationCodeableConcept": context.concepts.concept(said.term),
        "subject": context.patient.reference,
        **context.times.held(said, "effectiveDateTime"),
        "reasonCode": context.indications(said),
        "reasonReference": [one.reference for one in reasons],
        "dosage": [dosage] if dosage else [],
        "extension": context.extensions(said),
        "note": context.notes(said),
    }


def _dosage(said: Statement, head: Plain, context: Context) -> Plain:
    """Return dose or rate, route, site, how often and for how long."""
    schedule, route = said.first("cg:schedule"), said.first("cg:route")
    return slim(
        {
            "timing": slim(
                {
                    "repeat": _bounds(said),
                    "code": context.concepts.concept(schedule) if schedule else {},
                }
            ),
            "site": head["bodySite"][0] if head["bodySite"] else {},
            "route": context.concepts.concept(route) if route else {},
            "doseAndRate": _amounts(said),
        }
    )


def _amounts(said: Statement) -> list[Plain]:
    """Return the dose; one that is counted per time is a rate."""
    dose = said.first("cg:dose", is_decimal)
    if not dose:
        return []
    unit = said.first("cg:doseUnit")
    name = "rateQuantity" if is_rate(unit) else "doseQuantity"
    return [{name: quantity(Decimal(dose), unit)}]


def _bounds(said: Statement) -> Plain:
    for lexical in list(said.see("cg:lasting")):
        if length := duration(lexical):
            said.drop("cg:lasting", lexical)
            return {"boundsDuration": length}
    return {}
