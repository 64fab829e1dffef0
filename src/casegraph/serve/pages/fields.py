"""The fields of a form for the parameters of a library query.

Enters what a client sent, as pairs of names and values; leaves one `Field` for each parameter,
which keeps what was typed and has what is wrong with it beside it. An empty field asks nothing: its
parameter has its default.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casegraph.errors import CasegraphError
from casegraph.query import LibraryQuery
from casegraph.query.parameters import EVERY_CASE, Parameter, bind
from casegraph.serve.workers import Context

Pairs = Sequence[tuple[str, str]]
"""What a client sent: names and values, in order, names perhaps more than once."""

_CONTROLS = {
    "boolean": "choice",
    "decimal": "number",
    "integer": "number",
    "year": "number",
}
_HINTS = {
    "boolean": "",
    "case": f"The last part of its address. `{EVERY_CASE}` asks about every case.",
    "decimal": "A number, such as 0.25.",
    "duration": "A duration: `P2Y` is two years, `P14D` 14 days, `-P7Y` seven years before.",
    "integer": "A whole number.",
    "string": "Any text.",
    "term": "A label, a synonym, or a CURIE such as HP:0001250.",
    "year": "A year of four digits.",
}
_SUGGESTIONS = {"case": "case", "term": "term"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field.

    control: `text`, `number` or `choice`, what a reader types into. step: of a number, `any` for
    one with decimals. hint: how a value is written. suggests: of which kind the suggestions are,
    empty for none. value: as it was typed, or the default. error, repair: what is wrong with it and
    what would be right, both empty when nothing is.
    """

    parameter: Parameter
    control: str
    hint: str
    value: str
    step: str = ""
    suggests: str = ""
    error: str = ""
    repair: str = ""

    @property
    def name(self) -> str:
        """The name of the parameter."""
        return self.parameter.name

    @property
    def label(self) -> str:
        """The name in words."""
        return self.parameter.name.replace("_", " ").capitalize()


def fields(asked: LibraryQuery, sent: Pairs, context: Context) -> tuple[Field, ...]:
    """Return the field of each parameter of the query, filled with what was *sent*."""
    return tuple(_field(parameter, _sent(parameter, sent), context) for parameter in asked.params)


def given(listed: Iterable[Field], sent: Pairs) -> Mapping[str, str]:
    """Return the parameters that were *sent* and are not empty, by name, in order of the fields."""
    typed = {name: value.strip() for name, value in sent}
    return {field.name: typed[field.name] for field in listed if typed.get(field.name)}


def _sent(parameter: Parameter, sent: Pairs) -> list[str]:
    return [value for name, value in sent if name == parameter.name]


def _field(parameter: Parameter, values: list[str], context: Context) -> Field:
    value = values[-1].strip() if values else ""
    error, repair = _fault(parameter, values, value, context)
    control = _CONTROLS.get(parameter.type, "text")
    return Field(
        parameter,
        "text" if error and control == "number" else control,
        _HINTS[parameter.type],
        value or (parameter.default or "" if not values else ""),
        "any" if parameter.type == "decimal" else "",
        _SUGGESTIONS.get(parameter.type, ""),
        error,
        repair,
    )


def _fault(
    parameter: Parameter, values: list[str], value: str, context: Context
) -> tuple[str, str]:
    """Return what is wrong with *value* and its repair; a browser drops what is no number."""
    if len(values) > 1:
        return f"{parameter.name} is given {len(values)} times", "Give it once."
    if not value or (parameter.type == "case" and value == EVERY_CASE):
        return "", ""
    try:
        bind(parameter, value, context.store, context.term)
    except CasegraphError as error:
        return error.message, error.repair or ""
    return "", ""
