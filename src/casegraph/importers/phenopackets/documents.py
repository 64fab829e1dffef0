"""The bytes of a file, JSON or YAML, to the packets in it."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import yaml

from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.packet import Found, Packet, Unusable
from casegraph.importers.phenopackets.wording import first_line

JSON = (".json", ".phenopacket")
YAML = (".yaml", ".yml")
LINES = (".ndjson", ".jsonl")


def content(raw: bytes, name: str) -> Iterator[Found]:
    """Yield what the bytes of one file hold."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Unusable(name, "", "not UTF-8")
        return
    if name.lower().endswith(LINES):
        yield from _lines(text, name)
        return
    try:
        found = _yaml(text) if name.lower().endswith(YAML) else _json(text)
    except PacketError as refusal:
        lines = text.splitlines()
        if len(lines) > 1 and _is_object(lines[0]):
            yield from _lines(text, name)
        else:
            yield Unusable(name, "", refusal.message)
        return
    yield from _members(found, name, hashlib.sha256(raw).hexdigest(), "")


def _lines(text: str, name: str) -> Iterator[Found]:
    """Yield the packets of a file that has one on each line."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = f"{name}:{number}"
            try:
                found = _json(line)
            except PacketError as refusal:
                yield Unusable(place, "", refusal.message)
                continue
            yield from _members(found, place, hashlib.sha256(line.encode()).hexdigest(), "")


def _members(found: object, name: str, digest: str, pointer: str) -> Iterator[Found]:
    """Yield the packets in a JSON value: itself, or those of an array, a family or a cohort."""
    if isinstance(found, list):
        for index, one in enumerate(found):
            if isinstance(one, list):
                yield Unusable(name, f"{pointer}/{index}", "an array inside an array")
            else:
                yield from _members(one, name, digest, f"{pointer}/{index}")
    elif not isinstance(found, dict):
        yield Unusable(name, pointer, "neither an object nor an array of objects")
    elif "proband" in found or "relatives" in found:
        yield from _related(found, ("proband", "relatives"), name, digest, pointer)
    elif "members" in found:
        yield from _related(found, ("members",), name, digest, pointer)
    else:
        yield Packet(found, name, digest, pointer)


def _related(
    found: dict[str, Any], keys: Sequence[str], name: str, digest: str, pointer: str
) -> Iterator[Found]:
    """Yield the members of a family or a cohort."""
    family = found.get("id")
    metadata = found.get("metaData", found.get("meta_data"))
    for key in keys:
        value = found.get(key)
        alone = isinstance(value, dict)
        for index, one in enumerate([value] if alone else value or []):
            place = f"{pointer}/{key}" if alone else f"{pointer}/{key}/{index}"
            if isinstance(one, dict):
                yield Packet(
                    one,
                    name,
                    digest,
                    place,
                    family if isinstance(family, str) else "",
                    metadata if isinstance(metadata, dict) else None,
                )
            else:
                yield Unusable(name, place, "a member that is no packet")


def _json(text: str) -> object:
    """Return the JSON value that *text* is.

    :raises PacketError: when it is none.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise PacketError(f"not JSON: {first_line(error)}") from None
    except RecursionError:
        raise PacketError("nested too deeply") from None


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML without dates, which packets write as text, and with no truth but true and false."""

    yaml_implicit_resolvers: ClassVar = {
        first: [one for one in resolvers if not one[0].endswith((":timestamp", ":bool"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def _yaml(text: str) -> object:
    """Return the value that *text* is in YAML.

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


def _is_object(line: str) -> bool:
    try:
        return isinstance(_json(line), dict)
    except PacketError:
        return False
