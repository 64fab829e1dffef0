"""Where everything in one strand of a timeline goes, in units of the view box."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casegraph.pictures.spreading import spread
from casegraph.pictures.svg import BODY, LINE, SMALL
from casegraph.pictures.timeline.scale import Scale, fitting
from casegraph.pictures.timeline.values import Event, Strand
from casegraph.pictures.wording import wrapped

WIDTH = 480
AXIS = 104
"""Where the axis stands; to its left are the words of its marks."""

_LANES = AXIS + 12
_LANE = 10
_ROOM_OF_LANES = 70
_LEADER = 24
MARK = 20
"""The room for a mark before the words of its label."""

_GAP = 8
_SHORTEST = 120


@dataclass(frozen=True, slots=True)
class Label:
    """The words of an event: in a box with its upper edge at *top*, beside *anchor* on the axis."""

    event: Event
    x: float
    top: float
    anchor: float | None
    lines: tuple[str, ...]
    when: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of its box."""
        return LINE * (len(self.lines) + len(self.when))


@dataclass(frozen=True, slots=True)
class Bar:
    """How long an event lasted, from *top* to *bottom*."""

    event: Event
    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A strand with its places. length: of the axis; height: of all of it."""

    strand: Strand
    scale: Scale | None
    length: float
    height: float
    labels: tuple[Label, ...]
    bars: tuple[Bar, ...]
    later: tuple[Label, ...]

    def y(self, value: float) -> float:
        """Return where *value* stands on the axis, from its upper end."""
        return 0.0 if self.scale is None else self.scale.place(value) * self.length


def placed(strand: Strand) -> Placed:
    """Return the places of *strand*; its upper edge is at 0."""
    barred = [event for event in strand.events if event.end is not None]
    if strand.origin is not None and strand.origin.length is not None:
        barred.insert(0, _from_its_start(strand.origin))
    lanes = _lanes(barred)
    count = max(lanes, default=-1) + 1
    pitch = min(_LANE, _ROOM_OF_LANES / count) if count else 0
    x = _LANES + pitch * count + _LEADER
    positions = [
        value
        for event in (*strand.events, *barred)
        for value in (event.at, event.start, event.end)
        if value is not None
    ]
    scale = fitting(positions, years=strand.axis == "years") if positions else None
    bare = [_label(event, x) for event in strand.events]
    stack = sum(label.height + _GAP for label in bare)
    length = max(_SHORTEST, stack) if scale else 0.0
    anchors = [
        scale.place(event.position) * length
        for event in strand.events
        if scale and event.position is not None
    ]
    labels = _beside(bare, anchors)
    height = max([length, *(label.top + label.height for label in labels)])
    bars = tuple(
        Bar(
            event,
            _LANES + pitch * lane,
            scale.place(event.start or 0.0) * length,
            scale.place(event.end or 0.0) * length,
        )
        for event, lane in zip(barred, lanes, strict=True)
        if scale
    )
    later = tuple(_below([_label(event, _LANES + _LEADER) for event in strand.later], height))
    if later:
        height = later[-1].top + later[-1].height
    return Placed(strand, scale, length, height, labels, bars, later)


def _from_its_start(origin: Event) -> Event:
    return Event(
        origin.node, origin.mark, origin.word, origin.text, start=0.0, end=origin.length or 0.0
    )


def _label(event: Event, x: float) -> Label:
    room = WIDTH - x - MARK
    return Label(
        event,
        x,
        0.0,
        None,
        wrapped(f"{event.word} {event.text}", BODY * 1.04, room),
        wrapped(event.when, SMALL, room, lines=3) if event.when else (),
    )


def _beside(labels: Sequence[Label], anchors: Sequence[float]) -> tuple[Label, ...]:
    """Return *labels* near their *anchors*, the middle of the first line at it where it can be."""
    tops = spread(
        [anchor - LINE / 2 for anchor in anchors], [label.height for label in labels], _GAP
    )
    return tuple(
        Label(label.event, label.x, top, anchor, label.lines, label.when)
        for label, top, anchor in zip(labels, tops, anchors, strict=True)
    )


def _below(labels: Sequence[Label], top: float) -> Iterator[Label]:
    """Yield *labels* below each other, under the words that say they are not to scale."""
    edge = top + 2 * LINE + _GAP
    for label in labels:
        yield Label(label.event, label.x, edge, None, label.lines, label.when)
        edge += label.height + _GAP


def _lanes(events: Sequence[Event]) -> list[int]:
    """Return for each event the first lane in which no earlier bar overlaps it."""
    ends: list[float] = []
    chosen = []
    for event in events:
        start, end = event.start or 0.0, event.end or 0.0
        lane = next((rank for rank, last in enumerate(ends) if last < start), len(ends))
        ends[lane : lane + 1] = [end]
        chosen.append(lane)
    return chosen
