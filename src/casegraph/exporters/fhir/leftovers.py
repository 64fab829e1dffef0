"""What is left of a case when its bundle is finished: all that the bundle does not say."""

from collections.abc import Collection, Iterator

from casegraph.exporters.case import Case
from casegraph.exporters.fhir.unsaid import INFERRED, KINDS, NO_PLACE, WHOLE, reason
from casegraph.exporters.node import Node, Statement
from casegraph.exporters.unsaid import Unsaid
from casegraph.namespaces import curie

_LISTED_ITSELF = {"rdf:type", "cg:hasClaim", "cg:hasFigure", "cg:hasCitation"}
"""Properties that a resource's own type says, and links to what is listed itself."""


def leftovers(case: Case, told: Collection[str]) -> Iterator[Unsaid]:
    """Yield what the bundle of *case* does not say.

    told: the names of the nodes besides statements of which a resource tells something.
    """
    for node in (case.node, case.patient):
        yield from _properties(node)
    for said in case.statements:
        if said.said:
            yield from _properties(said)
        else:
            yield Unsaid(said.name, "", _why(said))
    for node in case.others:
        if node.name in told:
            yield from _properties(node)
        elif not node.name.startswith("_:"):
            types = [KINDS[one] for one in map(curie, node.see("rdf:type")) if one in KINDS]
            yield Unsaid(node.name, "", types[0] if types else NO_PLACE)
    for name, node in case.record.items():
        if name == case.document or name in told:
            yield from _properties(node)
        else:
            yield Unsaid(name, "", NO_PLACE)
    yield from dict.fromkeys(case.unsaid)


def _properties(node: Node) -> Iterator[Unsaid]:
    for name in node.values:
        if name not in _LISTED_ITSELF:
            yield Unsaid(node.name, name, reason(name))


def _why(said: Statement) -> str:
    return INFERRED if said.inferred else WHOLE.get(said.polarity, NO_PLACE)
