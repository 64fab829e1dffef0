"""The number of a measurement: value, unit, bounds and how it was interpreted.

What a quantity cannot say exactly is said in words: a number that is about right, and a range
without its ends. Bounds of a reference range belong to it in FHIR, so that one whose bounds do not
is in words as well.

Source: https://hl7.org/fhir/R4/observation-definitions.html#Observation.referenceRange.low.
"""

from collections.abc import Mapping
from decimal import Decimal

from casegraph.exporters.fhir.concepts import Concepts
from casegraph.exporters.fhir.plain import Plain, code
from casegraph.exporters.fhir.quantities import is_decimal, printed, quantity
from casegraph.exporters.node import Statement
from casegraph.namespaces import CG
from casegraph.narrative import words

INTERPRETATIONS = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"

_INTERPRETED: Mapping[str, Plain] = {
    f"{CG}Abnormal": code(INTERPRETATIONS, "A", "Abnormal"),
    f"{CG}High": code(INTERPRETATIONS, "H", "High"),
    f"{CG}Low": code(INTERPRETATIONS, "L", "Low"),
    f"{CG}Normal": code(INTERPRETATIONS, "N", "Normal"),
}
_COMPARATORS = frozenset(("<", "<=", ">", ">="))


def measured(said: Statement, concepts: Concepts) -> Plain:
    """Take from *said* its number, and return what an observation says of it."""
    unit = said.first("cg:unit")
    bounds = _reference_range(said, unit)
    interpreted = said.first("cg:interpretation", _INTERPRETED.get)
    return {
        "code": concepts.concept(said.first("cg:measures")),
        **_value(said, unit, concepts),
        "interpretation": [_INTERPRETED[interpreted]] if interpreted else [],
        "referenceRange": [bounds] if bounds else [],
    }


def _value(said: Statement, unit: str, concepts: Concepts) -> Plain:
    if value := said.first("cg:value", is_decimal):
        return _exact(said, value, unit)
    low, high = said.first("cg:minValue", is_decimal), said.first("cg:maxValue", is_decimal)
    if not (low or high):
        coded = said.first("cg:codedValue")
        return {"valueCodeableConcept": concepts.concept(coded)} if coded else {}
    is_open = said.first("cg:boundsExclusive", "true".__eq__)
    if low and high and is_open:
        return {"valueString": _open(low, high, unit)}
    if low and high:
        ends = {"low": low, "high": high}
        return {"valueRange": {end: quantity(Decimal(one), unit) for end, one in ends.items()}}
    comparator = (">" if low else "<") + "=" * (not is_open)
    return {"valueQuantity": quantity(Decimal(low or high), unit, comparator)}


def _exact(said: Statement, value: str, unit: str) -> Plain:
    """Return a single number with the digits that were printed."""
    number = Decimal(value)
    for text in list(said.see("cg:asWritten")):
        if printed(text) == number:
            number = printed(text) or number
            said.drop("cg:asWritten", text)
    comparator = said.first("cg:comparator")
    if comparator and comparator not in _COMPARATORS:
        return {"valueString": words.quantity(f"{comparator} {number}", unit)}
    return {"valueQuantity": quantity(number, unit, comparator)}


def _reference_range(said: Statement, unit: str) -> Plain:
    low = said.first("cg:referenceLow", is_decimal)
    high = said.first("cg:referenceHigh", is_decimal)
    if not (low or high):
        return {}
    if said.first("cg:boundsExclusive", "true".__eq__):
        return {"text": _open(low, high, unit)}
    ends = {"low": low, "high": high}
    return {end: quantity(Decimal(one), unit) for end, one in ends.items() if one}


def _open(low: str, high: str, unit: str) -> str:
    """Return a range without its ends, in words."""
    return words.quantity(words.between(low or None, high or None, exclusive=True), unit)
