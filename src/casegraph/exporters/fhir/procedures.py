"""Investigations and treatments to procedures, and investigations with results to reports.

What was not done is a procedure `not-done`; the status is a modifier, which every reader heeds.

Source: https://hl7.org/fhir/R4/procedure.html, https://hl7.org/fhir/R4/diagnosticreport.html.
"""

from casegraph.exporters.fhir.context import Context, Heads
from casegraph.exporters.fhir.kinds import section
from casegraph.exporters.fhir.plain import Plain, line, slim
from casegraph.exporters.fhir.plan import REPORT
from casegraph.exporters.fhir.regimens import status
from casegraph.exporters.node import Statement
from casegraph.namespaces import CG
from casegraph.narrative.words import duration, quantity

_REASONS = ("Condition", "Observation", "Procedure")


def procedures(said: Statement, heads: Heads, context: Context) -> list[Plain]:
    """Return the procedure that *said* becomes, and the report on it when it has one."""
    own = [head for part, head in heads.items() if part.place.kind == "Procedure"]
    reports = [head for part, head in heads.items() if part.role == REPORT]
    if not own:
        return []
    when = _performed(said, context)
    found = [slim({**head, **when, **_procedure(said, context)}) for head in own]
    return found + [_report(said, head, when, context) for head in reports]


def _procedure(said: Statement, context: Context) -> Plain:
    report = context.plan.report(said.name)
    reports = [report.reference] if report else []
    reasons = context.plan.linked(said, "cg:because", _REASONS)
    outcome = said.first("cg:response")
    stopped = said.first("cg:terminationReason")
    return {
        "partOf": [one.reference for one in context.wholes.get(said.name, ())],
        "status": _status(said, context),
        "statusReason": context.concepts.concept(stopped) if stopped else {},
        "category": {"coding": [context.concepts.coding(f"{CG}{said.kind}")]},
        "code": context.concepts.concept(said.term),
        "subject": context.patient.reference,
        "reasonCode": context.indications(said),
        "reasonReference": [one.reference for one in reasons],
        "outcome": context.concepts.concept(outcome) if outcome else {},
        "report": [*reports, *context.reports_of(said)],
        "extension": context.extensions(said),
        "note": [*_doses(said), *context.notes(said)],
    }


def _status(said: Statement, context: Context) -> str:
    """Return how far it was done; whether a course of treatment is over is seldom told."""
    is_course = context.kinds.get(said.term) == "course"
    untold = "unknown" if is_course else "completed"
    return status(said, not_done="not-done", begun="in-progress", untold=untold)


def _performed(said: Statement, context: Context) -> Plain:
    """Return when it was done; else how long it lasted."""
    if held := context.times.held(said, "performedDateTime", "performed"):
        return held
    length = said.first("cg:lasting")
    return {"performedString": f"for {duration(length)}"} if length else {}


def _doses(said: Statement) -> list[Plain]:
    unit = said.first("cg:doseUnit")
    return [{"text": line(f"Dose {quantity(one, unit)}.")} for one in said.take("cg:dose")]


def _report(said: Statement, head: Plain, when: Plain, context: Context) -> Plain:
    """Return the report on an investigation: the observations that it led to."""
    dated = {name: time for name, time in when.items() if name.endswith("DateTime")}
    return slim(
        {
            **head,
            "bodySite": [],
            "status": "final",
            "category": [one for one in [section(context.kinds.get(said.term, ""))] if one],
            "code": context.concepts.concept(said.term),
            "subject": context.patient.reference,
            **{name.replace("performed", "effective"): time for name, time in dated.items()},
            "result": [one.reference for one in context.plan.results[said.name]],
        }
    )
