"""The numbers of a statement, as they are printed: measured values, ranges and doses."""

from casegraph.namespaces import CG
from casegraph.narrative.facts import Facts
from casegraph.narrative.pieces import Piece, Pieces, listed, plain
from casegraph.narrative.words import between, listing, quantity

_TOLD = [CG + name for name in ("dose", "value", "minValue", "maxValue", "asWritten")]
_TOLD += [CG + name for name in ("comparator", "referenceLow", "referenceHigh", "interpretation")]
"""What no statement without numbers has."""


def numbers(facts: Facts, node: str, *, after: bool) -> Pieces:
    """Return the measured number with its range and interpretation, or the dose.

    after: whether something is told before it.
    """
    if facts.properties(node).keys().isdisjoint(_TOLD):
        return ()
    dose = facts.literal(node, f"{CG}dose")
    told = list(plain(f", {quantity(dose, facts.literal(node, f'{CG}doseUnit'))}" if dose else ""))
    number = _number(facts, node)
    if number:
        observable = listed(facts.named(node, f"{CG}measures"))
        told += plain(": " if after or told else "")
        told += (*observable, Piece(f" {number}")) if observable else plain(number)
    notes = "; ".join(note for note in (_range(facts, node), _interpretation(facts, node)) if note)
    return (*told, *plain(f" ({notes})" if notes else ""))


def _number(facts: Facts, node: str) -> str:
    """Return the number as printed, or else as encoded."""
    unit = facts.literal(node, f"{CG}unit")
    written = facts.literal(node, f"{CG}asWritten")
    value = facts.literal(node, f"{CG}value")
    low, high = facts.literal(node, f"{CG}minValue"), facts.literal(node, f"{CG}maxValue")
    number = written or value or between(low, high)
    comparator = facts.literal(node, f"{CG}comparator")
    if comparator and not written:
        number = f"{comparator} {number}"
    return quantity(number, unit) if number else ""


def _range(facts: Facts, node: str) -> str:
    bounds = between(
        facts.literal(node, f"{CG}referenceLow"),
        facts.literal(node, f"{CG}referenceHigh"),
        exclusive=facts.literal(node, f"{CG}boundsExclusive") == "true",
    )
    return f"reference {quantity(bounds, facts.literal(node, f'{CG}unit'))}" if bounds else ""


def _interpretation(facts: Facts, node: str) -> str:
    reported = facts.labels_of(node, f"{CG}interpretation")
    if reported:
        return f"reported as {listing(reported)}"
    computed = facts.following(node, f"{CG}computedInterpretation")
    return f"by the range {facts.label_of(computed)}" if computed else ""
