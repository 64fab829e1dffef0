"""Where the boxes and links of a picture of the reasoning go, in units of the view box."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casegraph.pictures.reasoning.boxes import Box, Entry
from casegraph.pictures.reasoning.layering import Layered, layered
from casegraph.pictures.reasoning.routing import LANE, Arrow, arrows
from casegraph.pictures.reasoning.values import Kind, Link, Reasoning, Step
from casegraph.pictures.spreading import spread
from casegraph.pictures.svg import BODY, LINE
from casegraph.pictures.wording import wrapped

WIDTH = 480
MARK = 20
PAD = 8
_MOST = 3
"""Boxes beside each other."""

_LEAST, _WIDEST = 124, 300
_GAP = 12
_BETWEEN = 48
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes and arrows, and the size of the whole."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float


def placed(reasoning: Reasoning) -> Layout:
    """Return where everything of *reasoning* goes."""
    groups = _groups(reasoning)
    group_of = {step.node: rank for rank, group in enumerate(groups) for step in group}
    links = sorted(
        {(group_of[link.source], group_of[link.target], link.kind) for link in reasoning.links}
    )
    graph = layered(len(groups), [(source, target) for source, target, _ in links], most=_MOST)
    widths = _widths(graph, groups)
    entries = [[_entry(step, widths[rank]) for step in group] for rank, group in enumerate(groups)]
    heights = [2 * PAD + LINE * sum(len(entry.lines) for entry in members) for members in entries]
    total = max(WIDTH, *(_taken(layer, widths) for layer in graph.layers))
    lefts = _lefts(graph, widths, total)
    tops, bottoms = _levels(graph, heights, len(groups))
    boxes = tuple(
        Box(tuple(members), lefts[rank], tops[rank], widths[rank], heights[rank])
        for rank, members in enumerate(entries)
    )
    return Layout(
        boxes,
        tuple(arrows(graph, links, boxes, lefts, tops, bottoms)),
        total,
        max(bottoms.values()),
    )


def _groups(reasoning: Reasoning) -> list[list[Step]]:
    """Return the steps in groups: a hypothesis alone, others with those of the same links."""
    found: dict[tuple[object, ...], list[Step]] = {}
    for step in reasoning.steps:
        sources = frozenset(_ends(reasoning.links, step.node, coming=True))
        targets = frozenset(_ends(reasoning.links, step.node, coming=False))
        alone = step.node if step.hypothesis else ""
        is_done = step.mark.name in {"done", "not-done"}
        found.setdefault((alone, is_done, sources, targets), []).append(step)
    return list(found.values())


def _ends(links: Sequence[Link], node: str, *, coming: bool) -> Iterator[tuple[str, Kind]]:
    for link in links:
        if (link.target if coming else link.source) == node:
            yield (link.source if coming else link.target), link.kind


def _widths(graph: Layered, groups: Sequence[Sequence[Step]]) -> Mapping[int, float]:
    """Return the width of each node and waypoint.

    The boxes of a layer share what its waypoints leave, those with more words a larger part.
    """
    found: dict[int, float] = {}
    for layer in graph.layers:
        boxes = [node for node in layer if node < len(groups)]
        lanes = (len(layer) - len(boxes)) * (LANE + _GAP)
        room = max(WIDTH - lanes - _GAP * (len(boxes) - 1), _LEAST * len(boxes))
        words = {node: sum(len(step.word + step.text) for step in groups[node]) for node in boxes}
        total = sum(words.values()) or 1
        spare = room - _LEAST * len(boxes)
        found |= dict.fromkeys(layer, float(LANE))
        found |= {node: min(_WIDEST, _LEAST + spare * words[node] / total) for node in boxes}
    return found


def _taken(layer: Sequence[int], widths: Mapping[int, float]) -> float:
    return sum(widths[node] for node in layer) + _GAP * (len(layer) - 1)


def _entry(step: Step, width: float) -> Entry:
    room = width - 2 * PAD - MARK
    return Entry(step, wrapped(f"{step.word} {step.text}", BODY * 1.04, room, lines=12))


def _lefts(graph: Layered, widths: Mapping[int, float], total: float) -> Mapping[int, float]:
    """Return the left edge of each, near the middle of those it is linked to."""
    centres = {node: total / 2 for layer in graph.layers for node in layer}
    steps = [step for route in graph.routes.values() for step in pairwise(route)]
    near = {node: [b if a == node else a for a, b in steps if node in (a, b)] for node in centres}
    for sweep in range(_ROUNDS):
        for layer in graph.layers if sweep % 2 == 0 else graph.layers[::-1]:
            wanted = [
                (
                    sum(centres[other] for other in near[node]) / len(near[node])
                    if near[node]
                    else total / 2
                )
                - widths[node] / 2
                for node in layer
            ]
            sizes = [widths[node] for node in layer]
            for node, left in zip(layer, spread(wanted, sizes, _GAP, total), strict=True):
                centres[node] = left + widths[node] / 2
    return {node: centre - widths[node] / 2 for node, centre in centres.items()}


def _levels(
    graph: Layered, heights: Sequence[float], count: int
) -> tuple[Mapping[int, float], Mapping[int, float]]:
    """Return the upper and the lower edge of the layer in which each stands."""
    tops: dict[int, float] = {}
    bottoms: dict[int, float] = {}
    edge = 0.0
    for layer in graph.layers:
        height = max((heights[node] for node in layer if node < count), default=0.0)
        tops |= dict.fromkeys(layer, edge)
        bottoms |= dict.fromkeys(layer, edge + height)
        edge += height + _BETWEEN
    return tops, bottoms
