"""Times of a packet: ages, spans of ages, gestational ages and named periods of life."""

from collections.abc import Mapping

from casegraph.importers.phenopackets.draft import Detail, Draft, cg, iri, typed
from casegraph.importers.phenopackets.durations import gestational
from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.presence import NO_WEEKS

AT: Mapping[str, str] = {
    "age": "atAge",
    "start": "atMinAge",
    "end": "atMaxAge",
    "gestationalAge": "atGestationalAge",
    "ontologyClass": "atLifeStage",
}
"""What a time element has, and the property for when a statement held or was observed."""

ONSET: Mapping[str, str] = {
    "age": "ageAtOnset",
    "start": "minAgeAtOnset",
    "end": "maxAgeAtOnset",
    "gestationalAge": "gestationalAgeAtOnset",
    "ontologyClass": "lifeStageAtOnset",
}
"""What a time element has, and the property for when something began."""

MOST_WEEKS = 60
"""The most weeks of a gestational age that is believed."""


def time(
    element: Message,
    properties: Mapping[str, str],
    draft: Draft,
    pointer: str,
) -> list[Detail]:
    """Return what a time element says, under *properties*; nothing for one that is empty.

    :raises PacketError: for a gestational age that is none, and half of a span.
    """
    kind = element.WhichOneof("element")
    if kind == "age":
        said = element.age.iso8601duration
        return [cg(properties["age"], typed(said, "duration"))] if said else []
    if kind == "age_range":
        start = element.age_range.start.iso8601duration
        end = element.age_range.end.iso8601duration
        if not start or not end:
            raise PacketError("a span of ages with one end", f"{pointer}/ageRange")
        return [
            cg(properties["start"], typed(start, "duration")),
            cg(properties["end"], typed(end, "duration")),
        ]
    if kind == "gestational_age":
        weeks, days = element.gestational_age.weeks, element.gestational_age.days
        if weeks == NO_WEEKS:
            draft.findings.lose(f"{pointer}/gestationalAge", "days without weeks")
            return []
        if not (0 <= weeks <= MOST_WEEKS and 0 <= days <= 7 * MOST_WEEKS):
            raise PacketError(
                f"{weeks} weeks and {days} days are no gestational age", f"{pointer}/gestationalAge"
            )
        return [cg(properties["gestationalAge"], typed(gestational(weeks, days), "duration"))]
    if kind == "ontology_class":
        stage = draft.term(element.ontology_class, "Term", f"{pointer}/ontologyClass")
        return [cg(properties["ontologyClass"], iri(stage))]
    return []
