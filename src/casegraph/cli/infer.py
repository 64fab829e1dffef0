"""`casegraph infer`: what follows from cases."""

from enum import StrEnum
from typing import Annotated

import typer

from casegraph.cli.inputs import judged
from casegraph.cli.options import EngineOption, Paths, StoreOption
from casegraph.cli.output import working, write
from casegraph.exporters import FORMATS
from casegraph.reason import infer


class Format(StrEnum):
    """The syntaxes that have named graphs and keep one quad a line or one graph a block."""

    nquads = "nquads"
    trig = "trig"


def command(
    paths: Paths = None,
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        Format, typer.Option(help="The syntax of the output.")
    ] = Format.nquads,
    engine: EngineOption = "native",
) -> None:
    """Write what follows from cases.

    Each quad is in the /inferred graph of its case. Nothing that a case says itself is written.
    With --store, files are read with the terms and publications of that store; without files, the
    cases of the store.
    """
    with working("Inferring"):
        said, vocabulary = judged(paths, store)
        inferred = infer(said, vocabulary=vocabulary, engine=engine)
    write(FORMATS[format.value](inferred))
