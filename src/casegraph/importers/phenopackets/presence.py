"""Values that are not there, which protobuf would read as zero or as something that was said.

In go the values of one message as they are repaired; what they lack becomes a value that no
packet means, so that nobody takes it for a number that was written.

Source: Protocol Buffers, field presence: a number of proto3 that is not given is zero.
"""

import math
from typing import Any

from casegraph.importers.phenopackets.findings import Findings

TIMES = frozenset(("Age", "AgeRange", "GestationalAge", "TimeElement"))
"""Messages that say that something has happened by being there, whatever is in them."""


def says_nothing(value: object) -> bool:
    """Return whether there is nothing in *value* but empty objects, lists and text.

    >>> says_nothing({"age": {}}), says_nothing({"weeks": 0})
    (True, False)
    """
    if isinstance(value, dict):
        return all(map(says_nothing, value.values()))
    return value is None or value in ("", [])


def quantity(found: dict[str, Any], _findings: Findings, _pointer: str) -> None:
    """Make a value that is not given one that is no number."""
    found.setdefault("value", math.nan)


def reference_range(found: dict[str, Any], _findings: Findings, _pointer: str) -> None:
    """Make a range that has one end open at the other."""
    found.setdefault("low", -math.inf)
    found.setdefault("high", math.inf)


def gestational_age(found: dict[str, Any], _findings: Findings, _pointer: str) -> None:
    """Make weeks that are not given a number that none can have."""
    found.setdefault("weeks", NO_WEEKS)


def radiation(found: dict[str, Any], findings: Findings, pointer: str) -> None:
    """Take away a dose and fractions that are not above zero."""
    for key, name in (("dosage", "a dose"), ("fractions", "a number of fractions")):
        if found.get(key, 1) <= 0:
            findings.lose(f"{pointer}/{key}", f"{name} that is not above zero")
            del found[key]


NO_WEEKS = -(2**31)
"""Weeks that are not given."""
