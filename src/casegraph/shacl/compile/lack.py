"""What a query looks for that lacks something: a reason to find nothing in most cases.

A query with `?node ?path ?any` and `FILTER NOT EXISTS { ?path rdf:type ?kind }` finds nothing where
every predicate has a class. That is seen from the kinds of nodes that cases describe, of which
there are few; the query itself would look at every triple.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

import rdflib
from rdflib.namespace import RDF
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, Variable

Role = Literal["node", "predicate", "class"]
"""What lacks: a node of the case, a predicate of one, or a class of one."""

_Triple = tuple[Node, Node, Node]


class Lack(NamedTuple):
    """Something in a *role* has no value of *predicate*, an IRI."""

    role: Role
    predicate: str


def lacks(algebra: CompValue, own: frozenset[Variable]) -> Iterator[Lack]:
    """Yield what each solution of *algebra* shows; own: variables of nodes of the case at hand."""
    required = [*_required(algebra)]
    triples = _triples(required)
    for part in required:
        if part.name == "Filter":
            for condition in _conditions(part.expr):
                for variable, predicate in _lacking(condition, algebra):
                    for role in _roles(variable, triples, own):
                        yield Lack(role, predicate)


def _required(node: CompValue) -> Iterator[CompValue]:
    """Yield the patterns and filters that all solutions of *node* have passed."""
    yield node
    if node.name == "Join":
        yield from _required(node.p1)
        yield from _required(node.p2)
    elif node.name in (
        "SelectQuery",
        "Project",
        "Distinct",
        "Reduced",
        "OrderBy",
        "Extend",
        "Filter",
    ):
        yield from _required(node.p)


def _triples(parts: list[CompValue]) -> list[_Triple]:
    return [triple for part in parts if part.name == "BGP" for triple in part.triples]


def _conditions(expression: object) -> Iterator[CompValue]:
    """Yield the parts of a conjunction."""
    if isinstance(expression, CompValue):
        if expression.name == "ConditionalAndExpression":
            for part in (expression.expr, *expression.other):
                yield from _conditions(part)
        else:
            yield expression


def _lacking(condition: CompValue, algebra: CompValue) -> Iterator[tuple[Variable, str]]:
    """Yield the variable of which *condition* says that it has no value, and the predicate."""
    if condition.name != "Builtin_NOTEXISTS":
        return
    parts = [*_required(condition.graph)]
    triples = _triples(parts)
    if len(triples) == 1 and all(part.name in ("BGP", "Join") for part in parts):
        ((node, predicate, value),) = triples
        is_any = isinstance(value, Variable) and _uses(algebra, value) == 1
        if is_any and isinstance(node, Variable) and isinstance(predicate, rdflib.URIRef):
            yield node, str(predicate)


def _roles(variable: Variable, triples: list[_Triple], own: frozenset[Variable]) -> Iterator[Role]:
    """Yield what *variable* stands for in *triples*."""
    for node, predicate, value in triples:
        if node in own:
            if node == variable:
                yield "node"
            if predicate == variable:
                yield "predicate"
            if predicate == RDF.type and value == variable:
                yield "class"


def _uses(value: object, variable: Variable) -> int:
    """Return how many times *variable* stands in an algebra, other than in its list of all."""
    if value == variable:
        return 1
    if isinstance(value, CompValue):
        return sum(_uses(part, variable) for name, part in value.items() if name != "_vars")
    if isinstance(value, list | tuple):
        return sum(_uses(part, variable) for part in value)
    return 0
