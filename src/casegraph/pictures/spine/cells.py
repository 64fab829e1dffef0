"""A cell with cases: shaded by their number, which stands in it too."""

import math
from collections.abc import Callable, Iterable, Iterator

from casegraph.narrative import polarity
from casegraph.pictures import svg
from casegraph.pictures.spine.values import SIDES, Count, Place, Side
from casegraph.pictures.svg import BODY, LINE, SMALL
from casegraph.pictures.wording import width

PlaceHref = Callable[[str, str], str]
"""The address of the list of cases for a place's IRI and a side, empty when there is none."""

COLUMNS: dict[Side, str] = {
    "left": "left",
    "midline": "midline",
    "right": "right",
    "unknown": "side not told",
    "": "all",
}
"""Each side, and what stands above its column."""

_FAINTEST, _FULLEST = 0.1, 0.45
_SIGN, _APART, _STACKED = 12, 5, 11
"""The room of a mark, the room between two numbers, and how far one stands below the other."""


def no_list(_place: str, _side: str) -> str:
    """Return no address."""
    return ""


def shade(count: int, most: int) -> float:
    """Return how opaque the cell of *count* cases is, when the fullest has *most*; 0 for none."""
    if not count or not most:
        return 0.0
    return _FAINTEST + (_FULLEST - _FAINTEST) * math.sqrt(min(1.0, count / most))


def most_cases(places: Iterable[Place]) -> int:
    """Return the number of cases in the fullest cell of *places*."""
    return max((place.count(side).present for place in places for side in SIDES), default=0)


def cell(
    outline: str,
    x: float,
    y: float,
    place: Place,
    side: Side,
    *,
    room: float,
    most: int,
    href: PlaceHref,
) -> str:
    """Return a cell with its outline, its shade and its numbers, and a link to its cases.

    outline: the `d` of a path. x, y: its middle. room: the width that its numbers may have.
    """
    count = place.count(side)
    empty = count == Count()
    drawn = svg.element(
        "path",
        d=outline,
        fill=svg.ACCENT if count.present else "none",
        fill_opacity=shade(count.present, most) if count.present else None,
        stroke="currentColor",
        stroke_opacity=0.25 if empty else 0.6,
    )
    drawn += numbers(x, y, count, room)
    return to_cases(drawn, place, side, href)


def to_cases(content: str, place: Place, side: Side, href: PlaceHref) -> str:
    """Return *content* as a link to the cases of *place* and *side*, as it is without any."""
    count = place.count(side)
    if count == Count() or not place.iri:
        return content
    name = f"{place.name}, {COLUMNS[side]}: {count.present} present, {count.absent} absent"
    return svg.linked(content, href(place.iri, side), name)


def numbers(x: float, y: float, count: Count, room: float = 60) -> str:
    """Return the numbers of *count* around *x* and *y*, each with its mark.

    They stand beside each other where *room* is enough, else below each other and smaller.
    """
    parts = [
        (mark, str(cases))
        for mark, cases in ((polarity.PRESENT, count.present), (polarity.ABSENT, count.absent))
        if cases
    ]
    widths = [_SIGN + width(words, SMALL, bold=True) for _, words in parts]
    total = sum(widths) + _APART * (len(parts) - 1)
    if total > room:
        return "".join(
            _number(mark, words, x - room / 2, y + _STACKED * (rank - (len(parts) - 1) / 2), 10)
            for rank, (mark, words) in enumerate(parts)
        )
    left = x - total / 2
    drawn = ""
    for (mark, words), wide in zip(parts, widths, strict=True):
        drawn += _number(mark, words, left, y, SMALL)
        left += wide + _APART
    return drawn


def _number(mark: polarity.Mark, words: str, left: float, y: float, size: float) -> str:
    return svg.shape(mark, left, y - size * 0.42, size=size * 0.84) + svg.text(
        left + size, y + size * 0.38, words, size=size, bold=mark is polarity.PRESENT
    )


def legend(top: float, most: int) -> Iterator[str]:
    """Yield what the marks and the shades mean, and how the sides lie."""
    entries = (
        (polarity.PRESENT, "cases in which the authors affirm something here"),
        (polarity.ABSENT, "cases whose authors say that something is not here"),
    )
    for rank, (mark, words) in enumerate(entries):
        yield svg.shape(mark, 12, top + rank * LINE)
        yield svg.text(36, top + rank * LINE + BODY - 1, words, size=SMALL)
    if most:
        top += LINE * len(entries) + 6
        steps = sorted({1, max(1, round(most / 4)), most})
        for rank, count in enumerate(steps):
            x = 12 + 64 * rank
            yield svg.element(
                "rect",
                x=x,
                y=top,
                width=18,
                height=14,
                fill=svg.ACCENT,
                fill_opacity=shade(count, most),
                stroke="currentColor",
                stroke_opacity=0.6,
            )
            yield svg.text(x + 24, top + 11, str(count), size=SMALL)
        yield svg.text(12 + 64 * len(steps), top + 11, "present: the more, the fuller", size=SMALL)
