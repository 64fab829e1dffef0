"""Some hundred packets at a time: read, map, and put aside what comes of them.

This is the work that processes share. The cases go to one file of N-Quads, what there is to tell of
each packet to another of JSON lines; only what all packets share comes back.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from casegraph.importers.phenopackets.draft import Use, VariantUse
from casegraph.importers.phenopackets.findings import Findings, Lost, PacketError
from casegraph.importers.phenopackets.mapping import mapped
from casegraph.importers.phenopackets.packet import Found, Packet, Unusable
from casegraph.importers.phenopackets.works import Work


@dataclass(frozen=True, slots=True)
class Imported:
    """The case of one packet, put aside.

    document: its IRI. name: of the packet's file, with the place in it. content: a digest of the
    packet. start, end: where its N-Quads are in the file of the chunk.
    """

    document: str
    name: str
    content: str
    start: int
    end: int


@dataclass(slots=True)
class Chunk:
    """What comes of some packets.

    quads: the file with the cases. records: the file with what there is to tell of each packet.
    cases: those in the first. kinds: for each term and each kind that it is used as, which of the
    cases do. counts, repairs, lost: summed over the cases.
    """

    quads: Path
    records: Path
    cases: list[Imported] = field(default_factory=list)
    kinds: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    labels: dict[str, Counter[str]] = field(default_factory=dict)
    variants: dict[str, VariantUse] = field(default_factory=dict)
    works: Counter[Work] = field(default_factory=Counter)

    def note(self, uses: Sequence[Use], index: int) -> None:
        """Note the terms that the case *index* uses."""
        for use in uses:
            self.kinds.setdefault((use.iri, use.kind), []).append(index)
            if use.label:
                self.labels.setdefault(use.iri, Counter())[use.label] += 1


def read(folder: Path, number: int, found: Sequence[Found]) -> Chunk:
    """Return what comes of *found*; the files go to *folder*, named after *number*."""
    chunk = Chunk(folder / f"{number}.nq", folder / f"{number}.jsonl")
    with (
        chunk.quads.open("wb") as quads,
        chunk.records.open("w", encoding="utf-8") as records,
    ):
        at = 0
        for one in found:
            findings = Findings()
            record: dict[str, Any] = {"source": one.name, "pointer": one.pointer}
            if isinstance(one, Unusable):
                record |= {"status": "unreadable", "reason": one.reason}
            else:
                try:
                    case = mapped(one, findings)
                except PacketError as refusal:
                    record |= {"status": "refused", "reason": str(refusal)}
                else:
                    written = case.lines.encode()
                    place = f"{one.name}#{one.pointer}" if one.pointer else one.name
                    chunk.note(case.uses, len(chunk.cases))
                    chunk.cases.append(
                        Imported(case.document, place, _digest(one), at, at + len(written))
                    )
                    merge(chunk.variants, case.variants)
                    chunk.works.update(dict.fromkeys(case.works, 1))
                    quads.write(written)
                    at += len(written)
                    record |= {
                        "status": "read",
                        "case": case.document,
                        "statements": dict(case.counts),
                    }
            record["repairs"] = [asdict(repair) for repair in findings.repairs]
            record["not represented"] = [_told(lost) for lost in findings.lost]
            records.write(f"{json.dumps(record)}\n")
    return chunk


def merge(variants: dict[str, VariantUse], more: Mapping[str, VariantUse]) -> None:
    """Add to *variants* what is said of them in *more*."""
    for iri, use in more.items():
        variants[iri] = variants[iri] | use if iri in variants else use


def _told(lost: Lost) -> dict[str, str]:
    return {"pointer": lost.pointer, "why": lost.why}


def _digest(packet: Packet) -> str:
    written = json.dumps(packet.plain, sort_keys=True, default=str)
    return hashlib.blake2b(written.encode(errors="replace"), digest_size=16).hexdigest()
