"""What the resources of one bundle have in common."""

from collections.abc import Mapping

from casegraph.exporters.case import Case
from casegraph.exporters.fhir.candidates import rivals
from casegraph.exporters.fhir.concepts import Concepts
from casegraph.exporters.fhir.kinds import result
from casegraph.exporters.fhir.places import identifier, place
from casegraph.exporters.fhir.plain import Plain, lines, narrative
from casegraph.exporters.fhir.plan import Part, Plan
from casegraph.exporters.fhir.sites import Sites
from casegraph.exporters.fhir.times import Times
from casegraph.exporters.fhir.wholes import wholes
from casegraph.exporters.fhir.wording import told
from casegraph.exporters.node import Statement
from casegraph.namespaces import CG
from casegraph.narrative.words import duration

CODED = (
    *("qualifier", "contribution", "pathogenicity", "progress", "intent", "response"),
    *("terminationReason", "atLifeStage", "lifeStageAtOnset", "causeOfDeath", "evidenceCode"),
)
"""Properties whose terms are extensions where no element has taken them."""

Heads = Mapping[Part, Plain]
"""The beginnings of the resources of a statement: ids, words and body sites."""


class Context:
    """One case on its way into a bundle, with what writes its parts.

    kinds: those of the procedures that have one. rivals: the names of suspicions that are part of a
    differential diagnosis. revised: the names of the steps that a later one revises. wholes: the
    procedures and drugs that something is a part of, by name.
    """

    def __init__(self, case: Case, kinds: Mapping[str, str]) -> None:
        self.case = case
        self.kinds = kinds
        self.patient = place("Patient", f"{case.document}#patient")
        self.presentation = place("Encounter", f"{case.document}#case", "presentation")
        self.plan = Plan(case, kinds)
        self.concepts = Concepts(case.known)
        self.sites = Sites(case.document, self.patient, self.concepts)
        self.times = Times(self.plan, self.patient, self.presentation)
        self.rivals = rivals(case)
        self.revised = frozenset(
            case.local(iri) for one in case.statements for iri in one.see("cg:revises")
        )
        self.wholes = wholes(case, self.plan)

    def heads(self, said: Statement) -> dict[Part, Plain]:
        """Take from *said* its words and sites, and return the beginnings of its resources."""
        found = {part: self._head(said, part) for part in self.plan.of[said.name]}
        if found:
            said.said = True
            said.take("rdfs:label")
            self.sites.take(said)
        return found

    def categories(self, said: Statement) -> list[Plain]:
        """Return what kind of statement *said* is, and of what procedures it is a result."""
        own = {"coding": [self.concepts.coding(f"{CG}{said.kind}")]}
        shown = {self.kinds.get(one.term, "") for one in self.plan.shown[said.name]}
        return [own, *filter(None, map(result, sorted(shown)))]

    def extensions(self, said: Statement) -> list[Plain]:
        """Take from *said* the terms for which FHIR has no element, and return extensions."""
        return [
            one for name in CODED for one in self.concepts.extensions(name, said.take(f"cg:{name}"))
        ]

    def notes(self, said: Statement) -> list[Plain]:
        """Take from *said* what is left in words and in plain values, as annotations."""
        words = said.take("rdfs:comment")
        words += [f"As printed: {one}." for one in said.take("cg:asWritten")]
        words += [f"It lasted {duration(one)}." for one in said.take("cg:lasting")]
        words += [f"In {one} fractions." for one in said.take("cg:fractions")]
        if said.first("cg:groundsNotStated", "true".__eq__):
            words.append("The report does not state the grounds.")
        return [{"text": one} for one in lines(words)]

    def shown_by(self, said: Statement, *, reports: bool) -> list[Plain]:
        """Take from *said* the investigations that show it, and return what leads to them.

        reports: to their reports, where they have one.
        """
        found = []
        for one in self.plan.shown[said.name]:
            report = self.plan.report(one.name) if reports else None
            places = [report] if report else [part.place for part in self.plan.of[one.name]][:1]
            found += [place.reference for place in places]
            said.drop("cg:shownBy", f"{self.case.document}#{one.name}")
        return found

    def reports_of(self, said: Statement) -> list[Plain]:
        """Take from *said* the investigations that show it and have a report, and return these."""
        found = []
        for one in self.plan.shown[said.name]:
            if report := self.plan.report(one.name):
                said.drop("cg:shownBy", f"{self.case.document}#{one.name}")
                found.append(report.reference)
        return found

    def indications(self, said: Statement) -> list[Plain]:
        """Take from *said* the terms against which it was done, and return those that are sure."""
        found = self.case.indications(said)
        for iri in found:
            said.drop("cg:indication", iri)
        return [self.concepts.concept(iri) for iri in found]

    def _head(self, said: Statement, part: Part) -> Plain:
        return {
            **part.place.opened(),
            "text": narrative(told(said, part, self.concepts, self.sites)),
            "identifier": [identifier(part.place.iri)],
            "bodySite": self.sites.of(said, part.site),
        }
