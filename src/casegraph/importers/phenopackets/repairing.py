"""The plain JSON of a packet, repaired where there is no doubt, for protobuf to read.

In goes what JSON or YAML gave; out comes a copy in which names are the schema's, values have the
schema's types, and fields that no case has are gone. All that changed or went is told.
"""

import re
from collections.abc import Callable, Container, Mapping
from typing import Any

from casegraph.importers.phenopackets.durations import repaired_duration, xsd_duration
from casegraph.importers.phenopackets.findings import Findings, PacketError
from casegraph.importers.phenopackets.names import curie_of, is_known, is_web_address
from casegraph.importers.phenopackets.negating import STATEMENTS, may_deny
from casegraph.importers.phenopackets.packet import Doubled
from casegraph.importers.phenopackets.presence import (
    TIMES,
    gestational_age,
    quantity,
    radiation,
    reference_range,
    says_nothing,
)
from casegraph.importers.phenopackets.scalars import SCALARS, unicode
from casegraph.importers.phenopackets.schema import Field, Fields, fields_of
from casegraph.importers.phenopackets.wording import shown

_DEEPEST = 60
_BLANKS = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\ufeff]+")


def repaired(
    plain: object,
    message: str,
    findings: Findings,
    pointer: str = "",
    declared: Container[str] = (),
) -> dict[str, Any]:
    """Return the object *plain* as protobuf reads it, a *message* of the schema.

    pointer: where *plain* is. findings: takes repairs and what is not represented. declared: the
    prefixes that the packet declares, in capitals.

    A fault inside *plain* that cannot be repaired without doubt is noted in *findings*, and what it
    is in is not to be used.

    :raises PacketError: when *plain* itself cannot be read, naming its place.
    """
    if isinstance(plain, Doubled):
        raise PacketError(f"the key {shown(plain.key)} is given twice", pointer)
    if not isinstance(plain, dict):
        raise PacketError(f"{shown(plain)} where an object is expected", pointer)
    if pointer.count("/") > _DEEPEST:
        raise PacketError("nested too deeply", pointer)
    fields = fields_of(message)
    found: dict[str, Any] = {}
    chosen: set[str] = set()
    faults = len(findings.faults)
    for key, value in plain.items():
        here = f"{pointer}/{_escaped(key)}"
        try:
            field = fields.get(key) if isinstance(key, str) else None
            if field is None and message in STATEMENTS and may_deny(str(key)):
                field = _by_case(str(key), fields, findings, here)
            if field is None or field.lost is not None:
                _lose(value, field, findings, here)
            elif value is None:
                if field.kind == "boolean":
                    findings.repaired(here, "null", False)
            elif field.message in TIMES and isinstance(value, dict) and says_nothing(value):
                findings.lose(here, "there is nothing in it")
            else:
                if field.key in found:
                    raise PacketError("the field is there under two names", here)
                if field.choice in chosen:
                    raise PacketError("there can be only one of it and another field", here)
                if field.choice:
                    chosen.add(field.choice)
                found[field.key] = _value(value, field, findings, here, declared)
        except PacketError as fault:
            findings.faults.append(fault)
    if len(findings.faults) > faults:
        return found
    if message == "OntologyClass":
        _term(found, findings, pointer, declared)
    elif finish := _FINISH.get(message):
        finish(found, findings, pointer)
    return found


def lose(plain: Mapping[str, Any], message: str, findings: Findings, pointer: str = "") -> None:
    """Note which fields of the object *plain*, a *message* of the schema, no case has."""
    fields = fields_of(message)
    for key, value in plain.items():
        field = fields.get(key)
        if field is None or field.lost is not None:
            _lose(value, field, findings, f"{pointer}/{_escaped(key)}")


def _lose(value: object, field: Field | None, findings: Findings, pointer: str) -> None:
    """Note that *value* is not represented, unless it says nothing."""
    if field is None:
        findings.lose(pointer, "a field that the schema does not know")
    elif field.lost is not None and not _is_empty(value, field):
        findings.lose(pointer, field.lost)


