"""`casegraph export fhir`: the cases of a store as bundles of FHIR R4."""

from casegraph.cli.export.unsaid import write_cases
from casegraph.cli.options import CaseOption, OutOption, StoreOption, UnsaidOption
from casegraph.exporters.fhir import export_fhir


def command(
    store: StoreOption = None,
    out: OutOption = None,
    case: CaseOption = None,
    report: UnsaidOption = None,
) -> None:
    """Write the cases of a store as bundles of FHIR R4.

    They have what was asserted, as far as FHIR can say it; what it cannot say is listed. FILE may
    be a folder: then each case gets a file of its own.
    """
    write_cases(export_fhir, "Writing bundles", store, out, case, report)
