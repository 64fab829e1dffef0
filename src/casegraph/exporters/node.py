"""The nodes of a case while its packet is made: what is taken from them is said, the rest is not.

So nothing can be dropped silently: what is left when the packet is finished is listed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from casegraph.quads import value_of
from casegraph.syntaxes.triples import Value


@dataclass(slots=True)
class Node:
    """A node and what is left to be said of it.

    name: the local name in the case, else the IRI. values: those of each property, which is a
    CURIE, in the order of their text.
    """

    name: str
    values: dict[str, list[Value]]

    def has(self, *names: str) -> bool:
        """Return whether anything is left under one of *names*."""
        return any(name in self.values for name in names)

    def see(self, name: str) -> list[str]:
        """Return the values of the property *name* and leave them there."""
        return [value_of(value) for value in self.values.get(name, ())]

    def take(self, name: str) -> list[str]:
        """Return the values of the property *name*, of which nothing is left then."""
        return [value_of(value) for value in self.values.pop(name, ())]

    def first(self, name: str, accepts: Callable[[str], object] = bool) -> str:
        """Take the first value of *name* that *accepts* is true of; empty without any."""
        for value in self.values.get(name, ()):
            if accepts(value_of(value)):
                self.drop(name, value_of(value))
                return value_of(value)
        return ""

    def drop(self, name: str, value: str) -> None:
        """Take *value* from those of *name*."""
        left = [one for one in self.values.get(name, ()) if value_of(one) != value]
        if left:
            self.values[name] = left
        else:
            self.values.pop(name, None)


@dataclass(slots=True)
class Statement(Node):
    """A statement of a case.

    kind: the local name of its class. polarity: that of its predicate, empty for a mere number.
    term: the IRI. inferred: whether only the curator draws it. pointers: where the packet that it
    was imported from says it. said: whether the packet has it.
    """

    kind: str = ""
    polarity: str = ""
    term: str = ""
    inferred: bool = False
    pointers: list[str] = field(default_factory=list)
    said: bool = False

    @property
    def is_interpreted_alone(self) -> bool:
        """Whether it came from an interpretation of a packet that had no such disease."""
        return bool(self.pointers) and not any("/diseases/" in one for one in self.pointers)

    def is_a(self, kind: str, *polarities: str) -> bool:
        """Return whether the authors say it, as a *kind* of statement with one of *polarities*."""
        return not self.inferred and self.kind == kind and self.polarity in polarities
