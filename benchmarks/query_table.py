"""The times of the query library as a table in Markdown, and its place in the documentation."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from casegraph.query.parameters import EVERY_CASE

BEGIN, END = "<!-- table -->", "<!-- end of the table -->"


@dataclass
class Timed:
    """A question as it was asked, the rows of its answer and the median times.

    milliseconds, rdflib: None for a run that was given up. same: whether rdflib answers
    the same rows.
    """

    query: str
    params: dict[str, str]
    rows: int | None = None
    milliseconds: float | None = None
    rdflib: float | None = None
    same: bool | None = None


def table(timed: list[Timed], beside: list[Timed], count: int, few: int) -> str:
    """Return *timed* over *count* cases and *beside*, over *few*, as Markdown."""
    compared_ = {each.query: each for each in beside}
    lines = [
        f"| question | asked with | rows | ms, {count:,} cases | ms, {few} cases | rdflib, {few} "
        "cases | ratio | same rows |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    for each in timed:
        other = Timed(each.query, {}) if each.params else compared_[each.query]
        cells = (
            each.query,
            ", ".join(f"{name}={value}" for name, value in each.params.items()),
            written(each.rows),
            written(each.milliseconds) or "given up",
            written(other.milliseconds),
            written(other.rdflib) or ("" if each.params else "given up"),
            written(ratio(other) and round(ratio(other) or 0)),
            written(other.same),
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines.append("")
    for name, group in groups(timed):
        times = [each.milliseconds or float("inf") for each in group]
        slow = sum(each > 2000 for each in times)
        lines.append(
            f"- {name}: median {median(times)} ms, longest {max(times)} ms, {slow} over 2 s"
        )
    ratios = [found for each in beside if (found := ratio(each)) is not None]
    if ratios:
        lines.append(f"- rdflib: {round(median(ratios))} times as long, by the median")
    return "\n".join(lines)


def ratio(each: Timed) -> float | None:
    """Return how many times longer rdflib takes, None where one was given up."""
    return each.rdflib / each.milliseconds if each.rdflib and each.milliseconds else None


def write(page: Path, text: str) -> None:
    """Put *text* between the marks of *page*."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def groups(timed: list[Timed]) -> Iterator[tuple[str, list[Timed]]]:
    """Yield the questions by how they were asked, each group with its name."""
    of_all = [each for each in timed if EVERY_CASE in each.params.values()]
    of_one = [each for each in timed if "case" in each.params and each not in of_all]
    with_terms = [each for each in timed if each.params and "case" not in each.params]
    for name, group in (
        ("with defaults", [each for each in timed if not each.params]),
        ("with terms", with_terms),
        ("of one case", of_one),
        ("of every case", of_all),
    ):
        if group:
            yield name, group


def written(value: object) -> str:
    """Return *value* for a cell, nothing for None."""
    return "" if value is None else str(value)
