"""`casegraph check`: a case file written by hand, its quotes placed and its shapes asked."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from casegraph.authoring.check import Checked, check
from casegraph.authoring.check_watch import checks
from casegraph.cli.inputs import lending
from casegraph.cli.options import EngineOption, TermsOption
from casegraph.cli.output import FINDINGS, UNUSABLE, message, notes, safe, working, write
from casegraph.errors import CasegraphError
from casegraph.shacl.names import node_name


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A case file in YAML or Turtle.")],
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder of the source texts.",
            show_default="the folder of FILE",
        ),
    ] = None,
    keep_quotes: Annotated[
        bool,
        typer.Option(
            "--keep-quotes",
            help="Keep the quotes beside their positions; the licence of the text must allow it.",
        ),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again on each save, until Ctrl-C.")
    ] = False,
    store: TermsOption = None,
    engine: EngineOption = "native",
) -> None:
    """Put positions in the place of the quotes of a case file, and check it.

    Exit status 0 when each quote has its place, each position holds and no shape is violated, 1
    when not, 2 when the file or a text cannot be used. With --watch it ends with 0.
    """
    folder = str(sources if sources is not None else file.parent)
    with lending(store) as (words, around):
        look = partial(
            check, str(file), folder, keep=keep_quotes, engine=engine, words=words, around=around
        )
        if watch:
            _watch(file, look)
            return
        with working("Checking"):
            checked = look()
    _print(checked)
    if checked.errors:
        raise typer.Exit(UNUSABLE)
    if not checked.conforms:
        raise typer.Exit(FINDINGS)


def _watch(file: Path, look: partial[Checked]) -> None:
    try:
        for number, found in enumerate(checks(str(file), look)):
            if number:
                message("saved", str(file))
            if isinstance(found, CasegraphError):
                for line in (str(found), *notes(found)):
                    message("error", line, style="bold red")
            else:
                _print(found)
            message("watching", f"{file}; end with Ctrl-C", style="dim")
    except KeyboardInterrupt:
        return


def _print(checked: Checked) -> None:
    """Print the quotes, then the positions that do not hold, then the report of the shapes."""
    lines = [str(problem) for problem in checked.problems]
    lines += [
        f"{position.location}: evidence: {node_name(position.evidence)}: "
        f"{position.start}-{position.end} {position.problem}: {position.words!r}"
        for position in checked.evidence.positions
        if position.problem
    ]
    lines.append(checked.report.serialize())
    lines += [f"quotes: {_quotes(checked)}"] if checked.placed or checked.problems else []
    write(safe("\n".join(lines)))
    for error in checked.errors:
        message("error", str(error), style="bold red")


def _quotes(checked: Checked) -> str:
    placed = f"{checked.placed} replaced by positions"
    left = len(checked.problems)
    return f"{placed}, {left} still to be found" if left else placed
