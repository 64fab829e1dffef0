"""Some hundred packets at a time: read, map, and put aside what comes of them.

This is the work that processes share. The cases go to one file of N-Quads, what there is to tell of
each packet to another of JSON lines; only what all packets share comes back.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from casegraph.importers.phenopackets.draft import VariantUse
from casegraph.importers.phenopackets.findings import Findings, Lost, PacketError
from casegraph.importers.phenopackets.mapping import Mapped, mapped
from casegraph.importers.phenopackets.packet import Around, Found, Packet, Unusable
from casegraph.importers.phenopackets.works import Work


@dataclass(frozen=True, slots=True)
class Imported:
    """The case of one packet, put aside.

    document: its IRI. name: of the packet's file, with the place in it. content: a digest of the
    packet; source: that of its file. start, end: where its N-Quads are in the file of the chunk.
    """

    document: str
    name: str
    content: str
    source: str
    start: int
    end: int


@dataclass(slots=True)
class Chunk:
    """What comes of some packets.

    quads: the file with the cases. records: the file with what there is to tell of each packet.
    cases: those in the first. kinds: for each term and each kind that it is used as, which of the
    cases do; labels: the same for each term and each label. variants, works: the same for each, and
    what the case says of the variant.
    """

    quads: Path
    records: Path
    cases: list[Imported] = field(default_factory=list)
    kinds: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    labels: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    variants: dict[str, list[tuple[int, VariantUse]]] = field(default_factory=dict)
    works: dict[Work, list[int]] = field(default_factory=dict)

    def note(self, case: Mapped, index: int) -> None:
        """Note the terms and publications that *case*, the one at *index*, names."""
        for iri, variant in case.variants.items():
            self.variants.setdefault(iri, []).append((index, variant))
        for work in dict.fromkeys(case.works):
            self.works.setdefault(work, []).append(index)
        for use in case.uses:
            self.kinds.setdefault((use.iri, use.kind), []).append(index)
            if use.label:
                self.labels.setdefault((use.iri, use.label), []).append(index)


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
            elif isinstance(one, Around):
                record["status"] = "around"
                findings.lost += one.lost
            else:
                try:
                    case = mapped(one, findings)
                except PacketError as refusal:
                    record |= {"status": "refused", "reason": str(refusal)}
                else:
                    written = case.lines.encode()
                    place = f"{one.name}#{one.pointer}" if one.pointer else one.name
                    chunk.note(case, len(chunk.cases))
                    chunk.cases.append(
                        Imported(
                            case.document,
                            place,
                            _digest(one),
                            one.digest,
                            at,
                            at + len(written),
                        )
                    )
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


def _told(lost: Lost) -> dict[str, str]:
    return {"pointer": lost.pointer, "why": lost.why}


def _digest(packet: Packet) -> str:
    written = json.dumps(packet.plain, sort_keys=True, default=str)
    return hashlib.blake2b(written.encode(errors="replace"), digest_size=16).hexdigest()
