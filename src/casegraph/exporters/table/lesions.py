"""Where the disease sits: side and level."""

from casegraph.exporters.table.cells import Cell, texts
from casegraph.exporters.table.told import Told
from casegraph.namespaces import CG, SKOS
from casegraph.narrative.facts import Facts
from casegraph.narrative.words import listing


def places(told: Told) -> Cell:
    """Return where the diagnoses are that were made, and the findings on which they rest.

    These are the findings of images and tests: where a symptom is felt is another matter. Where the
    cases have a condition in common, only what concerns it counts. Without such a diagnosis it is
    where images and tests found something. A place that lies in the meaning of a term, as the neck
    in neck pain, counts only when no statement names one.
    """
    seen = [*told.in_part["imaging"], *told.in_part["tests"]]
    for nodes in (_diagnosed(told, seen), seen):
        affirmed = [node for node in nodes if told.polarities[node] == "affirms"]
        for of_one in (_stated, _implied):
            found = [place for node in affirmed for place in of_one(told.facts, node)]
            if found:
                return texts(*found)
    return ()


def _diagnosed(told: Told, seen: list[str]) -> list[str]:
    """Return the diagnoses, or the statements of the condition, with their grounds in *seen*."""
    facts, condition = told.facts, told.sorts.condition
    if condition is None:
        itself = told.in_part["reasoning"]
    else:
        itself = [
            node
            for node in told.all
            if not condition.isdisjoint(facts.nodes_of(node, f"{CG}affirms"))
        ]
    grounds = {ground for node in itself for ground in facts.nodes_of(node, f"{CG}because")}
    return [*itself, *(node for node in seen if node in grounds)]


def _stated(facts: Facts, node: str) -> list[str]:
    side = listing(facts.labels_of(node, f"{CG}laterality"))
    return [f"{side} {place}".strip() for place in facts.labels_of(node, f"{CG}site")]


def _implied(facts: Facts, node: str) -> list[str]:
    """Return the place in the meaning of what *node* affirms: its own, or the nearest above."""
    side = listing(facts.labels_of(node, f"{CG}laterality"))
    level = facts.nodes_of(node, f"{CG}affirms")
    known = set(level)
    while level:
        found = [label for term in level for label in facts.labels_of(term, f"{CG}impliesSite")]
        if found:
            return [f"{side} {place}".strip() for place in found]
        above = {broader for term in level for broader in facts.nodes_of(term, f"{SKOS}broader")}
        level = sorted(above - known)
        known |= above
    return []
