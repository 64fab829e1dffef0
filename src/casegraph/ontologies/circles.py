"""Circles in a hierarchy: the links from which one comes back to where one started."""

from collections.abc import Mapping, Sequence


def links_in_circles(above: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    """Return the links of *above*, lower to upper, that lie on a circle.

    They are those within one strongly connected component (Kosaraju's algorithm).

    >>> sorted(links_in_circles({"a": ["b"], "b": ["c"], "c": ["b"]}))
    [('b', 'c'), ('c', 'b')]
    """
    below: dict[str, list[str]] = {}
    for term, uppers in above.items():
        for upper in uppers:
            below.setdefault(upper, []).append(term)
    component: dict[str, str] = {}
    for term in reversed(_finished(above)):
        waiting = [term] if term not in component else []
        while waiting:
            one = waiting.pop()
            if one not in component:
                component[one] = term
                waiting += below.get(one, ())
    return {
        (term, upper)
        for term, uppers in above.items()
        for upper in uppers
        if component[term] == component[upper]
    }


def _finished(above: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the terms in the order in which a search in depth is done with them."""
    finished: list[str] = []
    seen: set[str] = set()
    for start in above:
        waiting = [] if start in seen else [(start, iter(above[start]))]
        seen.add(start)
        while waiting:
            term, uppers = waiting[-1]
            upper = next(uppers, None)
            if upper is None:
                finished.append(term)
                waiting.pop()
            elif upper not in seen:
                seen.add(upper)
                waiting.append((upper, iter(above.get(upper, ()))))
    return finished
