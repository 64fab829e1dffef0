"""The values in a packet that are neither objects nor lists, repaired where there is no doubt."""

import re
from collections.abc import Callable, Mapping

from google.protobuf.timestamp_pb2 import Timestamp

from casegraph.importers.phenopackets.findings import Findings, PacketError
from casegraph.importers.phenopackets.packet import Number
from casegraph.importers.phenopackets.schema import Field
from casegraph.importers.phenopackets.wording import shown

_BLANKS = re.compile(r"\s+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


def unicode(text: str, pointer: str) -> str:
    """Return *text*, which is not all of ASCII.

    :raises PacketError: when it has half of a character.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PacketError("text that is not Unicode", pointer) from None
    return text


def _text(value: object, _field: Field, findings: Findings, pointer: str) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | Number | str):
        raise PacketError(f"{shown(value)} where text is expected", pointer)
    findings.repaired(pointer, value, f'"{value}"')
    return str(value)


def _boolean(value: object, _field: Field, findings: Findings, pointer: str) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, Number):
        value = value.value
    said = str(value).strip().lower() if isinstance(value, str | int | float) else ""
    if said in ("1", "true", "0", "false"):
        findings.repaired(pointer, shown(value), said in ("1", "true"))
        return said in ("1", "true")
    raise PacketError(f"{shown(value)} where true or false is expected", pointer)


def _number(value: object, _field: Field, findings: Findings, pointer: str) -> object:
    if isinstance(value, Number):
        return value.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        if isinstance(value, str):
            findings.repaired(pointer, f'"{value}"', float(value))
            return float(value)
    except ValueError:
        pass
    raise PacketError(f"{shown(value)} where a number is expected", pointer)


def _whole(value: object, field: Field, findings: Findings, pointer: str) -> object:
    if isinstance(value, bool):
        raise PacketError(f"{shown(value)} where a whole number is expected", pointer)
    if isinstance(value, Number):
        value = value.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        if field.kind == "long":
            findings.repaired(pointer, value, f'"{value}"')
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        if field.kind == "whole" or value != value.strip():
            findings.repaired(pointer, f'"{value}"', int(value))
        return int(value)
    raise PacketError(f"{shown(value)} where a whole number is expected", pointer)


def _name(value: object, field: Field, findings: Findings, pointer: str) -> object:
    if isinstance(value, str):
        if value in field.names:
            return value
        said = _BLANKS.sub("_", value.strip()).upper()
        if said in field.names:
            findings.repaired(pointer, value, said)
            return said
    known = ", ".join(sorted(field.names))
    raise PacketError(f"{shown(value)} is none of {known}", pointer)


def _time(value: object, _field: Field, findings: Findings, pointer: str) -> object:
    if not isinstance(value, str):
        raise PacketError(f"{shown(value)} where a time is expected", pointer)
    said = value.strip()
    if _DAY.fullmatch(said):
        findings.repaired(pointer, value, f"{said}T00:00:00Z")
        said = f"{said}T00:00:00Z"
    found = Timestamp()
    try:
        found.FromJsonString(said)
    except (ValueError, OverflowError):
        raise PacketError(f"{shown(value)} is no time", pointer) from None
    return found


SCALARS: Mapping[str, Callable[[object, Field, Findings, str], object]] = {
    "text": _text,
    "boolean": _boolean,
    "number": _number,
    "whole": _whole,
    "long": _whole,
    "name": _name,
    "time": _time,
}
"""What a field of each kind is read by: the value as protobuf takes it, or a `PacketError`."""
