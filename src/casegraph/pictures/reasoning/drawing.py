"""A case's reasoning as a picture."""

from collections.abc import Iterator, Sequence

from casegraph.pictures import svg
from casegraph.pictures.links import Href, within
from casegraph.pictures.picture import Picture, Row
from casegraph.pictures.reasoning.boxes import Box, Entry
from casegraph.pictures.reasoning.layout import MARK, PAD, placed
from casegraph.pictures.reasoning.routing import Arrow
from casegraph.pictures.reasoning.values import Kind, Reasoning, Step
from casegraph.pictures.svg import BODY, LINE, SMALL

_EDGE = 4
_CURVE = 24

_LOOKS: dict[Kind, tuple[str, float, str | None, str]] = {
    "towards": ("moved towards it", 2, None, "arrow"),
    "away": ("moved away from it, ruled it out", 2, "7 4", "cross"),
    "became": ("became: the same question, later", 4, None, "arrow"),
    "prompted": ("was a reason to look further", 1.2, "2 4", "open"),
    "showed": ("showed", 1.2, None, "open"),
}
"""Each kind of link: its words, the width of its line, its dashes, and its end."""

_ENDS = {
    "arrow": '<path d="M0 0 9 4.5 0 9z" fill="currentColor"/>',
    "cross": '<path d="M1 1 8 8M8 1 1 8" stroke="currentColor" stroke-width="2.2"/>',
    "open": '<path d="M1 1 8 4.5 1 8" fill="none" stroke="currentColor" stroke-width="1.4"/>',
}

_ENDS_AT = {"arrow": 8, "cross": 13, "open": 8}
"""How far the end of a line is from the beginning of its drawing."""


def picture(
    reasoning: Reasoning, *, prefix: str = "reasoning", href: Href = within
) -> Picture | None:
    """Return *reasoning* drawn, None when no diagnosis rests on anything that the report tells."""
    if not reasoning.links:
        return None
    layout = placed(reasoning)
    kinds = [kind for kind in _LOOKS if any(arrow.kind == kind for arrow in layout.arrows)]
    width, legend = layout.width + 2 * _EDGE, layout.height + 2 * LINE
    height = legend + LINE * len(kinds) + _EDGE
    drawn = [_arrow(arrow, prefix) for arrow in layout.arrows]
    drawn += [_box(box, href) for box in layout.boxes]
    title = f"Diagnostic reasoning: {reasoning.case}"
    description = _described(reasoning)
    return Picture(
        svg.document(
            [
                svg.element("defs", "".join(_ends(prefix))),
                svg.element("g", "".join(drawn), transform=f"translate({_EDGE} {_EDGE})"),
                *_legend(kinds, legend, prefix),
            ],
            prefix=prefix,
            width=width,
            height=height,
            title=title,
            description=description,
        ),
        width=round(width),
        height=round(height),
        title=title,
        description=description,
        header=("step", "moved or led by", "how"),
        rows=tuple(_rows(reasoning, href)),
    )


def _ends(prefix: str) -> Iterator[str]:
    for name, drawing in _ENDS.items():
        yield svg.element(
            "marker",
            drawing,
            id=f"{prefix}-{name}",
            viewBox="0 0 9 9",
            refX=_ENDS_AT[name],
            refY=4.5,
            markerWidth=9,
            markerHeight=9,
            markerUnits="userSpaceOnUse",
            orient="auto",
        )


def _arrow(arrow: Arrow, prefix: str) -> str:
    _, width, dashes, end = _LOOKS[arrow.kind]
    return svg.element(
        "path",
        d=svg.path(arrow.points, _CURVE),
        fill="none",
        stroke="currentColor",
        stroke_width=width,
        stroke_dasharray=dashes,
        stroke_opacity=0.75,
        marker_end=f"url(#{prefix}-{end})",
    )


def _box(box: Box, href: Href) -> str:
    hypothesis = box.entries[0].step.hypothesis
    affirmed = hypothesis and box.entries[0].step.mark.name == "present"
    frame = svg.element(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=9 if hypothesis else 0,
        fill=svg.ACCENT if affirmed else "none",
        fill_opacity=0.16 if affirmed else None,
        stroke="currentColor",
        stroke_width=2 if hypothesis else 1,
        stroke_opacity=None if hypothesis else 0.5,
    )
    top = box.y + PAD
    written = []
    for entry in box.entries:
        written.append(svg.linked(_words(entry, box.x + PAD, top), href(entry.step.node)))
        top += LINE * len(entry.lines)
    return frame + "".join(written)


def _words(entry: Entry, x: float, top: float) -> str:
    """Return the mark and the words of a step, its polarity in bold."""
    return svg.shape(entry.step.mark, x, top + 1) + svg.opened(
        x + MARK, top + BODY, entry.lines, entry.step.word
    )


def _legend(kinds: Sequence[Kind], top: float, prefix: str) -> Iterator[str]:
    for rank, kind in enumerate(kinds):
        words, width, dashes, end = _LOOKS[kind]
        y = top + rank * LINE
        yield svg.line((_EDGE, y), (44, y), width=width, dashes=dashes, end=f"{prefix}-{end}")
        yield svg.text(54, y + 4, words, size=SMALL)


def _described(reasoning: Reasoning) -> str:
    """Return one sentence for each hypothesis: what it is, and what moved it."""
    steps = {step.node: step for step in reasoning.steps}
    said = []
    for step in reasoning.steps:
        if not step.hypothesis:
            continue
        grounds = [
            _named(steps[link.source])
            for link in reasoning.links
            if link.target == step.node and link.kind in {"towards", "away"}
        ]
        because = f", because of {'; '.join(grounds)}" if grounds else ""
        said.append(f"{_named(step)}{because}.")
    return " ".join(said)


def _rows(reasoning: Reasoning, href: Href) -> Iterator[Row]:
    steps = {step.node: step for step in reasoning.steps}
    for step in reasoning.steps:
        led = [link for link in reasoning.links if link.target == step.node]
        for link in led:
            words = _LOOKS[link.kind][0]
            yield Row((_named(step), _named(steps[link.source]), words), href=href(step.node))
        if not led:
            yield Row((_named(step), "", ""), href=href(step.node))


def _named(step: Step) -> str:
    return f"{step.word}: {step.text}"
