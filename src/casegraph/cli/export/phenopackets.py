"""`casegraph export phenopackets`: the cases of a store as GA4GH Phenopackets."""

from casegraph.cli.export.unsaid import write_cases
from casegraph.cli.options import CaseOption, OutOption, StoreOption, UnsaidOption
from casegraph.exporters.phenopackets import export_phenopackets


def command(
    store: StoreOption = None,
    out: OutOption = None,
    case: CaseOption = None,
    report: UnsaidOption = None,
) -> None:
    """Write the cases of a store as GA4GH Phenopackets, version 2.

    They have what was asserted, as far as they can say it; what they cannot say is listed. FILE may
    be a folder: then each case gets a file of its own.
    """
    write_cases(export_phenopackets, "Writing packets", store, out, case, report)
