"""The whole spine, seen from behind."""

from collections.abc import Iterator

from casegraph.pictures import svg
from casegraph.pictures.picture import Picture, Row
from casegraph.pictures.spine.cells import (
    COLUMNS,
    PlaceHref,
    cell,
    legend,
    most_cases,
    no_list,
    numbers,
    to_cases,
)
from casegraph.pictures.spine.outlines import BONE, SACRUM, WING, box, wing
from casegraph.pictures.spine.values import SIDES, Count, Place, Spine
from casegraph.pictures.svg import LINE, SMALL

WIDTH = 480
_MIDDLE = 206
_UNKNOWN, _ALL = 376, 446
_UNKNOWN_HALF = 32
_HEAD = 44
_DISC, _FULL_DISC, _REGION = 5.0, 28.0, 30.0
_NARROWEST, _WIDEST = 27.0, 40.0
"""Half of the width of the body of the uppermost and of the lowest vertebra."""


def picture(spine: Spine, *, prefix: str = "spine", href: PlaceHref = no_list) -> Picture:
    """Return *spine* drawn, levels without a case empty. href: for a term's IRI and a side."""
    drawn = list(_head())
    most = most_cases((*spine.levels, *spine.segments.values()))
    top = float(_HEAD)
    for rank, level in enumerate(spine.levels):
        region = spine.regions.get(level.label)
        if region is not None:
            drawn += _region(region, top, href)
            top += _REGION
        half = _NARROWEST + (_WIDEST - _NARROWEST) * rank / (len(spine.levels) - 1)
        height = SACRUM if level.label == "Sacrum" else BONE
        drawn += _level(level, top, half, height, most, href)
        top += height
        segment = spine.segments.get(level.label)
        if segment is not None:
            height = _FULL_DISC if segment.count() != Count() else _DISC
            drawn += _segment(segment, top, half, height, most, href)
            top += height
    top += LINE
    drawn += legend(top, most)
    drawn.append(
        svg.text(
            12,
            top + 3 * LINE + 24,
            "Seen from behind: the patient's left is on the left.",
            size=SMALL,
        )
    )
    height = top + 4 * LINE + 18
    title = "The spine from occiput to sacrum, by number of cases"
    description = _described(spine)
    return Picture(
        svg.document(
            drawn, prefix=prefix, width=WIDTH, height=height, title=title, description=description
        ),
        width=WIDTH,
        height=round(height),
        title=title,
        description=description,
        header=("place", *(f"present, {name}" for name in COLUMNS.values()), "absent"),
        rows=tuple(row(place, href) for place in _places(spine)),
    )


def row(place: Place, href: PlaceHref) -> Row:
    """Return the numbers of *place* in words: what is present by side, then what is absent."""
    present = (str(place.count(side).present) for side in COLUMNS)
    link = href(place.iri, "") if place.iri and place.count() != Count() else ""
    return Row((place.name, *present, str(place.count().absent)), href=link)


def _head() -> Iterator[str]:
    for x, side in ((_MIDDLE - 76, "left"), (_MIDDLE, "midline"), (_MIDDLE + 76, "right")):
        yield svg.text(x, 30, side, size=SMALL, anchor="middle", bold=True)
    yield svg.text(_UNKNOWN, 18, "side", size=SMALL, anchor="middle", bold=True)
    yield svg.text(_UNKNOWN, 32, "not told", size=SMALL, anchor="middle", bold=True)
    yield svg.text(_ALL, 30, "all", size=SMALL, anchor="middle", bold=True)


def _region(region: Place, top: float, href: PlaceHref) -> Iterator[str]:
    """Yield the heading of a region: all of its cases, those without a level too."""
    count = region.count()
    words = svg.text(4, top + 18, region.name, size=SMALL, bold=True) + numbers(
        _ALL, top + 14, count
    )
    yield to_cases(words, region, "", href)
    yield svg.line((130, top + 14), (_ALL - 34, top + 14), width=1, faint=True)


def _level(
    place: Place, top: float, half: float, height: float, most: int, href: PlaceHref
) -> Iterator[str]:
    middle = top + min(height, 36) / 2
    yield svg.text(4, middle + 5, place.label, bold=True)
    for side in SIDES:
        if side == "unknown":
            outline = box(_UNKNOWN - _UNKNOWN_HALF, middle - 12, 2 * _UNKNOWN_HALF, 24)
            x, room = float(_UNKNOWN), 2.0 * _UNKNOWN_HALF
        elif side == "midline":
            outline = box(_MIDDLE - half, top, 2 * half, height)
            x, room = float(_MIDDLE), 2 * half
        else:
            sign = -1 if side == "left" else 1
            outline = wing(place.label, _MIDDLE + sign * half, top, sign)
            x, room = _MIDDLE + sign * (half + WING * 0.45), WING * 0.85
        yield cell(outline, x, middle, place, side, room=room - 6, most=most, href=href)
    yield _all(place, middle, href)


def _segment(
    place: Place, top: float, half: float, height: float, most: int, href: PlaceHref
) -> Iterator[str]:
    """Yield what lies between two vertebrae: a strip, with cells only where it has cases."""
    if place.count() == Count():
        yield svg.element(
            "path", d=box(_MIDDLE - half + 5, top, 2 * half - 10, height), fill_opacity=0.12
        )
        return
    middle = top + height / 2
    yield svg.text(4, middle + 4, place.label, size=SMALL, faint=True)
    for side in SIDES:
        if side == "unknown":
            x, wide = float(_UNKNOWN), 2.0 * _UNKNOWN_HALF
        elif side == "midline":
            x, wide = float(_MIDDLE), 2 * half - 10
        else:
            sign = -1 if side == "left" else 1
            x, wide = _MIDDLE + sign * (half + WING * 0.45), 58.0
        outline = box(x - wide / 2, top + 2, wide, height - 4)
        yield cell(outline, x, middle, place, side, room=wide - 6, most=most, href=href)
    yield _all(place, middle, href)


def _all(place: Place, middle: float, href: PlaceHref) -> str:
    return to_cases(numbers(_ALL, middle, place.count()), place, "", href)


def _places(spine: Spine) -> Iterator[Place]:
    for level in spine.levels:
        if level.label in spine.regions:
            yield spine.regions[level.label]
        yield level
        segment = spine.segments.get(level.label)
        if segment is not None and segment.count() != Count():
            yield segment


def _described(spine: Spine) -> str:
    places = (*spine.levels, *spine.segments.values())
    told = [place for place in places if place.count().present]
    told.sort(key=lambda place: -place.count().present)
    if not told:
        return "No case has anything at a level of the spine."
    fullest = ", ".join(f"{place.label} {place.count().present}" for place in told[:5])
    return (
        f"Seen from behind, left on the left. Levels with most cases: {fullest}. "
        f"{len(spine.levels) - sum(bool(level.count().present) for level in spine.levels)} of "
        f"{len(spine.levels)} levels have none. What a report denies is counted apart."
    )
