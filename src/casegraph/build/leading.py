"""The way from what cases name to the terms that matter for them: up, and down from what is denied.

Two things say where it leads: the graphs of a store, and a vocabulary that is not read as a whole.
"""

from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.build.leads import Lead, Looked, Properties, Sources, may_be_term
from casegraph.namespaces import SKOS
from casegraph.reason import DOWNWARD, Reach

_FOR_PEOPLE = frozenset(f"{SKOS}{name}" for name in ("closeMatch", "definition", "hiddenLabel"))
"""What no rule goes along and no shape asks of a term that is stored already."""


class Leading:
    """The quads to which cases lead.

    reach: how far rules go. sources: what says where they lead.
    """

    def __init__(self, reach: Reach, sources: Sources) -> None:
        self._reach = reach
        self._sources = sources
        self._looks: dict[Properties, Looked] = {}

    def led_to(self, quads: Iterable[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """Return what is said of the terms to which *quads* lead, and what follows.

        Of a term below a denied one this is no more than that it is below: no rule and no shape
        asks for its kind.
        """
        named: set[ox.NamedNode] = set()
        denied: dict[frozenset[str], set[ox.NamedNode]] = {}
        for predicate, value in {(quad.predicate, quad.object) for quad in quads}:
            if isinstance(value, ox.NamedNode) and may_be_term(value):
                named.add(value)
                if steps := self._reach.descents.get(predicate.value):
                    denied.setdefault(steps, set()).add(value)
        leads = [lead for steps, nodes in denied.items() for lead in self._below(nodes, steps)]
        leads += self._looked(Properties(DOWNWARD | _FOR_PEOPLE, excluded=True)).reached(named)
        said = [quad for lead in leads for quad in lead.said]
        follows = [quad for lead in leads for quad in lead.follows]
        if used := named & self._sources.old:
            old = (quad for lead in leads for quad in lead.old if quad.object in used)
            more, further = self._sources.parted(old)
            return said + more, follows + further
        return said, follows

    def _below(self, nodes: Iterable[ox.NamedNode], steps: frozenset[str]) -> list[Lead]:
        """Return what leads down from *nodes* by *steps*.

        What follows is there too, so that all to which a transitive step leads is one step away:
        what was come to by it need not go on by it.
        """
        found: list[Lead] = []
        waiting: dict[str, set[ox.NamedNode]] = {"": set(nodes)}
        seen: dict[str, set[ox.NamedNode]] = {}
        while waiting:
            further: dict[str, set[ox.NamedNode]] = {}
            for step, reached in waiting.items():
                seen.setdefault(step, set()).update(reached)
                done = {step} & self._reach.transitive
                for lead in self._looked(Properties(steps - done)).about(reached).values():
                    found.append(lead)
                    for name, ends in lead.ends.items():
                        further.setdefault(name, set()).update(ends)
            waiting = {
                step: new for step, ends in further.items() if (new := ends - seen.get(step, set()))
            }
        return found

    def _looked(self, properties: "Properties") -> "Looked":
        """Return what is known of nodes with *properties*, remembered."""
        if properties not in self._looks:
            self._looks[properties] = Looked(self._sources, properties)
        return self._looks[properties]
