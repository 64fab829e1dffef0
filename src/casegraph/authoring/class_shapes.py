"""What the structure shapes say of each class that a schema of JSON can say too.

Out of `ontology/shapes/structure`: the properties that a class may have, how many values, out of
which list, of which kinds of terms. What looks at several nodes at once stays with the shapes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from casegraph.quads import subject_of, value_of
from casegraph.shacl.shapes import structure_shapes
from casegraph.vocabulary import bundled


@dataclass(frozen=True, slots=True)
class Values:
    """What the values of a property are on one class.

    most: None for any number. listed: IRIs or lexical forms, empty for any. kinds: the classes of
    terms that are meant, empty for all. pattern: of the lexical form.
    """

    least: int = 0
    most: int | None = None
    listed: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    pattern: str = ""

    def __and__(self, other: "Values") -> "Values":
        """Return what holds when both hold."""
        most = [limit for limit in (self.most, other.most) if limit is not None]
        return Values(
            max(self.least, other.least),
            min(most) if most else None,
            self.listed & other.listed
            if self.listed and other.listed
            else self.listed | other.listed,
            self.kinds | other.kinds,
            self.pattern or other.pattern,
        )


@dataclass(frozen=True, slots=True)
class ClassShape:
    """What a node of one class may say.

    allowed: the properties, by IRI. values: what is known of their values. one_of: sets of
    properties of which a node has exactly one.
    """

    allowed: frozenset[str]
    values: Mapping[str, Values]
    one_of: tuple[frozenset[str], ...]


@cache
def class_shapes() -> Mapping[str, ClassShape]:
    """Return the shape of each class that is closed, or whose superclass is, by IRI."""
    graph = structure_shapes().graph
    targets = {str(target) for target in graph.objects(None, SH.targetClass)}
    shapes = {target: _shape_of(graph, target) for target in sorted(targets)}
    return {target: shape for target, shape in shapes.items() if shape.allowed}


def _shape_of(graph: rdflib.Graph, target: str) -> ClassShape:
    allowed: set[str] = set()
    values: dict[str, Values] = {}
    one_of: list[frozenset[str]] = []
    for name in _with_superclasses(target):
        for shape in sorted(graph.subjects(SH.targetClass, rdflib.URIRef(name)), key=str):
            own = [shape, *graph.objects(shape, SH.property)]
            for part in sorted(own, key=str):
                path = graph.value(part, SH.path)
                if isinstance(path, rdflib.URIRef):
                    values[str(path)] = values.get(str(path), Values()) & _values(graph, part)
            if (shape, SH.closed, rdflib.Literal(True)) in graph:
                paths = {graph.value(part, SH.path) for part in own} - {None}
                ignored = _items(graph, graph.value(shape, SH.ignoredProperties))
                allowed |= set(map(str, [*paths, *ignored])) - {str(RDF.type)}
            one_of += _one_of(graph, shape)
    return ClassShape(frozenset(allowed), values, tuple(one_of))


def _values(graph: rdflib.Graph, shape: Node) -> Values:
    least, most = graph.value(shape, SH.minCount), graph.value(shape, SH.maxCount)
    return Values(
        int(str(least)) if least is not None else 0,
        int(str(most)) if most is not None else None,
        frozenset(map(str, _items(graph, graph.value(shape, SH["in"])))),
        frozenset(_kinds(graph, shape)),
        str(graph.value(shape, SH.pattern) or ""),
    )


def _kinds(graph: rdflib.Graph, shape: Node) -> Iterator[str]:
    """Yield the classes of which a value is one: those of the shape and of its alternatives."""
    yield from map(str, graph.objects(shape, SH["class"]))
    for alternative in _items(graph, graph.value(shape, SH["or"])):
        yield from _kinds(graph, alternative)


def _one_of(graph: rdflib.Graph, shape: Node) -> Iterator[frozenset[str]]:
    """Yield the properties of `sh:xone ( [ sh:path p ; sh:minCount 1 ] ... )`."""
    for alternatives in graph.objects(shape, SH.xone):
        paths = [
            graph.value(one, SH.path)
            for one in _items(graph, alternatives)
            if (one, SH.minCount, rdflib.Literal(1)) in graph
        ]
        if paths and all(isinstance(path, rdflib.URIRef) for path in paths):
            yield frozenset(map(str, paths))


def _items(graph: rdflib.Graph, head: Node | None) -> list[Node]:
    return list(Collection(graph, head)) if head is not None else []


def _with_superclasses(target: str) -> Iterator[str]:
    yield target
    for quad in bundled().quads:
        if quad.predicate.value == str(RDFS.subClassOf) and subject_of(quad).value == target:
            yield from _with_superclasses(value_of(quad.object))
