"""`casegraph show`: one case as a clinician reads it."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from casegraph.cli.inputs import store_at
from casegraph.cli.markdown import markdown
from casegraph.cli.options import StoreOption
from casegraph.cli.output import columns, render, safe, write
from casegraph.narrative import Line, Narrative, Section, show

_WIDEST = 100
_INDENT = 2
_WORD = 11
_STYLES: dict[str | None, str] = {
    "affirms": "green",
    "performs": "green",
    "suspects": "yellow",
    "denies": "red",
    "deniesAt": "red",
    "notPerformed": "red",
    "resolves": "cyan",
    None: "dim",
}
"""The colour of a line's first word by polarity; the word itself says it too."""


class Format(StrEnum):
    """The forms of a narrative."""

    text = "text"
    json = "json"
    markdown = "markdown"


def command(
    case: Annotated[
        str,
        typer.Argument(metavar="CASE", help="The slug of a case, or its IRI.", show_default=False),
    ],
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        Format, typer.Option(help="The form of the story.")
    ] = Format.text,
) -> None:
    """Tell one case as a clinician would.

    Presentation, work-up, reasoning, treatment, course and outcome, in this order. Each line opens
    with its polarity, such as present, absent, suspected or ruled out, and closes with the
    positions of its words in the source text.
    """
    with store_at(store) as source:
        narrative = show(case, store=source)
    if format is Format.json:
        write(json.dumps(narrative.to_dict(), ensure_ascii=False, indent=2))
    elif format is Format.markdown:
        write(safe(markdown(narrative)))
    else:
        render(*_parts(narrative), width=min(columns() or 80, _WIDEST))


def _parts(narrative: Narrative) -> Iterator[RenderableType]:
    yield Text(safe(narrative.title), style="bold")
    yield Text(narrative.slug, style="dim")
    for section in narrative.sections:
        yield Text()
        yield from _section(section)


def _section(section: Section) -> Iterator[RenderableType]:
    yield Text(section.title.upper(), style="bold")
    if section.note:
        yield Padding(Text(section.note, style="italic"), (0, 0, 0, _INDENT))
    for line in section.lines:
        yield from _line(line, depth=1)


def _line(line: Line, depth: int) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=_WORD, style=_STYLES.get(line.polarity, ""), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(safe(line.word)), _said(line))
    for detail in line.details:
        grid.add_row("", Text(safe(f"{detail.name}: {detail.text}"), style="dim"))
    yield Padding(grid, (0, 0, 0, _INDENT * depth))
    for below in line.lines:
        yield from _line(below, depth + 1)


def _said(line: Line) -> Text:
    said = Text(safe(line.text))
    for part in (line.when, line.voice):
        if part:
            said.append(f" \N{MIDDLE DOT} {safe(part)}")
    if line.evidence:
        said.append(f" [{', '.join(line.evidence)}]", style="dim")
    return said
