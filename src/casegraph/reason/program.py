"""Which rules are needed, and in which order they run.

A rule is needed when what it makes is published, checked, read by a CONSTRUCT rule, or read by a
rule that is needed. Rules that depend on each other run together, as a `Stratum`, to a fixpoint;
each stratum comes after those that it reads.
"""

import re
from collections.abc import Iterable, Mapping

from casegraph.reason import rules
from casegraph.reason.axioms import Axioms, Path, Relation, Rule
from casegraph.reason.published import CLASSES, PREDICATES

Stratum = tuple[Rule, ...]

_PREFIX = re.compile(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^>]*)>")
_PREFIXED = re.compile(r"(?<![\w<?$])([\w.-]*):([\w.-]*[\w-])")
_IRI = re.compile(r"<([^<>\s]+)>")


def is_published(relation: Relation) -> bool:
    """Return whether casegraph answers for *relation*."""
    return relation.iri.startswith(CLASSES if relation.is_class else PREDICATES)


def order(axioms: Axioms, constructing: Iterable[rules.Rule]) -> tuple[Stratum, ...]:
    """Return the rules of *axioms* that are needed, in strata that each read only earlier ones."""
    named = {iri for rule in constructing for iri in _named(rule.text)}
    wanted = {
        rule.head
        for rule in axioms.rules
        if is_published(rule.head) or rule.head in axioms.checked or rule.head.iri in named
    }
    while (
        more := {
            relation for rule in axioms.rules if rule.head in wanted for relation in rule.reads
        }
        - wanted
    ):
        wanted |= more
    return _strata([rule for rule in axioms.rules if rule.head in wanted])


def _named(text: str) -> set[str]:
    """Return the IRIs that the query *text* names."""
    prefixes = dict(_PREFIX.findall(text))
    prefixed = (
        prefixes[prefix] + local for prefix, local in _PREFIXED.findall(text) if prefix in prefixes
    )
    return {*prefixed, *_IRI.findall(text)}


def _strata(needed: list[Rule]) -> tuple[Stratum, ...]:
    """Return the strongly connected components of *needed*, what is read before what reads it.

    Of two components the one that is read reaches fewer relations. In a component paths come last,
    so that they start from all that is there.
    """
    making: dict[Relation, list[Rule]] = {}
    for rule in needed:
        making.setdefault(rule.head, []).append(rule)
    reached = {relation: _reached(relation, making) for relation in making}
    strata = {
        frozenset(other for other in reached[relation] if relation in reached[other])
        for relation in making
    }
    in_order = sorted(strata, key=lambda together: (len(reached[min(together)]), min(together)))
    return tuple(
        tuple(
            sorted(
                (rule for relation in sorted(together) for rule in making[relation]),
                key=lambda rule: isinstance(rule, Path),
            )
        )
        for together in in_order
    )


def _reached(start: Relation, making: Mapping[Relation, list[Rule]]) -> set[Relation]:
    """Return *start* and the relations made by rules that it is made from, near or far."""
    found = {start}
    waiting = [start]
    while waiting:
        reads = {read for rule in making[waiting.pop()] for read in rule.reads if read in making}
        waiting.extend(reads - found)
        found |= reads
    return found
