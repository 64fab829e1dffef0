"""One packet to one case: plain JSON in, N-Quads out, with all that was met on the way."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
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
from casegraph.importers.phenopackets.subject import subject
from casegraph.importers.phenopackets.works import Work, work_of
from casegraph.importers.phenopackets.writing import case, provenance

_VERSION_1 = ("genes", "variants", "htsFiles", "hts_files")
_FEATURE_1 = ("negated", "classOfOnset", "class_of_onset", "ageOfOnset", "age_of_onset")


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

    :raises PacketError: when it cannot be imported, with the reason and the place.
    """
    _check_version(packet.plain)
    message = _message(packet.plain, findings)
    if not message.id.strip():
        if not (packet.family and message.subject.id.strip()):
            raise PacketError("a packet without an id", "/id")
        findings.repaired("/id", "none", message.subject.id)
        message.id = message.subject.id
    family = _family_data(packet)
    draft = Draft(
        slug=slug("\0".join(filter(None, (packet.family, message.id)))),
        prefix=packet.pointer,
        snake=any("_" in str(key) for key in packet.plain),
        resources=_resources(message, family),
        samples=_samples(packet.plain),
        findings=findings,
    )
    draft.works += _works(message, family) or [_itself(draft, message.id)]
    draft.whole = len(draft.works)
    subject(message, draft)
    features(message, draft)
    measurements(message, draft)
    diseases(message, draft)
    interpretations(message, draft)
    actions(message, draft)
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
    metadata = plain.get("metaData") or plain.get("meta_data")
    metadata = metadata if isinstance(metadata, dict) else {}
    said = metadata.get("phenopacketSchemaVersion") or metadata.get("phenopacket_schema_version")
    features_ = plain.get("phenotypicFeatures") or plain.get("phenotypic_features")
    old = any(key in plain for key in _VERSION_1) or (
        isinstance(features_, list)
        and any(
            isinstance(one, dict) and any(key in one for key in _FEATURE_1) for one in features_
        )
    )
    if old or str(said or "").strip().startswith("1"):
        raise PacketError(
            "a packet of version 1 of the schema",
            repair="Convert it to version 2, as phenopacket-tools does.",
        )
    if not any(
        key in plain for key in ("subject", "phenotypicFeatures", "phenotypic_features")
    ) and ("id" not in plain or not metadata):
        raise PacketError("not a phenopacket: it has neither subject nor features nor metadata")


def _message(plain: Mapping[str, Any], findings: Findings) -> Message:
    """Return *plain* as protobuf reads it.

    :raises PacketError: when it cannot be read.
    """
    try:
        return Phenopacket(**repaired(plain, "Phenopacket", findings))
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


def _samples(plain: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of the biosamples, of which nothing else is represented."""
    samples = plain.get("biosamples")
    found = samples if isinstance(samples, list) else []
    ids = (one.get("id") for one in found if isinstance(one, dict))
    return frozenset(one.strip() for one in ids if isinstance(one, str))


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
