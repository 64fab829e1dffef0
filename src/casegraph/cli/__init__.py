"""The command line: each command parses, calls one function of the library, and prints."""

import os
import signal
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from casegraph.cli import (
    build,
    check,
    convert,
    evidence,
    export,
    imports,
    infer,
    new,
    queries,
    query,
    remove,
    schema,
    serve,
    show,
    site,
    validate,
    vocab,
)
from casegraph.cli.output import TERMINATED, Commands

__all__ = ["app", "main"]

app = typer.Typer(
    name="casegraph",
    cls=Commands,
    help=(
        "Published clinical case reports as a reasoned, validated, queryable knowledge graph.\n\n"
        "Results go to standard output, messages to standard error. Exit status 0: done and "
        "conforming; 1: findings; 2: unusable input or wrong use."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("build")(build.command)
app.command("remove")(remove.command)
app.command("validate")(validate.command)
app.command("new")(new.command)
app.command("check")(check.command)
app.command("infer")(infer.command)
app.command("query")(query.command)
app.command("queries")(queries.command)
app.command("show")(show.command)
app.command("evidence")(evidence.command)
app.command("site")(site.command)
app.command("serve")(serve.command)
app.command("convert")(convert.command)
app.command("schema")(schema.command)
app.add_typer(export.app, name="export")
app.add_typer(imports.app, name="import")
app.add_typer(vocab.app, name="vocab")


def main() -> None:
    """Run the command line, in UTF-8 whatever the locale says; a closed output takes nothing.

    When it is told to end, half-written files go as they do after an error.
    """
    signal.signal(signal.SIGTERM, _end)
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    app()


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(TERMINATED)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"casegraph {version('casegraph')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Print a traceback with an error.")
    ] = False,
) -> None:
    """Take the options that stand before the command."""
