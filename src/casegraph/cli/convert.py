"""`casegraph convert`: a case file in another syntax."""

from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import lending
from casegraph.cli.options import TermsOption
from casegraph.cli.output import message, write
from casegraph.exporters.convert import SYNTAXES, convert


def command(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A case file in any syntax.", show_default=False),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            metavar="SYNTAX",
            help=f"{', '.join(SYNTAXES)}, or the suffix of a file; without, what FILE of --out "
            "tells, else Turtle from YAML and YAML from the others.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file to write; standard output without.", show_default=False
        ),
    ] = None,
    store: TermsOption = None,
) -> None:
    """Write a case file in another syntax.

    The graph stays the same, so converting back loses nothing but the comments that no syntax of
    RDF keeps.
    """
    with lending(store) as (words, _):
        content = convert(file, to, out=out, words=words)
    if content is not None:
        write(content)
    else:
        message("written", str(out))
