"""`casegraph export`: a store as a file of another format."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import StoreOption
from casegraph.cli.output import message, working, write
from casegraph.exporters import export


class Format(StrEnum):
    """The formats of an export."""

    turtle = "turtle"
    trig = "trig"
    ntriples = "ntriples"
    nquads = "nquads"
    jsonld = "jsonld"
    rdfxml = "rdfxml"


def command(
    format: Annotated[  # noqa: A002 - the argument's name
        Format, typer.Argument(help="The format to write.", show_default=False)
    ],
    store: StoreOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file to write; standard output without.", show_default=False
        ),
    ] = None,
    asserted_only: Annotated[
        bool, typer.Option("--asserted-only", help="Leave out what was inferred.")
    ] = False,
    case: Annotated[
        str | None,
        typer.Option(
            metavar="CASE",
            help="Only this case and what it takes to build it: a slug or an IRI.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write what a store holds in an RDF syntax.

    What was inferred is included. Turtle, N-Triples and RDF/XML have no named graphs and get the
    union of all.
    """
    with store_at(store) as source, working("Exporting"):
        content = export(
            format.value, store=source, out=out, asserted_only=asserted_only, case=case
        )
    if content is not None:
        write(content.decode())
    else:
        message("written", str(out))
