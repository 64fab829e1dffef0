"""`casegraph export nanopub`: each statement as a nanopublication."""

from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import CaseOption, StoreOption
from casegraph.cli.output import message, working, write
from casegraph.errors import CasegraphError
from casegraph.exporters.nanopub import export_nanopubs, signer


def command(
    store: StoreOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE|DIR",
            help="A file .trig for all of them, or a folder for a file each; standard output "
            "without.",
            show_default=False,
        ),
    ] = None,
    case: CaseOption = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FILE",
            help="Sign them with this private RSA key; needs --orcid.",
            show_default=False,
        ),
    ] = None,
    orcid: Annotated[
        str | None,
        typer.Option(
            "--orcid", metavar="ID", help="The ORCID of whose key it is.", show_default=False
        ),
    ] = None,
) -> None:
    """Write each statement and claim as a nanopublication with a trusty URI, in TriG.

    They are not signed unless a key is given. Nothing is sent anywhere.
    """
    if (key is None) != (orcid is None):
        raise CasegraphError(
            "--key and --orcid belong together", repair="Give both, or neither for no signature."
        )
    by = signer(key, orcid) if key is not None and orcid is not None else None
    with store_at(store) as source, working("Writing nanopublications") as progress:
        number = export_nanopubs(
            write if out is None else out, store=source, case=case, by=by, progress=progress
        )
    if out is not None:
        message("written", f"{out}: {number} nanopublications")
