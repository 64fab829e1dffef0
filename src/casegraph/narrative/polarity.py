"""How a polarity is shown: by a word and a shape, and only besides that by a colour.

Enters the local name of a polarity predicate and the word that a line opens with (`Line.polarity`,
`Line.word`), or of a case predicate; leaves a `Mark`. Pages, tables and pictures take their marks
from here, so that a shape means the same everywhere. A filled shape is something that was there or
was done; a hollow or crossed one never is.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """The look of a polarity.

    name: its CSS class is `mark-NAME`. word: what it says, for a legend and where no line has a
    word of its own. shape: one character, for plain text. drawing: the same as SVG elements in a
    box of 16 by 16, in `currentColor`. meaning: one sentence for a legend.
    """

    name: str
    word: str
    shape: str
    drawing: str
    meaning: str

    @property
    def css(self) -> str:
        """The CSS class."""
        return f"mark-{self.name}"


_RING = '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"/>'
_BOX = (
    '<rect x="2.75" y="2.75" width="10.5" height="10.5" '
    'fill="none" stroke="currentColor" stroke-width="1.5"/>'
)

PRESENT = Mark(
    "present",
    "present",
    "\N{BLACK CIRCLE}",
    '<circle cx="8" cy="8" r="6.5" fill="currentColor"/>',
    "The authors say that the patient has it.",
)
SUSPECTED = Mark(
    "suspected",
    "suspected",
    "\N{CIRCLE WITH LEFT HALF BLACK}",
    f'{_RING}<path d="M8 2.25a5.75 5.75 0 0 0 0 11.5z" fill="currentColor"/>',
    "It was considered possible.",
)
ABSENT = Mark(
    "absent",
    "absent",
    "\N{WHITE CIRCLE}",
    _RING,
    "The authors say that the patient does not have it.",
)
ABSENT_AT = Mark(
    "absent-at",
    "absent at",
    "\N{DOTTED CIRCLE}",
    '<circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-dasharray="2.4 2.12"/>',
    "It is not at the place that is named; of other places nothing is said.",
)
RULED_OUT = Mark(
    "ruled-out",
    "ruled out",
    "\N{CIRCLED DIVISION SLASH}",
    f'{_RING}<path d="M4 12 12 4" stroke="currentColor" stroke-width="1.5"/>',
    "A diagnosis that was weighed and dropped.",
)
RESOLVED = Mark(
    "resolved",
    "resolved",
    "\N{CIRCLED MINUS}",
    f'{_RING}<path d="M5 8h6" stroke="currentColor" stroke-width="1.5"/>',
    "It was there, and no longer is.",
)
DONE = Mark(
    "done",
    "done",
    "\N{BLACK SQUARE}",
    '<rect x="2" y="2" width="12" height="12" fill="currentColor"/>',
    "Done or given.",
)
NOT_DONE = Mark(
    "not-done",
    "not done",
    "\N{WHITE SQUARE}",
    _BOX,
    "Planned, declined or withheld, and not done.",
)
INVOLVED = Mark(
    "involved",
    "involved",
    "\N{BLACK DIAMOND}",
    '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor"/>',
    "A structure at which something is present.",
)
NEUTRAL = Mark(
    "neutral",
    "",
    "\N{WHITE DIAMOND}",
    '<path d="M8 2 14 8 8 14 2 8z" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "Neither said to be there nor to be missing.",
)

MARKS: tuple[Mark, ...] = (
    PRESENT,
    SUSPECTED,
    ABSENT,
    ABSENT_AT,
    RULED_OUT,
    RESOLVED,
    DONE,
    NOT_DONE,
    NEUTRAL,
)
"""Every mark of a statement, in the order of a legend."""

_BY_PREDICATE = {
    "affirms": PRESENT,
    "suspects": SUSPECTED,
    "denies": ABSENT,
    "deniesAt": ABSENT_AT,
    "resolves": RESOLVED,
    "performs": DONE,
    "notPerformed": NOT_DONE,
    "presents": PRESENT,
    "considers": SUSPECTED,
    "excludes": ABSENT,
    "underwent": DONE,
    "involves": INVOLVED,
    "site": INVOLVED,
}


def mark(predicate: str | None, word: str = "") -> Mark:
    """Return the mark of a statement or case predicate, given by its local name.

    word: the line's own word; a denial that it calls "ruled out" has a mark of its own.

    >>> mark("denies").shape, mark("denies", "ruled out").shape, mark(None).shape
    ('○', '⊘', '◇')
    """
    if predicate == "denies" and word == RULED_OUT.word:
        return RULED_OUT
    return _BY_PREDICATE.get(predicate or "", NEUTRAL)
