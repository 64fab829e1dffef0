"""What an import did: the sums, and what there is to tell of each packet."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from casegraph.errors import CasegraphError
from casegraph.importers.phenopackets.catalogue import Catalogue
from casegraph.importers.phenopackets.chunk import Chunk
from casegraph.importers.phenopackets.known import Said
from casegraph.importers.phenopackets.names import shown

_INDEX = re.compile(r"/[0-9]+(?=/|$)")


@dataclass
class Fates:
    """What became of cases after they were read.

    refused: why, by the document. repeated: where the same packet was before, by the number of the
    chunk and the index among its cases. replaced: documents that the store had from other files.
    """

    refused: dict[str, str]
    repeated: Mapping[tuple[int, int], str]
    replaced: set[str] = field(default_factory=set)

    def is_kept(self, document: str, place: tuple[int, int]) -> bool:
        """Return whether the case *document* at *place* goes into the store."""
        return document not in self.refused and place not in self.repeated


@dataclass
class Report:
    """What an import did, summed.

    packets: how many were met. cases: how many are stored. statements: those of the stored cases by
    polarity, `measured` for bare numbers. terms, publications: how many the packets name. labels:
    terms with several labels, the preferred one first. repairs: by place in a packet. lost: what
    is not represented, by place and reason. repeated: packets that were read before. replaced:
    places of packets that took the place of a case from another file. refusals: by the packet's
    place, with the reason.
    """

    packets: int = 0
    cases: int = 0
    statements: Counter[str] = field(default_factory=Counter)
    terms: int = 0
    publications: int = 0
    labels: Mapping[str, list[str]] = field(default_factory=dict)
    repairs: Counter[str] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    repeated: int = 0
    replaced: list[str] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)

    def add(self, record: Mapping[str, Any], place: str) -> None:
        """Add the *record* of the packet at *place*, or of what is around some."""
        status = record["status"]
        if status == "around":
            self._lose(record)
            return
        self.packets += 1
        if status == "repeated":
            self.repeated += 1
            return
        if status != "imported":
            self.refusals[place] = record["reason"]
            return
        self.cases += 1
        self.statements.update(record["statements"])
        self.repairs.update(pattern(one["pointer"]) for one in record["repairs"])
        if record["replaced"]:
            self.replaced.append(place)
        self._lose(record)

    def _lose(self, record: Mapping[str, Any]) -> None:
        self.lost.update((pattern(one["pointer"]), one["why"]) for one in record["not represented"])


def reported(
    chunks: Sequence[Chunk],
    catalogue: Catalogue,
    known: Said,
    fates: Fates,
    details: str | PathLike[str] | None,
) -> Report:
    """Return the sums over *chunks*, and write what there is to tell of each packet to *details*.

    :raises CasegraphError: when the file cannot be written.
    """
    report = Report(
        terms=len(catalogue.kinds),
        publications=len({work.iri for work in catalogue.works}),
        labels=catalogue.relabelled(known),
    )
    lines = _told(chunks, fates, report)
    if details is None:
        for _ in lines:
            pass
        return report
    try:
        with Path(details).open("w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise CasegraphError(
            f"cannot be written: {error.strerror}", file=details, repair="Check the path."
        ) from None
    return report


def pattern(pointer: str) -> str:
    """Return *pointer* without the indices in it, so that like places are counted together.

    >>> pattern("/phenotypicFeatures/3/onset")
    '/phenotypicFeatures/onset'
    """
    return _INDEX.sub("", pointer)


def _told(chunks: Sequence[Chunk], fates: Fates, report: Report) -> Iterator[str]:
    """Yield the record of each packet as JSON, and add it to *report*."""
    for number, chunk in enumerate(chunks):
        index = 0
        others = _other_labels(chunk, report.labels)
        with chunk.records.open(encoding="utf-8") as records:
            for line in records:
                record = json.loads(line)
                if record["status"] == "read":
                    record["other labels"] = others[index]
                    _decide(record, fates, (number, index))
                    index += 1
                place = f"{record['source']}{record['pointer'] and '#'}{record['pointer']}"
                report.add(record, place)
                yield json.dumps(record, ensure_ascii=False)


def _other_labels(
    chunk: Chunk, labels: Mapping[str, list[str]]
) -> Mapping[int, list[dict[str, str]]]:
    """Return the labels in each case of *chunk* by which their terms are not called."""
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for term, names in labels.items():
        for label in names[1:]:
            for index in chunk.labels.get((term, label), ()):
                found[index].append({"term": shown(term), "label": label, "known as": names[0]})
    return found


def _decide(record: dict[str, Any], fates: Fates, place: tuple[int, int]) -> None:
    """Put into *record* what became of the case."""
    if reason := fates.refused.get(record["case"]):
        record |= {"status": "refused", "reason": reason}
    elif before := fates.repeated.get(place):
        record |= {"status": "repeated", "reason": f"the same packet is in {before}"}
    else:
        record |= {"status": "imported", "replaced": record["case"] in fates.replaced}
