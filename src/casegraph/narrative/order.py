"""In which order the statements of a case are told, and which stands under which.

By time; then by what had to come first, as a CT comes after the suspicion that it was made for;
then what was seen after a treatment after all else; then by the place of the words in the text.
"""

from collections.abc import Iterable, Mapping, Sequence

from casegraph.namespaces import CG, DCTERMS
from casegraph.narrative.facts import Facts

_ANTECEDENTS = tuple(
    CG + name
    for name in ("because", "revises", "shownBy", "after", "offsetFrom", "follows", "dueTo")
)


class Order:
    """Statements of one case in the order of telling, each under another one or a root.

    roots: what stands under nothing. children: by statement, what stands under it: the findings
    that an investigation showed, the parts of an operation, the diagnosis that revises another.
    """

    def __init__(self, facts: Facts, nodes: Iterable[str]) -> None:
        ordered = in_order(facts, nodes)
        parents = _parents(facts, ordered)
        self.roots = [node for node in ordered if node not in parents]
        self.children: dict[str, list[str]] = {node: [] for node in ordered}
        for child in ordered:
            if child in parents:
                self.children[parents[child]].append(child)


def in_order(facts: Facts, nodes: Iterable[str]) -> tuple[str, ...]:
    """Return *nodes* in the order in which they are told; in a circle, the text decides."""
    return facts.once(_in_order, tuple(nodes))


def _in_order(facts: Facts, nodes: tuple[str, ...]) -> tuple[str, ...]:
    antecedents = {node: _antecedents(facts, node) for node in nodes}
    later = {node for node in antecedents if is_later(facts, node)}
    waiting = sorted(
        antecedents,
        key=lambda node: (
            facts.days(node),
            node in later or not antecedents[node].isdisjoint(later),
            facts.order(node),
        ),
    )
    told: list[str] = []
    while waiting:
        ready = (node for node in waiting if antecedents[node].isdisjoint(waiting))
        told.append(next(ready, waiting[0]))
        waiting.remove(told[-1])
    return tuple(told)


def is_later(facts: Facts, node: str) -> bool:
    """Return whether a finding was made in the course: at a later time, or after a treatment."""
    if facts.days(node) > 0:
        return True
    origins = [CG + name for name in ("after", "offsetFrom", "follows")]
    before = any(lexical.startswith("-") for lexical in facts.literals(node, f"{CG}atOffset"))
    return not before and any(
        "Treatment" in facts.types(other)
        for step in origins
        for other in facts.nodes_of(node, step)
    )


def _antecedents(facts: Facts, node: str) -> frozenset[str]:
    """Return the statements that had to come before *node*."""
    return facts.reached(node, _ANTECEDENTS) - {node}


def _parents(facts: Facts, ordered: Sequence[str]) -> Mapping[str, str]:
    """Return the statement under which each stands, roots left out, and none of a circle."""
    wholes = {part: node for node in ordered for part in facts.nodes_of(node, f"{DCTERMS}hasPart")}
    parents: dict[str, str] = {}
    for node in ordered:
        candidates = [wholes[node]] if node in wholes else _shown_by_or_revised(facts, node)
        parent = next((other for other in ordered if other in candidates), None)
        if parent is not None and node not in _line_above(parent, parents):
            parents[node] = parent
    return parents


def _shown_by_or_revised(facts: Facts, node: str) -> list[str]:
    kinds = facts.types(node)
    if kinds & {"Finding", "Measurement"}:
        return facts.nodes_of(node, f"{CG}shownBy")
    return facts.nodes_of(node, f"{CG}revises") if "Diagnosis" in kinds else []


def _line_above(node: str, parents: Mapping[str, str]) -> list[str]:
    above = [node]
    while above[-1] in parents:
        above.append(parents[above[-1]])
    return above
