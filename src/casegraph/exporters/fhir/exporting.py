"""A store to bundles of FHIR: one case after the other, with what the bundles do not say."""

from os import PathLike

from casegraph import lookup
from casegraph.build import opened
from casegraph.exporters.file import Out, beside
from casegraph.exporters.optional import require
from casegraph.exporters.report import Report
from casegraph.exporters.writing import documents_to, records_to
from casegraph.progress import Progress, silent
from casegraph.store import Store


def export_fhir(
    out: Out[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    case: str | None = None,
    details: str | PathLike[str] | None = None,
    progress: Progress = silent,
) -> Report:
    """Write the cases of *store* to *out* as bundles of FHIR R4, and return what these do not say.

    out: a file `.json` gets an array, or the mere bundle when *case* is given; `.ndjson` and
    `.jsonl` get one bundle on each line; anything else is a folder that gets a file for each. A
    function gets the text of each, on one line unless *case* is given. store: a store, the path of
    one, or None for the bundled cases. case: the slug or IRI of the one that is wanted. details: a
    file for what is not said of each case, one JSON object a line.

    :raises ExportError: when a file cannot be written, a package is missing, or a value of a
        case can be none in FHIR.
    :raises UnknownCaseError: when *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.
    """
    bundle = require("casegraph.exporters.fhir.bundle", "fhir").bundle
    beside(out, details)
    report = Report()
    with opened(store) as source:
        documents = [lookup.case(source, case)] if case is not None else source.cases()
        with documents_to(out, alone=case is not None) as put, records_to(details) as tell:
            for number, document in enumerate(documents, 1):
                one = bundle(source, document)
                put(one)
                tell(one)
                report.add(one.unsaid)
                progress("Writing bundles", number, len(documents))
    return report
