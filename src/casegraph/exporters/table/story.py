"""The course of thought and action: what was known, considered, ruled out, absent and done."""

from casegraph.exporters.table.cells import Cell, texts
from casegraph.exporters.table.entries import entry, seen, step, treatment
from casegraph.exporters.table.told import Told
from casegraph.namespaces import CG


def underlying(told: Told) -> Cell:
    """Return the diseases that were known before, or of which no grounds are told."""
    return texts(*(entry(told, node) for node in told.in_part["underlying"]))


def history(told: Told) -> Cell:
    """Return what is dated before presentation."""
    return texts(*(entry(told, node) for node in told.in_part["history"]))


def reasoning(told: Told) -> Cell:
    """Return the steps of the diagnosis, each followed by what revises it, and by what."""
    steps = told.in_part["reasoning"]
    revisions = {
        node: [new for new in steps if node in told.facts.nodes_of(new, f"{CG}revises")]
        for node in steps
    }
    later = {new for revising in revisions.values() for new in revising}
    waiting = [*reversed([*(node for node in steps if node not in later), *steps])]
    ordered: dict[str, None] = {}
    while waiting:
        node = waiting.pop()
        if node not in ordered:
            ordered[node] = None
            waiting += reversed(revisions[node])
    return texts(*(step(told, node) for node in ordered))


def treatments(told: Told) -> Cell:
    """Return drugs, operations and what else was done or not done."""
    nodes = [node for node in told.in_part["treatment"] if not told.is_part(node)]
    return texts(*(treatment(told, node) for node in nodes))


def absent(told: Told) -> Cell:
    """Return all that is denied, with what showed it; a disease once, as the finding says it."""
    denied = told.of("denies", "deniesAt")
    diagnoses = [node for node in denied if told.line(node).kind == "diagnosis"]
    findings = [node for node in denied if node not in diagnoses]
    said = {term for node in findings for term in told.terms(node)}
    rest = [node for node in diagnoses if not said.issuperset(told.terms(node))]
    return texts(*(seen(told, node) for node in findings), *(entry(told, node) for node in rest))
