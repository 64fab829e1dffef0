"""From a shapes graph to the queries of each of its shapes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox
from rdflib.namespace import SH
from rdflib.term import Node

from casegraph.namespaces import curie
from casegraph.shacl.compile import target
from casegraph.shacl.compile.component import Components
from casegraph.shacl.compile.errors import CannotCompile
from casegraph.shacl.compile.query import Query, Violations
from casegraph.shacl.compile.scope import THIS, Scope
from casegraph.shacl.compile.screen import Screen, screens
from casegraph.shacl.compile.select import Select
from casegraph.shacl.compile.shape import Shape, ShapesGraph, Targets
from casegraph.shacl.compile.sight import Sight


@dataclass(frozen=True)
class Compiled:
    """A shape with its targets, as queries.

    everywhere, in_case, described: its targets as patterns; see `compile.target`. local, loose:
    what many cases in one store must keep to; see `compile.locality`.
    """

    targets: Targets
    queries: tuple[Query, ...]
    screens: tuple[Screen, ...]
    everywhere: str
    in_case: str
    described: str
    local: bool
    loose: frozenset[str]


@dataclass(frozen=True)
class NotCompiled:
    """A shape that is left to the reference engine. shape: its IRI. reason: a clause."""

    node: Node
    shape: str
    reason: str


class Compiler:
    """The shapes of one graph, made into queries.

    subclasses: as `Components` takes them. sight: what a kind of nodes has to show for the shapes
    that were compiled.
    """

    def __init__(
        self, graph: ShapesGraph, subclasses: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._graph = graph
        self._components = Components(graph, subclasses)
        self.sight = Sight(graph, subclasses)

    def compile(self) -> tuple[tuple[Compiled, ...], tuple[NotCompiled, ...]]:
        """Return the shapes with a target as queries, and those that cannot be."""
        compiled, left = [], []
        for node in self._graph.with_targets:
            try:
                shape = self._graph.shape(node)
                if not shape.deactivated:
                    compiled.append(self._compiled(shape))
            except CannotCompile as reason:
                left.append(NotCompiled(node, self._graph.shapes.owner(node), str(reason)))
        return tuple(compiled), tuple(left)

    def _compiled(self, shape: Shape) -> Compiled:
        scope = Scope(own=not shape.targets.objects_of)
        everywhere = target.everywhere(shape.targets, self._components, scope)
        queries = tuple(self._queries(shape, THIS, (), everywhere, scope, ()))
        places = [
            query.within.needs(own=THIS in scope.own)
            for query in queries
            if isinstance(query.within, Select)
        ]
        in_case = target.in_case(shape.targets, self._components, scope)
        for query in queries:
            if isinstance(query.within, Select):
                _check_syntax(query.text)
                _check_syntax(query.on(in_case, case=True))
        is_target = target.is_in_case(shape.targets, self._components, scope)
        of_kind = self.sight.are_targets_shown(shape)
        own = THIS in scope.own and bool(shape.targets.classes) and not shape.targets.nodes
        return Compiled(
            targets=shape.targets,
            queries=queries,
            screens=tuple(screens(queries, in_case, is_target, own=own, of_kind=of_kind)),
            in_case=in_case,
            described=target.described(shape.targets, self._components, scope),
            everywhere=everywhere,
            local=all(place.local for place in places),
            loose=scope.loose.union(*(place.loose for place in places)),
        )

    def _queries(
        self,
        shape: Shape,
        focus: str,
        before: tuple[str, ...],
        everywhere: str,
        scope: Scope,
        above: tuple[Node, ...],
    ) -> Iterator[Query]:
        """Yield the queries of *shape* at *focus*, reached by the patterns *before*."""
        if shape.deactivated:
            return
        if shape.node in above:
            raise CannotCompile("it is recursive")
        at = self._components.at(shape, focus, scope)
        violations = [*self._components.violations(at, scope)]
        of_kind = focus == THIS and self.sight.shows(shape)
        for violation in violations:
            within = Violations(before, focus, violation)
            text = within.text(everywhere, case=False)
            query = self._query(shape, violation.component, None, text, within)
            yield replace(query, of_kind=of_kind)
        for constraint in shape.parameters.get(SH.sparql, ()):
            if focus != THIS:
                raise CannotCompile("it has sh:sparql below another property shape")
            if not self._graph.is_deactivated(constraint):
                select = Select(self._graph.shapes.graph, constraint, shape.path)
                component = f"{SH}SPARQLConstraintComponent"
                yield self._query(shape, component, constraint, select.text(everywhere), select)
        for child in shape.parameters.get(SH.property, ()):
            onwards = (*before, *at.step)
            nested = self._graph.shape(child)
            above_it = (*above, shape.node)
            yield from self._queries(nested, at.value, onwards, everywhere, scope, above_it)

    def _query(
        self,
        shape: Shape,
        component: str,
        constraint: Node | None,
        text: str,
        within: Violations | Select,
    ) -> Query:
        shapes = self._graph.shapes
        message = (constraint and shapes.message(constraint)) or shapes.message(shape.node)
        return Query(
            shape=shapes.owner(shape.node),
            component=component,
            severity=shape.severity,
            message=message or f"Does not satisfy {curie(component)}.",
            steps=shape.path,
            path=shape.path_name,
            text=text,
            within=within,
        )


def _check_syntax(sparql: str) -> None:
    """Check that a query made from another one is SPARQL still.

    :raises CannotCompile: when it is not.
    """
    try:
        ox.Store().query(sparql)
    except SyntaxError as error:
        raise CannotCompile(f"its query cannot be put over many nodes: {error}") from None
