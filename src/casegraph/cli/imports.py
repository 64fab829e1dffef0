"""`casegraph import`: other people's cases into a store."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.options import EngineOption, WorkersOption
from casegraph.cli.output import FINDINGS, safe, working, write
from casegraph.importers.phenopackets import Report, import_phenopackets
from casegraph.importers.phenopackets.names import shown

app = typer.Typer(
    help="Put other people's cases into a store.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_POLARITIES = {
    "affirms": "present",
    "denies": "absent",
    "deniesAt": "absent at a place",
    "suspects": "suspected",
    "resolves": "resolved",
    "performs": "done",
    "measured": "measured",
}
_SHOWN = 20
"""How many lines of one kind the summary shows."""

PacketsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        help="Phenopackets, version 2: files, folders, zip and tar archives, JSON and YAML.",
        show_default=False,
    ),
]

TargetOption = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="DIR|URL",
        help="The store to put them into: a folder, which is made if need be, or an endpoint.",
        show_default=False,
    ),
]

ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write what there is to tell of each packet to FILE, one JSON object a line.",
        show_default=False,
    ),
]


@app.callback()
def group() -> None:
    """Put other people's cases into a store."""


@app.command("phenopackets")
def phenopackets(
    paths: PacketsArgument,
    store: TargetOption,
    engine: EngineOption = "native",
    workers: WorkersOption = 0,
    report: ReportOption = None,
) -> None:
    """Put GA4GH Phenopackets into a store, each as a case.

    A packet that cannot be imported is refused with the reason, and the others go on. Exit status 1
    when one is.
    """
    with working("Reading, inferring, validating and storing") as progress:
        done = import_phenopackets(
            paths,
            store=store,
            engine=engine,
            workers=workers or os.cpu_count() or 1,
            details=report,
            progress=progress,
        )
    write("\n".join(_lines(done)))
    if done.refusals:
        raise typer.Exit(FINDINGS)


def _lines(done: Report) -> Iterator[str]:
    """Yield what an import did, line by line."""
    said = (f"{done.statements[key]} {word}" for key, word in _POLARITIES.items())
    statements = ", ".join(one for one in said if not one.startswith("0 "))
    yield f"packets          {done.packets}"
    yield f"cases            {done.cases}"
    yield f"statements       {done.statements.total()}{statements and ': '}{statements}"
    yield f"terms            {done.terms}"
    yield f"publications     {done.publications}"
    yield f"repairs          {done.repairs.total()}"
    yield from _counted(done.repairs)
    if done.labels:
        yield f"several labels   {len(done.labels)}"
        yield from _some(
            [f"{shown(term)} {' | '.join(words)}" for term, words in done.labels.items()]
        )
    if done.repeated:
        yield f"repeated         {done.repeated}"
    if done.replaced:
        yield f"replaced         {len(done.replaced)}: the store had them from other files"
        yield from _some(sorted(done.replaced))
    yield f"not represented  {done.lost.total()}"
    yield from _counted({f"{place}: {why}": count for (place, why), count in done.lost.items()})
    yield f"refused          {len(done.refusals)}"
    yield from _some([f"{place}: {reason}" for place, reason in sorted(done.refusals.items())])


def _counted(counts: dict[str, int]) -> Iterator[str]:
    """Yield lines with their counts, the largest first."""
    order = sorted(counts, key=lambda key: (-counts[key], key))
    yield from _some([f"{counts[key]} {key}" for key in order])


def _some(lines: list[str]) -> Iterator[str]:
    for one in lines[:_SHOWN]:
        yield f"  {safe(one)}"
    if len(lines) > _SHOWN:
        yield f"  and {len(lines) - _SHOWN} more; --report FILE tells them all"
