"""What a single value in a case file must look like, by the datatype that its key asks for.

JSON-LD takes any text for a number or a duration, so a slip would reach the graph as a malformed
literal.
"""

import re
from decimal import Decimal

from casegraph.namespaces import XSD

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DURATION = re.compile(
    r"-?P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
)
_WEEKS = re.compile(r"(-?)P([0-9]+)W")
_QUANTITY = re.compile(r"(?P<number>[+-]?[0-9][0-9.]*)(\s+|(?=%))(?P<unit>\S.*)")
_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})?"
_FORMS = {
    f"{XSD}boolean": (re.compile("true|false"), "true or false", "Write true or false."),
    f"{XSD}date": (
        re.compile(f"-?[0-9]{{4,}}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}"),
        "a date",
        "Write year, month and day: 2026-01-31.",
    ),
    f"{XSD}gYear": (
        re.compile(f"-?[0-9]{{4,}}{_ZONE}"),
        "a year",
        "Write its four digits: 2009.",
    ),
}


def number_type(text: str) -> str:
    """Return the datatype of a number that is written as in Turtle, empty when it is none.

    >>> number_type("2.30"), number_type("20"), number_type("2,3")
    ('http://www.w3.org/2001/XMLSchema#decimal', 'http://www.w3.org/2001/XMLSchema#integer', '')
    """
    if _INTEGER.fullmatch(text):
        return f"{XSD}integer"
    return f"{XSD}decimal" if _DECIMAL.fullmatch(text) else ""


def fault_of(text: str, datatype: str) -> tuple[str, str] | None:
    """Return what is wrong with *text* as a literal of *datatype*, and the repair; None when right.

    >>> fault_of("P2W", "http://www.w3.org/2001/XMLSchema#duration")
    ('is in weeks, which xsd:duration does not have', 'Write P14D.')
    """
    if datatype == f"{XSD}integer" and not _INTEGER.fullmatch(text):
        return "is not a whole number", "Write digits only."
    if datatype == f"{XSD}decimal" and not _DECIMAL.fullmatch(text):
        return "is not a number", _number_repair(text)
    if datatype == f"{XSD}duration" and not _DURATION.fullmatch(text):
        weeks = _WEEKS.fullmatch(text)
        if weeks:
            days = f"{weeks[1]}P{7 * int(weeks[2])}D"
            return "is in weeks, which xsd:duration does not have", f"Write {days}."
        return (
            "is not a duration",
            "Write an ISO 8601 duration: P38Y, P14D, PT6H, and -P3M for three months before.",
        )
    if datatype in _FORMS:
        form, name, repair = _FORMS[datatype]
        return None if form.fullmatch(text) else (f"is not {name}", repair)
    return None


def _number_repair(text: str) -> str:
    quantity = _QUANTITY.fullmatch(text)
    if "," in text:
        return "Write a decimal point, and nothing between thousands."
    if quantity:
        number, unit = quantity["number"], quantity["unit"]
        if unit == "%":
            share = f"{Decimal(number) / 100:f}" if _DECIMAL.fullmatch(number) else "0.25"
            return f"Write {number} and, under `unit`, %; as a proportion {share}."
        return f"Write the number {number} here, and {unit} under `unit` or `doseUnit`."
    return "Write plain digits with at most one decimal point, without exponent: 0.72."
