"""Which shapes look at a name, and which properties they let a class have."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from casegraph.namespaces import CG
from casegraph.shacl.names import SHAPE
from casegraph.shacl.shapes import consistency_shapes, structure_shapes
from casegraph.shacl.told import ToldShape, told_shapes

_ABOUT = {SH.path, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode}
"""Where a name stands that a shape is about; elsewhere it only has to do with it."""

_QUERIES = {SH.select, SH.ask}
_NAME = re.compile(r"\bcg:(\w+)")


def asked_of(iri: str) -> tuple[ToldShape, ...]:
    """Return the shapes that use the name *iri*, each once, those that are about it first.

    A closed shape is about its classes and not about the properties that it lets these have.

    :raises ShapeError: as `told_shapes` does.
    """
    return _asked().get(iri, ())


@cache
def taken() -> tuple[tuple[str, str], ...]:
    """Return the pairs of a class and a property that members of this class may have.

    They are what the closed shapes of classes let pass, in their order.
    """
    graph = structure_shapes().graph
    found: list[tuple[str, str]] = []
    for file in told_shapes():
        for told in file.shapes:
            shape = rdflib.URIRef(SHAPE + told.name)
            kinds = sorted(map(str, graph.objects(shape, SH.targetClass)))
            found += ((kind, path) for kind in kinds for path in _passed(graph, shape))
    return tuple(dict.fromkeys(found))


def _passed(graph: rdflib.Graph, shape: Node) -> list[str]:
    """Return the properties of `cg:` that the *shape* lets pass, none when it is not closed."""
    if not _is_closed(graph, shape):
        return []
    passed: list[Node] = [
        path
        for constraint in graph.objects(shape, SH.property)
        for path in graph.objects(constraint, SH.path)
    ]
    for cell in graph.objects(shape, SH.ignoredProperties):
        passed += graph.items(cell)
    return sorted({str(path) for path in passed if str(path).startswith(CG)})


@cache
def _asked() -> Mapping[str, tuple[ToldShape, ...]]:
    found: dict[str, dict[ToldShape, bool]] = {}
    for file in told_shapes():
        for told in file.shapes:
            for iri, about in _names(told.name):
                of_name = found.setdefault(iri, {})
                of_name[told] = of_name.get(told, False) or about
    return {
        iri: tuple(sorted(shapes, key=lambda told: not shapes[told]))
        for iri, shapes in found.items()
    }


def _names(shape: str) -> Iterator[tuple[str, bool]]:
    """Yield the names of `cg:` that *shape* uses, and whether it is about each."""
    for shapes in (structure_shapes(), consistency_shapes()):
        root: Node = rdflib.URIRef(SHAPE + shape)
        waiting, seen = [root], {root}
        while waiting:
            node = waiting.pop()
            for _, step, value in shapes.graph.triples((node, None, None)):
                if _is_closed(shapes.graph, node) and step != SH.targetClass:
                    continue
                if isinstance(value, rdflib.BNode) and value not in seen:
                    seen.add(value)
                    waiting.append(value)
                elif isinstance(value, rdflib.URIRef) and value.startswith(CG):
                    yield str(value), step in _ABOUT
                elif step in _QUERIES:
                    yield from ((CG + name, False) for name in _NAME.findall(str(value)))


def _is_closed(graph: rdflib.Graph, shape: Node) -> bool:
    return (shape, SH.closed, rdflib.Literal(True)) in graph
