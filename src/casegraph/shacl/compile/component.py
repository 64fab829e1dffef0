"""SHACL Core, component by component (SHACL, section 4), as SPARQL 1.1.

A component gives violations: patterns that continue from the focus node, and a test. A focus node
violates the constraint once for each solution of the patterns for which the test is true. With
EXISTS the same is a test of a node, from which conformance to a nested shape is made; so a test is
never an error. SHACL speaks of RDF terms (`sameTerm`) but for the order of values, which is
SPARQL's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import rdflib
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from casegraph.shacl.compile.datatype import is_of
from casegraph.shacl.compile.errors import CannotCompile
from casegraph.shacl.compile.path import Predicate
from casegraph.shacl.compile.pattern import matches
from casegraph.shacl.compile.scope import Scope, exists
from casegraph.shacl.compile.shape import Shape, ShapesGraph, term

_MANY = 6
"""More values than these are not told apart in pairs."""

_KINDS: dict[Node, str] = {
    SH.IRI: "isIRI({0})",
    SH.BlankNode: "isBlank({0})",
    SH.Literal: "isLiteral({0})",
    SH.BlankNodeOrIRI: "!isLiteral({0})",
    SH.BlankNodeOrLiteral: "!isIRI({0})",
    SH.IRIOrLiteral: "!isBlank({0})",
}


@dataclass(frozen=True)
class Violation:
    """How one component is violated at a focus node.

    component: its IRI. step: the patterns along the shape's path, none when it is not walked.
    where: further patterns. test: an expression. value, path: the variables of `sh:value` and
    `sh:resultPath`, None where there is none or it is the shape's.
    """

    component: str
    test: str
    step: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    value: str | None = None
    path: str | None = None

    @property
    def exists(self) -> str:
        """An expression: whether there is such a violation."""
        return exists((*self.step, *self.where), self.test)


@dataclass(frozen=True)
class At:
    """Where a component is looked at.

    focus: the variable of the focus node. step: the patterns to its value nodes, none in a node
    shape. value: the variable of a value node, in a node shape the focus node.
    """

    shape: Shape
    focus: str
    step: tuple[str, ...]
    value: str


class Components:
    """The components of the shapes in *graph*.

    subclasses: classes with all their subclasses and themselves, as far as these are known
    beforehand; for any other class a query asks for `rdfs:subClassOf*`.
    """

    def __init__(
        self, graph: ShapesGraph, subclasses: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._graph = graph
        self._subclasses = subclasses
        self._within: list[Node] = []

    def at(self, shape: Shape, focus: str, scope: Scope) -> At:
        """Return the place where the components of *shape* look at *focus*."""
        if shape.path is None:
            return At(shape, focus, (), focus)
        step, value = scope.step(focus, shape.path)
        return At(shape, focus, step, value)

    def instance(
        self,
        node: str,
        classes: Sequence[str],
        scope: Scope,
        *,
        graph: str | None = None,
        one_by_one: bool = False,
    ) -> str:
        """Return the pattern of *node* as a SHACL instance of one of *classes*.

        graph: the variable of a named graph that gives the type, wherever the classes are.
        one_by_one: whether to go through the classes, which finds all instances the fastest, or to
        look at the types of *node*, which is for a node that is known.
        """

        def typed(kind: str) -> str:
            pattern = f"{node} <{RDF.type}> {kind} ."
            return pattern if graph is None else f"GRAPH {graph} {{ {pattern} }}"

        subclasses = self._subclasses or {}
        unknown = [class_ for class_ in classes if class_ not in subclasses]
        kinds = sorted({kind for class_ in classes for kind in subclasses.get(class_, ())})
        named = [f"<{kind}>" for kind in kinds]
        if not unknown and len(named) == 1:
            return typed(named[0])
        kind = scope.fresh("class")
        if not unknown and one_by_one:
            return f"VALUES {kind} {{ {' '.join(named)} }} {typed(kind)}"
        is_below = [f"{kind} IN ({', '.join(named)})"] if named else []
        is_below += [exists((f"{kind} <{RDFS.subClassOf}>* <{one}> .",)) for one in unknown]
        return f"{typed(kind)} FILTER ({' || '.join(is_below)})"

    def violations(self, at: At, scope: Scope) -> Iterator[Violation]:
        """Yield how the shape at *at* is violated; not by `sh:property` and `sh:sparql`.

        :raises CannotCompile: when a component has no equal expression.
        """
        shape = at.shape
        for parameter in shape.parameters:
            if parameter in _OF_VALUES:
                name, expression = _OF_VALUES[parameter]
                for node in shape.parameters[parameter]:
                    test = expression(self, node, at, scope)
                    yield Violation(f"{SH}{name}ConstraintComponent", test, at.step, (), at.value)
            elif parameter in _OF_NODES:
                yield from _OF_NODES[parameter](self, at, scope)
            elif parameter not in _TOGETHER:
                raise CannotCompile(f"it has <{parameter}>")

    def fails(self, node: Node, focus: str, scope: Scope) -> str:
        """Return an expression: whether *focus* does not conform to the shape *node*.

        :raises CannotCompile: when it has no equal expression, such as when it is recursive.
        """
        if node in self._within:
            raise CannotCompile("it is recursive")
        shape = self._graph.shape(node)
        if shape.deactivated:
            return "false"
        if SH.sparql in shape.parameters:
            raise CannotCompile("it has sh:sparql in a condition")
        self._within.append(node)
        try:
            at = self.at(shape, focus, scope)
            found = list(self.violations(at, scope))
            stepping = [each.test for each in found if each.step and not each.where]
            tests = [each.exists for each in found if not each.step or each.where]
            tests += [] if at.step else stepping
            nested = [
                self.fails(child, at.value, scope)
                for child in shape.parameters.get(SH.property, ())
            ]
            if at.step:
                stepping += nested
                if stepping:
                    tests.append(exists(at.step, _any(stepping)))
            else:
                tests += nested
        finally:
            self._within.pop()
        return _any(tests)

    def passes(self, node: Node, focus: str, scope: Scope) -> str:
        """Return an expression: whether *focus* conforms to the shape *node*."""
        return f"!{self.fails(node, focus, scope)}"

    def members(self, node: Node) -> list[Node]:
        """Return the members of the list *node*."""
        return self._graph.members(node)

    def others(self, shape: Shape) -> list[Node]:
        """Return the sibling shapes of a qualified value shape (SHACL, section 4.7.3)."""
        graph = self._graph
        found = {
            value
            for parent in graph.parents(shape.node)
            for sibling in graph.values(parent, SH.property)
            for value in graph.values(sibling, SH.qualifiedValueShape)
        }
        return sorted(found - set(shape.parameters[SH.qualifiedValueShape]), key=str)

    def properties(self, shape: Shape) -> list[str]:
        """Return the predicates that the property shapes of *shape* are about."""
        children = map(self._graph.shape, shape.parameters.get(SH.property, ()))
        return [child.path.iri for child in children if isinstance(child.path, Predicate)]


def _any(tests: Sequence[str]) -> str:
    if not tests:
        return "false"
    return tests[0] if len(tests) == 1 else f"({' || '.join(tests)})"


def _all(tests: Sequence[str]) -> str:
    return f"({' && '.join(tests)})" if tests else "true"


def _same(value: str, nodes: Sequence[Node]) -> str:
    """Return an expression: whether *value* is one of *nodes*, as RDF terms."""
    if nodes and all(isinstance(node, rdflib.URIRef) for node in nodes):
        return f"{value} IN ({', '.join(map(term, nodes))})"
    return _any([f"sameTerm({value}, {term(node)})" for node in nodes])


def _number(node: Node | None) -> int:
    value = node.value if isinstance(node, rdflib.Literal) else None
    if not isinstance(value, int):
        raise CannotCompile(f"{node} is no whole number")
    return value


# 4.1 value types


def _class(self: Components, node: Node, at: At, scope: Scope) -> str:
    return f"NOT EXISTS {{ {self.instance(at.value, (str(node),), scope)} }}"


def _datatype(_: Components, node: Node, at: At, __: Scope) -> str:
    return f"!{is_of(at.value, str(node))}"


def _node_kind(_: Components, node: Node, at: At, __: Scope) -> str:
    if node not in _KINDS:
        raise CannotCompile(f"<{node}> is no node kind")
    return f"!({_KINDS[node].format(at.value)})"


# 4.2 cardinality


def _several(at: At, count: int, scope: Scope, test: Callable[[str], str] | None = None) -> str:
    """Return an expression: whether the focus node has *count* value nodes.

    test: what is asked of each of them, nothing when it is None.
    """
    if at.shape.path is None:
        raise CannotCompile("it counts values without sh:path")
    if count > _MANY:
        raise CannotCompile(f"it counts to more than {_MANY}")
    values: list[str] = []
    steps = []
    for _ in range(count):
        patterns, value = scope.step(at.focus, at.shape.path)
        tests = [f"!sameTerm({value}, {other})" for other in values]
        tests += [] if test is None else [test(value)]
        steps.append((patterns, tests))
        values.append(value)
    expression = ""
    for patterns, tests in reversed(steps):
        expression = exists(patterns, _all([*tests, expression] if expression else tests))
    return expression


def _min_count(_: Components, at: At, scope: Scope) -> Iterator[Violation]:
    count = _number(at.shape.one(SH.minCount))
    if count > 0:
        yield Violation(f"{SH}MinCountConstraintComponent", f"!{_several(at, count, scope)}")


def _max_count(_: Components, at: At, scope: Scope) -> Iterator[Violation]:
    count = _number(at.shape.one(SH.maxCount))

    def is_other(value: str) -> str:
        return f"!sameTerm({value}, {at.value})"

    test = _several(at, count, scope, is_other) if count else "true"
    yield Violation(f"{SH}MaxCountConstraintComponent", test, at.step)


# 4.3 value ranges


def _ordered(sign: str) -> Callable[[Components, Node, At, Scope], str]:
    def expression(_: Components, node: Node, at: At, __: Scope) -> str:
        return f"!COALESCE({at.value} {sign} {term(node)}, false)"

    return expression


# 4.4 strings


def _length(sign: str) -> Callable[[Components, Node, At, Scope], str]:
    def expression(_: Components, node: Node, at: At, __: Scope) -> str:
        length = f"STRLEN(STR({at.value})) {sign} {_number(node)}"
        return f"(isBlank({at.value}) || !({length}))"

    return expression


def _pattern(_: Components, node: Node, at: At, __: Scope) -> str:
    flags = at.shape.one(SH.flags)
    expression = matches(at.value, str(node), "" if flags is None else str(flags))
    return f"(isBlank({at.value}) || !{expression})"


def _language_in(self: Components, node: Node, at: At, _: Scope) -> str:
    ranges = [f"LANGMATCHES(LANG({at.value}), {term(tag)})" for tag in self.members(node)]
    return f"!(isLiteral({at.value}) && {_any(ranges)})"


def _unique_lang(_: Components, at: At, scope: Scope) -> Iterator[Violation]:
    if str(at.shape.one(SH.uniqueLang)) == "true":
        if at.shape.path is None:
            raise CannotCompile("it has sh:uniqueLang without sh:path")
        patterns, other = scope.step(at.focus, at.shape.path)
        test = (
            f"COALESCE(!sameTerm({at.value}, {other}) && LANG({at.value}) != "
            f'"" && LCASE(LANG({at.value})) = LCASE(LANG({other})), false)'
        )
        yield Violation(f"{SH}UniqueLangConstraintComponent", test, at.step, patterns)


# 4.5 property pairs


def _equals(_: Components, at: At, scope: Scope) -> Iterator[Violation]:
    component = f"{SH}EqualsConstraintComponent"
    for predicate in at.shape.parameters[SH.equals]:
        other = Predicate(str(predicate))
        missing = f"!{exists(scope.link(at.focus, other, at.value))}"
        yield Violation(component, missing, at.step, (), at.value)
        patterns, value = scope.step(at.focus, other)
        surplus = f"!sameTerm({value}, {at.focus})"
        if at.shape.path is not None:
            surplus = f"!{exists(scope.link(at.focus, at.shape.path, value))}"
        yield Violation(component, surplus, (), patterns, value)


def _disjoint(_: Components, node: Node, at: At, scope: Scope) -> str:
    return exists(scope.link(at.focus, Predicate(str(node)), at.value))


def _before(name: str, parameter: rdflib.URIRef, sign: str) -> "_OfNodes":
    def violations(_: Components, at: At, scope: Scope) -> Iterator[Violation]:
        if at.shape.path is None:
            raise CannotCompile(f"it has <{parameter}> without sh:path")
        for predicate in at.shape.parameters[parameter]:
            patterns, other = scope.step(at.focus, Predicate(str(predicate)))
            test = f"!COALESCE({at.value} {sign} {other}, false)"
            yield Violation(f"{SH}{name}ConstraintComponent", test, at.step, patterns, at.value)

    return violations


# 4.6 logic


def _not(self: Components, node: Node, at: At, scope: Scope) -> str:
    return self.passes(node, at.value, scope)


def _and(self: Components, node: Node, at: At, scope: Scope) -> str:
    return _any([self.fails(each, at.value, scope) for each in self.members(node)])


def _or(self: Components, node: Node, at: At, scope: Scope) -> str:
    return _all([self.fails(each, at.value, scope) for each in self.members(node)])


def _xone(self: Components, node: Node, at: At, scope: Scope) -> str:
    counted = [f"IF({self.fails(each, at.value, scope)}, 0, 1)" for each in self.members(node)]
    return f"({' + '.join(counted) or 0} != 1)"


# 4.7 shapes


def _node(self: Components, node: Node, at: At, scope: Scope) -> str:
    return self.fails(node, at.value, scope)


def _qualified(self: Components, at: At, scope: Scope) -> Iterator[Violation]:
    at.shape.one(SH.qualifiedValueShape)
    (node,) = at.shape.parameters[SH.qualifiedValueShape]
    low, high = at.shape.one(SH.qualifiedMinCount), at.shape.one(SH.qualifiedMaxCount)
    apart = str(at.shape.one(SH.qualifiedValueShapesDisjoint)) in ("true", "1")
    others = self.others(at.shape) if apart else []

    def conforms(value: str) -> str:
        tests = [self.passes(node, value, scope)]
        return _all(tests + [self.fails(other, value, scope) for other in others])

    component = f"{SH}Qualified{{}}ConstraintComponent"
    if low is not None and _number(low) > 0:
        some = _several(at, _number(low), scope, conforms)
        yield Violation(component.format("MinCount"), f"!{some}")
    if high is not None:
        some = _several(at, _number(high) + 1, scope, conforms)
        yield Violation(component.format("MaxCount"), some)


# 4.8 the rest


def _closed(self: Components, at: At, scope: Scope) -> Iterator[Violation]:
    if str(at.shape.one(SH.closed)) not in ("true", "1"):
        return
    ignored = at.shape.one(SH.ignoredProperties)
    allowed = self.properties(at.shape)
    allowed += [] if ignored is None else [str(each) for each in self.members(ignored)]
    predicate, value = scope.fresh("predicate"), scope.fresh("value")
    named = ", ".join(f"<{iri}>" for iri in dict.fromkeys(allowed))
    yield Violation(
        f"{SH}ClosedConstraintComponent",
        f"{predicate} NOT IN ({named})",
        at.step,
        (f"{at.value} {predicate} {value} .",),
        value,
        predicate,
    )


def _has_value(_: Components, at: At, scope: Scope) -> Iterator[Violation]:
    for node in at.shape.parameters[SH.hasValue]:
        test = f"!sameTerm({at.focus}, {term(node)})"
        if at.shape.path is not None:
            test = f"!{exists(scope.link(at.focus, at.shape.path, term(node)))}"
        yield Violation(f"{SH}HasValueConstraintComponent", test)


def _in(self: Components, node: Node, at: At, _: Scope) -> str:
    return f"!({_same(at.value, self.members(node))})"


_OfNodes = Callable[[Components, At, Scope], Iterator[Violation]]

_OF_VALUES: dict[Node, tuple[str, Callable[[Components, Node, At, Scope], str]]] = {
    SH["class"]: ("Class", _class),
    SH.datatype: ("Datatype", _datatype),
    SH.nodeKind: ("NodeKind", _node_kind),
    SH.minExclusive: ("MinExclusive", _ordered(">")),
    SH.minInclusive: ("MinInclusive", _ordered(">=")),
    SH.maxExclusive: ("MaxExclusive", _ordered("<")),
    SH.maxInclusive: ("MaxInclusive", _ordered("<=")),
    SH.minLength: ("MinLength", _length(">=")),
    SH.maxLength: ("MaxLength", _length("<=")),
    SH.pattern: ("Pattern", _pattern),
    SH.languageIn: ("LanguageIn", _language_in),
    SH.disjoint: ("Disjoint", _disjoint),
    SH["not"]: ("Not", _not),
    SH["and"]: ("And", _and),
    SH["or"]: ("Or", _or),
    SH.xone: ("Xone", _xone),
    SH.node: ("Node", _node),
    SH["in"]: ("In", _in),
}
"""Components that judge each value node: the component's name, and whether a value is wrong."""

_OF_NODES: dict[Node, _OfNodes] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.uniqueLang: _unique_lang,
    SH.equals: _equals,
    SH.lessThan: _before("LessThan", SH.lessThan, "<"),
    SH.lessThanOrEquals: _before("LessThanOrEquals", SH.lessThanOrEquals, "<="),
    SH.qualifiedValueShape: _qualified,
    SH.closed: _closed,
    SH.hasValue: _has_value,
}
"""Components that judge a focus node by all its value nodes."""

_TOGETHER = frozenset(
    {
        SH.property,
        SH.sparql,
        SH.flags,
        SH.ignoredProperties,
        SH.qualifiedMinCount,
        SH.qualifiedMaxCount,
        SH.qualifiedValueShapesDisjoint,
    }
)
"""Parameters that are read together with another, or elsewhere."""
