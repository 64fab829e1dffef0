"""How it went on: outcomes, the last that is told, and who looks after the patient."""

import re
from collections import Counter

from casegraph.exporters.table.cells import Cell, Entry, cell, texts
from casegraph.exporters.table.entries import entry
from casegraph.exporters.table.told import Told
from casegraph.namespaces import CG
from casegraph.narrative.facts import Facts
from casegraph.narrative.words import listing

_DATE = re.compile(r"(\d+)([YMD])")
_DAYS = {"Y": 365.25, "M": 30.4375, "D": 1.0}


def outcome(told: Told) -> Cell:
    """Return the state at each time, under the time; or that no outcome is reported."""
    nodes = told.in_part["course"]
    if not nodes and told.facts.literal(told.case, f"{CG}outcomeReported") == "false":
        return texts("not reported")
    return cell(
        Entry(entry(told, node, said=(told.line(node).when,)), told.line(node).when)
        for node in nodes
    )


def follow_up(told: Told) -> Cell:
    """Return the last time that is told, how many things were then in which state, and the care."""
    timed = [node for node in told.in_part["course"] if told.line(node).when]
    care = [entry(told, node) for node in told.in_part["care"] if not told.is_part(node)]
    if not timed:
        return texts(*care)
    facts = told.facts
    last = max(
        timed, key=lambda node: (facts.days(node), _own_days(facts, node), facts.order(node))
    )
    when = told.line(last).when
    states = Counter(
        told.line(node).word.removesuffix(" at") for node in timed if told.line(node).when == when
    )
    said = listing([f"{count} {word}" for word, count in sorted(states.items())])
    return texts(f"{when}: {said}", *care)


def _own_days(facts: Facts, node: str) -> float:
    """Return about how long after its own origin *node* was, for origins that have no time."""
    lengths = [
        sum(int(count) * _DAYS[unit] for count, unit in _DATE.findall(lexical.partition("T")[0]))
        for lexical in facts.literals(node, f"{CG}atOffset")
        if not lexical.startswith("-")
    ]
    return max(lengths, default=0)
