"""Whether a literal is in the lexical space of its datatype (XML Schema 1.1, part 2).

SHACL asks this for the datatypes that SPARQL 1.1 supports (section 4.1.2). Dates, times and
durations are looked into besides, as the reference engine does; a duration is read after ISO 8601,
which also has weeks. A literal of any other datatype is as good as its name.

Oxigraph keeps the literals of datatypes derived from integer as integers, so that over an Oxigraph
store nothing valid is ever of such a datatype.
"""

from casegraph.namespaces import RDF, XSD

_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_DAY = (
    r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-9]))"
)
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?|24:00:00([.]0+)?)"
_COUNT = "[0-9]+([,.][0-9]+)?"
_PERIOD = (
    f"[+-]?P({_COUNT}Y)?({_COUNT}M)?({_COUNT}W)?({_COUNT}D)?"
    f"(T({_COUNT}H)?({_COUNT}M)?({_COUNT}S)?)?"
)
_NUMBER = r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)"

_LEXICAL = {
    "boolean": "true|false|0|1",
    "decimal": _NUMBER,
    "integer": "[+-]?[0-9]+",
    "double": rf"{_NUMBER}([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "float": rf"{_NUMBER}([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "date": rf"{_YEAR}-{_DAY}{_ZONE}",
    "dateTime": rf"{_YEAR}-{_DAY}T{_TIME}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}",
}
_DURATIONS = frozenset({"duration", "dayTimeDuration", "yearMonthDuration"})
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "nonNegativeInteger": (0, None),
    "nonPositiveInteger": (None, 0),
    "positiveInteger": (1, None),
    "negativeInteger": (None, -1),
}


def is_of(value: str, datatype: str) -> str:
    """Return a SPARQL expression, never an error: whether *value* is a literal of *datatype*."""
    parts = [f"isLiteral({value})", f"DATATYPE({value}) = <{datatype}>"]
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    if datatype == f"{RDF}langString":
        parts[1] = f'LANG({value}) != ""'
    elif name in _LEXICAL:
        parts.append(f'REGEX(STR({value}), "^({_LEXICAL[name]})$")')
        if name in ("date", "dateTime"):
            parts.append(_has_its_day(value))
    elif name in _DURATIONS:
        parts.append(f'REGEX(STR({value}), "^{_PERIOD}$") && REGEX(STR({value}), "P[0-9T]")')
    elif name in _RANGES:
        parts.append(f'REGEX(STR({value}), "^([+-]?[0-9]+)$")')
        parts += _bounds(value, *_RANGES[name])
    return f"({' && '.join(parts)})"


def lexical_space(datatype: str) -> tuple[str, ...] | None:
    """Return the patterns that `is_of` tests a literal of *datatype* with; None: more than these.

    >>> lexical_space(f"{XSD}string")
    ()
    """
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    if name in ("date", "dateTime") or name in _RANGES:
        return None
    if name in _DURATIONS:
        return (f"^{_PERIOD}$", "P[0-9T]")
    return (f"^({_LEXICAL[name]})$",) if name in _LEXICAL else ()


def _has_its_day(value: str) -> str:
    """Return an expression: whether a 29th of February in *value* is in a leap year."""
    year = f'<{XSD}integer>(REPLACE(STR({value}), "^-?([0-9]+)-.*$", "$1"))'

    def divides(number: int) -> str:
        return f"FLOOR({year} / {number}) * {number} = {year}"

    leap = f"({divides(4)} && (!({divides(100)}) || {divides(400)}))"
    return f'(!REGEX(STR({value}), "^-?[0-9]+-02-29") || {leap})'


def _bounds(value: str, low: int | None, high: int | None) -> list[str]:
    """Return expressions: whether *value* lies between *low* and *high*."""
    number = f"<{XSD}decimal>(STR({value}))"
    bounds = [(low, ">="), (high, "<=")]
    return [
        f"COALESCE({number} {sign} {bound}, false)" for bound, sign in bounds if bound is not None
    ]
