"""What a timeline shows, as plain values."""

from dataclasses import dataclass
from typing import Literal

from casegraph.narrative.polarity import Mark


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened or held.

    node: its IRI. word: its polarity ("present", "ruled out"). text: what it is. when: its time in
    words. at: days from its strand's origin, or the calendar year, None without either. start, end:
    the days between which it lasted, None where it is a point. open_end: the source does not say
    that it ended there. length: how many days it lasted, where nobody says from when.
    """

    node: str
    mark: Mark
    word: str
    text: str
    when: str = ""
    at: float | None = None
    start: float | None = None
    end: float | None = None
    open_end: bool = False
    length: float | None = None

    @property
    def position(self) -> float | None:
        """Where on the axis its label belongs: when it was seen, or else where it began."""
        return self.at if self.at is not None else self.start


@dataclass(frozen=True, slots=True)
class Strand:
    """Events that count from one origin.

    origin: the step from which they count, None for the presentation or for calendar years. events:
    those with a position on the axis, in its order. later: those known to follow, by an unknown
    span, in the order in which they are told. axis: what is counted: days from the origin, calendar
    years, days of the patient's age, or how long each lasted whose beginning nobody tells.
    """

    origin: Event | None
    events: tuple[Event, ...] = ()
    later: tuple[Event, ...] = ()
    axis: Literal["days", "years", "ages", "lengths"] = "days"


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a case's report dates or orders. case: its label."""

    case: str
    strands: tuple[Strand, ...]
