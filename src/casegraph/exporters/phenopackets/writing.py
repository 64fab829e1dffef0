"""Packets to files: one for each in a folder, or one with all.

A file is there as a whole or not at all, and no more than one packet is in memory.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from casegraph.exporters.phenopackets.packet import Packet
from casegraph.files import write_atomically, written_atomically

Sink = Callable[[Packet], object]
"""Takes the packets, one after the other."""

LINES = (".ndjson", ".jsonl")
"""What the name of a file ends in that has one packet on each line."""


@contextmanager
def to_path(path: Path, *, alone: bool) -> Iterator[Sink]:
    """Give what writes packets to *path*, by its name: a JSON file, one of lines, or a folder.

    alone: whether there is one packet, which is then no array.

    :raises OSError: when it cannot be written.
    """
    if path.suffix.lower() == ".json" and not path.is_dir():
        if alone:
            yield lambda packet: write_atomically(path, indented(packet).encode())
            return
        with _array(path) as sink:
            yield sink
    elif path.suffix.lower() in LINES and not path.is_dir():
        with written_atomically(path) as file:
            yield lambda packet: file.write(line(packet).encode())
    else:
        path.mkdir(exist_ok=True)
        yield lambda packet: write_atomically(
            path / f"{packet.slug}.json", indented(packet).encode()
        )


@contextmanager
def _array(path: Path) -> Iterator[Sink]:
    with written_atomically(path) as file:
        before = "[\n"

        def sink(packet: Packet) -> None:
            nonlocal before
            file.write(f"{before}{indented(packet).rstrip()}".encode())
            before = ",\n"

        yield sink
        file.write(b"[]\n" if before == "[\n" else b"\n]\n")


def indented(packet: Packet) -> str:
    """Return *packet* as JSON on several lines."""
    return json.dumps(packet.plain, ensure_ascii=False, indent=2) + "\n"


def line(packet: Packet) -> str:
    """Return *packet* as JSON on one line."""
    return json.dumps(packet.plain, ensure_ascii=False) + "\n"
