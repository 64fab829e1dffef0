"""The native engine of validation: shapes as SPARQL over a batch of cases in Oxigraph.

Each shape is asked about all cases of a batch at once. That is right as long as its queries see one
case only (`compile.locality`); a shape that may see others is asked case by case, and a shape that
has no query is given to the reference engine. Most shapes are asked about one node of each kind in
place of all nodes (`kinds`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDFS, SH

from casegraph.batch import Batch
from casegraph.namespaces import inferred_graph
from casegraph.shacl import reference
from casegraph.shacl.compile.compiler import Compiled, Compiler, NotCompiled
from casegraph.shacl.compile.query import key
from casegraph.shacl.compile.screen import Screen
from casegraph.shacl.compile.shape import ShapesGraph
from casegraph.shacl.findings import Finding
from casegraph.shacl.samples import Samples, Told
from casegraph.shacl.shapes import Shapes

_SUBCLASS = ox.NamedNode(str(RDFS.subClassOf))
_BACKGROUND = ox.DefaultGraph()
_FEW = 50
"""A class with more subclasses than these is asked for by `rdfs:subClassOf*`."""

_LEADS_OUT = """ASK {{
    GRAPH ?graph {{ ?subject <{0}> ?object }}
    FILTER (!isBlank(?object) && !(isIRI(?object) &&
        STRBEFORE(STR(?object), "#") = REPLACE(STR(?graph), "/inferred$", "")))
}}"""

_Classes = tuple[tuple[str, tuple[str, ...]], ...]


class Checker:
    """The shapes of one pass, ready to look at batches of cases."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._graph = ShapesGraph(shapes)
        self._known: dict[_Classes, _Ready] = {}

    def check(self, batch: Batch) -> Iterator[tuple[str, Finding]]:
        """Yield the findings in each case of *batch*, with the case's name, without repetition.

        The focus nodes are those that the case describes, and those that only the case makes a
        target of the shape; what the background shows by itself is not reported.

        :raises ShapeError: for a shape that no engine can use.
        """
        look = _Look(batch)
        classes = look.subclasses(self._classes)
        ready = self._ready(classes)
        seen: set[object] = set()
        for name, finding in (
            *look.findings(ready, dict(classes)),
            *look.by_reference(self._shapes, ready.left),
        ):
            said = (name, key(finding))
            if said not in seen:
                seen.add(said)
                yield name, finding

    def _ready(self, classes: _Classes) -> "_Ready":
        """Return the queries where *classes* have these subclasses, made once."""
        if classes not in self._known:
            compiler = Compiler(self._graph, dict(classes))
            compiled, left = compiler.compile()
            self._known[classes] = _Ready(compiled, left, Samples(compiler.sight))
        return self._known[classes]

    @cached_property
    def _classes(self) -> tuple[str, ...]:
        """The classes that the shapes name."""
        graph = self._shapes.graph
        named = {*graph.objects(None, SH["class"]), *graph.objects(None, SH.targetClass)}
        named |= set(self._graph.with_targets)
        return tuple(sorted(str(node) for node in named if isinstance(node, rdflib.URIRef)))


@dataclass(frozen=True)
class _Ready:
    """Shapes as queries, those that are left to the reference engine, and the samples met."""

    compiled: tuple[Compiled, ...]
    left: tuple[NotCompiled, ...]
    samples: Samples


