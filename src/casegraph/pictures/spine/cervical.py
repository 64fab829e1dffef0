"""The neck at close range: its levels, and below each the structures that reports name there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casegraph.pictures import svg
from casegraph.pictures.picture import Picture
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
from casegraph.pictures.spine.drawing import row
from casegraph.pictures.spine.outlines import box
from casegraph.pictures.spine.values import SIDES, Count, Place, Spine
from casegraph.pictures.svg import BODY, LINE, SMALL
from casegraph.pictures.wording import wrapped

WIDTH = 480
_NECK = 8
"""So many levels has the picture: the occiput and C1 to C7."""

_HEAD = 40
_BONE_MIDDLE, _BONE_HALF = 34, 30
_NAMES, _ROOM = 76, 128
_CELLS = {"left": 228, "midline": 282, "right": 336, "unknown": 390}
"""The middle of each column of cells."""

_ALL = 449
_CELL, _GAP = 50, 6
_EMPTY_GAP = 10.0
_WHOLE = "at any level of the neck"
_BEFORE_WHOLE = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Places that stand beside one bone, or one gap between bones, and what is written on it."""

    label: str
    places: tuple[Place, ...]
    bone: bool


def picture(spine: Spine, *, prefix: str = "neck", href: PlaceHref = no_list) -> Picture:
    """Return the neck of *spine* drawn. href: for a term's IRI and a side."""
    groups = _groups(spine)
    places = [place for group in groups for place in group.places]
    most = most_cases(places)
    drawn = list(_head())
    top = float(_HEAD)
    for group in groups:
        rows = [wrapped(place.name, SMALL, _ROOM, lines=3) for place in group.places]
        height = sum(map(_height, rows)) if rows else _EMPTY_GAP
        top += 0 if group.label else _BEFORE_WHOLE
        drawn += _bone(group, top, height)
        for place, lines in zip(group.places, rows, strict=True):
            drawn += _place(place, lines, top, most, href)
            top += _height(lines)
        top += 0 if rows else height
    top += LINE
    drawn += legend(top, most)
    height = top + 3 * LINE + 10
    title = "The neck: levels and structures, by number of cases"
    told = [place for place in places if place.count().present]
    description = (
        f"From the occiput to C7. {len(told)} of the levels and structures have cases: "
        f"{', '.join(f'{place.name} {place.count().present}' for place in told)}."
        if told
        else "No case has anything at a level or structure of the neck."
    )
    return Picture(
        svg.document(
            drawn, prefix=prefix, width=WIDTH, height=height, title=title, description=description
        ),
        width=WIDTH,
        height=round(height),
        title=title,
        description=description,
        header=("place", *(f"present, {name}" for name in COLUMNS.values()), "absent"),
        rows=tuple(row(place, href) for place in places),
    )


def _groups(spine: Spine) -> Sequence[Group]:
    """Return what stands beside each bone and each gap, from the occiput down to C7."""
    found = []
    levels = spine.levels[:_NECK]
    for rank, level in enumerate(levels):
        here = [part.place for part in spine.structures if part.first == part.last == level.label]
        found.append(Group(level.label, (level, *here), bone=True))
        if rank == _NECK - 1:
            break
        segment = spine.segments[level.label]
        passing = [
            part
            for part in spine.structures
            if part.first == level.label and part.last != level.label
        ]
        own = [segment] if segment.count() != Count() else []
        foot = max(
            (levels[rank + 1].label, *(part.last for part in passing)), key=_labels(spine).index
        )
        label = f"{level.label}\N{EN DASH}{foot}"
        found.append(Group(label, (*own, *(part.place for part in passing)), bone=False))
    region = spine.regions["C1"]
    rest = [part.place for part in spine.structures if not part.first]
    return [*found, Group("", (region, *rest), bone=False)]


def _labels(spine: Spine) -> Sequence[str]:
    return [level.label for level in spine.levels]


def _head() -> Iterator[str]:
    yield svg.text(_NAMES, 26, "at this level", size=SMALL, bold=True)
    for side, x in _CELLS.items():
        if side != "unknown":
            yield svg.text(x, 26, side, size=SMALL, anchor="middle", bold=True)
    yield svg.text(_CELLS["unknown"], 12, "side", size=SMALL, anchor="middle", bold=True)
    yield svg.text(_CELLS["unknown"], 26, "not told", size=SMALL, anchor="middle", bold=True)
    yield svg.text(_ALL, 26, "all", size=SMALL, anchor="middle", bold=True)


def _height(lines: Sequence[str]) -> float:
    return max(28.0, 15.0 * len(lines) + 10)


def _bone(group: Group, top: float, height: float) -> Iterator[str]:
    """Yield the bone as high as its rows, or the disc that fills a gap."""
    if not group.label:
        yield svg.line((4, top - 4), (WIDTH - 4, top - 4), faint=True)
        yield svg.lines_of(4, top + 18, wrapped(_WHOLE, SMALL, 66), size=SMALL, faint=True)
        return
    if group.bone:
        outline = box(_BONE_MIDDLE - _BONE_HALF, top + 2, 2 * _BONE_HALF, height - 4)
        yield svg.element("path", d=outline, fill="none", stroke="currentColor", stroke_width=1.5)
        size = SMALL if len(group.label) > 3 else BODY
        middle = top + height / 2 + 5
        yield svg.text(_BONE_MIDDLE, middle, group.label, size=size, anchor="middle", bold=True)
        return
    yield svg.element(
        "path",
        d=box(_BONE_MIDDLE - 22, top + 1, 44, height - 2),
        fill_opacity=0.12,
    )
    if group.places:
        words = wrapped(group.label, 11, 2 * _BONE_MIDDLE)
        for rank, line in enumerate(words):
            y = top + height / 2 + 4 + 13 * (rank - (len(words) - 1) / 2)
            yield svg.text(_BONE_MIDDLE, y, line, size=11, anchor="middle")


def _place(
    place: Place, lines: Sequence[str], top: float, most: int, href: PlaceHref
) -> Iterator[str]:
    middle = top + _height(lines) / 2
    for rank, line in enumerate(lines):
        y = middle + 4 + 15 * (rank - (len(lines) - 1) / 2)
        yield svg.text(_NAMES, y, line, size=SMALL)
    for side in SIDES:
        x = float(_CELLS[side])
        outline = box(x - _CELL / 2, middle - 12, _CELL, 24)
        yield cell(outline, x, middle, place, side, room=_CELL - _GAP, most=most, href=href)
    yield to_cases(numbers(_ALL, middle, place.count(), room=56), place, "", href)
