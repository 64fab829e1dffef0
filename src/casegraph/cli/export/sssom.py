"""`casegraph export sssom`: the matches between terms as a table."""

from casegraph.cli.inputs import store_at
from casegraph.cli.options import OutOption, StoreOption
from casegraph.cli.output import message, working, write
from casegraph.exporters.sssom import export_sssom


def command(store: StoreOption = None, out: OutOption = None) -> None:
    """Write the matches between terms as an SSSOM table.

    They are those of the project's own terms and those that public ontologies in the store have.
    """
    with store_at(store) as source, working("Writing matches") as progress:
        export_sssom(write if out is None else out, store=source, progress=progress)
    if out is not None:
        message("written", str(out))
