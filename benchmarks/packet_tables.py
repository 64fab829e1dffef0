"""The measurements of the import as tables: for a terminal, and in Markdown for its page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tables import Table, figure, in_markdown

Measured = Mapping[str, Any]


def tables(result: Measured) -> Iterator[Table]:
    """Yield the goals, and a table for each stage that was measured."""
    if reached := list(_goals(result["measured"])):
        yield Table("The goals", ("goal", "wanted", "measured"), reached)
    for title, header, stage, cells in (
        ("Reading and mapping alone, one process", _MAPPING, "map", _mapping),
        ("The ontology into a store", _VOCABULARY, "vocabulary", _vocabulary),
        ("The whole import", _IMPORT, "import", _import),
        ("Where the time goes, ms a packet", (*_TIMES, *_phases(result)), "import", _times),
        ("What a case is in the store, and what loading that alone takes", _STORE, "store", _store),
    ):
        rows = [
            _stopped(one, header) if "stopped" in one else cells(one)
            for one in result["measured"]
            if one["stage"] == stage
        ]
        if rows:
            yield Table(title, header, rows)


def markdown(result: Measured) -> str:
    """Return the tables, with what they were measured on, in Markdown."""
    return "\n\n".join((*map(in_markdown, tables(result)), conditions(result)))


def conditions(result: Measured) -> str:
    """Return some sentences about machine, commit and procedure."""
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    terms = result["hpo"] or "a short list"
    return (
        f"Measured at commit {result['commit']} on {machine}; terms of {terms}. Medians of up to "
        f"{result['runs']} runs, each a process of its own. When it began, {result['load']:g} "
        "other processes were running on average, which lengthens all but processor time."
    )


_MAPPING = ("packets", "packets a second a core", "processor, s", "wall, s")
_VOCABULARY = ("", "whole process, s", "processor, s", "memory, MB")
_IMPORT = (
    "store",
    "packets",
    "workers",
    "packets a second",
    "seconds",
    "processor, s",
    "processor, ms a packet",
    "memory, MB",
)
_TIMES = ("store", "packets", "workers")
_STORE = (
    "store",
    "packets",
    "asserted",
    "provenance",
    "inferred",
    "loading, ms a case",
)


def _goals(measured: Sequence[Measured]) -> Iterator[tuple[str, str, str]]:
    """Yield each goal that can be judged: what it is about, what is wanted, what was measured."""
    done = [one for one in measured if "stopped" not in one]
    if mapping := [one for one in done if one["stage"] == "map"]:
        most = max(mapping, key=_size)
        rate = most["packets"] / most["processor"]
        yield "read + map: packets a second a core", "at least 500", figure(rate)
    imports = [one for one in done if one["stage"] == "import"]
    if whole := [one for one in imports if one["hpo"] and one["workers"] == 2]:
        most = max(whole, key=_size)
        told = f"{figure(_rate(most))}, of {most['packets']:,}"
        yield "whole import with HPO, two workers: packets a second", "at least 150", told
    if imports:
        most = max(imports, key=lambda one: one["whole"]["peak"])
        told = f"{most['whole']['peak']:,.0f} MB, with {most['workers']} workers"
        yield "memory of all processes", "under 1,500 MB", told


def _stopped(one: Measured, header: Sequence[str]) -> list[str]:
    """Return the cells of what did not end within the limit."""
    told = [*_named(one), one["stopped"]]
    return told + [""] * (len(header) - len(told))


def _mapping(one: Measured) -> list[str]:
    return [
        f"{one['packets']:,}",
        figure(one["packets"] / one["processor"]),
        figure(one["processor"]),
        figure(one["seconds"]),
    ]


def _vocabulary(one: Measured) -> list[str]:
    return ["`casegraph vocab add`", *_whole(one)]


def _import(one: Measured) -> list[str]:
    _, processor, memory = _whole(one)
    each = 1000 * one["whole"]["processor"] / one["packets"]
    times = [figure(_rate(one)), figure(one["seconds"]), processor, figure(each)]
    return [*_named(one), *times, memory]


def _times(one: Measured) -> list[str]:
    each = (figure(1000 * seconds / one["packets"]) for seconds in one["phases"].values())
    return [*_named(one), *each]


def _phases(result: Measured) -> Sequence[str]:
    """Return what the phases of an import were called when it was measured."""
    return next((tuple(one["phases"]) for one in result["measured"] if "phases" in one), ())


def _store(one: Measured) -> list[str]:
    each = [one["quads"][name] / one["cases"] for name in ("asserted", "provenance", "inferred")]
    return [*_named(one), *map(figure, each), figure(1000 * one["seconds"] / one["cases"])]


def _named(one: Measured) -> list[str]:
    """Return the cells that say what was measured."""
    named = [f"{one['packets']:,}"]
    if "hpo" in one:
        named.insert(0, "with HPO" if one["hpo"] else "empty")
    if "workers" in one:
        named.append(str(one["workers"]))
    return named


def _whole(one: Measured) -> list[str]:
    return [figure(one["whole"][name]) for name in ("wall", "processor", "peak")]


def _rate(one: Measured) -> float:
    return float(one["packets"] / one["seconds"])


def _size(one: Measured) -> int:
    return int(one["packets"])
