"""Text in JSON or YAML to plain values, in which nothing that is written is lost.

YAML is read by the core schema of version 1.2, where `no` and `12:30:45` are text.

Source: YAML 1.2.2, section 10.3.2; RFC 8259, section 4, which leaves open what a name given twice
means.
"""

import json
import re
from typing import Any, ClassVar

import yaml

from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.packet import Doubled, Number
from casegraph.importers.phenopackets.wording import first_line

_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[-+]?[0-9]+", re.ASCII)
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_UNBOUNDED = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)
_TRUTH = re.compile(r"true|True|TRUE|false|False|FALSE", re.ASCII)
_NOTHING = re.compile(r"~|null|Null|NULL|", re.ASCII)


def json_value(text: str) -> object:
    """Return the JSON value that *text* is.

    A number that Python writes otherwise is a `Number`, an object with a key given twice `Doubled`.

    :raises PacketError: when it is none.
    """
    try:
        return _JSON.decode(text)
    except ValueError as error:
        raise PacketError(f"not JSON: {first_line(error)}") from None
    except RecursionError:
        raise PacketError("nested too deeply") from None


def yaml_value(text: str) -> object:
    """Return the value that *text* is in YAML, as `json_value` does.

    :raises PacketError: when it is none, or has references, by which a short text can stand for
        more than fits into memory.
    """
    try:
        if "*" in text and any(
            isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)
        ):
            raise PacketError("not YAML that can be read safely: it refers to itself")
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise PacketError(f"not YAML: {first_line(error)}") from None
    except RecursionError:
        raise PacketError("nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> object:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    return Doubled(next(key for index, key in enumerate(keys) if key in keys[:index]))


def _whole(text: str) -> object:
    value = int(text, 0) if _BASED.fullmatch(text) else int(text)
    return value if str(value) == text else Number(text, value)


def _real(text: str) -> object:
    value = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return value if str(value) == text else Number(text, value)


_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_float=_real, parse_int=_whole)


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML as the core schema has it."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


def _mapping(loader: _Loader, node: yaml.MappingNode) -> object:
    """Return a mapping as an object of JSON, in which keys are text.

    :raises ConstructorError: when a key is none.
    """
    pairs = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key that is no text")
        pairs.append((str(key.value), loader.construct_object(value, deep=True)))
    return _object(pairs)


def _number(loader: _Loader, node: yaml.ScalarNode) -> object:
    """Return a number.

    :raises ValueError: when a tag calls one what is none.
    """
    text = str(loader.construct_scalar(node))
    if _WHOLE.fullmatch(text) or _BASED.fullmatch(text):
        return _whole(text)
    return _real(text)


for _name, _pattern, _first in (
    ("null", _NOTHING, ["~", "n", "N", ""]),
    ("bool", _TRUTH, list("tTfF")),
    ("int", re.compile(f"{_WHOLE.pattern}|{_BASED.pattern}", re.ASCII), list("-+0123456789")),
    ("float", re.compile(f"{_REAL.pattern}|{_UNBOUNDED.pattern}", re.ASCII), list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(
        f"{_TAG}{_name}", re.compile(f"(?:{_pattern.pattern})$", re.ASCII), _first
    )
_Loader.add_constructor(f"{_TAG}map", _mapping)
_Loader.add_constructor(f"{_TAG}int", _number)
_Loader.add_constructor(f"{_TAG}float", _number)
