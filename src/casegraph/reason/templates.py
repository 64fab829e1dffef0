"""Rules and checks to SPARQL 1.1: one small template for each kind.

A query answers ?subject, for a pair also ?object, and over cases ?case: the graph that tells whose
fact it is. Its `Scope` says where the facts lie that may lead to a new one:

- BACKGROUND: all facts are in the default graph.
- MANY: cases of their own over a closed background. A new fact begins with one of a case, in the
  case's named graphs, and goes on in the same case or in the background.
- ONE: a single case, which may say anything. A new fact needs one of the case somewhere.
"""

from collections.abc import Iterable
from enum import Enum

from casegraph.namespaces import RDF
from casegraph.reason.axioms import Axioms, Chain, Copy, Member, Path, Rule

_TYPE = f"<{RDF}type>"


class Scope(Enum):
    """Where the facts lie that may lead to a new one."""

    BACKGROUND = "background"
    MANY = "many"
    ONE = "one"


def made_by(rule: Rule, scope: Scope) -> str:
    """Return the query for what *rule* makes and no graph holds; of a path, for where it starts."""
    match rule:
        case Copy():
            return _copy(rule, scope)
        case Member():
            return _member(rule, scope)
        case Chain():
            return _chain(rule, scope)
        case Path():
            return f"SELECT {_names(scope)} ?object {{ {_given(_pair(rule), scope)} }}"


def ends(rule: Path) -> str:
    """Return the query for each ?end that the tails of *rule* lead to from a given ?object."""
    return f"SELECT DISTINCT ?object ?end {{ ?object ({_tails(rule)})+ ?end }}"


def ends_of_all(rule: Path, scope: Scope) -> str:
    """Return the query for each ?object that *rule* starts from, with each ?end."""
    return f"""SELECT DISTINCT ?object ?end {{
  {{ SELECT DISTINCT ?object {{ {_given(_pair(rule), scope)} }} }}
  ?object ({_tails(rule)})+ ?end
}}"""


def own_steps(rule: Path) -> str:
    """Return the query for each ?case and ?step where it says something that *rule* goes along."""
    steps = sorted({step for tail in rule.tails for step in tail})
    given = _given("?step ?property ?next", Scope.ONE)
    return f"SELECT DISTINCT ?case ?step {{ {_values('property', steps)} {given} }}"


def leading_to(rule: Path) -> str:
    """Return the query for the pairs from which *rule* may come to a given ?step."""
    steps = "|".join(f"<{step}>" for step in sorted({step for tail in rule.tails for step in tail}))
    body = f"?object ({steps})* ?step . {_pair(rule)}"
    return f"SELECT DISTINCT ?step ?subject ?object {{ {body} }}"


def typed_values(axioms: Axioms, scope: Scope) -> str:
    """Return the query for the values of properties that ask for a datatype: ?property ?object."""
    body = f"{_values('property', (name for name, _ in axioms.datatypes))} " + _given(
        "?subject ?property ?object", scope
    )
    return f"SELECT DISTINCT ?property ?object {{ {body} }}"


def literals(scope: Scope) -> str:
    """Return the query for every literal once: ?object."""
    objects = f"SELECT DISTINCT ?object {{ {_given('?subject ?property ?object', scope)} }}"
    return f"SELECT ?object {{ {{ {objects} }} FILTER(isLiteral(?object)) }}"


def properties(scope: Scope) -> str:
    """Return the query for every property once: ?property."""
    given = _given("?subject ?property ?object", scope)
    return f"SELECT DISTINCT ?property {{ {given} }}"


def classes(scope: Scope) -> str:
    """Return the query for every class that has a member once: ?class."""
    return f"SELECT DISTINCT ?class {{ {_given(f'?subject {_TYPE} ?class', scope)} }}"


def using(names: Iterable[str], scope: Scope) -> str:
    """Return the query for the subjects of any property in *names*."""
    given = _given("?subject ?property ?object", scope)
    return f"SELECT DISTINCT {_names(scope)} {{ {_values('property', names)} {given} }}"


def members(names: Iterable[str], scope: Scope) -> str:
    """Return the query for the members of any class in *names*."""
    given = _given(f"?subject {_TYPE} ?class", scope)
    return f"SELECT DISTINCT {_names(scope)} {{ {_values('class', names)} {given} }}"


def clashes(axioms: Axioms, scope: Scope) -> tuple[str, ...]:
    """Return a query for each check: its answers are what no graph with a model holds."""
    return (
        *(_two_classes(names, scope) for names in axioms.disjoint_classes),
        *(_two_properties(names, scope) for names in axioms.disjoint_properties),
        *(_clash(_asymmetric(name, scope), scope) for name in axioms.asymmetric),
        *(
            _clash(_given(f"?subject <{name}> ?subject", scope), scope)
            for name in axioms.irreflexive
        ),
    )


