"""Ages: durations of ISO 8601 as packets write them, to `xsd:duration`.

Source: ISO 8601-1, section 5.5.2; XML Schema 1.1 Part 2, section 3.3.6, which knows no weeks.
"""

import re
from fractions import Fraction

_ISO = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(T(?:\d{1,4}H)?(?:\d{1,4}M)?(?:\d{1,4}S)?)?",
    re.ASCII,
)
_WORDS = re.compile(
    r"(\d{1,4}(?:[.]\d{1,3})?)(years?|yrs?|ys?|months?|mos?|m|weeks?|wks?|w|days?|d)"
)
_UNITS = {"y": "Y", "m": "M", "w": "W", "d": "D"}


def xsd_duration(text: str) -> str | None:
    """Return the duration *text* of ISO 8601 with days in place of weeks, None when it is none.

    >>> xsd_duration("P40W"), xsd_duration("P1Y2W3D"), xsd_duration("P15ys")
    ('P280D', 'P1Y17D', None)
    """
    found = _ISO.fullmatch(text)
    if found is None or text[-1] in "PT":
        return None
    years, months, weeks, days, clock = found.groups()
    if weeks is None:
        return text
    said = int(weeks) * 7 + int(days or 0)
    return "".join(
        ("P", f"{years}Y" if years else "", f"{months}M" if months else "", f"{said}D", clock or "")
    )


def repaired_duration(text: str) -> str | None:
    """Return the duration that *text* means without doubt, None when there is a doubt.

    Letters of the other case, units in words, a missing P, blanks, and fractions of a year that are
    whole months.

    >>> repaired_duration("P15ys"), repaired_duration("3 months"), repaired_duration("P2.5Y")
    ('P15Y', 'P3M', 'P2Y6M')
    >>> repaired_duration("P3") is repaired_duration("adult") is None
    True
    """
    compact = "".join(text.split()).upper()
    for candidate in (compact, f"P{compact}"):
        if (strict := xsd_duration(candidate)) is not None:
            return strict
    said = compact.lower().removeprefix("p")
    parts = _WORDS.findall(said)
    if not parts or "".join(number + word for number, word in parts) != said:
        return None
    counts: dict[str, Fraction] = {}
    for number, word in parts:
        unit = _UNITS[word[0]]
        if unit in counts:
            return None
        counts[unit] = Fraction(number)
    return _written(counts)


def _written(counts: dict[str, Fraction]) -> str | None:
    """Return the duration of *counts* by unit, None when a fraction is no whole smaller unit."""
    years = counts.pop("Y", Fraction(0))
    if years.denominator != 1:
        if "M" in counts or (years * 12).denominator != 1:
            return None
        counts["M"] = (years - years.numerator // years.denominator) * 12
        years = Fraction(years.numerator // years.denominator)
    if any(count.denominator != 1 for count in counts.values()):
        return None
    order = (("Y", years), *((unit, counts.get(unit, Fraction(0))) for unit in "MWD"))
    written = "".join(f"{count}{unit}" for unit, count in order if count)
    return xsd_duration(f"P{written or '0D'}")


def gestational(weeks: int, days: int) -> str:
    """Return a gestational age in days.

    >>> gestational(17, 3)
    'P122D'
    """
    return f"P{7 * weeks + days}D"
