"""The picture that a library query asks for: which columns of its answer are drawn, and how."""

from dataclasses import dataclass

KINDS = ("bar",)
"""What kinds of charts there are."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of an answer, drawn beside its table.

    kind: one of `KINDS`. label: the column that names the bars. value: the column whose numbers are
    added up for each, None where *count* is the column whose different values are counted. by: the
    column of polarities by which bars are divided, None for bars of one piece. What is counted may
    stand in several pieces of a bar, as a case that suspected a disease and then ruled it out.
    """

    kind: str
    label: str
    value: str | None = None
    count: str | None = None
    by: str | None = None
