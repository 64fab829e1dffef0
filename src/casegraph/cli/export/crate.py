"""`casegraph export crate`: a store as an RO-Crate."""

from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.export.datasets import TitleOption
from casegraph.cli.inputs import store_at
from casegraph.cli.options import CaseOption, StoreOption
from casegraph.cli.output import message, working
from casegraph.exporters.crate import export_crate
from casegraph.exporters.datasets.description import TITLE


def command(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="DIR|FILE",
            help="The folder to make, or a file that ends in .zip.",
            show_default=False,
        ),
    ],
    store: StoreOption = None,
    case: CaseOption = None,
    title: TitleOption = TITLE,
) -> None:
    """Write an RO-Crate: data, ontology, shapes, queries, a validation report and metadata.

    It is a folder or a zip file for a repository such as Zenodo.
    """
    with store_at(store) as source, working("Making the crate") as progress:
        export_crate(out, store=source, case=case, title=title, progress=progress)
    message("written", str(out))
