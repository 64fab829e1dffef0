"""`casegraph queries`: the query library."""

import json
import re
import shlex
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from casegraph.cli.options import StoreOption
from casegraph.cli.output import render, safe, write
from casegraph.query import LibraryQuery, queries
from casegraph.query.library import named


class Format(StrEnum):
    """The forms of the list."""

    table = "table"
    json = "json"


def command(
    name: Annotated[
        str | None,
        typer.Argument(help="A query to explain; all are listed without.", show_default=False),
    ] = None,
    store: StoreOption = None,  # noqa: ARG001 - every command takes it; the library is in no store
    format: Annotated[  # noqa: A002 - the option's name
        Format, typer.Option(help="The form of the list.")
    ] = Format.table,
) -> None:
    """List the questions of the library, or explain one."""
    library = (named(name),) if name else queries()
    if format is Format.json:
        write(json.dumps([_object(query) for query in library], ensure_ascii=False, indent=2))
    elif name:
        render(*_explained(library[0]))
        write(_example(library[0]))
    else:
        render(_table(library))


def _paragraphs(text: str) -> str:
    """Return *text* with its lines joined; an empty line parts two paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text))


def _object(query: LibraryQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "params": [asdict(parameter) for parameter in query.params],
    }


def _table(library: tuple[LibraryQuery, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("query", style="bold", no_wrap=True)
    table.add_column("question", overflow="fold")
    table.add_column("parameters", style="dim", overflow="fold")
    for query in library:
        table.add_row(query.name, query.summary, ", ".join(param.name for param in query.params))
    return table


def _explained(query: LibraryQuery) -> list[Text | Table]:
    parts: list[Text | Table] = [
        Text(safe(query.summary), style="bold"),
        Text(),
        Text(safe(_paragraphs(query.description))),
        Text(),
    ]
    if query.params:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("parameter", style="bold", no_wrap=True)
        table.add_column("type", no_wrap=True)
        table.add_column("default", overflow="fold")
        table.add_column("meaning", overflow="fold")
        for param in query.params:
            table.add_row(param.name, param.type, param.default or "", param.description)
        parts += [table, Text()]
    return parts


def _example(query: LibraryQuery) -> str:
    values = (f"{param.name}={shlex.quote(param.default or 'VALUE')}" for param in query.params)
    return " --param ".join([f"casegraph query {query.name}", *values])
