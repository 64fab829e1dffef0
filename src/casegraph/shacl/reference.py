"""The reference engine of validation: pySHACL over rdflib; complete, slow, the judge.

pySHACL finds the targets of each shape and evaluates its constraints. Three things are done around
it, each after trying without:

- Focus nodes are chosen here. pySHACL's own option filters the values of nested shapes too, so
  that `sh:node`, `sh:or` and `sh:not` silently pass or fail.
- A SPARQL query is translated once, not once for each focus node (`casegraph.shacl.data`).
- Messages are filled in by `casegraph.shacl.findings`. pySHACL does it with `re.sub`, which fails
  on a backslash in the data.

Nothing is fetched or run: `owl:imports`, JavaScript and SHACL Advanced Features stay off.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import pyoxigraph as ox
import rdflib
from pyparsing import ParseException
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from pyshacl.pytypes import RDFNode, SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib.namespace import SH
from rdflib.term import Node

from casegraph.errors import ShapeError
from casegraph.namespaces import curie
from casegraph.rdflib_bridge import from_rdflib, to_graph
from casegraph.shacl.data import data_graph
from casegraph.shacl.findings import Finding
from casegraph.shacl.result import Severity
from casegraph.shacl.shapes import Shapes

_UNUSABLE = (
    ConstraintLoadError,
    ParseException,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
_QUERY: Any = SPARQLQueryHelper


class Checker:
    """The shapes of one pass, ready to look at what is added to a background.

    only: the shapes to look with, all of them when it is None.
    """

    def __init__(
        self,
        shapes: Shapes,
        background: Iterable[ox.Quad],
        *,
        only: Collection[Node] | None = None,
    ) -> None:
        self._shapes = shapes
        self._only = only
        self._background = to_graph(background)
        self._graph = ShapesGraph(shapes.without_messages)

    def findings(self, added: Iterable[ox.Quad]) -> list[Finding]:
        """Return what the shapes find in *added* over the background.

        The focus nodes are those that *added* describes, and those that only *added* makes a
        target of the shape; what the background shows by itself is not reported again.

        :raises ShapeError: for a shape that pySHACL cannot use.
        """
        new = to_graph(added)
        data = data_graph(self._background, new)
        described = set(new.subjects())
        found: list[Finding] = []
        for shape in self._asked:
            targets = shape.focus_nodes(data)
            focus = [n for n in targets if n in described or n not in self._known[shape.node]]
            found += self._evaluate(shape, focus, data)
        return found

    @cached_property
    def _known(self) -> Mapping[Node, set[Node]]:
        """The targets of each shape in the background alone; an empty one shows none."""
        if not self._background:
            return defaultdict(set)
        data = data_graph(self._background)
        return {shape.node: shape.focus_nodes(data) for shape in self._asked}

    @property
    def _asked(self) -> list[Any]:
        only = self._only
        return [shape for shape in self._graph.shapes if only is None or shape.node in only]

    def _evaluate(self, shape: Shape, focus: list[RDFNode], data: rdflib.Graph) -> list[Finding]:
        try:
            _, results = shape.validate(SHACLExecutor(), DataGraph.from_rdflib(data), focus=focus)
            outcomes = dict.fromkeys(_outcome(node, triples) for _, node, triples in results)
            return [
                self._finding(outcome, bindings)
                for outcome in outcomes
                for bindings in self._solutions(outcome, data)
            ]
        except _UNUSABLE as error:
            raise ShapeError(
                f"pySHACL cannot use the shape: {error}",
                node=str(shape.node),
                repair="Correct the shape.",
            ) from None

    def _solutions(self, outcome: "_Outcome", data: rdflib.Graph) -> Iterator[Mapping[str, Node]]:
        """Yield the solutions of the SPARQL constraint behind *outcome*, one empty if none is."""
        if outcome.constraint is None:
            yield {}
            return
        shape = self._graph.lookup_shape_from_node(outcome.shape)
        select = self._graph.graph.value(outcome.constraint, SH.select)
        query = _QUERY(shape, outcome.constraint, str(select))
        query.collect_prefixes()
        bindings, text = query.pre_bind_variables(outcome.focus)
        for row in data.query(query.apply_prefixes(text), initBindings=bindings).bindings:
            solution = {str(variable): node for variable, node in row.items()}
            value = solution.get("value", outcome.value)
            path = solution.get("path", outcome.path)
            if (value, path) == (outcome.value, outcome.path):
                yield solution

    def _finding(self, outcome: "_Outcome", bindings: Mapping[str, Node]) -> Finding:
        shapes = self._shapes
        said = outcome.constraint and shapes.message(outcome.constraint)
        component = str(outcome.component)
        return Finding(
            focus=from_rdflib(outcome.focus),
            path=self._path(outcome.path),
            value=None if outcome.value is None else from_rdflib(outcome.value),
            component=component,
            shape=shapes.owner(outcome.shape),
            severity=_severity(outcome),
            message=said
            or shapes.message(outcome.shape)
            or f"Does not satisfy {curie(component)}.",
            bindings={name: from_rdflib(node) for name, node in bindings.items()},
        )

    def _path(self, path: Node | None) -> str | None:
        if path is None or isinstance(path, rdflib.URIRef):
            return path and str(path)
        return str(shacl_path_to_sparql_path(self._graph, path))


def _severity(outcome: "_Outcome") -> Severity:
    try:
        return Severity(str(outcome.severity))
    except ValueError:
        raise ShapeError(
            f"<{outcome.severity}> is no severity of SHACL",
            node=str(outcome.shape),
            repair="Write sh:Violation, sh:Warning or sh:Info.",
        ) from None


class _Outcome(NamedTuple):
    """One validation result of pySHACL."""

    focus: Node
    path: Node | None
    value: Node | None
    component: Node
    shape: Node
    severity: Node
    constraint: Node | None


def _outcome(result: Node, triples: list[tuple[Node, Node, Any]]) -> _Outcome:
    """Return pySHACL's *result*; it pairs some objects with the graph that they come from."""
    parts = {
        predicate: value[1] if isinstance(value, tuple) else value
        for subject, predicate, value in triples
        if subject == result
    }
    return _Outcome(
        focus=parts[SH.focusNode],
        path=parts.get(SH.resultPath),
        value=parts.get(SH.value),
        component=parts[SH.sourceConstraintComponent],
        shape=parts[SH.sourceShape],
        severity=parts[SH.resultSeverity],
        constraint=parts.get(SH.sourceConstraint),
    )
