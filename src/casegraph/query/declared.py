"""The parameters that a header declares: YAML in, `Parameter` values out."""

import re
from collections.abc import Sequence

import yaml

from casegraph.errors import QueryError
from casegraph.query.keys import Keys, line_of, one_of
from casegraph.query.parameters import MOST_CASES, TYPES, Parameter, literal

_KEYS = ("name", "type", "default", "most", "presenting", "undergoing", "description")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def declared(header: Keys) -> dict[str, tuple[Parameter, int]]:
    """Return the parameters in their order by name, each with the line of its declaration.

    :raises QueryError: when one lacks its name, type or description, has a name or type that cannot
        be, a default of another type, or is there twice; or when it says wrongly of which cases, or
        how many, the question is asked.
    """
    found: dict[str, tuple[Parameter, int]] = {}
    for node in header.entries("params", yaml.MappingNode):
        keys = Keys.of(node, _KEYS, "a parameter", header.file)
        parameter = _parameter(keys)
        if parameter.name in found:
            raise keys.error(f"the parameter {parameter.name!r} is declared twice", "Keep one.")
        found[parameter.name] = parameter, keys.line
    terms = [parameter.name for parameter, _ in found.values() if parameter.type == "term"]
    for parameter, line in found.values():
        _check_choice(parameter, terms, header, line)
    return found


def _parameter(keys: Keys) -> Parameter:
    name = keys.words("name")
    if not _NAME.fullmatch(name):
        raise keys.error(
            f"a parameter cannot be called {name!r}",
            "Start with a small letter; small letters, digits and underscores may follow.",
        )
    keys = keys.called(f"the parameter {name!r}")
    kind = keys.words("type")
    if kind not in TYPES:
        raise keys.error(f"{keys.owner} has an unknown type {kind!r}", one_of(TYPES))
    default = keys.words_if_any("default")
    parameter = Parameter(
        name,
        kind,
        keys.words("description"),
        default,
        _most(keys, kind),
        keys.words_if_any("presenting"),
        keys.words_if_any("undergoing"),
    )
    if default is not None and kind not in {"case", "term"}:
        try:
            literal(parameter, default)
        except QueryError as error:
            raise keys.error(
                f"the default of {keys.owner}: {error.message}", error.repair or ""
            ) from None
    return parameter


def _most(keys: Keys, kind: str) -> int:
    words = keys.words_if_any("most")
    if words is None:
        return MOST_CASES
    if kind != "case" or not re.fullmatch(r"[1-9][0-9]*", words):
        raise keys.error(
            f"the most of {keys.owner} is not a number of cases",
            "Write, for example, `most: 100` for a parameter of type case, or take it away.",
            line_of(keys.nodes["most"]),
        )
    return int(words)


def _check_choice(parameter: Parameter, terms: Sequence[str], header: Keys, line: int) -> None:
    twice = parameter.presenting is not None and parameter.undergoing is not None
    if parameter.chosen_by is not None and (
        twice or parameter.type != "case" or parameter.chosen_by not in terms
    ):
        raise header.error(
            f"the cases of the parameter {parameter.name!r} are chosen by {parameter.chosen_by!r}",
            "A parameter of type case may be presenting one of type term, or undergoing one.",
            line,
        )
