"""The plain JSON of a packet, repaired where there is no doubt, for protobuf to read.

In goes what JSON or YAML gave; out comes a copy in which names are the schema's, values have the
schema's types, and fields that no case has are gone. All that changed or went is told.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from casegraph.importers.phenopackets.durations import repaired_duration, xsd_duration
from casegraph.importers.phenopackets.findings import Findings, PacketError
from casegraph.importers.phenopackets.names import curie_of, is_web_address
from casegraph.importers.phenopackets.scalars import SCALARS, unicode
from casegraph.importers.phenopackets.schema import Field, fields_of
from casegraph.importers.phenopackets.wording import shown

_DEEPEST = 60
_BLANKS = re.compile(r"[\s\u00a0\u200b-\u200f\u2060\ufeff]+")


def repaired(plain: object, message: str, findings: Findings, pointer: str = "") -> dict[str, Any]:
    """Return the object *plain* as protobuf reads it, a *message* of the schema.

    pointer: where *plain* is. findings: takes repairs and what is not represented.

    :raises PacketError: for what cannot be repaired without doubt, naming its place.
    """
    if not isinstance(plain, dict):
        raise PacketError(f"{shown(plain)} where an object is expected", pointer)
    if pointer.count("/") > _DEEPEST:
        raise PacketError("nested too deeply", pointer)
    fields = fields_of(message)
    found: dict[str, Any] = {}
    chosen: set[str] = set()
    for key, value in plain.items():
        here = f"{pointer}/{_escaped(key)}"
        field = fields.get(key) if isinstance(key, str) else None
        if field is None:
            findings.lose(here, "a field that the schema does not know")
        elif field.lost is not None:
            if not _is_empty(value, field):
                findings.lose(here, field.lost)
        elif value is not None:
            if field.key in found:
                raise PacketError("the field is there under two names", here)
            if field.choice in chosen:
                raise PacketError("there can be only one of it and another field", here)
            if field.choice:
                chosen.add(field.choice)
            found[field.key] = _value(value, field, findings, here)
    if finish := _FINISH.get(message):
        finish(found, findings, pointer)
    return found


def _value(value: object, field: Field, findings: Findings, pointer: str) -> object:
    if not field.repeated:
        return _single(value, field, findings, pointer)
    if not isinstance(value, list):
        findings.repaired(pointer, shown(value), "a list of it")
        return [_single(value, field, findings, pointer)]
    return [_single(one, field, findings, f"{pointer}/{index}") for index, one in enumerate(value)]


def _single(value: object, field: Field, findings: Findings, pointer: str) -> object:
    if field.kind == "message":
        return repaired(value, field.message, findings, pointer)
    if field.kind == "text" and isinstance(value, str):
        return value if value.isascii() else unicode(value, pointer)
    return SCALARS[field.kind](value, field, findings, pointer)


def _term(found: dict[str, Any], findings: Findings, pointer: str) -> None:
    """Repair an id and a label in place."""
    identifier, label = found.get("id", ""), found.get("label", "")
    if curie_of(identifier) == identifier and label == label.strip():
        return
    cleaned = _cleaned_id(identifier)
    if curie_of(cleaned) is None and not is_web_address(cleaned):
        turned = _cleaned_id(label)
        if curie_of(turned) and identifier:
            findings.repaired(pointer, f"id {identifier}, label {label}", "the two exchanged")
            found["id"], found["label"] = curie_of(turned), identifier.strip()
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
    "OntologyClass": _term,
    "ExternalReference": _reference,
    "Age": _age,
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
