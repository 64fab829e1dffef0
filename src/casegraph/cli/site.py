"""`casegraph site`: every case, term and publication as pages that need no server."""

from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import StoreOption
from casegraph.cli.output import message, working
from casegraph.site import write_site


def command(
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="The folder to write: a new or empty one, or that of a site.",
            show_default=False,
        ),
    ],
    store: StoreOption = None,
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder with the texts of the reports, to show evidence in its words.",
            show_default=False,
        ),
    ] = None,
    base_url: Annotated[
        str,
        typer.Option(
            metavar="URL", help="Where the site will be, for its sitemap and the redirects to it."
        ),
    ] = "",
    workers: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            help="How many processes make pages, with --store.",
            show_default="0: all cores",
        ),
    ] = 0,
) -> None:
    """Write a site that needs no server: one page for each case, term, publication and query.

    Beside each page stand its triples as Turtle and JSON-LD. Only what has changed since the last
    run is written again, and what is gone is removed; other files in the folder stay as they are.
    """
    with store_at(store) as source, working("Writing pages") as progress:
        done = write_site(
            out,
            store=store or source,
            sources=sources,
            base_url=base_url,
            workers=workers,
            progress=progress,
        )
    message(
        "written",
        f"{out}: {done.pages:,} pages; of {done.files:,} files {done.written:,} written, "
        f"{done.files - done.written:,} unchanged, {done.removed:,} removed",
    )
