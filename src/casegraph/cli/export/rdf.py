"""`casegraph export turtle` and its like: a store in an RDF syntax, one command a syntax."""

from collections.abc import Callable
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import CaseOption, OutOption, StoreOption
from casegraph.cli.output import message, working, write_bytes
from casegraph.exporters import FORMATS, export

_NAMES = {
    "jsonld": "JSON-LD",
    "nquads": "N-Quads",
    "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
    "trig": "TriG",
    "turtle": "Turtle",
}
_WITHOUT_GRAPHS = frozenset(("ntriples", "rdfxml", "turtle"))

AssertedOnlyOption = Annotated[
    bool, typer.Option("--asserted-only", help="Leave out what was inferred.")
]


def add_to(app: typer.Typer) -> None:
    """Give *app* a command for each RDF syntax."""
    for name in FORMATS:
        app.command(name, help=_help(name))(_writing(name))


def _help(name: str) -> str:
    union = " It has no named graphs, so it gets the union of all." * (name in _WITHOUT_GRAPHS)
    return f"Write the graph as {_NAMES[name]}.\n\nWhat was inferred is included.{union}"


def _writing(name: str) -> Callable[..., None]:
    """Return the command that writes the syntax *name*."""

    def command(
        store: StoreOption = None,
        out: OutOption = None,
        case: CaseOption = None,
        asserted_only: AssertedOnlyOption = False,
    ) -> None:
        with store_at(store) as source, working("Exporting") as progress:
            export(
                name,
                store=source,
                out=write_bytes if out is None else out,
                asserted_only=asserted_only,
                case=case,
                progress=progress,
            )
        if out is not None:
            message("written", str(out))

    return command
