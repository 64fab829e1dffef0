"""`casegraph export sparql-examples`: the query library as linked data."""

from typing import Annotated

import typer

from casegraph.cli.options import OutOption
from casegraph.cli.output import message, write
from casegraph.exporters.examples import export_examples

EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="The SPARQL endpoint at which the store can be asked.",
        show_default=False,
    ),
]


def command(out: OutOption = None, endpoint: EndpointOption = None) -> None:
    """Write the query library as sh:SPARQLExecutable, in Turtle.

    Each query runs as it stands: a parameter has its default as its value.
    """
    export_examples(write if out is None else out, endpoint=endpoint)
    if out is not None:
        message("written", str(out))