class _Look:
    """One look at one batch."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._store = batch.store
        self._case_of = {
            graph: name for name in batch.names for graph in (name, inferred_graph(name))
        }
        self._used: dict[str, bool] = {}

    def subclasses(self, classes: tuple[str, ...]) -> _Classes:
        """Return each of *classes* with its subclasses and itself; none when a case names some."""
        below: dict[str, list[str]] = {}
        for quad in self._store.quads_for_pattern(None, _SUBCLASS, None, None):
            if quad.graph_name != _BACKGROUND:
                return ()
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                below.setdefault(quad.object.value, []).append(quad.subject.value)
        found = ((class_, _closure(class_, below)) for class_ in classes)
        return tuple((class_, kinds) for class_, kinds in found if len(kinds) <= _FEW)

    def findings(
        self, ready: _Ready, classes: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[str, Finding]]:
        """Yield what the shapes find, with repetitions; classes: with their subclasses."""
        alone = len(self._batch.names) == 1
        if alone and self._is_tied(self._batch.names[0]):
            for shape in ready.compiled:
                yield from self._in_tied(shape, self._batch.names[0])
            return
        shapes = [*self._with_target(ready.compiled, classes)]
        told = None if alone or self._batch.has_inferred else self._told(ready.samples, shapes)
        for shape in shapes:
            if alone or self._is_local(shape):
                yield from self._in_all(shape, told)
            else:
                yield from self._in_each(shape)

    def _told(self, samples: Samples, shapes: Iterable[Compiled]) -> Told:
        """Return what one node of each kind tells about *shapes*, all that have a target."""
        return samples.told(self._batch, [one for shape in shapes for one in shape.screens])

    def by_reference(
        self, shapes: Shapes, left: tuple[NotCompiled, ...]
    ) -> Iterator[tuple[str, Finding]]:
        """Yield what the reference engine finds with the shapes that are not compiled."""
        if left:
            only = frozenset(each.node for each in left)
            background = self._store.quads_for_pattern(None, None, None, _BACKGROUND)
            checker = reference.Checker(shapes, background, only=only)
            for name in self._batch.names:
                for finding in checker.findings(self._quads(name)):
                    yield name, finding

    def _with_target(
        self, shapes: tuple[Compiled, ...], classes: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Compiled]:
        """Yield those of *shapes* of which a case may make a node a target.

        It does so by a class or a predicate that it says.
        """
        asked = [shape.targets for shape in shapes]
        predicates = self._said(
            {name for one in asked for name in (*one.subjects_of, *one.objects_of)},
            "?node ?said ?any",
        )
        kinds = {kind for one in asked for name in one.classes for kind in classes.get(name, ())}
        types = self._said(kinds, "?node a ?said")
        for shape in shapes:
            targets = shape.targets
            if (
                targets.nodes
                or not predicates.isdisjoint((*targets.subjects_of, *targets.objects_of))
                or any(
                    name not in classes or not types.isdisjoint(classes[name])
                    for name in targets.classes
                )
            ):
                yield shape

    def _said(self, names: Iterable[str], pattern: str) -> frozenset[str]:
        """Return those of *names* with which, as `?said`, some case matches *pattern*."""
        values = " ".join(f"<{name}>" for name in sorted(names))
        found = self._solutions(
            f"SELECT ?said {{ VALUES ?said {{ {values} }} "
            f"FILTER EXISTS {{ GRAPH ?graph {{ {pattern} }} }} }}"
        )
        return frozenset(solution["said"].value for solution in found)

    def _in_all(self, shape: Compiled, told: Told | None) -> Iterator[tuple[str, Finding]]:
        """Yield the findings of a shape whose queries see one case only.

        told: by one node of each kind.
        """
        for screen in shape.screens:
            if self._may_find(screen, told):
                for query in screen.queries:
                    for solution in self._solutions(query.on(shape.in_case, case=True)):
                        name = self._case_of[solution["_case"].value]
                        if self._is_focus(shape, solution, name):
                            yield name, query.finding(solution)

    def _may_find(self, screen: Screen, told: Told | None) -> bool:
        may = None if told is None else told.may_find(screen)
        if may is None and screen.ask is not None:
            may = bool(self._batch.query(screen.ask))
        return may is not False

    def _in_each(self, shape: Compiled) -> Iterator[tuple[str, Finding]]:
        """Yield the findings of a shape whose queries may see several cases."""
        if self._batch.query(f"ASK {{ {shape.in_case} }}"):
            for name in self._batch.names:
                for query in shape.queries:
                    text = query.on(shape.in_case, case=True)
                    for solution in self._solutions(text, name):
                        if self._is_focus(shape, solution, name):
                            yield name, query.finding(solution)

    def _in_tied(self, shape: Compiled, name: str) -> Iterator[tuple[str, Finding]]:
        """Yield the findings in a case that speaks of nodes of the background."""
        targets = [shape.described]
        if any(
            quad.graph_name != _BACKGROUND
            for quad in self._store.quads_for_pattern(None, _SUBCLASS, None, None)
        ):
            targets = [shape.everywhere]
        elif shape.targets.objects_of:
            targets.append(shape.in_case)
        for query in shape.queries:
            for target in targets:
                for solution in self._solutions(query.on(target)):
                    if self._is_focus(shape, solution, name):
                        yield name, query.finding(solution)

    def _is_focus(self, shape: Compiled, solution: ox.QuerySolution, name: str) -> bool:
        """Return whether the case *name* describes `?this` or alone makes it a target."""
        this = solution["this"]
        if not isinstance(this, ox.Literal) and self._describes(name, this):
            return True
        known = self._store.query(
            f"ASK {{ {shape.everywhere} }}",
            default_graph=_BACKGROUND,
            substitutions={ox.Variable("this"): this},
        )
        return not known

    def _is_local(self, shape: Compiled) -> bool:
        return shape.local and not any(map(self._is_used, shape.loose))

    def _is_used(self, predicate: str) -> bool:
        """Return whether any case leads by *predicate* to what other cases may lead to.

        Blank nodes and fragments of its document are the case's own.
        """
        if predicate not in self._used:
            self._used[predicate] = bool(self._batch.query(_LEADS_OUT.format(predicate)))
        return self._used[predicate]

    def _is_tied(self, name: str) -> bool:
        """Return whether the background speaks of a node that the case *name* describes."""
        described = {quad.subject for quad in self._quads(name)}
        return any(
            next(self._store.quads_for_pattern(node, None, None, _BACKGROUND), None)
            or next(self._store.quads_for_pattern(None, None, node, _BACKGROUND), None)
            for node in described
        )

    def _describes(self, name: str, node: ox.NamedNode | ox.BlankNode) -> bool:
        return any(
            next(self._store.quads_for_pattern(node, None, None, graph), None) is not None
            for graph in _graphs(name)
        )

    def _solutions(self, text: str, name: str | None = None) -> ox.QuerySolutions:
        """Return what *text* answers over all cases, or over the case *name* alone."""
        answer = self._batch.query(text) if name is None else self._batch.query_one(text, name)
        return cast("ox.QuerySolutions", answer)

    def _quads(self, name: str) -> Iterator[ox.Quad]:
        for graph in _graphs(name):
            yield from self._store.quads_for_pattern(None, None, None, graph)


def _graphs(name: str) -> tuple[ox.NamedNode, ox.NamedNode]:
    return ox.NamedNode(name), ox.NamedNode(inferred_graph(name))


def _closure(class_: str, below: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return *class_* and all that is *below* it, sorted."""
    found, waiting = {class_}, [class_]
    while waiting:
        new = set(below.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return tuple(sorted(found))
