"""The fields of a packet, as the `phenopackets` package's descriptors have them.

Each field has the name that JSON gives it and what is expected there; some are marked as not
represented, with the reason, which is the one place where that is decided for a whole field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from phenopackets import Cohort, Family, Phenopacket

_DATE = "a calendar date, which is personal"
_NAME = "an identifier of the source without clinical content"
_NO_PLACE = "the vocabulary has no place for it"
_NOT_THE_PATIENT = "about a sample or a file and not about the patient"
_FAMILY = "about the family and not about one patient"

NOT_REPRESENTED: Mapping[str, str] = {
    "Individual.alternateIds": _NAME,
    "Individual.dateOfBirth": _DATE,
    "Individual.gender": _NO_PLACE,
    "Individual.karyotypicSex": _NO_PLACE,
    "VitalStatus.survivalTimeInDays": _NO_PLACE,
    "TimeElement.timestamp": _DATE,
    "TimeElement.interval": _DATE,
    "Phenopacket.biosamples": _NOT_THE_PATIENT,
    "Phenopacket.files": _NOT_THE_PATIENT,
    "Interpretation.id": _NAME,
    "VariantInterpretation.therapeuticActionability": _NO_PLACE,
    "GeneDescriptor.description": _NO_PLACE,
    "GeneDescriptor.alternateIds": _NO_PLACE,
    "GeneDescriptor.xrefs": _NO_PLACE,
    "VariationDescriptor.id": _NAME,
    "VariationDescriptor.variation": _NO_PLACE,
    "VariationDescriptor.description": _NO_PLACE,
    "VariationDescriptor.xrefs": _NO_PLACE,
    "VariationDescriptor.extensions": _NO_PLACE,
    "VariationDescriptor.moleculeContext": _NO_PLACE,
    "VariationDescriptor.vrsRefAlleleSeq": _NO_PLACE,
    "Expression.version": _NO_PLACE,
    "VcfRecord.id": _NAME,
    "VcfRecord.qual": _NO_PLACE,
    "VcfRecord.filter": _NO_PLACE,
    "VcfRecord.info": _NO_PLACE,
    "Treatment.drugType": _NO_PLACE,
    "Treatment.cumulativeDose": _NO_PLACE,
    "MetaData.submittedBy": _NAME,
    "MetaData.updates": _NAME,
    "Family.pedigree": _FAMILY,
    "Family.consanguinousParents": _FAMILY,
    "Family.files": _NOT_THE_PATIENT,
    "Cohort.description": _FAMILY,
    "Cohort.files": _NOT_THE_PATIENT,
}
"""Message and JSON name of each field that no case has, with the reason."""

_KINDS = {
    FieldDescriptor.CPPTYPE_BOOL: "boolean",
    FieldDescriptor.CPPTYPE_DOUBLE: "number",
    FieldDescriptor.CPPTYPE_ENUM: "name",
    FieldDescriptor.CPPTYPE_STRING: "text",
}


@dataclass(slots=True)
class Field:
    """One field of a message.

    name: as JSON writes it; key: as protobuf calls it. kind: `message`, `time`, `boolean`,
    `number`, `name` (of a list), `text`, `long` (a whole number that JSON writes as text) or
    `whole`. message: the name of the one that it holds. names: the values of a list. choice: the
    group of fields of which there is at most one. lost: why it is not represented.
    """

    name: str
    key: str
    kind: str
    repeated: bool
    message: str
    names: frozenset[str]
    choice: str
    lost: str | None


Fields = Mapping[str, Field]


@cache
def fields_of(message: str) -> Fields:
    """Return the fields of *message* by each name that JSON may give them.

    message: the message's name without its package.
    """
    found: dict[str, Field] = {}
    for field in _descriptors()[message].fields:
        entry = _field(message, field)
        found[field.name] = found[field.json_name] = entry
    return found


@cache
def _descriptors() -> Mapping[str, Descriptor]:
    """Return all messages that a packet, a family or a cohort may hold, by their names."""
    found: dict[str, Descriptor] = {}
    waiting = [one.DESCRIPTOR for one in (Phenopacket, Family, Cohort)]
    while waiting:
        descriptor = waiting.pop()
        if descriptor.name not in found:
            found[descriptor.name] = descriptor
            waiting += [one.message_type for one in descriptor.fields if one.message_type]
    return found


def _field(message: str, field: FieldDescriptor) -> Field:
    inner = field.message_type.name if field.message_type else ""
    if inner:
        kind = "time" if inner == "Timestamp" else "message"
    elif field.cpp_type in (FieldDescriptor.CPPTYPE_INT64, FieldDescriptor.CPPTYPE_UINT64):
        kind = "long"
    else:
        kind = _KINDS.get(field.cpp_type, "whole")
    return Field(
        name=field.json_name,
        key=field.name,
        kind=kind,
        repeated=field.is_repeated,
        message=inner,
        names=frozenset(one.name for one in field.enum_type.values)
        if field.enum_type
        else frozenset(),
        choice=field.containing_oneof.name if field.containing_oneof else "",
        lost=NOT_REPRESENTED.get(f"{message}.{field.json_name}"),
    )
