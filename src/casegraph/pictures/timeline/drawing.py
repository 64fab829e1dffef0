"""A timeline as a picture, strand below strand."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from casegraph.pictures import svg
from casegraph.pictures.links import Href, within
from casegraph.pictures.picture import Picture
from casegraph.pictures.svg import BODY, LINE, SMALL
from casegraph.pictures.timeline.layout import AXIS, MARK, WIDTH, Bar, Label, Placed, placed
from casegraph.pictures.timeline.telling import described, heading, note, rows
from casegraph.pictures.timeline.values import Timeline
from casegraph.pictures.wording import wrapped

_PAD = 10
_BETWEEN = 26
_NOT_TO_SCALE = "4 4"
_ZEROS = {"days": "presentation", "years": "", "ages": "birth", "lengths": "beginning"}
_UNTOLD = "then, after a time that is not told (not to scale):"


def picture(timeline: Timeline, *, prefix: str = "timeline", href: Href = within) -> Picture | None:
    """Return *timeline* drawn, None when the report dates and orders nothing."""
    if not timeline.strands:
        return None
    content: list[str] = []
    top = float(_PAD)
    for strand in timeline.strands:
        head = wrapped(heading(strand), BODY * 1.1, WIDTH - 2 * _PAD)
        scaled = placed(strand)
        notes = wrapped(note(strand, scaled.scale), SMALL, WIDTH - 2 * _PAD)
        content.append(svg.lines_of(_PAD, top + BODY, head, bold=True))
        top += LINE * len(head)
        content.append(svg.lines_of(_PAD, top + SMALL, notes, size=SMALL, faint=True))
        top += LINE * len(notes) + 14
        content.append(svg.element("g", "".join(_strand(scaled, href)), transform=_down(top)))
        top += scaled.height + _BETWEEN
    title = f"Timeline: {timeline.case}"
    description = " ".join(described(timeline))
    return Picture(
        svg.document(
            content,
            prefix=prefix,
            width=WIDTH,
            height=top,
            title=title,
            description=description,
        ),
        width=WIDTH,
        height=round(top),
        title=title,
        description=description,
        header=("counted from", "when", "polarity", "what"),
        rows=tuple(rows(timeline, href)),
    )


def _strand(scaled: Placed, href: Href) -> Iterator[str]:
    if scaled.scale is not None:
        yield svg.line((AXIS, 0), (AXIS, scaled.length), width=2)
        yield from _marks(scaled)
    for bar in scaled.bars:
        yield _bar(bar)
    for anchor, labels in groupby(scaled.labels, key=lambda label: label.anchor or 0.0):
        together = list(labels)
        yield _leader(anchor, together, scaled)
        yield from (_words(label, href) for label in together)
    if scaled.later:
        edge = scaled.later[0].top - 2 * LINE
        yield svg.line(
            (AXIS, scaled.length), (AXIS, scaled.height), dashes=_NOT_TO_SCALE, faint=True
        )
        yield svg.text(AXIS + 12, edge + SMALL, _UNTOLD, size=SMALL, faint=True)
        for label in scaled.later:
            y = label.top + LINE / 2
            yield svg.line((AXIS, y), (label.x - 4, y), dashes=_NOT_TO_SCALE, faint=True)
            yield _words(label, href)


def _marks(scaled: Placed) -> Iterator[str]:
    """Yield the marks of the axis with their words, the origin first; none covers another."""
    scale = scaled.scale
    if scale is None:
        return
    taken: list[float] = []
    strand = scaled.strand
    origin = "beginning" if strand.origin else _ZEROS[strand.axis]
    first = () if scale.years else ((0.0, origin),)
    for value, words in (*first, *sorted(scale.marks(), key=lambda mark: -abs(mark[0]))):
        y = scaled.y(value)
        if any(abs(y - other) < LINE for other in taken):
            continue
        taken.append(y)
        is_origin = value == 0 and not scale.years
        signed = words if strand.axis == "days" else words.removeprefix("+")
        yield svg.line((AXIS - 5, y), (AXIS + 5, y), width=3 if is_origin else 1.5)
        yield svg.text(
            AXIS - 10, y + 4, signed, size=SMALL, anchor="end", bold=is_origin, faint=not is_origin
        )


def _bar(bar: Bar) -> str:
    """Return how long something lasted: filled where it was there or was done, else hollow."""
    holds = bar.event.mark.name in {"present", "done"}
    height = max(bar.bottom - bar.top, 4)
    drawn = svg.element(
        "rect",
        x=bar.x,
        y=bar.top,
        width=6,
        height=height,
        rx=3,
        class_=bar.event.mark.css,
        fill=svg.ACCENT if holds else "none",
        stroke=svg.ACCENT if holds else "currentColor",
    )
    if bar.event.open_end:
        foot = bar.top + height
        drawn += svg.line((bar.x - 1, foot - 2), (bar.x + 3, foot + 4), (bar.x + 7, foot - 2))
    return drawn


def _leader(anchor: float, labels: Sequence[Label], scaled: Placed) -> str:
    """Return the line from the axis to what is at one time: a bracket where it is several."""
    bars = [bar.x + 6 for bar in scaled.bars if any(bar.event is one.event for one in labels)]
    middles = [label.top + LINE / 2 for label in labels]
    side = labels[0].x - 9
    entry = min(max(anchor, middles[0]), middles[-1])
    drawn = svg.element("circle", cx=AXIS, cy=anchor, r=3.5)
    drawn += svg.line(
        (min(bars, default=AXIS), anchor), (side - 12, anchor), (side, entry), faint=True
    )
    if len(middles) > 1:
        drawn += svg.line((side, middles[0]), (side, middles[-1]), faint=True)
    return drawn + "".join(svg.line((side, y), (side + 7, y), faint=True) for y in middles)


def _words(label: Label, href: Href) -> str:
    """Return the mark and the words of an event, its polarity in bold."""
    event = label.event
    base = label.top + BODY
    x = label.x + MARK
    drawn = svg.shape(event.mark, label.x, label.top + 1)
    drawn += svg.opened(x, base, label.lines, event.word)
    drawn += svg.lines_of(x, base + LINE * len(label.lines), label.when, size=SMALL, faint=True)
    return svg.linked(drawn, href(event.node))


def _down(y: float) -> str:
    return f"translate(0 {svg.number(y)})"
