"""Which procedures and drugs are parts of others: steps of an operation, doses of a course."""

from casegraph.exporters.case import Case
from casegraph.exporters.fhir.places import Place
from casegraph.exporters.fhir.plan import Plan

_KINDS = ("MedicationStatement", "Procedure")
_NEVER = ("MedicationStatement", "Procedure")
"""No procedure is a part of a medication statement."""


def wholes(case: Case, plan: Plan) -> dict[str, list[Place]]:
    """Take from *case* the links to parts, and return the wholes of each part, by its name."""
    found: dict[str, list[Place]] = {}
    for whole in case.statements:
        for iri in list(whole.see("dcterms:hasPart")):
            name = case.local(iri)
            places, parts = _able(plan, whole.name), _able(plan, name)
            if places and parts and (places[0].kind, parts[0].kind) != _NEVER:
                whole.drop("dcterms:hasPart", iri)
                found.setdefault(name, []).extend(places)
    return found


def _able(plan: Plan, name: str) -> list[Place]:
    return [one.place for one in plan.of.get(name, ()) if one.place.kind in _KINDS]
