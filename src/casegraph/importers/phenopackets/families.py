"""Families and cohorts: the packets in them, and what they say beside."""

from collections.abc import Iterator, Mapping
from typing import Any

from casegraph.importers.phenopackets.findings import Findings
from casegraph.importers.phenopackets.packet import Around, Doubled, Found, Number, Packet, Unusable
from casegraph.importers.phenopackets.repairing import lose
from casegraph.importers.phenopackets.versions import REPAIR, is_version_1, metadata_of
from casegraph.importers.phenopackets.wording import shown

_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "Family": ("proband", "relatives"),
    "Cohort": ("members",),
}


def message_of(plain: Mapping[str, Any]) -> str:
    """Return the message that *plain* is, `Family` or `Cohort`, empty for a packet."""
    return next(
        (message for message, keys in _MEMBERS.items() if any(key in plain for key in keys)), ""
    )


def members(
    plain: Mapping[str, Any], message: str, name: str, digest: str, pointer: str
) -> Iterator[Found]:
    """Yield the members of the family or cohort *plain*, and what it says beside them."""
    if is_version_1(plain):
        reason = f"a {message.lower()} of version 1 of the schema. {REPAIR}"
        yield Unusable(name, pointer, reason)
        return
    findings = Findings()
    lose(plain, message, findings)
    metadata = metadata_of(plain)
    if isinstance(metadata, dict):
        lose(metadata, "MetaData", findings, "/metaData")
    if findings.lost:
        yield Around(name, pointer, tuple(findings.lost))
    identifier = plain.get("id")
    family = str(identifier) if isinstance(identifier, str | int | float | Number) else ""
    found = list(_places(plain, message))
    if not found:
        yield Unusable(name, pointer, f"a {message.lower()} without members")
    for place, one in found:
        if isinstance(one, dict):
            yield Packet(one, name, digest, f"{pointer}{place}", family, metadata)
        else:
            yield Unusable(name, f"{pointer}{place}", reason_of(one, "a member that is no packet"))


def reason_of(found: object, otherwise: str) -> str:
    """Return why *found*, which is no object, is not used."""
    if isinstance(found, Doubled):
        return f"the key {shown(found.key)} is given twice"
    return otherwise


def _places(plain: Mapping[str, Any], message: str) -> Iterator[tuple[str, object]]:
    for key in _MEMBERS[message]:
        value = plain.get(key)
        if isinstance(value, list):
            yield from ((f"/{key}/{index}", one) for index, one in enumerate(value))
        elif value is not None:
            yield f"/{key}", value
