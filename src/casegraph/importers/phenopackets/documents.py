"""The bytes of a file, JSON or YAML, to the packets in it."""

import hashlib
from collections.abc import Iterator

from casegraph.importers.phenopackets.families import members, message_of, reason_of
from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.packet import Found, Packet, Unusable
from casegraph.importers.phenopackets.parsing import json_value, yaml_value

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
        found = yaml_value(text) if name.lower().endswith(YAML) else json_value(text)
    except PacketError as refusal:
        lines = text.splitlines()
        if len(lines) > 1 and _is_object(lines[0]):
            yield from _lines(text, name)
        else:
            yield Unusable(name, "", refusal.message)
        return
    yield from _packets(found, name, hashlib.sha256(raw).hexdigest(), "")


def _lines(text: str, name: str) -> Iterator[Found]:
    """Yield the packets of a file that has one on each line."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = f"{name}:{number}"
            try:
                found = json_value(line)
            except PacketError as refusal:
                yield Unusable(place, "", refusal.message)
                continue
            yield from _packets(found, place, hashlib.sha256(line.encode()).hexdigest(), "")


def _packets(found: object, name: str, digest: str, pointer: str) -> Iterator[Found]:
    """Yield the packets in a JSON value: itself, or those of an array, a family or a cohort."""
    if isinstance(found, list):
        for index, one in enumerate(found):
            if isinstance(one, list):
                yield Unusable(name, f"{pointer}/{index}", "an array inside an array")
            else:
                yield from _packets(one, name, digest, f"{pointer}/{index}")
    elif not isinstance(found, dict):
        otherwise = "neither an object nor an array of objects"
        yield Unusable(name, pointer, reason_of(found, otherwise))
    elif message := message_of(found):
        yield from members(found, message, name, digest, pointer)
    else:
        yield Packet(found, name, digest, pointer)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json_value(line), dict)
    except PacketError:
        return False
