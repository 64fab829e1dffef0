"""A store to phenopackets: one case after the other, with what the packets do not say."""

from os import PathLike

from casegraph import lookup
from casegraph.build import opened
from casegraph.exporters.described import ontologies
from casegraph.exporters.file import Out, beside
from casegraph.exporters.phenopackets.packet import packet
from casegraph.exporters.report import Report
from casegraph.exporters.writing import documents_to, records_to
from casegraph.progress import Progress, silent
from casegraph.store import Store


def export_phenopackets(
    out: Out[str],
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
    beside(out, details)
    report = Report()
    with opened(store) as source:
        documents = [lookup.case(source, case)] if case is not None else source.cases()
        known = ontologies(source)
        with documents_to(out, alone=case is not None) as put, records_to(details) as tell:
            for number, document in enumerate(documents, 1):
                one = packet(source, document, known)
                put(one)
                tell(one)
                report.add(one.unsaid)
                progress("Writing packets", number, len(documents))
    return report
