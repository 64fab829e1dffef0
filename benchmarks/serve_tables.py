"""What the server was measured to do, as tables for the documentation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tables import Table, figure, in_markdown

OURS = "casegraph"
SMALLEST = "small SELECT"


def markdown(result: Mapping[str, Any]) -> str:
    """Return all tables, with what they were measured on, in Markdown."""
    parts = [in_markdown(table) for table in _tables(result)]
    machine = ", ".join(f"{name} {value}" for name, value in result["machine"].items())
    parts.append(
        f"Measured at commit {result['commit']} on {machine}, over {result['cases']:,} generated "
        f"cases, with {result['clients']} clients on the same machine, {result['seconds']:g} s a "
        f"run; the median of {result['runs']} runs. Rows of the same six questions, equal in all "
        f"servers: {', '.join(map(str, result['rows']))}."
    )
    if result["skipped"]:
        reasons = "; ".join(f"{name}: {why}" for name, why in result["skipped"].items())
        parts.append(f"Not measured: {reasons}.")
    return "\n\n".join(parts)


def _tables(result: Mapping[str, Any]) -> Iterator[Table]:
    yield Table("The goals", ("goal", "wanted", "measured"), list(_goals(result)))
    yield Table(
        "As fast as they answer",
        ("asked", "server", "a second", "p50, ms", "p99, ms", "failed", "asked again"),
        [
            (one["what"], one["server"], *_figures(one))
            for one in sorted(result["loads"], key=lambda one: str(one["what"]))
        ],
    )
    if result["beside"]:
        yield _of_pages(result["beside"])
    if result["misused"]:
        yield _of_misuse(result["misused"])


def _of_pages(told: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        "Case pages at 100 requests a second",
        ("pages", "beside", "a second", "p50, ms", "p99, ms", "failed", "asked again"),
        [
            (one["what"], beside, *_figures(one[key]))
            for one in told
            for key, beside in (("alone", "nothing"), ("beside", "queries that are killed"))
        ],
    )


def _of_misuse(told: Mapping[str, Any]) -> Table:
    rows = [
        ("processes before", f"{told['processes'][0]}"),
        ("processes after", f"{told['processes'][1]}"),
        ("memory before, MB", figure(told["memory"][0])),
        ("most memory, MB", figure(max(told["memory"]))),
        ("memory at the end, MB", figure(told["memory"][-1])),
        *(
            (f"{kind}: status {status}", f"{number:,}")
            for kind, statuses in told["statuses"].items()
            for status, number in statuses.items()
        ),
    ]
    return Table(f"{told['queries']:,} queries, 1 in 10 hostile", ("", "measured"), rows)


def _figures(load: Mapping[str, Any]) -> tuple[str, ...]:
    times = (figure(load[name]) for name in ("rate", "p50", "p99"))
    return (*times, f"{load['failed']:,}", f"{load['again']:,}")


def _goals(result: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    small = {one["server"]: one["rate"] for one in result["loads"] if one["what"] == SMALLEST}
    others = {name: rate for name, rate in small.items() if name != OURS}
    for name, rate in others.items():
        wanted = "1 time" if name == "Virtuoso" else "10 times"
        yield f"small SELECT, against {name}", wanted, f"{figure(small[OURS] / rate)} times"
    for one in result["beside"]:
        told = f"{figure(one['beside']['p99'])} ms"
        yield f"p99 of a case page beside a killed query, {one['what']}", "under 50 ms", told
    told = result["misused"]
    if not told:
        return
    growth = f"{figure(told['memory'][-1] - told['memory'][0])} MB more"
    yield "memory after misuse", "flat", growth
    left = told["processes"][1] - told["processes"][0]
    yield "processes left after misuse", "0", f"{left}"
