"""`casegraph export void` and `dcat`: what a store holds, for catalogues."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.export.examples import EndpointOption
from casegraph.cli.inputs import store_at
from casegraph.cli.options import OutOption, StoreOption
from casegraph.cli.output import message, working, write
from casegraph.exporters.datasets import Download, export_dcat, export_void
from casegraph.exporters.datasets.description import TITLE

DownloadOption = Annotated[
    list[str] | None,
    typer.Option(
        "--download",
        metavar="URL",
        help="A file that holds the data, by its ending; may be given several times.",
        show_default=False,
    ),
]
TitleOption = Annotated[str, typer.Option("--title", metavar="TEXT", help="What it is called.")]


def void(
    store: StoreOption = None,
    out: OutOption = None,
    title: TitleOption = TITLE,
    download: DownloadOption = None,
    endpoint: EndpointOption = None,
) -> None:
    """Describe the store in VoID: its numbers, parts, links and files, in Turtle."""
    _describe(export_void, store, out, title, download, endpoint)


def dcat(
    store: StoreOption = None,
    out: OutOption = None,
    title: TitleOption = TITLE,
    download: DownloadOption = None,
    endpoint: EndpointOption = None,
) -> None:
    """Describe the store in DCAT 3: dataset, files and service, in Turtle."""
    _describe(export_dcat, store, out, title, download, endpoint)


def _describe(
    exporting: Callable[..., None],
    store: str | None,
    out: Path | None,
    title: str,
    download: list[str] | None,
    endpoint: str | None,
) -> None:
    with store_at(store) as source, working("Counting") as progress:
        exporting(
            write if out is None else out,
            store=source,
            title=title,
            downloads=[Download(url) for url in download or ()],
            endpoint=endpoint,
            progress=progress,
        )
    if out is not None:
        message("written", str(out))
