"""Measurements: numbers with units and ranges, and results that are codes."""

import math

from casegraph.importers.phenopackets.draft import Detail, Draft, Statement, cg, decimal, iri, text
from casegraph.importers.phenopackets.features import comment, is_given
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.times import AT, time
from casegraph.importers.phenopackets.units import ucum

_NO_RESULT = "a measurement without a result"


def measurements(packet: Message, draft: Draft) -> None:
    """Add the measurements of *packet* to *draft*, none with a polarity: a number has none.

    :raises PacketError: for one without an assay.
    """
    for index, said in enumerate(packet.measurements):
        pointer = draft.pointer("measurements", index)
        name = f"measurement-{index}"
        shared = [*comment(said.description)]
        shared += time(said.time_observed, AT, draft, f"{pointer}/timeObserved")
        results = _results(said, draft, pointer)
        if results and said.HasField("procedure"):
            shared += _procedure(said.procedure, name, draft, f"{pointer}/procedure")
        for place, (term, where, details) in enumerate(results):
            own = name if len(results) == 1 else f"{name}-{place}"
            measures = cg("measures", iri(term))
            draft.add(Statement(own, "Measurement", "", "", [where], [measures, *details, *shared]))


def _results(said: Message, draft: Draft, pointer: str) -> list[tuple[str, str, list[Detail]]]:
    """Return what was measured, where that is said, and with which result."""
    kind = said.WhichOneof("measurement_value")
    if kind == "value":
        details = _value(said.value, draft, f"{pointer}/value")
        assay = draft.term(said.assay, "Observable", f"{pointer}/assay")
        return [(assay, pointer, details)] if details else []
    if kind == "complex_value":
        if is_given(said.assay):
            draft.findings.lose(f"{pointer}/assay", "its parts are measurements of their own")
        found = []
        for index, one in enumerate(said.complex_value.typed_quantities):
            where = f"{pointer}/complexValue/typedQuantities/{index}"
            if not one.HasField("quantity"):
                draft.findings.lose(where, _NO_RESULT)
            elif details := _quantity(one.quantity, draft, f"{where}/quantity"):
                term = draft.term(one.type, "Observable", f"{where}/type")
                found.append((term, where, details))
        return found
    draft.findings.lose(pointer, _NO_RESULT)
    return []


def _value(said: Message, draft: Draft, pointer: str) -> list[Detail]:
    kind = said.WhichOneof("value")
    if kind == "quantity":
        return _quantity(said.quantity, draft, f"{pointer}/quantity")
    if kind == "ontology_class" and is_given(said.ontology_class):
        code = draft.term(said.ontology_class, "Term", f"{pointer}/ontologyClass")
        return [cg("codedValue", iri(code))]
    draft.findings.lose(pointer, _NO_RESULT)
    return []


def _quantity(said: Message, draft: Draft, pointer: str) -> list[Detail]:
    """Return a number with its unit and its range; zero is a number like any other."""
    if not math.isfinite(said.value):
        draft.findings.lose(pointer, "no number is given")
        return []
    unit = unit_of(said.unit, draft, f"{pointer}/unit")
    details = [cg("value", decimal(said.value)), cg("unit", text(unit))]
    if said.HasField("reference_range"):
        details += _range(said, unit, draft, f"{pointer}/referenceRange")
    return details


def unit_of(said: Message, draft: Draft, pointer: str) -> str:
    """Return the UCUM code of a unit; `1` where none is given, an annotation for an unknown one."""
    if not is_given(said):
        draft.findings.repaired(pointer, "no unit", "1")
        return "1"
    code, is_known = ucum(said.id or said.label)
    if not is_known:
        draft.findings.lose(pointer, f"no UCUM code is known for it; kept as {code}")
    return code


def _range(said: Message, unit: str, draft: Draft, pointer: str) -> list[Detail]:
    """Return the bounds of a reference range that are given; one is infinite where it is not."""
    limits = said.reference_range
    if is_given(limits.unit) and not _is_same(limits.unit, said.unit):
        draft.findings.lose(pointer, f"in another unit than the value, which is in {unit}")
        return []
    low, high = limits.low, limits.high
    if math.isnan(low) or math.isnan(high):
        draft.findings.lose(pointer, "a bound that is not a number")
        return []
    if low == high == 0 or low > high or (math.isinf(low) and math.isinf(high)):
        draft.findings.lose(pointer, "no range between its bounds")
        return []
    bounds = (("referenceLow", low), ("referenceHigh", high))
    return [cg(name, decimal(bound)) for name, bound in bounds if math.isfinite(bound)]


def _is_same(one: Message, other: Message) -> bool:
    """Return whether two units are one: by what their ids mean, or by label where an id lacks."""
    if one.id and other.id:
        return ucum(one.id) == ucum(other.id)
    return bool(one.label) and bool(one.label == other.label)


def _procedure(said: Message, name: str, draft: Draft, pointer: str) -> list[Detail]:
    """Add the investigation that showed the result, and return the link to it."""
    if not is_given(said.code):
        draft.findings.lose(pointer, "a procedure without a code")
        return []
    code = draft.term(said.code, "Procedure", f"{pointer}/code")
    details = procedure_details(said, draft, pointer)
    added = draft.add(
        Statement(f"{name}-procedure", "Investigation", "performs", code, [pointer], details)
    )
    return [cg("shownBy", draft.node(added.name))]


def procedure_details(said: Message, draft: Draft, pointer: str) -> list[Detail]:
    """Return where and when a procedure was done."""
    details: list[Detail] = []
    if is_given(said.body_site):
        site = draft.term(said.body_site, "AnatomicalStructure", f"{pointer}/bodySite")
        details.append(cg("targetSite", iri(site)))
    return details + time(said.performed, AT, draft, f"{pointer}/performed")
