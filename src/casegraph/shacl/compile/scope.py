"""The variables of one query, and what must hold for a union of many cases to answer it."""

from collections.abc import Iterable

from casegraph.shacl.compile.path import InTurn, Path, reach, sparql

THIS = "?this"
CASE = "?_case"
"""The named graph of a case; variables of this package start with an underscore."""


class Scope:
    """What is known of the variables of a query.

    own: those that stand for a node that the case at hand describes. loose: predicates that no
    case may use if the query is to see one case only; see `path.Reach`.
    """

    def __init__(self, own: bool) -> None:
        self.own = {THIS} if own else set()
        self.loose: frozenset[str] = frozenset()
        self._count = 0

    def fresh(self, name: str = "node") -> str:
        """Return a variable that the query does not have yet."""
        self._count += 1
        return f"?_{name}{self._count}"

    def step(self, node: str, path: Path) -> tuple[tuple[str, ...], str]:
        """Return the patterns from *node* along *path*, and the variable at the end."""
        value = self.fresh("value")
        return self.link(node, path, value), value

    def link(self, node: str, path: Path, value: str) -> tuple[str, ...]:
        """Return the patterns from *node* along *path* to *value*, a variable or a term."""
        if isinstance(path, InTurn):
            *first, last = path.paths
            patterns: tuple[str, ...] = ()
            for one in first:
                further, node = self.step(node, one)
                patterns += further
            return (*patterns, *self.link(node, last, value))
        own, loose = reach(path, node in self.own)
        self.loose |= loose
        if own and value.startswith("?"):
            self.own.add(value)
        return (f"{node} {sparql(path)} {value} .",)


def exists(patterns: Iterable[str], test: str = "") -> str:
    """Return an expression: whether *patterns* match in turn with *test* true at their end.

    One EXISTS inside the other says the same as a join, and an engine need not plan it: each step
    starts from what the last one has found.
    """
    for pattern in reversed(tuple(patterns)):
        test = f"EXISTS {{ {pattern} FILTER ({test}) }}" if test else f"EXISTS {{ {pattern} }}"
    return test
