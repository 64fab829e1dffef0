"""How the links of a picture of the reasoning run between its boxes, and past them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casegraph.pictures.reasoning.boxes import Box
from casegraph.pictures.reasoning.layering import Layered
from casegraph.pictures.reasoning.values import Kind

LANE = 10
"""The width of a link that passes a layer."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link between boxes: through *points*, vertical at each of them."""

    kind: Kind
    points: tuple[tuple[float, float], ...]


def arrows(
    graph: Layered,
    links: Sequence[tuple[int, int, Kind]],
    boxes: Sequence[Box],
    lefts: Mapping[int, float],
    tops: Mapping[int, float],
    bottoms: Mapping[int, float],
) -> Iterator[Arrow]:
    """Yield the links, each with a point of its own on the edges of its boxes."""
    routes = [graph.routes[source, target] for source, target, _ in links]
    starts = _ports([(route[0], lefts[route[1]]) for route in routes], boxes)
    ends = _ports([(route[-1], lefts[route[-2]]) for route in routes], boxes)
    for rank, (source, target, kind) in enumerate(links):
        route = routes[rank]
        upper = boxes[route[0]]
        points = [
            (starts[rank], upper.y + upper.height),
            (starts[rank], bottoms[route[0]]),
            *(
                (lefts[point] + LANE / 2, edge)
                for point in route[1:-1]
                for edge in (tops[point], bottoms[point])
            ),
            (ends[rank], tops[route[-1]]),
        ]
        turned = (source, target) in graph.turned
        yield Arrow(kind, tuple(reversed(points) if turned else points))


def _ports(attached: Sequence[tuple[int, float]], boxes: Sequence[Box]) -> list[float]:
    """Return where each link meets its box: they share the edge in the order of where they lead.

    attached: for each link its box and the place of what it leads to.
    """
    found = [0.0] * len(attached)
    for rank, box in enumerate(boxes):
        here = sorted((place, link) for link, (node, place) in enumerate(attached) if node == rank)
        for position, (_, link) in enumerate(here, start=1):
            found[link] = box.x + box.width * position / (len(here) + 1)
    return found
