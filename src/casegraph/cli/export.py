"""`casegraph export`: a store as a file of another format."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import StoreOption
from casegraph.cli.output import message, working, write
from casegraph.errors import CasegraphError
from casegraph.exporters import export
from casegraph.exporters.phenopackets import Report, export_phenopackets

_SHOWN = 20
"""How many lines the summary of what packets do not say has."""


class Format(StrEnum):
    """The formats of an export."""

    turtle = "turtle"
    trig = "trig"
    ntriples = "ntriples"
    nquads = "nquads"
    jsonld = "jsonld"
    rdfxml = "rdfxml"
    phenopackets = "phenopackets"


def command(
    format: Annotated[  # noqa: A002 - the argument's name
        Format, typer.Argument(help="The format to write.", show_default=False)
    ],
    store: StoreOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The file to write, for phenopackets also a folder; standard output without.",
            show_default=False,
        ),
    ] = None,
    asserted_only: Annotated[
        bool,
        typer.Option(
            "--asserted-only", help="Leave out what was inferred, as phenopackets always do."
        ),
    ] = False,
    case: Annotated[
        str | None,
        typer.Option(
            metavar="CASE",
            help="Only this case and what it takes to build it: a slug or an IRI.",
            show_default=False,
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write what the phenopackets do not say to FILE, one JSON object a line for each "
            "case.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write what a store holds in an RDF syntax, or its cases as GA4GH Phenopackets.

    What was inferred is included. Turtle, N-Triples and RDF/XML have no named graphs and get the
    union of all. Phenopackets have what was asserted, as far as they can say it.
    """
    if format is Format.phenopackets:
        _phenopackets(store, out, case, report)
        return
    if report is not None:
        raise CasegraphError(
            f"--report is for phenopackets; {format.value} leaves nothing out",
            repair="Leave --report away.",
        )
    with store_at(store) as source, working("Exporting"):
        content = export(
            format.value, store=source, out=out, asserted_only=asserted_only, case=case
        )
    if content is not None:
        write(content.decode())
    else:
        message("written", str(out))


def _phenopackets(
    store: str | None, out: Path | None, case: str | None, report: Path | None
) -> None:
    with store_at(store) as source, working("Writing packets") as progress:
        done = export_phenopackets(
            write if out is None else out,
            store=source,
            case=case,
            details=report,
            progress=progress,
        )
    if out is not None:
        message("written", str(out))
    for one in _unsaid(done):
        message("not represented", one)


def _unsaid(done: Report) -> Iterator[str]:
    """Yield what packets do not say with its counts, the most frequent first."""
    order = sorted(done.unsaid, key=lambda key: (-done.unsaid[key], key))
    for key in order[:_SHOWN]:
        yield f"{done.unsaid[key]} {': '.join(filter(None, key))}"
    if len(order) > _SHOWN:
        yield f"and {len(order) - _SHOWN} more kinds; --report FILE tells them all"
