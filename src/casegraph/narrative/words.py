"""Durations, numbers and proportions in the words that a clinician uses.

Durations are `xsd:duration` (XML Schema 1.1 part 2, section 3.3.6), units UCUM codes.
"""

import re
from decimal import Decimal

_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<year>\d+)Y)?(?:(?P<month>\d+)M)?(?:(?P<day>\d+)D)?"
    r"(?:T(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>[\d.]+)S)?)?"
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_DAYS = {
    "year": 365.25,
    "month": 30.4375,
    "day": 1,
    "hour": 1 / 24,
    "minute": 1 / 1440,
    "second": 1 / 86400,
}
"""How many days a unit counts, as in `ontology/rules`."""


def duration(lexical: str) -> str:
    """Return a duration in words, without its sign; days that make whole weeks are weeks.

    >>> duration("P1Y6M"), duration("-P14D"), duration("P1D")
    ('1 year 6 months', '2 weeks', '1 day')
    """
    found = _DURATION.fullmatch(lexical)
    if not found:
        return lexical
    counts = {unit: Decimal(found.group(unit) or 0) for unit in _UNITS if unit != "week"}
    counts["week"], remainder = divmod(counts["day"], 7)
    if remainder:
        counts["week"] = Decimal(0)
    else:
        counts["day"] = Decimal(0)
    said = [f"{counts[unit]} {unit}{'s' * (counts[unit] != 1)}" for unit in _UNITS if counts[unit]]
    return " ".join(said) or "0 days"


def days(lexical: str) -> float | None:
    """Return the days of an `xsd:duration`, None for what is none.

    >>> days("-P1Y"), days("P14D"), days("soon") is None
    (-365.25, 14.0, True)
    """
    found = _DURATION.fullmatch(lexical)
    if found is None:
        return None
    total = sum(float(found[unit] or 0) * length for unit, length in _DAYS.items())
    return -total if found["sign"] else total


def offset(lexical: str, origin: str = "presentation") -> str:
    """Return when something was, counted from *origin*; a negative duration is before it.

    >>> offset("-P7Y"), offset("P14D", "surgery"), offset("P0D")
    ('7 years before presentation', '2 weeks after surgery', 'at presentation')
    """
    return f"{before_or_after(lexical)} {origin}"


def before_or_after(lexical: str) -> str:
    """Return how long before or after something else a moment is, or that it is at it.

    >>> before_or_after("-P7Y"), before_or_after("P0D")
    ('7 years before', 'at')
    """
    span = duration(lexical)
    if span == "0 days":
        return "at"
    return f"{span} {'before' if lexical.startswith('-') else 'after'}"


def age(lexical: str) -> str:
    """Return an age in words.

    >>> age("P38Y"), age("P6M")
    ('38 years old', '6 months old')
    """
    return f"{duration(lexical)} old"


def last_seen(lexical: str) -> str:
    """Return at which age the patient was last seen, in words.

    >>> last_seen("P14Y")
    'last seen at the age of 14 years'
    """
    return f"last seen at the age of {duration(lexical)}"


def proportion(
    exact: str | None, low: str | None, high: str | None, *, exclusive: bool = False
) -> str:
    """Return a share of a population in percent, empty when there is none.

    exact, low, high: decimals from 0 to 1. exclusive: the bounds themselves do not belong to it.

    >>> proportion("0.25", None, None), proportion(None, "0.5", None, exclusive=True)
    ('25 %', 'more than 50 %')
    """
    if exact is not None:
        return _percent(exact)
    if low is not None and high is not None:
        return f"{_percent(low)} to {_percent(high)}{', bounds excluded' * exclusive}"
    if low is not None:
        return f"{'more than' if exclusive else 'at least'} {_percent(low)}"
    if high is not None:
        return f"{'less than' if exclusive else 'at most'} {_percent(high)}"
    return ""


def quantity(number: str, unit: str | None) -> str:
    """Return a number with its unit; a UCUM annotation in braces is no unit that one writes.

    >>> quantity("0.72", "mg/dL"), quantity("3", "{score}"), quantity("1.4", "1")
    ('0.72 mg/dL', '3', '1.4')
    """
    written = re.sub(r"\{[^}]*\}", "", unit or "")
    return number if written in {"", "1"} else f"{number} {written}"


def between(low: str | None, high: str | None, *, exclusive: bool = False) -> str:
    """Return a range of numbers, empty when it has no bound.

    >>> between("2.1", "2.6"), between(None, "0.3", exclusive=True), between("0", None)
    ('2.1 to 2.6', '< 0.3', '≥ 0')
    """
    if low is not None and high is not None:
        return f"{low} to {high}{', bounds excluded' * exclusive}"
    if low is not None:
        return f"{'>' if exclusive else '≥'} {low}"
    if high is not None:
        return f"{'<' if exclusive else '≤'} {high}"
    return ""


def listing(parts: list[str]) -> str:
    """Return *parts* as a list in a sentence.

    >>> listing(["C2", "C3", "C4"])
    'C2, C3 and C4'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if parts[1:] else "".join(parts)


def from_camel_case(name: str) -> str:
    """Return the words that *name* joins.

    >>> from_camel_case("citesAsEvidence")
    'cites as evidence'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def _percent(share: str) -> str:
    try:
        return f"{(Decimal(share) * 100).normalize():f} %"
    except ArithmeticError:
        return share
