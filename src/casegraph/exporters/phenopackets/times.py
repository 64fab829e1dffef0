"""Times of a case to time elements: ages, spans of ages, gestational ages, periods of life."""

import re
from collections.abc import Mapping

from casegraph.exporters.node import Node
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.importers.phenopackets.durations import xsd_duration
from casegraph.importers.phenopackets.times import MOST_WEEKS

_DAYS = re.compile(r"P(\d{1,3})D", re.ASCII)
_NOTHING = "PT0S"
"""How stores write a duration of no length, whatever unit it had."""


def time(node: Node, properties: Mapping[str, str], case: Case) -> Plain:
    """Take from *node* what a time element says, empty when there is nothing.

    properties: a table of the import, `AT` or `ONSET`. Of several times the most exact is taken,
    the others are left.
    """
    name = {part: f"cg:{one}" for part, one in properties.items()}
    if age := node.first(name["age"], _is_age):
        return {"age": _age(age)}
    if all(any(map(_is_age, node.see(name[end]))) for end in ("start", "end")):
        ends = {end: node.first(name[end], _is_age) for end in ("start", "end")}
        return {"ageRange": {end: _age(age) for end, age in ends.items()}}
    if duration := node.first(name["gestationalAge"], lambda one: _days(one) is not None):
        days = _days(duration) or 0
        weeks = min(days // 7, MOST_WEEKS)
        return {"gestationalAge": {"weeks": weeks, "days": days - 7 * weeks}}
    if stage := node.first(name["ontologyClass"]):
        return {"ontologyClass": case.names.term(stage)}
    return {}


def _age(duration: str) -> Plain:
    return {"iso8601duration": "P0D" if duration == _NOTHING else duration}


def _days(duration: str) -> int | None:
    """Return how many days *duration* has, None when it has other units."""
    found = _DAYS.fullmatch(duration)
    return int(found[1]) if found else 0 if duration == _NOTHING else None


def _is_age(duration: str) -> bool:
    return xsd_duration(duration) == duration
