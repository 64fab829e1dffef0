"""Whether many cases in one store can answer a query at once, each as if it were alone.

The nodes of a case are described by that case alone, and no other case leads to them. So a triple
pattern sees one case as long as its subject is reached forwards from the focus node, or backwards
from a node that is the case's own. Every other pattern must not be answered by any case: its
predicate is `loose`, and all is well while no case uses it.
"""

from collections.abc import Iterable, Iterator

import rdflib
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, Variable

from casegraph.namespaces import document_of
from casegraph.shacl.compile.path import (
    AnyOf,
    InTurn,
    Inverse,
    Path,
    Predicate,
    Reach,
    Repeated,
    reach,
)

_Triple = tuple[Node, object, Node]

_THIS = Variable("this")


class Locality:
    """What a query over many cases needs in order to see one case only.

    local: False when nothing helps. loose: predicates that no case may use. named: the variables
    that the query makes the case's own by a name with the same part before `#` as `$this`.
    """

    def __init__(self, algebra: CompValue, own: bool) -> None:
        self.local = True
        self.loose: frozenset[str] = frozenset()
        self.named = frozenset(_named_like_this(algebra)) if own else frozenset()
        known = {_THIS: own, **dict.fromkeys(self.named, True)}
        self._group(algebra, known)

    @staticmethod
    def is_about(algebra: CompValue, subjects: frozenset[Variable]) -> bool:
        """Return whether *algebra* has one pattern, a single step from one of *subjects*."""
        triples = [
            triple for node in _nodes(algebra) if node.name == "BGP" for triple in node.triples
        ]
        return len(triples) == 1 and all(
            subject in subjects and not isinstance(predicate, SequencePath | InvPath | MulPath)
            for subject, predicate, _ in triples
        )

    def _group(self, node: CompValue, known: dict[Variable, bool]) -> dict[Variable, bool]:
        """Return the variables anchored in *node*, each with whether it is the case's own."""
        match node.name:
            case "BGP":
                return self._triples(list(node.triples), dict(known))
            case "Join":
                patterns = [*_joined(node)]
                triples = [
                    triple for one in patterns if one.name == "BGP" for triple in one.triples
                ]
                known = self._triples(triples, dict(known))
                for one in patterns:
                    if one.name != "BGP":
                        known = self._group(one, known)
                return known
            case "LeftJoin":
                first = self._group(node.p1, known)
                self._group(node.p2, first)
                self._tests(node.expr, first)
                return first
            case "Union":
                left, right = self._group(node.p1, known), self._group(node.p2, known)
                return {name: left[name] and right[name] for name in left.keys() & right.keys()}
            case "Filter" | "Extend":
                inside = self._group(node.p, known)
                self._tests(node.expr, inside)
                return inside
            case "ToMultiSet":
                given = _given(node)
                inside = self._group(node.p, {name: known[name] for name in known.keys() & given})
                return known | {name: inside[name] for name in inside.keys() & given}
            case "Project" | "SelectQuery" | "Distinct" | "Reduced" | "OrderBy":
                return self._group(node.p, known)
            case _:
                self.local = False
                return known

    def _tests(self, expression: object, known: dict[Variable, bool]) -> None:
        """Look into the EXISTS of a filter."""
        if isinstance(expression, CompValue):
            if expression.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
                self._group(expression.graph, known)
            else:
                for value in expression.values():
                    self._tests(value, known)
        elif isinstance(expression, list):
            for value in expression:
                self._tests(value, known)

    def _triples(self, waiting: list[_Triple], known: dict[Variable, bool]) -> dict[Variable, bool]:
        """Follow the triple patterns *waiting*, the surest first."""
        while waiting:
            sureness, triple = min(
                ((_sureness(triple, known), triple) for triple in waiting), key=lambda pair: pair[0]
            )
            waiting.remove(triple)
            subject, predicate, value = triple
            path = _path(predicate)
            if isinstance(predicate, Variable):
                known.setdefault(predicate, False)
            elif path is None:
                self.local = False
            if sureness in (0, 1, 3):
                backwards = sureness > 0
                start, end = (value, subject) if backwards else (subject, value)
                own = isinstance(start, Variable) and known.get(start, False)
                if path is None and backwards and not own:
                    self.local = False
                reached = Reach(own and backwards, frozenset())
                if path is not None:
                    reached = reach(path, own, backwards=backwards)
                self.loose |= reached.loose
                _anchor(known, end, reached.own)
            elif isinstance(path, Predicate):
                self.loose |= {path.iri}
                _anchor(known, subject, False)
                _anchor(known, value, False)
            else:
                self.local = False
        return known


