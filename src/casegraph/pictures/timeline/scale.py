"""The axis of a timeline: where a day stands on it, and which days have a mark.

Days are to scale. Where years and days meet on one axis it is logarithmic in the distance from the
origin: one that shows seven years in a hand's breadth has no room for two weeks.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_DAY, _WEEK, _MONTH, _YEAR = 1.0, 7.0, 30.4375, 365.25
_STEPS = (
    *((count * _DAY / 24, f"{count} hours") for count in (1, 6, 12)),
    *((count * _DAY, "1 day" if count == 1 else f"{count} days") for count in (1, 2)),
    *((count * _WEEK, "1 week" if count == 1 else f"{count} weeks") for count in (1, 2)),
    *((count * _MONTH, "1 month" if count == 1 else f"{count} months") for count in (1, 2, 6)),
    *((count * _YEAR, "1 year" if count == 1 else f"{count} years") for count in (1, 2, 5, 10, 50)),
)
_DECADES = (
    (_DAY / 24, "1 hour"),
    (_DAY, "1 day"),
    (_WEEK, "1 week"),
    (_MONTH, "1 month"),
    (_YEAR, "1 year"),
    (10 * _YEAR, "10 years"),
    (100 * _YEAR, "100 years"),
)
_FINEST = 25
"""How many times the smallest distance may fit into the whole before the axis is logarithmic."""

_MARKS = 9
"""How many marks an axis has at most on each side of its origin."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from *low* to *high*, both in days from its origin, or in years.

    unit: the distance from the origin up to which it is linear, in days; None when all of it is.
    """

    low: float
    high: float
    unit: float | None = None
    years: bool = False

    def place(self, value: float) -> float:
        """Return where *value* stands, from 0 at *low* to 1 at *high*."""
        low, here, high = map(self._stretched, (self.low, value, self.high))
        return (here - low) / (high - low) if high > low else 0.5

    def marks(self) -> tuple[tuple[float, str], ...]:
        """Return the days that have a mark, and its words; the origin is not among them."""
        if self.years:
            return tuple(_calendar(self.low, self.high))
        if self.unit is not None:
            steps: Iterable[tuple[float, str]] = _DECADES
        else:
            reach = max(-self.low, self.high)
            size = next((days for days, _ in _STEPS if reach / days <= _MARKS), _STEPS[-1][0])
            steps = ((size * count, _named(size * count)) for count in range(1, _MARKS + 1))
        return tuple(
            (sign * days, before_or_after + words)
            for days, words in steps
            for sign, before_or_after in ((-1, "\N{MINUS SIGN}"), (1, "+"))
            if self.low <= sign * days <= self.high
        )

    def _stretched(self, value: float) -> float:
        if self.unit is None:
            return value
        return math.copysign(math.log1p(abs(value) / self.unit), value)


def fitting(positions: Iterable[float], *, years: bool = False) -> Scale:
    """Return the scale for events at *positions*; that of days has its origin on it."""
    if years:
        stated = sorted(positions)
        return Scale(stated[0], stated[-1], years=True)
    distinct = sorted({0.0, *positions})
    gaps = [after - before for before, after in pairwise(distinct)]
    span = distinct[-1] - distinct[0]
    if not gaps or span / min(gaps) <= _FINEST:
        return Scale(distinct[0], distinct[-1])
    nearest = min(abs(day) for day in distinct if day)
    return Scale(distinct[0], distinct[-1], unit=min(nearest, _MONTH))


def _calendar(low: float, high: float) -> Iterable[tuple[float, str]]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 1000) if (high - low) / step <= _MARKS)
    first = math.ceil(low / step) * step
    for year in sorted({int(low), int(high), *range(first, int(high) + 1, step)}):
        yield year, str(year)


def _named(days: float) -> str:
    """Return a whole number of the largest unit that measures *days*."""
    for unit, word in ((_YEAR, "year"), (_MONTH, "month"), (_WEEK, "week"), (_DAY, "day")):
        count = days / unit
        if count >= 1 and abs(count - round(count)) < 1e-6:
            return f"{round(count)} {word}{'s' * (round(count) != 1)}"
    hours = round(days * 24)
    return f"{hours} hour{'s' * (hours != 1)}"
