"""The measurements of the ways out of a store as tables, in Markdown for their page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tables import Table, figure, in_markdown

Measured = Mapping[str, Any]

BEFORE = 1000
"""The size against whose cost a case that of the largest is held."""

_FIGURES = (
    ("processor", "Processor seconds of all processes"),
    ("wall", "Seconds from beginning to end"),
    ("peak", "Memory of all processes at its peak, MB"),
    ("written", "What is written, MB"),
)
_TOLD = 1.0
"""Processor seconds that cases have to take for their growth to tell more than chance."""


def tables(result: Measured) -> Iterator[Table]:
    """Yield the goals, what a case costs, and a table for each figure."""
    measured = result["measured"]
    if reached := list(_goals(measured)):
        yield Table("The goals", ("goal", "wanted", "measured"), reached)
    sizes = sorted({one["cases"] for one in measured})
    names = sorted({one["way"] for one in measured})
    if len(sizes) > 1:
        header = ("processor, ms a case", *(f"{size:,} cases" for size in sizes[1:]), "growth")
        yield Table("What a case costs", header, [_costs(measured, name, sizes) for name in names])
    header = ("", *(f"{size:,} cases" for size in sizes))
    by_place = {(one["way"], one["cases"]): one for one in measured}
    for kind, title in _FIGURES:
        rows = [
            [name, *(_cell(by_place.get((name, size)), kind) for size in sizes)] for name in names
        ]
        yield Table(title, header, rows)


def markdown(result: Measured) -> str:
    """Return the tables, with what they were measured on, in Markdown."""
    return "\n\n".join((*map(in_markdown, tables(result)), conditions(result)))


def conditions(result: Measured) -> str:
    """Return some sentences about machine, commit and procedure, and why what failed did."""
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    commits = sorted({one["commit"] for one in result["measured"]})
    loads = sorted(one["load"] for one in result["measured"]) or [0.0]
    told = (
        f"Measured at commit {', '.join(commits)} on {machine}. Medians of up to {result['runs']} "
        f"runs, each a process of its own that was ended after {result['limit']:g} s or at "
        f"{result['memory']:,.0f} MB. When they began, {loads[0]:g} to {loads[-1]:g} other "
        "processes were running on average, which lengthens all but processor time."
    )
    failed = {one["way"]: one["why"] for one in result["measured"] if "why" in one}
    return " ".join((told, *(f"Failed: {way}: {why.rstrip('.')}." for way, why in failed.items())))


def cost(measured: Sequence[Measured], way: str, cases: int) -> float | None:
    """Return the processor seconds that *way* takes for a case, beyond the smallest corpus.

    None when that is not known. What a command needs before the first case (the start of Python,
    the terms) is in both, and so in none of it.
    """
    taken = {
        one["cases"]: one["processor"]
        for one in measured
        if one["way"] == way and "processor" in one
    }
    least = min(taken, default=cases)
    if cases not in taken or cases == least:
        return None
    return float((taken[cases] - taken[least]) / (cases - least))


def _goals(measured: Sequence[Measured]) -> Iterator[tuple[str, str, str]]:
    """Yield each goal that can be judged: what it is about, what is wanted, what was measured."""
    done = [one for one in measured if "processor" in one]
    if pages := [one for one in done if one["way"] == "site, 2 workers"]:
        most = max(pages, key=lambda one: one["cases"])
        told = f"{figure(most['wall'])} s, with {most['cases']:,}"
        yield "site, 2 workers: 10,000 case pages", "under 120 s", told
    for what in ("site", "formats"):
        those = [one for one in done if one["way"].startswith("site") == (what == "site")]
        if those:
            most = max(those, key=lambda one: one["peak"])
            told = f"{most['peak']:,.0f} MB: {most['way']}, {most['cases']:,} cases"
            yield f"{what}: memory of all processes", "under 1,000 MB", told
        found = [
            (grown, one["way"], one["cases"])
            for one in those
            if (grown := _growth(measured, one["way"], one["cases"])) is not None
        ]
        if found:
            grown, way, cases = max(found)
            told = f"{100 * (grown - 1):+.0f} %: {way}, {cases:,} cases"
            yield f"{what}: a case of the largest against one of {BEFORE:,}", "within 20 %", told


def _growth(measured: Sequence[Measured], way: str, cases: int) -> float | None:
    """Return how many times what it costs with `BEFORE` a case costs, None when nobody can say."""
    if cases <= BEFORE:
        return None
    before, now = cost(measured, way, BEFORE), cost(measured, way, cases)
    if before is None or now is None or before * BEFORE < _TOLD:
        return None
    return now / before


def _costs(measured: Sequence[Measured], way: str, sizes: Sequence[int]) -> list[str]:
    """Return the cells of *way*: what a case costs at each size but the first, and the growth."""
    found = [cost(measured, way, size) for size in sizes[1:]]
    grown = _growth(measured, way, sizes[-1])
    cells = ["" if one is None else figure(1000 * max(one, 0.0)) for one in found]
    return [way, *cells, "" if grown is None else f"{100 * (grown - 1):+.0f} %"]


def _cell(one: Measured | None, kind: str) -> str:
    if one is None:
        return ""
    return figure(one[kind]) if kind in one else str(one["stopped"])
