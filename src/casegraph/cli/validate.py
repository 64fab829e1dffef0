"""`casegraph validate`: what the shapes say about cases."""

from enum import StrEnum
from typing import Annotated

import typer

from casegraph.cli.inputs import reading
from casegraph.cli.options import EngineOption, Paths, StoreOption
from casegraph.cli.output import FINDINGS, safe, working, write
from casegraph.validate import validate


class Format(StrEnum):
    """The forms of a report."""

    text = "text"
    json = "json"
    turtle = "turtle"
    sarif = "sarif"
    junit = "junit"


def command(
    paths: Paths = None,
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        Format, typer.Option(help="The form of the report.")
    ] = Format.text,
    engine: EngineOption = "native",
) -> None:
    """Check cases against the shapes.

    The report says what is wrong, where, and the repair. Exit status 0 when no case has a
    violation, 1 when one has.
    """
    with working("Validating"):
        report = validate(reading(paths, store), engine=engine)
    written = report.serialize(format.value)
    write(safe(written) if format is Format.text else written)
    if not report.conforms:
        raise typer.Exit(FINDINGS)
