"""`casegraph export fhir`: the cases of a store as bundles of FHIR R4."""

from casegraph.cli.export.unsaid import counted
from casegraph.cli.inputs import store_at
from casegraph.cli.options import CaseOption, OutOption, StoreOption, UnsaidOption
from casegraph.cli.output import message, working, write
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
    with store_at(store) as source, working("Writing bundles") as progress:
        done = export_fhir(
            write if out is None else out,
            store=source,
            case=case,
            details=report,
            progress=progress,
        )
    if out is not None:
        message("written", str(out))
    for one in counted(done):
        message("not represented", one)
