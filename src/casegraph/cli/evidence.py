"""`casegraph evidence`: whether every position of the evidence holds in the texts."""

import json
from dataclasses import asdict
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import reading
from casegraph.cli.options import Paths, StoreOption
from casegraph.cli.output import FINDINGS, UNUSABLE, message, safe, working, write
from casegraph.evidence import EvidenceReport, Position, check_evidence
from casegraph.namespaces import slug_of
from casegraph.shacl.names import node_name


class Format(StrEnum):
    """The forms of an evidence report."""

    text = "text"
    json = "json"


def command(
    sources: Annotated[
        Path,
        typer.Option(
            metavar="DIR", help="The folder of the source texts; they are known by their digests."
        ),
    ],
    paths: Paths = None,
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        Format, typer.Option(help="The form of the report.")
    ] = Format.text,
) -> None:
    """Check the positions of the evidence in the source texts.

    Exit status 0 when all hold, 1 when one does not, 2 when a text is missing or has changed.
    """
    with working("Checking the evidence"):
        report = check_evidence(reading(paths, store), sources)
    write(_json(report) if format is Format.json else safe(_text(report)))
    for error in report.errors:
        message("error", str(error), style="bold red")
    if report.errors:
        raise typer.Exit(UNUSABLE)
    if not report.holds:
        raise typer.Exit(FINDINGS)


def _text(report: EvidenceReport) -> str:
    """Return one line for each position that does not hold, and one for each case."""
    lines = [_problem(position) for position in report.positions if position.problem]
    for document, group in groupby(report.positions, key=lambda position: position.document):
        positions = list(group)
        failing = sum(1 for position in positions if position.problem)
        verdict = (
            f"{failing} {'does' if failing == 1 else 'do'} not hold" if failing else "all hold"
        )
        lines.append(f"{slug_of(document)}: {len(positions)} positions, {verdict}")
    if not report.positions and not report.errors:
        lines.append("There is no evidence to check.")
    return "\n".join(lines)


def _problem(position: Position) -> str:
    where = f"{position.location}: " if position.location else ""
    return (
        f"{where}{node_name(position.evidence)}: {position.start}-{position.end} "
        f"{position.problem}: {position.words!r}"
    )


def _json(report: EvidenceReport) -> str:
    told = {
        "holds": report.holds,
        "positions": [asdict(position) for position in report.positions],
        "errors": [str(error) for error in report.errors],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
