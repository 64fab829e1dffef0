"""A store to phenopackets: one case after the other, with what the packets do not say."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from os import PathLike, fspath
from pathlib import Path

from casegraph import lookup
from casegraph.build import opened
from casegraph.errors import ExportError
from casegraph.exporters.phenopackets.described import ontologies
from casegraph.exporters.phenopackets.packet import Packet, packet
from casegraph.exporters.phenopackets.report import Report
from casegraph.exporters.phenopackets.writing import Sink, indented, line, to_path
from casegraph.files import written_atomically
from casegraph.namespaces import CASE
from casegraph.progress import Progress, silent
from casegraph.store import Store

Out = str | PathLike[str] | Callable[[str], object]
"""Where packets go: a folder or a file, or what takes the text of each."""


def export_phenopackets(
    out: Out,
    *,
    store: Store | str | PathLike[str] | None = None,
    case: str | None = None,
    details: str | PathLike[str] | None = None,
    progress: Progress = silent,
) -> Report:
    """Write the cases of *store* to *out* as phenopackets, and return what these do not say.

    out: a file `.json` gets an array, or the mere packet when *case* is given; `.ndjson` and
    `.jsonl` get one packet on each line; anything else is a folder that gets a file for each. A
    function gets the text of each, on one line unless *case* is given. store: a store, the path of
    one, or None for the bundled cases. case: the slug or IRI of the one that is wanted. details: a
    file for what is not said of each case, one JSON object a line.

    :raises ExportError: when a file cannot be written.
    :raises UnknownCaseError: when *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.
    """
    report = Report()
    with opened(store) as source:
        documents = [lookup.case(source, case)] if case is not None else source.cases()
        known = ontologies(source)
        with _sink(out, alone=case is not None) as put, _details(details) as tell:
            for number, document in enumerate(documents, 1):
                one = packet(source, document, known)
                put(one)
                tell(one)
                report.add(one)
                progress("Writing packets", number, len(documents))
    return report


@contextmanager
def _sink(out: Out, *, alone: bool) -> Iterator[Sink]:
    """Give what puts each packet where it belongs."""
    if callable(out):
        text = indented if alone else line
        yield lambda one: out(text(one))
        return
    with _told(out), to_path(Path(out), alone=alone) as sink:
        yield sink


@contextmanager
def _details(file: str | PathLike[str] | None) -> Iterator[Sink]:
    """Give what writes to *file* what a packet does not say."""
    if file is None:
        yield lambda _: None
        return
    with _told(file), written_atomically(Path(file)) as written:
        yield lambda one: written.write(_record(one).encode())


def _record(one: Packet) -> str:
    record = {
        "case": f"{CASE}{one.slug}",
        "packet": one.plain["id"],
        "not represented": [asdict(unsaid) for unsaid in one.unsaid],
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


@contextmanager
def _told(file: str | PathLike[str]) -> Iterator[None]:
    """Turn a failure to write *file* into an error that says so.

    :raises ExportError: when that happens.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(
            f"cannot be written: {error.strerror}",
            file=fspath(file),
            repair="Choose a folder that exists and can be written.",
        ) from None
