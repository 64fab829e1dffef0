"""Things in a row, each as near to its place as the others let it."""

from collections.abc import Sequence
from math import inf


def spread(
    wanted: Sequence[float], sizes: Sequence[float], gap: float, room: float = inf
) -> list[float]:
    """Return where things begin, so that none overlaps another or begins before 0.

    wanted: where each would begin alone, in their order. room: where the last must end, if they fit
    at all. The sum of the squares of what they are moved by is the least (isotonic regression by
    pooling neighbours, and then cut to the bounds).

    >>> spread([0, 0, 100], [20, 20, 20], 4)
    [0.0, 24.0, 100.0]
    >>> spread([90, 90], [20, 20], 4, room=100)
    [56.0, 80.0]
    """
    above = [0.0]
    for size in sizes:
        above.append(above[-1] + size + gap)
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, above, strict=False):
        mean, members = place - offset, 1
        while pools and pools[-1][0] >= mean:
            before, others = pools.pop()
            mean = (before * others + mean * members) / (others + members)
            members += others
        pools.append((mean, members))
    last = max(0.0, room - (above[-1] - gap))
    starts = [min(max(0.0, mean), last) for mean, members in pools for _ in range(members)]
    return [start + offset for start, offset in zip(starts, above, strict=False)]