def _copy(rule: Copy, scope: Scope) -> str:
    sides = (
        ("?subject ?from ?object", rule.forward),
        ("?object ?from ?subject", rule.inverted),
    )
    turns = bool(rule.inverted)
    return _new(_union(sides, scope), f"?subject <{rule.head.iri}> ?object", turns, scope)


def _member(rule: Member, scope: Scope) -> str:
    sides = (
        (f"?subject {_TYPE} ?from", rule.classes),
        ("?subject ?from ?any", rule.subjects_of),
        ("?any ?from ?subject", rule.values_of),
    )
    turns = bool(rule.values_of)
    return _new(_union(sides, scope), f"?subject {_TYPE} <{rule.head.iri}>", turns, scope)


def _chain(rule: Chain, scope: Scope) -> str:
    nodes = ("?subject", *(f"?step{number}" for number in range(1, len(rule.steps))), "?object")
    triples = [
        f"{nodes[number]} <{step}> {nodes[number + 1]}" for number, step in enumerate(rule.steps)
    ]
    return _new(_some_given(triples, scope), f"?subject <{rule.head.iri}> ?object", False, scope)


def _new(body: str, made: str, turns: bool, scope: Scope) -> str:
    """Return the query for what *made* would add, given *body*.

    turns: whether its subject may be a node of the background, which then may hold it already.
    MINUS is the fastest where what is made is only of cases, OPTIONAL where it may be of all.
    """
    names = _names(scope) + (" ?object" if "?object" in made else "")
    if scope is not Scope.ONE:
        known = made if scope is Scope.BACKGROUND else f"GRAPH ?known {{ {made} }}"
        body = f"{body} MINUS {{ {known} }}"
    if scope is Scope.ONE or (scope is Scope.MANY and turns):
        body = f"""{{ SELECT DISTINCT {names} {{ {body} }} }}
  OPTIONAL {{ {made} . BIND(true AS ?is_known) }}
  FILTER(!BOUND(?is_known))"""
    return f"SELECT DISTINCT {names} {{ {body} }}"


def _union(sides: Iterable[tuple[str, tuple[str, ...]]], scope: Scope) -> str:
    """Return the pattern for any of *sides*: a triple with ?from, and the names for that."""
    return " UNION ".join(
        f"{{ {_given(triple.replace('?from', f'<{name}>'), scope)} }}"
        for triple, names in sides
        for name in names
    )


def _pair(rule: Path) -> str:
    return f"?subject <{rule.head.iri}> ?object"


def _tails(rule: Path) -> str:
    return "|".join("/".join(f"<{step}>" for step in tail) for tail in rule.tails)


def _two_classes(names: tuple[str, ...], scope: Scope) -> str:
    return _two(f"?subject {_TYPE} ?one", f"?subject {_TYPE} ?other", "?subject", names, scope)


def _two_properties(names: tuple[str, ...], scope: Scope) -> str:
    triples = ("?subject ?one ?object", "?subject ?other ?object")
    return _two(*triples, "?subject ?object", names, scope)


def _two(one: str, other: str, shared: str, names: tuple[str, ...], scope: Scope) -> str:
    """Return the query for what is *one* by two of *names*; in a single case, with *other*."""
    given = f"{_values('one', names)} {_given(one, scope)}"
    if scope is Scope.ONE:
        return _clash(f"{given} {_values('other', names)} {other} FILTER(?one != ?other)", scope)
    case = "" if scope is Scope.BACKGROUND else "(SAMPLE(?graph) AS ?case) "
    given = given.replace("?case", "?graph")
    return f"SELECT {case}{shared} {{ {given} }} GROUP BY {shared} HAVING(COUNT(DISTINCT ?one) > 1)"


def _asymmetric(name: str, scope: Scope) -> str:
    return f"{_given(f'?subject <{name}> ?object', scope)} ?object <{name}> ?subject"


def _clash(body: str, scope: Scope) -> str:
    return f"SELECT DISTINCT {_names(scope)} {{ {body} }}"


def _some_given(triples: list[str], scope: Scope) -> str:
    """Return the pattern for *triples* of which the first, or in a single case any, may be new."""
    firsts = range(len(triples)) if scope is Scope.ONE else (0,)
    sides = (
        f"{_given(triples[first], scope)} {' . '.join(triples[:first] + triples[first + 1 :])}"
        for first in firsts
    )
    return " UNION ".join(f"{{ {side} }}" for side in sides)


def _given(triple: str, scope: Scope) -> str:
    """Return the pattern for a *triple* that is one of those that may be new."""
    return f"{triple} ." if scope is Scope.BACKGROUND else f"GRAPH ?case {{ {triple} }}"


def _names(scope: Scope) -> str:
    return "?subject" if scope is Scope.BACKGROUND else "?case ?subject"


def _values(variable: str, names: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{name}>' for name in names)} }}"
