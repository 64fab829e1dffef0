"""`casegraph validate`: what the shapes say about cases."""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from casegraph.build import open_store, survey
from casegraph.cli.inputs import judged, tell_differences
from casegraph.cli.options import Paths, StoreOption
from casegraph.cli.output import FINDINGS, safe, working, write
from casegraph.grouping import SIZE
from casegraph.progress import Progress
from casegraph.read import files, require_cases
from casegraph.validate import Report, validate

_BOTH = "both"


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
    engine: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="The engine that infers and validates: native, reference, the slow judge, or "
            "both, which fails when their answers differ.",
        ),
    ] = "native",
) -> None:
    """Check cases against the shapes.

    The report says what is wrong, where, and the repair. With --store, files are checked with the
    terms and publications of that store; without files, the cases of the store. Exit status 0 when
    no case has a violation, 1 when one has.
    """
    with working("Validating") as progress:
        report = _report(paths, store, engine, progress)
    written = report.serialize(format.value)
    write(safe(written) if format is Format.text else written)
    if not report.conforms:
        raise typer.Exit(FINDINGS)


def _report(
    paths: Sequence[Path] | None, store: str | None, engine: str, progress: Progress
) -> Report:
    """Return the report on the files *paths* or the cases of *store*.

    :raises ReadError: when a file cannot be used, or a document in it has no case.
    """
    names = files(*(paths or ())) if paths or store is None else ()
    if engine != _BOTH and (store is not None or len(names) > SIZE):
        if store is not None:
            with open_store(store) as source:
                tell_differences(source)
        workers = os.cpu_count() or 1
        return survey(names, store=store, engine=engine, workers=workers, progress=progress)
    said, vocabulary = judged(paths, store)
    require_cases(said)
    return validate(said, vocabulary=vocabulary, engine=engine)
