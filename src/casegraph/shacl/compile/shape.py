"""Shapes as the compiler reads them from a shapes graph (SHACL, section 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from casegraph.rdflib_bridge import from_rdflib
from casegraph.shacl.compile.errors import CannotCompile
from casegraph.shacl.compile.path import Path, Predicate, read_path, sparql
from casegraph.shacl.result import Severity
from casegraph.shacl.shapes import Shapes

_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_ABOUT = frozenset(
    {
        *_TARGETS,
        SH.path,
        SH.severity,
        SH.message,
        SH.deactivated,
        SH.name,
        SH.description,
        SH.order,
        SH.group,
        SH.defaultValue,
        SH.declare,
    }
)
"""What SHACL says about a shape without constraining anything."""


@dataclass(frozen=True)
class Targets:
    """What a shape looks at: nodes in SPARQL's notation; IRIs of classes and of predicates."""

    nodes: tuple[str, ...]
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    objects_of: tuple[str, ...]

    def __bool__(self) -> bool:
        return any((self.nodes, self.classes, self.subjects_of, self.objects_of))


@dataclass(frozen=True)
class Shape:
    """A node shape, or a property shape, which has a path.

    parameters: what constrains, by predicate, each with its values in a fixed order.
    """

    node: Node
    path: Path | None
    targets: Targets
    deactivated: bool
    severity: Severity
    parameters: Mapping[rdflib.URIRef, tuple[Node, ...]]

    @property
    def path_name(self) -> str | None:
        """The path as a finding has it: the predicate's IRI, or a SPARQL property path."""
        if self.path is None:
            return None
        return self.path.iri if isinstance(self.path, Predicate) else sparql(self.path)

    def one(self, parameter: rdflib.URIRef) -> Node | None:
        """Return the value of *parameter*, None when it is not given.

        :raises CannotCompile: when there are several.
        """
        values = self.parameters.get(parameter, ())
        if len(values) > 1:
            raise CannotCompile(f"it has several values of <{parameter}>")
        return values[0] if values else None


class ShapesGraph:
    """A shapes graph, read shape by shape."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._graph = shapes.graph
        self._read: dict[Node, Shape] = {}

    @cached_property
    def with_targets(self) -> tuple[Node, ...]:
        """The shapes that have a target, in a fixed order."""
        nodes = {node for target in _TARGETS for node in self._graph.subjects(target, None)}
        return tuple(sorted(nodes | set(self._implicit_classes), key=str))

    def shape(self, node: Node) -> Shape:
        """Return the shape *node*.

        :raises CannotCompile: when it has what is neither SHACL Core nor `sh:sparql`.
        """
        if node not in self._read:
            self._read[node] = self._shape(node)
        return self._read[node]

    def members(self, node: Node) -> list[Node]:
        """Return the members of the list *node*."""
        return list(Collection(self._graph, node))

    def values(self, node: Node, predicate: rdflib.URIRef) -> list[Node]:
        """Return the values of *predicate* of *node*, in a fixed order."""
        return sorted(self._graph.objects(node, predicate), key=str)

    def parents(self, node: Node) -> list[Node]:
        """Return the shapes that have *node* as a property shape, in a fixed order."""
        return sorted(self._graph.subjects(SH.property, node), key=str)

    def is_deactivated(self, node: Node) -> bool:
        """Return whether the shape or constraint *node* is switched off."""
        return str(self._graph.value(node, SH.deactivated)) in ("true", "1")

    def _shape(self, node: Node) -> Shape:
        severity = self._graph.value(node, SH.severity) or SH.Violation
        if str(severity) not in {str(each.value) for each in Severity}:
            raise CannotCompile(f"<{severity}> is no severity of SHACL")
        paths = self.values(node, SH.path)
        if len(paths) > 1:
            raise CannotCompile("it has several values of sh:path")
        return Shape(
            node=node,
            path=read_path(self._graph, paths[0]) if paths else None,
            targets=self._targets(node),
            deactivated=self.is_deactivated(node),
            severity=Severity(str(severity)),
            parameters=dict(self._parameters(node)),
        )

    def _targets(self, node: Node) -> Targets:
        def named(predicate: rdflib.URIRef) -> tuple[str, ...]:
            values = self.values(node, predicate)
            if not all(isinstance(value, rdflib.URIRef) for value in values):
                raise CannotCompile(f"a value of <{predicate}> is no IRI")
            return tuple(map(str, values))

        implicit = (str(node),) if node in self._implicit_classes else ()
        return Targets(
            tuple(term(value) for value in self.values(node, SH.targetNode)),
            (*named(SH.targetClass), *implicit),
            named(SH.targetSubjectsOf),
            named(SH.targetObjectsOf),
        )

    def _parameters(self, node: Node) -> Iterator[tuple[rdflib.URIRef, tuple[Node, ...]]]:
        for predicate in sorted(set(self._graph.predicates(node, None)), key=str):
            if not isinstance(predicate, rdflib.URIRef) or predicate in _ABOUT:
                continue
            if predicate in self._custom_parameters:
                raise CannotCompile(f"<{predicate}> belongs to a component of its own")
            if predicate.startswith(str(SH)):
                yield predicate, tuple(self.values(node, predicate))

    @cached_property
    def _custom_parameters(self) -> frozenset[Node]:
        graph = self._graph
        return frozenset(
            path
            for component in graph.subjects(RDF.type, SH.ConstraintComponent)
            for parameter in graph.objects(component, SH.parameter)
            for path in graph.objects(parameter, SH.path)
        )

    @cached_property
    def _implicit_classes(self) -> frozenset[Node]:
        """The shapes that are classes too (SHACL, section 2.1.3.3)."""
        graph = self._graph
        kinds = set(graph.transitive_subjects(RDFS.subClassOf, RDFS.Class))
        shapes = {
            node
            for kind in (SH.NodeShape, SH.PropertyShape)
            for node in graph.subjects(RDF.type, kind)
        }
        return frozenset(
            node
            for node in shapes
            if isinstance(node, rdflib.URIRef) and kinds & set(graph.objects(node, RDF.type))
        )


def term(node: Node) -> str:
    """Return *node* in SPARQL's notation.

    :raises CannotCompile: for a blank node, which a query cannot name.
    """
    if isinstance(node, rdflib.BNode):
        raise CannotCompile("it compares with a blank node")
    return str(from_rdflib(node))
