"""`casegraph export FORMAT`: a store in another format, one command a format."""

from typing import Any

import typer
from typer.core import TyperGroup

from casegraph.cli.export import (
    crate,
    datasets,
    examples,
    fhir,
    matrix,
    nanopub,
    phenopackets,
    rdf,
    sssom,
    table,
)


class Formats(TyperGroup):
    """The formats; the name of one may also stand behind its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - as in the base
        """Put the format first, then read *args* as a group does."""
        named = next((index for index, word in enumerate(args) if word in self.commands), 0)
        return super().parse_args(
            ctx, [*args[named : named + 1], *args[:named], *args[named + 1 :]]
        )


app = typer.Typer(
    cls=Formats,
    help="Write what a store holds in another format.",
    no_args_is_help=True,
    rich_markup_mode=None,
    subcommand_metavar="FORMAT [OPTIONS]",
)

rdf.add_to(app)
app.command("phenopackets")(phenopackets.command)
app.command("fhir")(fhir.command)
app.command("sparql-examples")(examples.command)
app.command("void")(datasets.void)
app.command("dcat")(datasets.dcat)
app.command("sssom")(sssom.command)
app.command("table")(table.command)
app.command("matrix")(matrix.command)
app.command("nanopub")(nanopub.command)
app.command("crate")(crate.command)
