"""`casegraph export table`: the table of cases of a review article."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import CaseOption, OutOption, StoreOption
from casegraph.cli.output import message, working, write_bytes
from casegraph.errors import ExportError
from casegraph.exporters.table import COLUMNS, export_table


class Form(StrEnum):
    """The forms of a table."""

    markdown = "markdown"
    html = "html"
    csv = "csv"
    xlsx = "xlsx"
    latex = "latex"


def command(
    store: StoreOption = None,
    out: OutOption = None,
    case: CaseOption = None,
    form: Annotated[
        Form | None,
        typer.Option(
            help="The form of the table; without it, what the ending of FILE says.",
            show_default=False,
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,NAME,...",
            help=f"The columns in the order that is wanted, of {', '.join(COLUMNS)}.",
            show_default="all but case and title",
        ),
    ] = None,
    condition: Annotated[
        str | None,
        typer.Option(
            metavar="TERM",
            help="Only cases that present TERM or a kind of it.",
            show_default=False,
        ),
    ] = None,
    fragment: Annotated[
        bool,
        typer.Option("--fragment", help="A piece to put into a page or document, and not a whole."),
    ] = False,
    spreadsheet_safe: Annotated[
        bool,
        typer.Option("--spreadsheet-safe", help="For csv: no cell is a formula to a spreadsheet."),
    ] = False,
) -> None:
    """Write the table of cases of a review article, one row a case.

    What is absent, suspected, ruled out, resolved or not done says so in its own words. An empty
    cell says that nothing is recorded, which is not the same as none.
    """
    if out is None and form is Form.xlsx and sys.stdout.isatty():
        raise ExportError("a workbook is no text", repair="Write it to a file: --out FILE.xlsx.")
    with store_at(store) as source, working("Writing the table") as progress:
        export_table(
            write_bytes if out is None else out,
            form=form.value if form else None if out else "markdown",
            store=source,
            case=case,
            condition=condition,
            columns=None if columns is None else [name.strip() for name in columns.split(",")],
            whole=not fragment,
            spreadsheet_safe=spreadsheet_safe,
            progress=progress,
        )
    if out is not None:
        message("written", str(out))
