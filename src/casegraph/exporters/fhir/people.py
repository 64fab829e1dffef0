"""The patient, the patient's age, and the presentation from which times count.

Nobody is named and no date of birth made up: the patient is called after the case, and the age is
an observation.

Source: https://hl7.org/fhir/R4/patient.html, https://hl7.org/fhir/R4/encounter.html.
"""

from collections.abc import Mapping

from casegraph.exporters.fhir.context import Context
from casegraph.exporters.fhir.places import identifier, place
from casegraph.exporters.fhir.plain import Plain, code, lines, narrative, slim
from casegraph.exporters.fhir.quantities import duration
from casegraph.exporters.fhir.systems import VOCABULARY
from casegraph.importers.phenopackets.subject import DEATH
from casegraph.namespaces import CG
from casegraph.narrative import words

_GENDERS: Mapping[str, str] = {
    f"{CG}Female": "female",
    f"{CG}Male": "male",
    f"{CG}OtherSex": "other",
    f"{CG}UnknownSex": "unknown",
}
_AGES: Mapping[str, str] = {
    "ageAtPresentation": "age at presentation",
    "atAge": "age when last seen",
}
"""Property of the patient to what the age is one at."""

_UNKNOWN_CLASS = {"system": "http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "code": "UNK"}


def patient(context: Context) -> Plain:
    """Take from the patient of the case what FHIR says of one."""
    said = context.case.patient
    names = [
        {"system": context.case.document, "value": one}
        for one in lines(said.take("dcterms:identifier"))
    ]
    deaths = [one for one in context.case.statements if one.term == DEATH]
    known = {one.polarity for one in deaths if one.is_a("Outcome", "affirms", "denies")}
    return slim(
        {
            **context.patient.opened(),
            "text": narrative(f"The patient of the case {context.case.slug}."),
            "identifier": [identifier(context.patient.iri), *names],
            "gender": _GENDERS.get(said.first("cg:sex", _GENDERS.get), ""),
            "deceasedBoolean": "affirms" in known if known else None,
        }
    )


def ages(context: Context) -> list[Plain]:
    """Take from the patient the ages that the case tells, and return them as observations."""
    said = context.case.patient
    found = []
    for name, label in _AGES.items():
        for lexical in list(said.see(f"cg:{name}")):
            if length := duration(lexical):
                said.drop(f"cg:{name}", lexical)
                found.append(_age(context, name, f"{label}: {words.duration(lexical)}", length))
    return found


def presentation(context: Context, age: str) -> Plain:
    """Return the presentation, from which times count. age: that of the patient, or empty."""
    length = duration(age)
    return slim(
        {
            **context.presentation.opened(),
            "text": narrative("The presentation that the report tells of."),
            "status": "unknown",
            "class": _UNKNOWN_CLASS,
            "subject": context.patient.reference,
            "period": context.times.since_birth(length, "start") if length else {},
        }
    )


def _age(context: Context, name: str, told: str, length: Plain) -> Plain:
    return {
        **place("Observation", context.patient.iri, name).opened(),
        "text": narrative(told),
        "status": "final",
        "code": code(VOCABULARY, name, _AGES[name]),
        "subject": context.patient.reference,
        **context.times.since_birth(length, "effectiveDateTime"),
        "valueQuantity": length,
    }
