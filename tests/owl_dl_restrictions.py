"""Which axioms break the restrictions of OWL 2 DL on simple properties and on their order.

In: one rdflib graph, an ontology with all that it imports. Out: a sentence for each axiom that
breaks a restriction of OWL 2 Structural Specification, section 11.2. A property and its inverse
count as one here, as they do there.
"""

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from rdflib import BNode, Graph
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

SIMPLE_ONLY = {
    OWL.FunctionalProperty: "FunctionalObjectProperty",
    OWL.InverseFunctionalProperty: "InverseFunctionalObjectProperty",
    OWL.IrreflexiveProperty: "IrreflexiveObjectProperty",
    OWL.AsymmetricProperty: "AsymmetricObjectProperty",
}

Chain = tuple[Node, Sequence[Node]]
Inclusion = tuple[Node, Node]


def broken(graph: Graph) -> list[str]:
    """Return what in *graph* breaks a restriction, sorted; empty when nothing does."""
    return sorted({*_not_simple(graph), *_irregular(graph)})


def _name(graph: Graph, node: Node) -> str:
    return node.n3(graph.namespace_manager)


def _property(graph: Graph, expression: Node) -> Node:
    """Return the property that *expression* is, or that it inverts."""
    inverted = graph.value(expression, OWL.inverseOf) if isinstance(expression, BNode) else None
    return inverted or expression


def _chains(graph: Graph) -> list[Chain]:
    return [
        (head, [_property(graph, link) for link in Collection(graph, links)])
        for head, links in graph.subject_objects(OWL.propertyChainAxiom)
    ]


def _inclusions(graph: Graph) -> list[Inclusion]:
    """Return pairs of properties, the second of which holds wherever the first does."""
    pairs = list(graph.subject_objects(RDFS.subPropertyOf))
    for link in (OWL.equivalentProperty, OWL.inverseOf):
        for one, other in graph.subject_objects(link):
            pairs += [(one, other), (other, one)]
    return pairs


# Simple properties


def _composite(graph: Graph) -> set[Node]:
    """Return the properties that are not simple: chained, transitive, or above such a one."""
    inclusions = _inclusions(graph)
    found = {head for head, _ in _chains(graph)}
    found |= set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    while more := {wide for narrow, wide in inclusions if narrow in found} - found:
        found |= more
    return found


def _not_simple(graph: Graph) -> Iterator[str]:
    composite = _composite(graph)
    for kind, axiom in SIMPLE_ONLY.items():
        for subject in composite & set(graph.subjects(RDF.type, kind)):
            yield f"{axiom}({_name(graph, subject)}): not simple"
    for subject in composite & _disjoint(graph):
        yield f"DisjointObjectProperties({_name(graph, subject)}): not simple"
    for bound in (OWL.maxCardinality, OWL.maxQualifiedCardinality):
        for restriction in graph.subjects(bound):
            for on in graph[restriction : OWL.onProperty]:
                if _property(graph, on) in composite:
                    yield f"ObjectMaxCardinality({_name(graph, on)}): not simple"


def _disjoint(graph: Graph) -> set[Node]:
    found = {one for pair in graph.subject_objects(OWL.propertyDisjointWith) for one in pair}
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointProperties):
        for members in graph[axiom : OWL.members]:
            found |= set(Collection(graph, members))
    return found


# A regular order


def _irregular(graph: Graph) -> Iterator[str]:
    """Yield the chains for which no strict order of the properties exists.

    Properties that include each other are one place of the order. A chain may name its own head at
    one end, or be the head twice.
    """
    inclusions = _inclusions(graph)
    places = _places(inclusions)
    order: TopologicalSorter[Node] = TopologicalSorter()
    for narrow, wide in inclusions:
        if places[narrow] != places[wide]:
            order.add(places[wide], places[narrow])
    for head, links in _chains(graph):
        top, below = places.get(head, head), [places.get(link, link) for link in links]
        if below == [top, top]:
            continue
        if below[0] == top:
            below = below[1:]
        elif below[-1] == top:
            below = below[:-1]
        if top in below:
            chain = " ".join(_name(graph, link) for link in links)
            axiom = f"SubObjectPropertyOf(ObjectPropertyChain({chain}) {_name(graph, head)})"
            yield f"{axiom}: not regular"
        else:
            order.add(top, *below)
    try:
        order.prepare()
    except CycleError as error:
        yield f"no order of the chains: {' < '.join(_name(graph, one) for one in error.args[1])}"


def _places(inclusions: list[Inclusion]) -> dict[Node, Node]:
    """Return for each property the one that stands for all that include each other."""
    above: dict[Node, set[Node]] = {one: set() for pair in inclusions for one in pair}
    for narrow, wide in inclusions:
        above[narrow].add(wide)
    growing = True
    while growing:
        growing = False
        for wides in above.values():
            more = set().union(*(above[wide] for wide in wides)) - wides
            wides |= more
            growing = growing or bool(more)
    return {
        one: min({one, *(wide for wide in wides if one in above[wide])}, key=str)
        for one, wides in above.items()
    }
