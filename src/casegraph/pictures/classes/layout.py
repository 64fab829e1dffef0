"""Where the classes and the properties between them go, in units of the view box.

A relation is a node of its own between two boxes, so that its words have room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from casegraph.pictures.classes.values import Class, Classes, Name, Relation
from casegraph.pictures.reasoning.boxes import Box
from casegraph.pictures.reasoning.layering import Layered, layered
from casegraph.pictures.reasoning.routing import LANE, Arrow, arrows
from casegraph.pictures.spreading import spread
from casegraph.pictures.svg import BODY, LINE, SMALL
from casegraph.pictures.wording import width

WIDTH = 424
PAD = 9
_BETWEEN = 26
_GAP = 10
_MOST = 4
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """Names beside each other, each with its left edge from that of the box.

    before: words in front of them. bold: it is the name of the box.
    """

    names: tuple[tuple[float, Name], ...]
    before: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A box, or where it is None the words of properties, with its place and its lines."""

    of: Class | Relation
    lines: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything with its place.

    arrows: each with the relation that it is of, and whether it reaches the class that this leads
    to. width, height: of the whole.
    """

    placed: tuple[Placed, ...]
    arrows: tuple[tuple[Arrow, Relation, bool], ...]
    width: float
    height: float


def laid_out(classes: Classes) -> Layout:
    """Return where everything of *classes* goes."""
    members: tuple[Class | Relation, ...] = (*classes.classes, *classes.relations)
    rank = {one.name.iri: place for place, one in enumerate(classes.classes)}
    edges = []
    for place, relation in enumerate(classes.relations, len(classes.classes)):
        edges += [(rank[relation.source], place), (place, rank[relation.target])]
    graph = layered(len(members), edges, most=_MOST)
    lines = [_lines(member) for member in members]
    sizes = {place: _width(member, lines[place]) for place, member in enumerate(members)}
    heights = [_height(member, lines[place]) for place, member in enumerate(members)]
    widths = {node: sizes.get(node, float(LANE)) for layer in graph.layers for node in layer}
    total = max(WIDTH, *(_taken(layer, widths) for layer in graph.layers))
    lefts = _lefts(graph, widths, total)
    tops, bottoms = _levels(graph, heights)
    boxes = [
        Box((), lefts[place], tops[place], widths[place], heights[place])
        for place in range(len(members))
    ]
    drawn = list(arrows(graph, [(a, b, "towards") for a, b in edges], boxes, lefts, tops, bottoms))
    return Layout(
        tuple(map(Placed, members, lines, boxes)),
        tuple(
            (arrow, classes.relations[place // 2], place % 2 == 1)
            for place, arrow in enumerate(drawn)
        ),
        total,
        max(bottoms.values()),
    )


def _lines(member: Class | Relation) -> tuple[Line, ...]:
    if isinstance(member, Relation):
        return tuple(_filled("", member.properties, BODY, _room(member)))
    title = Line(((0.0, member.name),), bold=True)
    kinds = _filled("", member.kinds, SMALL, _room(member))
    among = _filled("to another: ", member.among, SMALL, _room(member))
    return (title, *kinds, *among)


def _room(member: Class | Relation) -> float:
    """Return how wide the lines of *member* may be."""
    return 250 if isinstance(member, Class) else 106


def _filled(before: str, names: Sequence[Name], size: float, room: float) -> list[Line]:
    """Return *names* in lines that fit into *room*, with commas between them."""
    lines: list[list[tuple[float, Name]]] = [[]]
    at = width(before, size)
    for name in names:
        taken = width(f"{name.label}, ", size)
        if lines[-1] and at + taken > room:
            lines.append([])
            at = 0.0
        lines[-1].append((at, name))
        at += taken
    return [
        Line(tuple(line), before if rank == 0 else "") for rank, line in enumerate(lines) if line
    ]


def _width(member: Class | Relation, lines: Sequence[Line]) -> float:
    size = BODY if isinstance(member, Relation) else SMALL
    ends = [
        line.names[-1][0] + width(line.names[-1][1].label, BODY if line.bold else size, bold=True)
        for line in lines
    ]
    return max(ends) + 2 * (0 if isinstance(member, Relation) else PAD)


def _height(member: Class | Relation, lines: Sequence[Line]) -> float:
    return LINE * len(lines) + (6 if isinstance(member, Relation) else 2 * PAD)


def _taken(layer: Sequence[int], widths: Mapping[int, float]) -> float:
    return sum(widths[node] for node in layer) + _GAP * (len(layer) - 1)


def _lefts(graph: Layered, widths: Mapping[int, float], total: float) -> Mapping[int, float]:
    """Return the left edge of each, near the middle of those it is linked to."""
    centres = {node: WIDTH / 2 for layer in graph.layers for node in layer}
    steps = [step for route in graph.routes.values() for step in pairwise(route)]
    near = {node: [b if a == node else a for a, b in steps if node in (a, b)] for node in centres}
    for sweep in range(_ROUNDS):
        for layer in graph.layers if sweep % 2 == 0 else graph.layers[::-1]:
            wanted = [
                sum(centres[other] for other in near[node]) / len(near[node]) - widths[node] / 2
                for node in layer
            ]
            sizes = [widths[node] for node in layer]
            for node, left in zip(layer, spread(wanted, sizes, _GAP, total), strict=True):
                centres[node] = left + widths[node] / 2
    return {node: centre - widths[node] / 2 for node, centre in centres.items()}


def _levels(
    graph: Layered, heights: Sequence[float]
) -> tuple[Mapping[int, float], Mapping[int, float]]:
    """Return the upper and the lower edge of the layer in which each stands."""
    tops: dict[int, float] = {}
    bottoms: dict[int, float] = {}
    edge = 0.0
    for layer in graph.layers:
        height = max((heights[node] for node in layer if node < len(heights)), default=0.0)
        tops |= dict.fromkeys(layer, edge)
        bottoms |= dict.fromkeys(layer, edge + height)
        edge += height + _BETWEEN
    return tops, bottoms
