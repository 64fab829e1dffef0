"""Measurements of a case to those of a packet: a number with unit and range, or a code."""

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.exporters.phenopackets.procedures import Procedures
from casegraph.exporters.phenopackets.times import time
from casegraph.exporters.phenopackets.wording import description, is_double, number
from casegraph.importers.phenopackets.times import AT

_INEXACT = ("cg:comparator", "cg:minValue", "cg:maxValue")
"""Properties with which a number is not the result: at most 5 is not 5."""


def measurements(case: Case, procedures: Procedures) -> list[Plain]:
    """Return the measurements.

    What a number was held to show is said by a feature, which has the words then.
    """
    found = []
    for one in case.statements:
        if one.kind != "Measurement" or one.inferred or not one.see("cg:measures"):
            continue
        value = _value(one, case)
        if value is None:
            continue
        words = {} if one.polarity else description(one)
        entry: Plain = {**words, "assay": case.names.term(one.first("cg:measures")), "value": value}
        one.said = True
        if when := time(one, AT, case):
            entry["timeObserved"] = when
        if procedure := procedures.behind(one):
            entry["procedure"] = procedure
        found.append(entry)
    return found


def _value(said: Statement, case: Case) -> Plain | None:
    """Return the result, None when a packet cannot say it."""
    if said.has(*_INEXACT):
        return None
    if value := said.first("cg:value", is_double):
        return {"quantity": _quantity(value, said, case)}
    if code := said.first("cg:codedValue"):
        return {"ontologyClass": case.names.term(code)}
    return None


def _quantity(value: str, said: Statement, case: Case) -> Plain:
    found: Plain = {"value": number(value)}
    if unit := said.first("cg:unit"):
        found = {"unit": case.names.unit(unit), **found}
    if bounds := _bounds(said):
        unit_of_it = {"unit": found["unit"]} if "unit" in found else {}
        found["referenceRange"] = {**unit_of_it, **bounds}
    return found


def _bounds(said: Statement) -> Plain:
    """Return the bounds that are given, a zero too: a range may be open at one end."""
    names = {"low": "cg:referenceLow", "high": "cg:referenceHigh"}
    return {
        end: number(bound) for end, name in names.items() if (bound := said.first(name, is_double))
    }
