"""What a reader must know of the table, as lines beneath it."""

from collections.abc import Sequence

from casegraph.exporters.table.columns import Column

_ALWAYS = (
    "An entry without a mark is present, or was done or given. Marked are: no (absent), absent at "
    "(absent at that place, elsewhere unknown), suspected (considered possible), ruled out "
    "(considered, then denied), resolved (was there, no longer is), not done and not given "
    "(planned, declined or withheld).",
    "An empty cell: nothing is recorded of it, which is not the same as none.",
    "Observed by the authors, unless an entry says that it is their claim or cited from others; "
    "what only the curator concludes is left out.",
)
_OF_COLUMNS = {
    "underlying": "Underlying disease: known before, or told without the grounds for it.",
    "history": "History: what is dated before presentation.",
    "site": "Site and level: of the diagnoses that were made, and of what images and tests showed "
    "of them; without these, of all that images and tests showed.",
    "absent": "Explicitly absent: what other columns say to be absent, once more.",
}
_SITE_OF_A_CONDITION = (
    "Site and level: of the condition, and of what images and tests showed of it."
)


def legend(columns: Sequence[Column], *, of_a_condition: bool) -> tuple[str, ...]:
    """Return the lines for a table with *columns*.

    of_a_condition: whether its cases have a condition in common.
    """
    notes = _OF_COLUMNS | ({"site": _SITE_OF_A_CONDITION} if of_a_condition else {})
    return (*_ALWAYS, *(notes[column.name] for column in columns if column.name in notes))
