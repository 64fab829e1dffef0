"""Times that count from the presentation, a statement or birth, without any calendar date.

A date that nobody wrote is never made up: a date stands empty, and the standard's own extension
says from which resource it counts, and how far.

Source: https://hl7.org/fhir/R4/extension-cqf-relativedatetime.html.
"""

import re

from casegraph.exporters.fhir.places import Place
from casegraph.exporters.fhir.plain import EXTENSION, Plain
from casegraph.exporters.fhir.plan import Plan
from casegraph.exporters.fhir.quantities import duration
from casegraph.exporters.node import Node

_YEAR = re.compile(r"\d{4}", re.ASCII)
_RELATIVE = f"{EXTENSION}cqf-relativeDateTime"
_PATHS = {
    "Condition": "recordedDate",
    "Encounter": "period.start",
    "MedicationStatement": "effective",
    "Observation": "effective",
    "Patient": "birthDate",
    "Procedure": "performed",
}
"""Where a resource has the time from which others count."""

_NO_AGE = "s"
"""The unit in which FHIR counts no age."""


class Times:
    """Times of one case. is_presentation_used: whether any counts from the presentation."""

    def __init__(self, plan: Plan, patient: Place, presentation: Place) -> None:
        """Count in the case of *plan* from the birth of *patient* and from *presentation*."""
        self._plan = plan
        self._patient = patient
        self._presentation = presentation
        self.is_presentation_used = False

    def held(self, said: Node, date: str, ages: str = "") -> Plain:
        """Take from *said* when it held or was seen, as the element *date*.

        ages: what the name of the element for an age begins with, where there is one.
        """
        found = self._counted(said, date, "cg:atOffset", "cg:offsetFrom") or self._of_age(
            said, date, ages, "cg:atAge", "cg:atMinAge", "cg:atMaxAge"
        )
        is_dated = not found or f"_{date}" in found
        year = said.first("cg:inYear", _YEAR.fullmatch) if is_dated else ""
        return {date: year, **found} if year else found

    def began(self, said: Node, date: str, ages: str = "") -> Plain:
        """Take from *said* when it began, as the element *date*, or that for an age."""
        return self._counted(said, date, "cg:onset", "") or self._of_age(
            said, date, ages, "cg:ageAtOnset", "cg:minAgeAtOnset", "cg:maxAgeAtOnset"
        )

    def since_birth(self, length: Plain, date: str) -> Plain:
        """Return the element *date* of what is *length*, a duration, after birth."""
        way = "after" if length["value"] else "concurrent"
        return {f"_{date}": _element(self._patient, way, {"valueDuration": length})}

    def _counted(self, said: Node, date: str, name: str, link: str) -> Plain:
        """Return what counts from the statement at *link*, or else from the presentation."""
        lexical, length = _first_length(said, name)
        if not length:
            return {}
        origins = [self._presentation]
        if link and said.has(link):
            origins = self._plan.linked(said, link, _PATHS)
        if not origins:
            return {}
        said.drop(name, lexical)
        self.is_presentation_used |= origins[0] is self._presentation
        way = "before" if lexical.startswith("-") else "after"
        way = way if length["value"] else "concurrent"
        return {f"_{date}": _element(origins[0], way, {"valueDuration": length})}

    def _of_age(self, said: Node, date: str, ages: str, exact: str, least: str, most: str) -> Plain:
        lexical, length = _first_length(said, exact)
        if length:
            said.drop(exact, lexical)
            is_age = ages and length["value"] and length["code"] != _NO_AGE
            return {f"{ages}Age": length} if is_age else self.since_birth(length, date)
        ends = {"low": _first_length(said, least), "high": _first_length(said, most)}
        if not all(length for _, length in ends.values()):
            return {}
        for name, (written, _) in zip((least, most), ends.values(), strict=True):
            said.drop(name, written)
        span = {end: length for end, (_, length) in ends.items()}
        if ages:
            return {f"{ages}Range": span}
        return {f"_{date}": _element(self._patient, "after", {"valueRange": span})}


def _first_length(said: Node, name: str) -> tuple[str, Plain]:
    """Return the first duration at *name* that FHIR can say, as written and as FHIR says it."""
    for lexical in said.see(name):
        if length := duration(lexical):
            return lexical, length
    return "", {}


def _element(origin: Place, relationship: str, offset: Plain) -> Plain:
    """Return what stands in place of a date. offset: a duration, or a range of durations."""
    parts: tuple[tuple[str, Plain], ...] = (
        ("target", {"valueReference": origin.reference}),
        ("targetPath", {"valueString": _PATHS[origin.kind]}),
        ("relationship", {"valueCode": relationship}),
        ("offset", offset),
    )
    return {
        "extension": [
            {"extension": [{"url": name, **value} for name, value in parts], "url": _RELATIVE}
        ]
    }
