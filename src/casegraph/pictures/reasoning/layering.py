"""Which layer of a graph each node stands in, and in which order.

The steps are those of Sugiyama, Tagawa and Toda (1981): circles are cut, nodes get layers of
bounded width, links that pass a layer get a place in it, and each layer is ordered by the mean
place of its neighbours. Nodes and waypoints are integers; the same graph always gives the same
layers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import combinations, pairwise
from statistics import fmean

_SWEEPS = 8

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layered:
    """A graph in layers.

    layers: each from left to right, nodes and waypoints. routes: for each edge its nodes and the
    waypoints between them, from the upper to the lower. turned: the edges that run upwards.
    """

    layers: tuple[tuple[int, ...], ...]
    routes: Mapping[Edge, tuple[int, ...]]
    turned: frozenset[Edge]


def layered(count: int, edges: Iterable[Edge], *, most: int) -> Layered:
    """Return the nodes 0 to *count* - 1 in layers of at most *most*, not counting waypoints."""
    given = sorted({edge for edge in edges if edge[0] != edge[1]})
    turned = _closing(count, given)
    downwards = sorted({(b, a) if (a, b) in turned else (a, b) for a, b in given})
    ranks = _ranks(count, downwards, most)
    layers: list[list[int]] = [[] for _ in range(max(ranks, default=-1) + 1)]
    for node, rank in enumerate(ranks):
        layers[rank].append(node)
    routes: dict[Edge, tuple[int, ...]] = {}
    waypoint = count
    for upper, lower in downwards:
        between = range(ranks[upper] + 1, ranks[lower])
        passed = range(waypoint, waypoint + len(between))
        for rank, point in zip(between, passed, strict=True):
            layers[rank].append(point)
        waypoint += len(between)
        routes[upper, lower] = (upper, *passed, lower)
    ordered = _ordered(layers, [step for route in routes.values() for step in pairwise(route)])
    return Layered(
        tuple(map(tuple, ordered)),
        {edge: routes[edge[::-1] if edge in turned else edge] for edge in given},
        frozenset(turned),
    )


def _closing(count: int, edges: Sequence[Edge]) -> set[Edge]:
    """Return the edges that close a circle, met from the first node on."""
    _, lower = _neighbours(count, edges)
    closing: set[Edge] = set()
    done: set[int] = set()
    for root in range(count):
        path = [(root, iter(lower[root]))] if root not in done else []
        done.add(root)
        while path:
            node, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
            elif any(following == above for above, _ in path):
                closing.add((node, following))
            elif following not in done:
                done.add(following)
                path.append((following, iter(lower[following])))
    return closing


def _ranks(count: int, edges: Sequence[Edge], most: int) -> list[int]:
    """Return the layer of each node, below all from which an edge leads to it.

    A node to which no more edges lead than from it goes right above the first that it leads to.
    """
    above, below = _neighbours(count, edges)
    ranks = [-1] * count
    width = Counter[int]()
    for node in TopologicalSorter({node: above[node] for node in range(count)}).static_order():
        rank = max((ranks[other] + 1 for other in above[node]), default=0)
        while width[rank] >= most:
            rank += 1
        ranks[node] = rank
        width[rank] += 1
    for node in sorted(range(count), key=lambda node: -ranks[node]):
        better = min((ranks[other] for other in below[node]), default=0) - 1
        is_free = better > ranks[node] and width[better] < most
        if is_free and len(below[node]) >= len(above[node]):
            width[ranks[node]] -= 1
            width[better] += 1
            ranks[node] = better
    used = {rank: place for place, rank in enumerate(sorted(set(ranks)))}
    return [used[rank] for rank in ranks]


def _neighbours(count: int, edges: Iterable[Edge]) -> tuple[list[list[int]], list[list[int]]]:
    """Return for each node those from which an edge leads to it, and those to which one does."""
    above: list[list[int]] = [[] for _ in range(count)]
    below: list[list[int]] = [[] for _ in range(count)]
    for upper, lower in edges:
        above[lower].append(upper)
        below[upper].append(lower)
    return above, below


def _ordered(layers: list[list[int]], steps: Sequence[Edge]) -> list[list[int]]:
    """Return *layers* in an order with few crossings: the best that the sweeps come across."""
    above, below = _neighbours(sum(map(len, layers)), steps)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, steps)
    for sweep in range(_SWEEPS):
        if sweep % 2 == 0:
            for upper, lower in pairwise(range(len(layers))):
                layers[lower] = _by_neighbours(layers[lower], layers[upper], above)
        else:
            for lower, upper in pairwise(reversed(range(len(layers)))):
                layers[upper] = _by_neighbours(layers[upper], layers[lower], below)
        crossings = _crossings(layers, steps)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    return best


def _by_neighbours(
    layer: list[int], fixed: list[int], neighbours: Sequence[Sequence[int]]
) -> list[int]:
    """Return *layer* in the order of the mean place that each one's neighbours have in *fixed*."""
    places = {node: place for place, node in enumerate(fixed)}
    means = {
        node: fmean(map(places.__getitem__, neighbours[node])) if neighbours[node] else place
        for place, node in enumerate(layer)
    }
    return sorted(layer, key=means.__getitem__)


def _crossings(layers: Sequence[Sequence[int]], steps: Sequence[Edge]) -> int:
    place = {node: here for layer in layers for here, node in enumerate(layer)}
    rank = {node: depth for depth, layer in enumerate(layers) for node in layer}
    between: dict[int, list[tuple[int, int]]] = {}
    for upper, lower in steps:
        between.setdefault(rank[upper], []).append((place[upper], place[lower]))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for ends in between.values()
        for one, other in combinations(ends, 2)
    )
