"""One packet to one case: plain JSON in, N-Quads out, with all that was met on the way."""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phenopackets import Phenopacket

from casegraph.importers.phenopackets.actions import actions
from casegraph.importers.phenopackets.diseases import diseases
from casegraph.importers.phenopackets.draft import Draft, Use, VariantUse
from casegraph.importers.phenopackets.features import features
from casegraph.importers.phenopackets.findings import Findings, PacketError
from casegraph.importers.phenopackets.interpretations import interpretations
from casegraph.importers.phenopackets.measurements import measurements
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.names import is_web_address, publication, slug
from casegraph.importers.phenopackets.packet import Packet
from casegraph.importers.phenopackets.repairing import repaired
from casegraph.importers.phenopackets.samples import samples_of
from casegraph.importers.phenopackets.subject import subject
from casegraph.importers.phenopackets.versions import REPAIR, is_version_1, metadata_of
from casegraph.importers.phenopackets.works import Work, work_of
from casegraph.importers.phenopackets.writing import case, provenance

_PRESENT = ("subject", "phenotypicFeatures", "phenotypic_features")
"""Fields of which a packet has one, unless it has an id and metadata."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """The case of one packet.

    document: its IRI. lines: N-Quads of its asserted and its provenance graph. counts: statements
    by polarity, `measured` for those without. uses, variants, works: the terms and publications
    that it needs.
    """

    document: str
    lines: str
    counts: Counter[str]
    uses: tuple[Use, ...]
    variants: Mapping[str, VariantUse]
    works: Sequence[Work]


def mapped(packet: Packet, findings: Findings) -> Mapped:
    """Return the case of *packet*.

    findings: takes what was repaired and what is not represented.

    :raises PacketError: when it cannot be imported, with the reasons and their places.
    """
    _check_version(packet.plain)
    message = _message(packet.plain, findings, _declared(packet))
    if not message.id.strip():
        if not (packet.family and message.subject.id.strip()):
            raise PacketError("a packet without an id", "/id")
        findings.repaired("/id", "none", message.subject.id)
        message.id = message.subject.id
    if packet.family:
        message.id = f"{packet.family}/{message.id}"
    family = _family_data(packet)
    draft = Draft(
        slug=slug(message.id),
        prefix=packet.pointer,
        snake=any("_" in str(key) for key in packet.plain),
        resources=_resources(message, family),
        samples=samples_of(packet.plain, message.subject.id.strip()),
        findings=findings,
    )
    draft.works += _works(message, family) or [_itself(draft, message.id)]
    draft.whole = len(draft.works)
    for section in (subject, features, measurements, diseases, interpretations, actions):
        try:
            section(message, draft)
        except PacketError as fault:
            findings.faults.append(fault)
    findings.check()
    return Mapped(
        document=draft.document,
        lines="".join((*case(draft, message), *provenance(draft, message, packet))),
        counts=Counter(one.polarity or "measured" for one in draft.statements),
        uses=tuple(draft.uses),
        variants=draft.variants,
        works=draft.works,
    )


def _check_version(plain: Mapping[str, Any]) -> None:
    """Check that *plain* is of version 2.

    :raises PacketError: when it is of version 1, or no packet.
    """
    if is_version_1(plain):
        raise PacketError("a packet of version 1 of the schema", repair=REPAIR)
    if not any(key in plain for key in _PRESENT) and ("id" not in plain or not metadata_of(plain)):
        raise PacketError("not a phenopacket: it has neither subject nor features nor metadata")


def _message(
    plain: Mapping[str, Any], findings: Findings, declared: Container[str] = ()
) -> Message:
    """Return *plain* as protobuf reads it.

    declared: the prefixes that the packet declares, in capitals.

    :raises PacketError: when it cannot be read.
    """
    fields = repaired(plain, "Phenopacket", findings, declared=declared)
    findings.check()
    try:
        return Phenopacket(**fields)
    except (TypeError, ValueError, OverflowError) as error:
        said = " ".join(str(error).encode("ascii", "backslashreplace").decode().split())
        raise PacketError(f"protobuf cannot read it: {said[:200].rstrip('.')}") from None


def _family_data(packet: Packet) -> Message:
    """Return the metadata of the family or cohort that *packet* is in, None when it is in none."""
    if packet.metadata is None:
        return None
    around = _message({"metaData": packet.metadata}, Findings())
    return around.meta_data


def _resources(message: Message, family: Message) -> Mapping[str, str]:
    said = [*(family.resources if family else ()), *message.meta_data.resources]
    return {
        one.namespace_prefix.strip().upper(): one.iri_prefix.strip()
        for one in said
        if one.namespace_prefix.strip() and is_web_address(one.iri_prefix.strip())
    }


def _declared(packet: Packet) -> frozenset[str]:
    """Return the prefixes that *packet* and its family declare, in capitals."""
    own = packet.plain.get("metaData", packet.plain.get("meta_data"))
    found = []
    for metadata in (own, packet.metadata):
        resources = metadata.get("resources") if isinstance(metadata, dict) else None
        for one in resources if isinstance(resources, list) else ():
            if isinstance(one, dict):
                found.append(one.get("namespacePrefix", one.get("namespace_prefix")))
    return frozenset(one.strip().upper() for one in found if isinstance(one, str))


def _works(message: Message, family: Message) -> list[Work]:
    """Return the publications of a packet, the one that reports the case first."""
    own = message.meta_data.external_references
    references = own or (family.external_references if family else ())
    works = list(dict.fromkeys(filter(None, map(work_of, references))))
    digits = set(re.findall(r"\d{4,}", message.id))
    return sorted(works, key=lambda work: not digits & set(re.findall(r"\d{4,}", work.iri)))


def _itself(draft: Draft, identifier: str) -> Work:
    """Return the packet as a publication, when it names no other."""
    return Work(publication(f"phenopacket-{draft.slug}"), (), "", f"Phenopacket {identifier}")
