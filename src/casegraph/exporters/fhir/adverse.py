"""Findings by which a treatment harmed the patient to adverse events.

The finding is an observation of its own beside it.

Source: https://hl7.org/fhir/R4/adverseevent.html.
"""

from casegraph.exporters.fhir.context import Context
from casegraph.exporters.fhir.places import identifier, place
from casegraph.exporters.fhir.plain import Plain, narrative
from casegraph.exporters.node import Statement

_SUSPECTS = ("MedicationStatement", "Procedure")


def adverse_events(said: Statement, context: Context) -> list[Plain]:
    """Take from *said* the treatments that it is an adverse event of, and return that."""
    if not said.said or said.inferred or said.polarity != "affirms":
        return []
    suspected = context.plan.linked(said, "cg:adverseEventOf", _SUSPECTS)
    if not suspected:
        return []
    iri = f"{context.case.document}#{said.name}"
    return [
        {
            **place("AdverseEvent", iri).opened(),
            "text": narrative(f"adverse event: {context.concepts.label(said.term)}"),
            "identifier": identifier(iri),
            "actuality": "actual",
            "event": context.concepts.concept(said.term),
            "subject": context.patient.reference,
            "suspectEntity": [{"instance": one.reference} for one in suspected],
        }
    ]
