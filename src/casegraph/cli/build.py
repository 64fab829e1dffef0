"""`casegraph build`: cases into a store."""

import os
import shlex
from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from casegraph import namespaces
from casegraph.build import Build, build, build_again
from casegraph.cli.options import EngineOption, Paths, StoreOption, WorkersOption
from casegraph.cli.output import (
    FINDINGS,
    columns,
    message,
    program,
    render,
    safe,
    working,
    write,
)
from casegraph.cli.summary import summary
from casegraph.errors import CasegraphError
from casegraph.shacl.formats.text import line as result_line
from casegraph.store import Store

_IN_FULL = 10
"""Of how many cases the summary tells more than the number."""
_WIDEST = 100


def command(
    paths: Paths = None,
    store: StoreOption = None,
    engine: EngineOption = "native",
    workers: WorkersOption = 0,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Build the cases of the store again, from what it holds itself: after a new "
            "version of casegraph, or a change of its public ontologies.",
        ),
    ] = False,
) -> None:
    """Put cases into a store: read, infer, validate, store.

    A case with a violation is refused, a file that cannot be read is left out, and the others go
    on; nothing that is already stored is lost. Exit status 1 when a case is refused or a file left
    out. Without --store the store is in memory and gone afterwards.
    """
    if again and (paths or store is None):
        raise CasegraphError(
            "--again takes no files, and a store",
            repair="Write: casegraph build --again --store DIR.",
        )
    work = (
        partial(build_again, store) if again and store else partial(build, paths or (), store=store)
    )
    with working("Reading, inferring, validating and storing") as progress:
        built = work(engine=engine, workers=workers or os.cpu_count() or 1, progress=progress)
    with built.store:
        _tell(built, store)
    if store is None:
        message("note", "nothing was kept; name a folder with --store DIR to keep the store")
    if built.refused or built.errors or not built.report.conforms:
        raise typer.Exit(FINDINGS)


def _tell(built: Build, store: str | None) -> None:
    width = min(columns() or 80, _WIDEST)
    for document in built.stored[:_IN_FULL]:
        render(*_case(built.store, document), Text(), width=width)
    for document in built.refused:
        render(Text(f"refused: {namespaces.slug_of(document)}", style="bold red"), width=width)
        write("".join(f"  {line}\n" for line in _reasons(built, document)))
        render(Text(), width=width)
    if not built.refused:
        shared = (result for result in built.report.violations if result.document is None)
        write("".join(f"not stored: {line}\n" for line in dict.fromkeys(map(result_line, shared))))
    left_out = built.errors.keys() - set(built.refused)
    write("".join(f"left out: {safe(str(built.errors[name]))}\n" for name in sorted(left_out)))
    render(Text(_counted(built, store), style="bold"), width=width)
    if built.stored:
        option = f" --store {shlex.quote(str(store))}" if store else ""
        write(f"Next: {program()} show {namespaces.slug_of(built.stored[0])}{option}")
        write(f"      {program()} queries")
        if store and not Store.is_url(store):
            write(f"      {program()} serve{option}")


def _case(store: Store, document: str) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for heading, words in summary(store, document):
        if heading:
            grid.add_row(f"  {heading}", Text(safe(words)))
        else:
            yield Text(safe(words), style="bold")
    yield grid


def _reasons(built: Build, document: str) -> list[str]:
    """Return why a case is refused: its error, its own violations, or those of what cases share.

    At the end it is said when the store still has the case as it was before.
    """
    error = built.errors.get(document)
    own = built.report.for_case(document).violations
    shared = [result for result in built.report.violations if result.document is None]
    reasons = [safe(str(error))] if error else []
    reasons += dict.fromkeys(map(result_line, own or (() if error else shared)))
    if built.store.has_case(document):
        reasons.append("the version that was stored before stays")
    return reasons


def _counted(built: Build, store: str | None) -> str:
    where = f" in {store}" if store else " in memory"
    said = f"{len(built.stored)} case{'s' * (len(built.stored) != 1)} stored{where}"
    if built.refused:
        said += f", {len(built.refused)} refused"
    more = len(built.stored) - _IN_FULL
    return f"{said} (the first {_IN_FULL} are shown)." if more > 0 else f"{said}."