def _by_case(key: str, fields: Fields, findings: Findings, pointer: str) -> Field:
    """Return the field that *key*, which may deny something, is but for capital letters.

    :raises PacketError: when there is none: nobody knows what is denied.
    """
    for name, field in fields.items():
        if name.lower() == key.lower():
            findings.repaired(pointer, key, name)
            return field
    raise PacketError(
        "a field that the schema does not know, and that may deny what stands beside it",
        pointer,
        repair="Say it with the field excluded, or take it away.",
    )


def _value(
    value: object, field: Field, findings: Findings, pointer: str, declared: Container[str]
) -> object:
    if not field.repeated:
        return _single(value, field, findings, pointer, declared)
    if not isinstance(value, list):
        findings.repaired(pointer, shown(value), "a list of it")
        return [_single(value, field, findings, pointer, declared)]
    return [
        _single(one, field, findings, f"{pointer}/{index}", declared)
        for index, one in enumerate(value)
    ]


def _single(
    value: object, field: Field, findings: Findings, pointer: str, declared: Container[str]
) -> object:
    if field.kind == "message":
        return repaired(value, field.message, findings, pointer, declared)
    if field.kind == "text" and isinstance(value, str):
        return value if value.isascii() else unicode(value, pointer)
    return SCALARS[field.kind](value, field, findings, pointer)


def _term(
    found: dict[str, Any], findings: Findings, pointer: str, declared: Container[str]
) -> None:
    """Repair an id and a label in place.

    :raises PacketError: when the label, and not the id, has the form of a CURIE, with a prefix that
        nobody knows.
    """
    identifier, label = found.get("id", ""), found.get("label", "")
    if curie_of(identifier) == identifier and label == label.strip():
        return
    cleaned = _cleaned_id(identifier)
    if curie_of(cleaned) is None and not is_web_address(cleaned):
        turned = _cleaned_id(label)
        if (curie := curie_of(turned)) and identifier:
            if not is_known(curie, declared):
                raise PacketError(
                    f"the label {shown(label)} may be the id, and {shown(identifier)} is none",
                    pointer,
                    repair="Give the term an id with a prefix, or declare that of the label.",
                )
            findings.repaired(pointer, f"id {identifier}, label {label}", "the two exchanged")
            found["id"], found["label"] = curie, identifier.strip()
            return
    became = curie_of(cleaned) or cleaned
    if became != identifier:
        findings.repaired(f"{pointer}/id", identifier, became)
        found["id"] = became
    if label != label.strip():
        findings.repaired(f"{pointer}/label", label, label.strip())
        found["label"] = label.strip()


def _reference(found: dict[str, Any], findings: Findings, pointer: str) -> None:
    for key in ("id", "reference"):
        identifier = found.get(key, "")
        cleaned = _cleaned_id(identifier)
        if cleaned != identifier:
            findings.repaired(f"{pointer}/{key}", identifier, cleaned)
            found[key] = cleaned


def _age(found: dict[str, Any], findings: Findings, pointer: str) -> None:
    said = found.get("iso8601duration", "")
    strict = xsd_duration(said)
    if strict is None and said:
        strict = repaired_duration(said)
        if strict is None:
            raise PacketError(f"{shown(said)} is no duration", f"{pointer}/iso8601duration")
        findings.repaired(f"{pointer}/iso8601duration", said, strict)
    found["iso8601duration"] = strict or ""


_FINISH: Mapping[str, Callable[[dict[str, Any], Findings, str], None]] = {
    "Age": _age,
    "ExternalReference": _reference,
    "GestationalAge": gestational_age,
    "Quantity": quantity,
    "RadiationTherapy": radiation,
    "ReferenceRange": reference_range,
}


def _cleaned_id(text: str) -> str:
    """Return an id without blanks around it and around its colon, visible or not."""
    stripped = _BLANKS.sub(" ", text).strip()
    prefix, mark, local = stripped.partition(":")
    return f"{prefix.strip()}:{local.strip()}" if mark else stripped


def _is_empty(value: object, field: Field) -> bool:
    """Return whether *value* says nothing: it is absent, or the name of what is unknown."""
    if field.kind == "name" and isinstance(value, str):
        return value.upper().startswith(("UNKNOWN", "UNSPECIFIED"))
    return value is None or value in ("", [], {}) or value is False


def _escaped(key: object) -> str:
    if isinstance(key, str) and key.isalnum():
        return key
    return str(key).replace("~", "~0").replace("/", "~1")
