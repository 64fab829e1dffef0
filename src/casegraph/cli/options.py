"""The options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Case files, or folders of them; the bundled cases when there is none.",
        show_default=False,
    ),
]

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        help="The store to use: a folder, or the URL of a SPARQL 1.1 endpoint; without it, the "
        "bundled cases are built in memory.",
        show_default=False,
    ),
]

TermsOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        help="The store whose terms and publications a file may use beside the bundled terms.",
        show_default=False,
    ),
]

EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="The engine that infers and validates: native, or reference, the slow judge.",
    ),
]

WorkersOption = Annotated[
    int,
    typer.Option(
        "--workers",
        metavar="N",
        min=0,
        help="How many processes examine cases, when there are more than a few hundred files.",
        show_default="0: all cores",
    ),
]

OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="The file to write, whole or not at all; standard output without.",
        show_default=False,
    ),
]

CaseOption = Annotated[
    str | None,
    typer.Option(
        "--case",
        metavar="CASE",
        help="Only this case and what it takes to tell it: a slug or an IRI.",
        show_default=False,
    ),
]

UnsaidOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write what the format cannot say to FILE, one JSON object a line for each case.",
        show_default=False,
    ),
]