def _sureness(triple: _Triple, known: dict[Variable, bool]) -> int:
    """Return 0 from a known subject, 1 from an own object, 3 from a known one, 4 from nothing."""
    subject, _, value = triple
    if subject in known or (
        isinstance(subject, rdflib.URIRef) and document_of(str(subject)) is None
    ):
        return 0
    if isinstance(value, Variable):
        return {True: 1, False: 3, None: 4}[known.get(value)]
    return 3


def _anchor(known: dict[Variable, bool], node: Node, own: bool) -> None:
    if isinstance(node, Variable):
        known[node] = known.get(node, False) or own


def _path(predicate: object) -> Path | None:
    """Return the path in the position of a predicate; None for a variable or a negated set."""
    match predicate:
        case rdflib.URIRef():
            return Predicate(str(predicate))
        case InvPath():
            inner = _path(predicate.arg)
            return inner and Inverse(inner)
        case SequencePath():
            return _several(InTurn, predicate.args)
        case AlternativePath():
            return _several(AnyOf, predicate.args)
        case MulPath():
            inner = _path(predicate.path)
            return inner and Repeated(inner, str(predicate.mod))
        case _:
            return None


def _several(kind: type[InTurn] | type[AnyOf], parts: Iterable[object]) -> Path | None:
    paths = [path for path in map(_path, parts) if path is not None]
    return kind(tuple(paths)) if len(paths) == len(list(parts)) else None


def _given(node: CompValue) -> frozenset[Variable]:
    """Return the variables that a subquery gives."""
    while node.name != "Project":
        node = node.p
    return frozenset(node.PV)


def _joined(node: CompValue) -> Iterator[CompValue]:
    for part in (node.p1, node.p2):
        if part.name == "Join":
            yield from _joined(part)
        else:
            yield part


def _nodes(value: object) -> Iterator[CompValue]:
    """Yield all nodes of an algebra."""
    if isinstance(value, CompValue):
        yield value
        for part in value.values():
            yield from _nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def _named_like_this(algebra: CompValue) -> Iterator[Variable]:
    """Yield each variable that the query makes a node of the document of `$this` by its name."""
    for condition in _conditions(algebra):
        yield from _in_document(condition)


def _in_document(condition: object) -> frozenset[Variable]:
    """Return the variables that *condition* makes nodes of the document of `$this`.

    That is `STRBEFORE(STR(?v), "#") = STRBEFORE(STR($this), "#")`, or for the document itself
    `STR(?v) = STRBEFORE(STR($this), "#")`, or one or the other.
    """
    if not isinstance(condition, CompValue):
        return frozenset()
    if condition.name == "ConditionalOrExpression":
        parts = map(_in_document, (condition.expr, *condition.other))
        return frozenset.intersection(*parts)
    if condition.name != "RelationalExpression" or condition.op != "=":
        return frozenset()
    sides = (condition.expr, condition.other)
    if _THIS not in map(_document, sides):
        return frozenset()
    named = {_document(side) or _text(side) for side in sides}
    return frozenset(variable for variable in named if variable not in (None, _THIS))


def _conditions(node: CompValue) -> Iterator[object]:
    """Yield what the filters around the whole of a query ask for."""
    while node.name in (
        "SelectQuery",
        "Project",
        "Distinct",
        "Reduced",
        "OrderBy",
        "Extend",
        "Filter",
    ):
        if node.name == "Filter":
            waiting = [node.expr]
            while waiting:
                condition = waiting.pop()
                if (
                    isinstance(condition, CompValue)
                    and condition.name == "ConditionalAndExpression"
                ):
                    waiting += [condition.expr, *condition.other]
                else:
                    yield condition
        node = node.p


def _document(value: object) -> Variable | None:
    """Return ?v when *value* is the expression `STRBEFORE(STR(?v), "#")`."""
    if isinstance(value, CompValue) and value.name == "Builtin_STRBEFORE":
        return _text(value.arg1) if str(value.arg2) == "#" else None
    return None


def _text(value: object) -> Variable | None:
    """Return ?v when *value* is the expression `STR(?v)`."""
    if isinstance(value, CompValue) and value.name == "Builtin_STR":
        return value.arg if isinstance(value.arg, Variable) else None
    return None
