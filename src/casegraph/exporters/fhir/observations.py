"""Statements to observations: what was found or looked for, and numbers.

An observation asks whether the patient has something; its value answers yes or no, and the
interpretation says the same in code, `POS` or `NEG`. Where a number was held to show something, the
number is an observation of its own, from which the other is derived.

Source: https://hl7.org/fhir/R4/observation.html.
"""

from collections.abc import Iterable, Mapping

from casegraph.exporters.fhir.context import Context, Heads
from casegraph.exporters.fhir.measured import INTERPRETATIONS, measured
from casegraph.exporters.fhir.plain import EXTENSION, Plain, code, slim
from casegraph.exporters.fhir.plan import NUMBER, Part
from casegraph.exporters.fhir.quantities import duration
from casegraph.exporters.node import Statement

_ANSWERS: Mapping[bool, Plain] = {
    True: code(INTERPRETATIONS, "POS", "Positive"),
    False: code(INTERPRETATIONS, "NEG", "Negative"),
}
_GROUNDS = ("Condition", "Observation")


def observations(said: Statement, heads: Heads, context: Context) -> list[Plain]:
    """Return the observations that *said* becomes: for each site its number and what it shows."""
    own = {part: head for part, head in heads.items() if part.place.kind == "Observation"}
    if not own:
        return []
    has_number = any(part.role == NUMBER for part in own)
    number = measured(said, context.concepts) if has_number else {}
    shared = _shared(said, context)
    found = []
    for part, head in own.items():
        about = number if part.role == NUMBER else _answer(said, part, own, context)
        found.append(slim({**head, **shared, "bodySite": (head["bodySite"] or [{}])[0], **about}))
    return found


def _answer(said: Statement, part: Part, own: Iterable[Part], context: Context) -> Plain:
    """Return the question whether the patient has it, and the answer."""
    is_there = said.polarity == "affirms"
    numbers = [one for one in own if one.role == NUMBER and one.site == part.site]
    return {
        "code": context.concepts.concept(said.term),
        "valueBoolean": is_there,
        "interpretation": [_ANSWERS[is_there]],
        "derivedFrom": [one.place.reference for one in numbers],
    }


def _shared(said: Statement, context: Context) -> Plain:
    """Return what the observations that *said* becomes have in common."""
    grounds = context.plan.linked(said, "cg:because", _GROUNDS)
    reasons = [
        {"url": f"{EXTENSION}workflow-reasonReference", "valueReference": one.reference}
        for one in grounds
    ]
    return {
        "status": "final",
        "category": context.categories(said),
        "subject": context.patient.reference,
        "partOf": context.shown_by(said, reports=False),
        **_effective(said, context),
        "extension": [*reasons, *context.extensions(said)],
        "note": context.notes(said),
    }


def _effective(said: Statement, context: Context) -> Plain:
    """Return when it was seen; else since when it was there, or how long."""
    if held := context.times.held(said, "effectiveDateTime"):
        return held
    if began := context.times.began(said, "start"):
        return {"effectivePeriod": began}
    for lexical in list(said.see("cg:lasting")):
        if length := duration(lexical):
            said.drop("cg:lasting", lexical)
            return {"effectiveTiming": {"repeat": {"boundsDuration": length}}}
    return {}
