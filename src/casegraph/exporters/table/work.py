"""What was found: told by the patient, on examination, in images and in the laboratory."""

from casegraph.exporters.table.cells import Cell, Entry, cell, texts
from casegraph.exporters.table.entries import entry
from casegraph.exporters.table.told import Told
from casegraph.narrative.words import listing


def presentation(told: Told) -> Cell:
    """Return what is told at presentation, and what examination showed."""
    return texts(*(entry(told, node) for node in _findings(told, "presentation")))


def imaging(told: Told) -> Cell:
    """Return what images showed, under the investigation, and those of which no more is told."""
    return _shown(told, "imaging")


def tests(told: Told) -> Cell:
    """Return what the laboratory and all other tests showed, variants too."""
    return _shown(told, "tests")


def _shown(told: Told, part: str) -> Cell:
    found: list[Entry] = []
    used: set[str] = set()
    for node in _findings(told, part):
        investigations = told.investigations(node)
        used.update(investigations)
        headings = [entry(told, other) for other in investigations]
        times = tuple(told.line(other).when for other in investigations)
        found.append(Entry(entry(told, node, said=times), listing(headings)))
    bare = [
        node
        for node in told.in_part[part]
        if told.line(node).kind == "investigation" and node not in used and not told.is_part(node)
    ]
    return cell([*found, *(Entry(entry(told, node)) for node in bare)])


def _findings(told: Told, part: str) -> list[str]:
    """Return the findings of a part, those that are present before all others."""
    found = [node for node in told.in_part[part] if told.line(node).kind != "investigation"]
    return sorted(found, key=lambda node: told.polarities[node] not in {"affirms", None})
