"""A case's facts to the strands of its timeline.

The days of `cg:offsetDays`, `cg:onsetDays` and `cg:lastingDays` are those that the rules inferred;
the days of an offset from a step without a date are computed here, as no rule gives them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from casegraph.namespaces import CG
from casegraph.narrative import polarity
from casegraph.narrative.facts import Facts
from casegraph.narrative.order import in_order
from casegraph.narrative.statements import outline
from casegraph.narrative.words import days, duration
from casegraph.pictures.timeline.values import Event, Strand, Timeline

_AGES = (
    ("began at the age of", "ageAtOnset", "minAgeAtOnset", "maxAgeAtOnset"),
    ("at the age of", "atAge", "atMinAge", "atMaxAge"),
)
"""What an age says, and the properties that give it, or the ends of a span in which it was."""

_DATES = tuple(CG + name for name in ("atOffset", "after", "inYear", "onset", "lasting")) + tuple(
    CG + name for _, *names in _AGES for name in names
)
_ORIGINS = (f"{CG}offsetFrom", f"{CG}after")


def of_case(facts: Facts, case: str) -> Timeline:
    """Return the timeline of *case*, the IRI of a `cg:Case`.

    Only what the authors say is in it. Statements that have neither a date nor an order are not.
    """
    told = in_order(facts, facts.nodes_of(case, f"{CG}hasStatement"))
    known = frozenset(told)
    origins = {node: _origin(facts, node, known - {node}) for node in told}
    counted_from = set(origins.values())
    shown = [
        node
        for node in told
        if node in counted_from or not facts.properties(node).keys().isdisjoint(_DATES)
    ]
    events = {node: _event(facts, node, origins[node]) for node in shown}
    strands = [
        _years(facts, shown, events),
        _ages(facts, case, shown, events),
        _of_presentation(shown, events, origins),
    ]
    strands += [_from(node, shown, events, origins) for node in shown]
    lengths = [events[node] for node in shown if node not in counted_from]
    return Timeline(
        case=facts.label_of(case),
        strands=tuple(
            strand for strand in (*strands, _lengths(lengths)) if strand.events or strand.later
        ),
    )


def _origin(facts: Facts, node: str, known: frozenset[str]) -> str | None:
    """Return which of *known* *node* counts from, None for the presentation and for none.

    What has a number of days from the presentation counts from there, however the report says it.
    """
    if facts.following(node, f"{CG}offsetDays") is not None:
        return None
    return next(
        (other for step in _ORIGINS for other in facts.nodes_of(node, step) if other in known), None
    )


def _event(facts: Facts, node: str, origin: str | None) -> Event:
    told = outline(facts, node)
    at = _number(facts.following(node, f"{CG}offsetDays"))
    if at is None and origin is not None and facts.nodes_of(node, f"{CG}offsetFrom") == [origin]:
        at = next(iter(map(days, facts.literals(node, f"{CG}atOffset"))), None)
    start = _number(facts.following(node, f"{CG}onsetDays"))
    lasting = _number(facts.following(node, f"{CG}lastingDays"))
    is_complaint = told.polarity == "affirms" and told.kind in {"finding", "measurement"}
    end, open_end = None, False
    if lasting is not None and start is None and at is not None:
        start = at
    if lasting is not None and start is not None:
        end = start + lasting
    elif lasting is not None and is_complaint and origin is None:
        start, end = -lasting, 0.0
    elif start is not None and told.polarity == "affirms" and start < (at or 0):
        end, open_end = at or 0.0, True
    elif start is not None and at is None:
        at = start
    return Event(
        node=node,
        mark=polarity.mark(told.polarity, told.word),
        word=told.word,
        text=told.text,
        when=told.when,
        at=at,
        start=start if end is not None else None,
        end=end,
        open_end=open_end,
        length=lasting if end is None and not open_end else None,
    )


def _years(facts: Facts, shown: list[str], events: Mapping[str, Event]) -> Strand:
    """Return what is in a calendar year and has no number of days; years count on their own."""
    found = []
    for node in shown:
        year = re.match(r"-?\d+", facts.literal(node, f"{CG}inYear") or "")
        if year and events[node].position is None:
            found.append(replace(events[node], at=float(year.group())))
    return Strand(None, tuple(sorted(found, key=_place)), axis="years")


def _ages(facts: Facts, case: str, shown: list[str], events: Mapping[str, Event]) -> Strand:
    """Return what has an age and no number of days, with the presentation if its age is told."""
    found = []
    for node in shown:
        age = _age(facts, node)
        if age is not None and events[node].position is None:
            reached, words = age
            when = ", ".join(filter(None, (events[node].when, words)))
            found.append(replace(events[node], at=reached, when=when, length=None))
    for patient in facts.nodes_of(case, f"{CG}patient") if found else ():
        for lexical in facts.literals(patient, f"{CG}ageAtPresentation"):
            when, at = f"at the age of {duration(lexical)}", days(lexical)
            if at is not None:
                found.append(Event(patient, polarity.NEUTRAL, "", "presentation", when, at=at))
    return Strand(None, tuple(sorted(found, key=_place)), axis="ages")


def _age(facts: Facts, node: str) -> tuple[float, str] | None:
    """Return the age at which *node* was or began, in days and in words; the middle of a span."""
    for words, *names in _AGES:
        told = [age for name in names for age in facts.literals(node, CG + name)]
        counted = [number for number in map(days, told) if number is not None]
        if counted:
            said = " to ".join(dict.fromkeys(map(duration, told)))
            return sum(counted) / len(counted), f"{words} {said}"
    return None


def _of_presentation(
    shown: list[str], events: Mapping[str, Event], origins: Mapping[str, str | None]
) -> Strand:
    dated = [
        events[node]
        for node in shown
        if origins[node] is None and events[node].position is not None
    ]
    return Strand(None, tuple(sorted(dated, key=_place)))


def _from(
    node: str, shown: list[str], events: Mapping[str, Event], origins: Mapping[str, str | None]
) -> Strand:
    """Return what counts from *node*, with and without a number of days."""
    following = [events[other] for other in shown if origins[other] == node]
    dated = sorted((event for event in following if event.position is not None), key=_place)
    later = tuple(event for event in following if event.position is None)
    return Strand(events[node], tuple(dated), later)


def _lengths(events: Iterable[Event]) -> Strand:
    """Return what lasted for a time, from nobody knows when, the shortest first."""
    found = [
        replace(event, at=event.length, start=0.0, end=event.length)
        for event in events
        if event.length is not None and event.position is None
    ]
    return Strand(None, tuple(sorted(found, key=_place)), axis="lengths")


def _place(event: Event) -> float:
    return event.position or 0.0


def _number(lexical: str | None) -> float | None:
    return None if lexical is None else float(lexical)
