"""Bars as SVG: labels on the left, the bars, and at their ends the numbers."""

from collections.abc import Iterator
from decimal import Decimal

from casegraph.narrative.polarity import (
    ABSENT_AT,
    DONE,
    INVOLVED,
    MARKS,
    PRESENT,
    RESOLVED,
    SUSPECTED,
)
from casegraph.pictures import svg
from casegraph.pictures.chart.values import Bar, Bars, Piece
from casegraph.pictures.picture import Picture, Row
from casegraph.pictures.wording import width, wrapped

_WIDTH = 720
_LABELS = 220
_BETWEEN = 12
_THICK = 20
_GAP = 10
_SHAPE = 13
_EDGE = 1.5
_LEAST = 3
"""How long a piece is at least, so that the smallest is still seen."""

_TOLD = 12
"""How many bars the description tells; the rows tell all that are drawn."""

_FILLED = (PRESENT, DONE, INVOLVED)
_PLACES = (*MARKS, INVOLVED)
"""The marks in the order of a legend."""

_STRIPED = (SUSPECTED, RESOLVED)


def picture(bars: Bars, *, prefix: str) -> Picture:
    """Return *bars* drawn. prefix: what the ids in the picture begin with."""
    longest = max(bar.size for bar in bars.bars)
    room = _WIDTH - _LABELS - _BETWEEN - max(_numbers_width(bar) for bar in bars.bars)
    drawn, y = _legend(bars)
    for bar in bars.bars:
        lines = wrapped(bar.label, svg.BODY, _LABELS, lines=3)
        tall = max(_THICK, len(lines) * svg.LINE)
        drawn.append(_bar(bar, lines, y, tall, float(room) / float(longest or 1), prefix))
        y += tall + _GAP
    described = _described(bars)
    return Picture(
        svg=svg.document(
            [_stripes(prefix), *drawn],
            prefix=prefix,
            width=_WIDTH,
            height=y,
            title=bars.title,
            description=described,
        ),
        width=_WIDTH,
        height=round(y),
        title=bars.title,
        description=described,
        header=(bars.of, bars.thing),
        rows=tuple(Row((bar.label, _told(bar)), href=bar.href) for bar in bars.bars),
    )


def _legend(bars: Bars) -> tuple[list[str], float]:
    """Return the shapes of the pieces with their words, and where the bars begin below them."""
    marks = {
        piece.word: piece.mark
        for bar in bars.bars
        for piece in bar.pieces
        if piece.mark is not None and piece.word
    }
    drawn: list[str] = []
    x, y = 0.0, 2.0
    for word, mark in sorted(marks.items(), key=lambda each: (_PLACES.index(each[1]), each[0])):
        room = _SHAPE + 4 + width(word, svg.SMALL)
        if x and x + room > _WIDTH:
            x, y = 0.0, y + svg.LINE
        drawn.append(svg.shape(mark, x, y, _SHAPE))
        drawn.append(svg.text(x + _SHAPE + 4, y + _SHAPE * 0.8, word, size=svg.SMALL))
        x += room + 16
    return drawn, y + svg.LINE + _GAP if marks else y


def _bar(bar: Bar, lines: tuple[str, ...], y: float, tall: float, scale: float, prefix: str) -> str:
    """Return *bar* in a row from *y* that is *tall*; scale: units of the view box for one."""
    base = y + tall / 2 - (len(lines) - 1) * svg.LINE / 2 + svg.BODY * 0.35
    label = svg.linked(svg.lines_of(0, base, lines), bar.href)
    top = y + (tall - _THICK) / 2
    x, drawn = float(_LABELS + _BETWEEN), []
    for piece in bar.pieces:
        if piece.size:
            long = max(float(piece.size) * scale, _LEAST)
            drawn.append(_piece(piece, x, top, long, prefix))
            x += long
    return label + "".join(drawn) + "".join(_numbers(bar, x + 8, top + _THICK / 2))


def _piece(piece: Piece, x: float, y: float, long: float, prefix: str) -> str:
    mark = piece.mark
    fill = svg.ACCENT if mark is None else "currentColor"
    if mark in _STRIPED:
        fill = f"url(#{prefix}-stripes)"
    elif mark is not None and mark not in _FILLED:
        fill = "none"
    drawn = svg.element(
        "rect",
        x=x + _EDGE / 2,
        y=y + _EDGE / 2,
        width=max(long - _EDGE, 0.5),
        height=_THICK - _EDGE,
        fill=fill,
        stroke=None if mark is None else "currentColor",
        stroke_width=_EDGE,
        stroke_dasharray="4 3" if mark is ABSENT_AT else None,
    )
    return svg.element("g", drawn, class_=mark.css if mark else "piece")


def _stripes(prefix: str) -> str:
    """Return the definition of what fills a piece that was not sure, or is no longer."""
    line = svg.element("path", d="M0 6 6 0", stroke="currentColor", stroke_width=1.5)
    pattern = svg.element(
        "pattern",
        line,
        id=f"{prefix}-stripes",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    return svg.element("defs", pattern)


def _numbers(bar: Bar, x: float, middle: float) -> Iterator[str]:
    """Yield the number of each piece after its shape, from *x* on."""
    for piece in bar.pieces:
        if piece.mark is not None:
            yield svg.shape(piece.mark, x, middle - _SHAPE / 2, _SHAPE)
            x += _SHAPE + 4
        said = _number(piece.size)
        yield svg.text(x, middle + svg.SMALL * 0.36, said, size=svg.SMALL)
        x += width(said, svg.SMALL) + 10


def _numbers_width(bar: Bar) -> float:
    return 8 + sum(
        width(_number(piece.size), svg.SMALL) + 10 + (_SHAPE + 4 if piece.mark else 0)
        for piece in bar.pieces
    )


def _number(value: Decimal) -> str:
    """Return *value* as a reader has it.

    >>> _number(Decimal("1200")), _number(Decimal("2.50"))
    ('1,200', '2.5')
    """
    return f"{value.normalize():,f}"


def _told(bar: Bar) -> str:
    """Return the numbers of *bar* in words."""
    return ", ".join(f"{piece.word} {_number(piece.size)}".strip() for piece in bar.pieces)


def _described(bars: Bars) -> str:
    said = "; ".join(f"{bar.label}: {_told(bar)}" for bar in bars.bars[:_TOLD])
    rest = len(bars.bars) - _TOLD + bars.more if len(bars.bars) > _TOLD else bars.more
    more = f"; and {rest} more" if rest > 0 else ""
    return f"Bars of {bars.thing} by {bars.of}. {said}{more}."
