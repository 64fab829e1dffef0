"""How far the rules go from what a case names, so that of large hierarchies a part is enough.

Up a hierarchy the way is short: some dozen terms. Down it is everything, and only few rules go
there: absence falls to narrower terms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casegraph.namespaces import CG, SKOS
from casegraph.reason.axioms import Chain, Copy, Path, Rule

DOWNWARD = frozenset((f"{SKOS}narrower", f"{SKOS}narrowerTransitive", f"{CG}hasPart"))
"""The properties that lead from a term to all that is below it."""


@dataclass(frozen=True)
class Reach:
    """How far rules go.

    descents: the properties from whose values they go down, with their steps. transitive: the
    properties of which one step leads to all that many do, once everything that follows is there.
    """

    descents: Mapping[str, frozenset[str]]
    transitive: frozenset[str]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Reach":
        """Return how far *rules* go."""
        rules = tuple(rules)
        return cls(descents(rules), transitive(rules))


def descents(rules: Iterable[Rule]) -> Mapping[str, frozenset[str]]:
    """Return, for each property from whose values a rule goes down, all its steps from there.

    >>> denied, transitive = "http://example.org/denies", f"{SKOS}narrowerTransitive"
    >>> says, excludes = "http://example.org/says", "http://example.org/excludes"
    >>> from casegraph.reason.axioms import Relation
    >>> found = descents(
    ...     (Chain(Relation(excludes), (says, denied)), Path(Relation(excludes), ((transitive,),)))
    ... )
    >>> sorted(found) == [denied, excludes, says]
    True
    """
    steps: dict[str, frozenset[str]] = {}
    rules = tuple(rules)
    while True:
        before = dict(steps)
        for rule in rules:
            for name, further in _further(rule):
                beyond = steps.get(rule.head.iri, frozenset())
                steps[name] = steps.get(name, frozenset()) | beyond | further
        if steps == before:
            return {name: found for name, found in steps.items() if found & DOWNWARD}


def transitive(rules: Iterable[Rule]) -> frozenset[str]:
    """Return the properties that *rules* make transitive.

    >>> from casegraph.reason.axioms import Relation
    >>> part = "http://example.org/partOf"
    >>> transitive([Path(Relation(part), ((part,),))])
    frozenset({'http://example.org/partOf'})
    """
    return frozenset(
        rule.head.iri for rule in rules if isinstance(rule, Path) and (rule.head.iri,) in rule.tails
    )


def _further(rule: Rule) -> Iterable[tuple[str, frozenset[str]]]:
    """Yield the properties from whose values *rule* goes on, with the steps that it takes."""
    match rule:
        case Path():
            yield rule.head.iri, frozenset(step for tail in rule.tails for step in tail)
        case Chain():
            for number, step in enumerate(rule.steps, 1):
                yield step, frozenset(rule.steps[number:])
        case Copy() if not rule.head.is_class:
            for name in rule.forward:
                yield name, frozenset()
