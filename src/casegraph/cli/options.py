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
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="The store to use; without it, the bundled cases are built in memory.",
        show_default=False,
    ),
]

EngineOption = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="The engine that infers and validates.")
]
