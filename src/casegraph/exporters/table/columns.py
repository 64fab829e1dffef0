"""The columns of the table: what each is called, how wide it is, and what a case has in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from casegraph.errors import ExportError
from casegraph.exporters.table import course, lesions, patient, story, work
from casegraph.exporters.table.cells import Cell
from casegraph.exporters.table.told import Told
from casegraph.lookup import suggestion


@dataclass(frozen=True)
class Column:
    """A column.

    name: as it is chosen, and the header of CSV. heading: what a reader sees. width: in characters.
    of: gives what a case has in it.
    """

    name: str
    heading: str
    width: int
    of: Callable[[Told], Cell]


COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column("source", "Source", 28, patient.source),
        Column("case", "Case", 18, patient.slug),
        Column("title", "Title", 28, patient.title),
        Column("age", "Age", 12, patient.age),
        Column("sex", "Sex", 12, patient.sex),
        Column("underlying", "Underlying disease", 24, story.underlying),
        Column("history", "History", 26, story.history),
        Column("presentation", "Presentation", 32, work.presentation),
        Column("site", "Site and level", 24, lesions.places),
        Column("imaging", "Imaging", 46, work.imaging),
        Column("laboratory", "Laboratory and other tests", 32, work.tests),
        Column("reasoning", "Reasoning", 42, story.reasoning),
        Column("treatment", "Treatment", 32, story.treatments),
        Column("outcome", "Outcome", 28, course.outcome),
        Column("follow-up", "Follow-up", 24, course.follow_up),
        Column("absent", "Explicitly absent", 30, story.absent),
    )
}
"""The columns by name, in their usual order."""

USUAL: tuple[str, ...] = tuple(name for name in COLUMNS if name not in {"case", "title"})
"""The columns of a table for which none are chosen."""


def chosen(names: Sequence[str] | None) -> list[Column]:
    """Return the columns *names* in that order, the usual ones for None.

    :raises ExportError: for a name that no column has, with the nearest, and for none at all.
    """
    columns = []
    for name in dict.fromkeys(USUAL if names is None else names):
        if name not in COLUMNS:
            raise ExportError(
                f"there is no column {name!r}",
                repair=suggestion(name, COLUMNS) or f"Choose from {', '.join(COLUMNS)}.",
            )
        columns.append(COLUMNS[name])
    if not columns:
        raise ExportError("no column is chosen", repair=f"Choose from {', '.join(COLUMNS)}.")
    return columns
