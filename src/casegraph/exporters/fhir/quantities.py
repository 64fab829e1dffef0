"""Numbers with their units, as printed; ranges; durations."""

import re
from collections.abc import Mapping
from decimal import Decimal

from casegraph.exporters.fhir.plain import Plain, slim

_UCUM = "http://unitsofmeasure.org"
_CODE = re.compile(r"[!-~]+")
_PRINTED = re.compile(r"-?\d+(?:[.]\d+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:[.]\d*)?|[.]\d+)", re.ASCII)
_MINUS = str.maketrans("\N{MINUS SIGN}\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "----")
_PER_TIME = re.compile(r".+/\(?\d*[.]?(?:s|min|h|d|wk|mo|a)\)?", re.ASCII)
_DURATION = re.compile(
    r"-?P(?:(?P<a>\d+)Y)?(?:(?P<mo>\d+)M)?(?:(?P<d>\d+)D)?"
    r"(?:T(?:(?P<h>\d+)H)?(?:(?P<min>\d+)M)?(?:(?P<s>\d+(?:[.]\d+)?)S)?)?",
    re.ASCII,
)
_WORDS = {"a": "year", "mo": "month", "d": "day", "h": "hour", "min": "minute", "s": "second"}
"""The units of a length in words, for a reader."""
_SIZES: tuple[Mapping[str, int], ...] = (
    {"a": 12, "mo": 1},
    {"d": 86400, "h": 3600, "min": 60, "s": 1},
)
"""Units in which a length can be counted together, with their sizes."""


def printed(text: str) -> Decimal | None:
    """Return the number that *text* prints, with all its digits; None when it prints more.

    >>> printed("2.30"), printed("\N{EN DASH}2.3"), printed("4 of 5")
    (Decimal('2.30'), Decimal('-2.3'), None)
    """
    written = text.strip().translate(_MINUS)
    return Decimal(written) if _PRINTED.fullmatch(written) else None


def is_decimal(written: str) -> bool:
    """Return whether *written* is a decimal number.

    >>> is_decimal("-2.3"), is_decimal("many")
    (True, False)
    """
    return bool(_DECIMAL.fullmatch(written))


def quantity(value: Decimal, unit: str, comparator: str = "") -> Plain:
    """Return a quantity. unit: a UCUM code, or words for what is none, or empty."""
    is_code = bool(_CODE.fullmatch(unit))
    return slim(
        {
            "value": value,
            "comparator": comparator,
            "unit": unit,
            "system": _UCUM if is_code else "",
            "code": unit if is_code else "",
        }
    )


def is_rate(unit: str) -> bool:
    """Return whether *unit* counts something per time.

    >>> is_rate("mg/d"), is_rate("mg"), is_rate("mg/kg")
    (True, False, False)
    """
    return bool(_PER_TIME.fullmatch(unit))


def duration(lexical: str) -> Plain:
    """Return the length of an `xsd:duration`, without its sign: a UCUM code, and its unit in words.

    Empty for one that joins months with days, which no single unit can say exactly.

    >>> duration("-P7Y")["value"], duration("P1Y6M")["code"], duration("P1M3D")
    (Decimal('7'), 'mo', {})
    """
    found = _DURATION.fullmatch(lexical)
    written = found.groupdict().items() if found else ()
    counts = {unit: Decimal(count) for unit, count in written if count}
    given = {unit: count for unit, count in counts.items() if count}
    if counts and not given:
        return _length(Decimal(0), "d")
    for sizes in _SIZES:
        if given and given.keys() <= sizes.keys():
            smallest = min(given, key=lambda unit: sizes[unit])
            total = sum(count * sizes[unit] for unit, count in given.items())
            return _length(total / Decimal(sizes[smallest]), smallest)
    return {}


def _length(value: Decimal, code: str) -> Plain:
    """Return a length of time. code: of UCUM."""
    return {**quantity(value, code), "unit": _WORDS[code] + "s" * (value != 1)}
