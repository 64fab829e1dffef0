"""Which resources each statement of a case becomes, before any is made: links need their ids.

What is denied or over stays outside when it is narrowed by a qualifier or a stage, since no element
would keep a reader from taking more away than was said; so does what is denied at no place that is
named. Of what only the curator infers, diagnoses alone come in, and never as confirmed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from casegraph.exporters.case import Case
from casegraph.exporters.fhir.places import Place, place
from casegraph.exporters.fhir.quantities import is_decimal
from casegraph.exporters.node import Node, Statement

NUMBER, TERM, REPORT = "number", "term", "report"
"""What a resource says of a statement: its number, what it is about, or what it found out."""

_NARROWING = ("cg:qualifier", "cg:stage")
_DRUG = ("cg:dose", "cg:route", "cg:schedule")
_OBSERVED = ("Finding", "Measurement", "Outcome")
_NUMBERS = ("cg:value", "cg:minValue", "cg:maxValue")


@dataclass(frozen=True, slots=True)
class Part:
    """A resource for a statement. role: what it says. site: the one that it is about, or empty."""

    place: Place
    role: str
    site: str = ""


class Plan:
    """The resources of the statements of one case.

    of: those of each statement, by its name. shown: the investigations that were done and that
    show a statement, by its name. results: the observations that an investigation showed, by its
    name.
    """

    def __init__(self, case: Case, kinds: Mapping[str, str]) -> None:
        """Plan *case*. kinds: those of the procedures that have one."""
        self._case = case
        by_name = {said.name: said for said in case.statements}
        self.of = {said.name: list(_parts(said, case)) for said in case.statements}
        self.shown: dict[str, list[Statement]] = {}
        self.results: dict[str, list[Place]] = {}
        for said in case.statements:
            links = [by_name.get(case.local(iri)) for iri in said.see("cg:shownBy")]
            done = [one for one in links if one and one.is_a("Investigation", "performs")]
            self.shown[said.name] = done
            for one in done:
                self.results.setdefault(one.name, []).extend(
                    part.place for part in self.of[said.name] if part.place.kind == "Observation"
                )
        for name, results in self.results.items():
            if results and kinds.get(by_name[name].term) != "exam":
                report = place("DiagnosticReport", f"{case.document}#{name}")
                self.of[name].append(Part(report, REPORT))

    def linked(self, said: Node, name: str, kinds: Iterable[str]) -> list[Place]:
        """Take from *said* the links *name* to statements that are resources of *kinds* here.

        Of what stands for a number and for what it was held to show, the latter is linked.
        """
        allowed = frozenset(kinds)
        found = []
        for iri in list(said.see(name)):
            parts = [one for one in self.of.get(self._case.local(iri), ()) if one.role != REPORT]
            terms = [one for one in parts if one.role == TERM] or parts
            if terms and all(one.place.kind in allowed for one in terms):
                said.drop(name, iri)
                found += [one.place for one in terms]
        return found

    def report(self, name: str) -> Place | None:
        """Return the report on the investigation called *name*, if it has one."""
        return next((one.place for one in self.of[name] if one.role == REPORT), None)


def _parts(said: Statement, case: Case) -> Iterator[Part]:
    """Yield the resources of *said* but for its report.

    An observation has one site, and a denial at several sites is one at each.
    """
    iri = f"{case.document}#{said.name}"
    kind = _kind(said, case)
    sites = [*said.see("cg:site"), *said.see("cg:targetSite")]
    each = sites if len(sites) > 1 else [""]
    if kind:
        is_split = kind == "Observation" or said.polarity == "deniesAt"
        for site in each if is_split else [""]:
            yield Part(place(kind, iri, site), TERM, site)
    if _has_number(said):
        for site in each:
            yield Part(place("Observation", iri, f"{site}/value"), NUMBER, site)


def _kind(said: Statement, case: Case) -> str:
    """Return the type of resource for what *said* is about, empty when it has no place."""
    is_diagnosis = said.kind == "Diagnosis"
    if said.inferred:
        return "Condition" if is_diagnosis and said.polarity in ("affirms", "suspects") else ""
    if said.polarity in ("performs", "notPerformed"):
        if said.kind not in ("Treatment", "Investigation"):
            return ""
        return "MedicationStatement" if _is_drug(said, case) else "Procedure"
    if not (is_diagnosis or said.kind in _OBSERVED) or _is_overstated(said):
        return ""
    if said.polarity in ("suspects", "resolves") or (is_diagnosis and said.polarity):
        return "Condition"
    return "Observation" if said.polarity else ""


def _is_overstated(said: Statement) -> bool:
    """Return whether a reader would take more away from the patient than *said* does."""
    if said.polarity == "deniesAt" and not said.has("cg:targetSite"):
        return True
    return said.polarity in ("denies", "deniesAt", "resolves") and said.has(*_NARROWING)


def _has_number(said: Statement) -> bool:
    if said.kind != "Measurement" or said.inferred or not said.has("cg:measures"):
        return False
    numbers = (one for name in _NUMBERS for one in said.see(name))
    return any(map(is_decimal, numbers)) or said.has("cg:codedValue")


def _is_drug(said: Statement, case: Case) -> bool:
    kinds = case.about(said.term).kinds
    return said.kind == "Treatment" and (
        "Substance" in kinds or ("Procedure" not in kinds and said.has(*_DRUG))
    )
