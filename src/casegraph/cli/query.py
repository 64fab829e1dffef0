"""`casegraph query`: a question of the library, or any SPARQL."""

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from casegraph.cli.inputs import store_at
from casegraph.cli.options import StoreOption
from casegraph.cli.output import columns, message, render, write
from casegraph.cli.tables import table
from casegraph.errors import QueryError
from casegraph.query import LibraryQuery, check_names, run
from casegraph.query.library import named, read_text
from casegraph.query.library_query import from_text
from casegraph.solutions import Solutions
from casegraph.store import Store


class Format(StrEnum):
    """The forms of an answer."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    turtle = "turtle"


def command(
    question: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|-",
            help="A query of the library, a file of SPARQL, or - for standard input.",
            show_default=False,
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help="The value of a parameter; for each one anew.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        Format, typer.Option(help="The form of the answer.")
    ] = Format.table,
    spreadsheet_safe: Annotated[
        bool,
        typer.Option("--spreadsheet-safe", help="For csv: no cell is a formula to a spreadsheet."),
    ] = False,
) -> None:
    """Ask a question of the library, or any SPARQL query.

    `casegraph queries` lists the library, `casegraph queries NAME` explains one and its parameters.
    """
    params = dict(map(_name_and_value, param or ()))
    asked = _asked(question)
    check_names(asked, params)
    with store_at(store) as source:
        solutions = run(asked, source, params)
        if solutions.note:
            message("note", solutions.note)
        if format is Format.table and not spreadsheet_safe:
            _show(solutions, source)
        else:
            write(solutions.serialize(format.value, spreadsheet_safe=spreadsheet_safe))


def _asked(question: str) -> LibraryQuery:
    if question == "-":
        return from_text(_standard_input(), name="standard input")
    if re.fullmatch(r"[\w-]+", question) and not Path(question).is_file():
        return named(question)
    if re.search(r"[\s{]", question) and not Path(question).is_file():
        return from_text(question)
    return from_text(read_text(Path(question)), name=Path(question).stem, path=question)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise QueryError("standard input is not UTF-8", repair="Convert it to UTF-8.") from None


def _name_and_value(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not equals:
        raise QueryError(f"--param {option!r} has no value", repair="Write --param name=value.")
    return name.strip(), value


def _show(solutions: Solutions, store: Store) -> None:
    if solutions.boolean is not None:
        write("yes" if solutions.boolean else "no")
    elif not solutions:
        message("no solutions", "the query ran and found nothing")
    else:
        width, parts = table(solutions, store, columns())
        render(*parts, width=width)
