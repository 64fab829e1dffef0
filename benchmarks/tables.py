"""The measurements as tables: for a terminal, and in Markdown for the documentation."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from goals import goals

BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"

TITLES = {
    "infer": "From the files to what follows from them",
    "validate": "From the files and what follows from them to the results of both passes",
    "examine": "From the files to what follows and the results of both passes: infer + validate",
    "build": "From the files to a store on disk: read, infer, validate, write",
    "add": "One more case, in a store of so many",
    "parse": "Parsing alone",
    "read": "Reading alone",
    "load": "Loading asserted and inferred quads in bulk, alone",
}


class Table(NamedTuple):
    """Cells with a title; every row is as long as the header."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(result: Mapping[str, Any]) -> Iterator[Table]:
    """Yield the goals, as far as they were measured, and a table for each stage."""
    if reached := list(goals(result["measured"])):
        yield Table("The goals", ("goal", "wanted", "measured"), reached)
    for stage, title in TITLES.items():
        measured = [one for one in result["measured"] if one["stage"] == stage]
        if measured:
            yield _filled(title, [_cells(one, measured) for one in measured])


def markdown(result: Mapping[str, Any]) -> str:
    """Return the tables, with what they were measured on, in Markdown."""
    parts = [*map(in_markdown, tables(result)), conditions(result)]
    if result["skipped"]:
        reasons = "; ".join(f"{name}: {why}" for name, why in result["skipped"].items())
        parts.append(f"Not measured: {reasons}")
    return "\n\n".join(parts)


def conditions(result: Mapping[str, Any]) -> str:
    """Return some sentences about machine, commit, procedure and the answers."""
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    compared = "; ".join(
        f"{one['engine']}, {one['stage']}, {one['answers']:,} on {one['corpus']} cases"
        for one in result["compared"]
    )
    return (
        f"Measured at commit {result['commit']} on {machine}. Medians of up to {result['runs']} "
        f"runs, each a process of its own that was ended after {result['limit']:g} s. "
        f"The same answers as the reference engine's, compared before: {compared or 'none'}."
    )


def in_markdown(table: Table) -> str:
    """Return *table* under its title."""
    dashes = ["---", *["---:"] * (len(table.header) - 1)]
    lines = [f"| {' | '.join(line)} |" for line in (table.header, dashes, *table.rows)]
    return "\n".join((f"### {table.title}\n", *lines))


def write_into(page: Path, measured: str) -> None:
    """Put the text *measured* into *page* between the two comments that mark its place."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}", encoding="utf-8")


def _cells(one: Mapping[str, Any], stage: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the cells of a measurement by column, empty where there is nothing to say."""
    named = {"engine": one["engine"], "cases": f"{one['cases']:,}"}
    if "a case" not in one:
        return {**named, "ms a case": one["stopped"]}
    start = one["seconds"].get("start")
    once = one["seconds"].get("once")
    judged = [other for other in stage if other["engine"] == "reference" and "a case" in other]
    # At a size that the reference engine does not reach, a case costs it what it did before.
    judge = max(
        (other for other in judged if other["cases"] <= one["cases"]), key=_size, default=None
    )
    return {
        **named,
        "ms a case": figure(1000 * one["a case"]),
        "of it start-up": "" if start is None else figure(1000 * start / one["done"]),
        "cases a second": figure(1 / one["a case"]),
        "times the reference": "" if judge is None else figure(judge["a case"] / one["a case"]),
        "once, s": "" if once is None else figure(once),
        "whole process, s": figure(one["wall"]),
        "processor, s": figure(one["processor"]),
        "memory, MB": figure(one["peak"]),
    }


def _filled(title: str, rows: Sequence[Mapping[str, str]]) -> Table:
    """Return the table without the columns in which nothing stands."""
    longest = max(rows, key=len)
    header = [column for column in longest if any(row.get(column) for row in rows)]
    return Table(title, header, [[row.get(column, "") for column in header] for row in rows])


def _size(one: Mapping[str, Any]) -> int:
    return int(one["cases"])


def figure(number: float) -> str:
    """Return *number* with the digits that can be trusted."""
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{digits}f}"
