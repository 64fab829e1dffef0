"""The shapes in words: what each asks, of what, and how grave it is when a case does not have it.

Enters `ontology/shapes/`; leaves values for pages and documentation, in the order of the files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from casegraph.namespaces import curie
from casegraph.resources import ontology_dir
from casegraph.shacl.names import SHAPE, node_name
from casegraph.shacl.shapes import Shapes, load

PASSES = {
    "structure": "What is asserted, before anything is inferred.",
    "consistency": "What is asserted and what follows, in the cases whose structure is sound.",
}
"""The folders of the shapes, and what each pass looks at."""

_NAME = re.compile(r"^shape:([\w-]+) a ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ToldShape:
    """What one shape asks.

    targets: what it looks at, each a phrase whose names are in backticks. severity: `violation`,
    `warning` or `info`. message: what a curator gets; `{?name}` stands for a node or value.
    """

    name: str
    targets: tuple[str, ...]
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class ToldFile:
    """The shapes of one file that have a message. folder: of its pass."""

    folder: str
    name: str
    shapes: tuple[ToldShape, ...]


@cache
def told_shapes() -> tuple[ToldFile, ...]:
    """Return the files of the shapes, pass by pass, those without a message left out.

    :raises ShapeError: as `load` does.
    """
    found = []
    for folder in PASSES:
        shapes = load(ontology_dir() / "shapes" / folder)
        for path in sorted((ontology_dir() / "shapes" / folder).glob("*.ttl")):
            told = tuple(_told(path, shapes))
            if told:
                found.append(ToldFile(folder, path.name, told))
    return tuple(found)


def _told(path: Path, shapes: Shapes) -> Iterator[ToldShape]:
    for name in _NAME.findall(path.read_text(encoding="utf-8")):
        shape = rdflib.URIRef(f"{SHAPE}{name}")
        severity = node_name(str(shapes.graph.value(shape, SH.severity)))
        for message in _messages(shapes, shape):
            yield ToldShape(
                name,
                tuple(_targets(shapes, shape)),
                severity.removeprefix("sh:").lower(),
                message,
            )


def _messages(shapes: Shapes, shape: Node) -> list[str]:
    """Return the message of *shape*, or those of its SPARQL constraints."""
    constraints = sorted(shapes.graph.objects(shape, SH.sparql), key=str)
    return [said for node in (shape, *constraints) if (said := shapes.message(node))]


def _targets(shapes: Shapes, shape: Node) -> list[str]:
    """Return what *shape* looks at, or the shapes that hold it do when it says nothing itself."""
    said = [
        *_names(shapes, shape, SH.targetClass),
        *(f"what has {name}" for name in _names(shapes, shape, SH.targetSubjectsOf)),
        *(f"what {name} leads to" for name in _names(shapes, shape, SH.targetObjectsOf)),
        *_names(shapes, shape, SH.targetNode),
    ]
    if not said:
        holders = sorted(set(shapes.graph.subjects(SH.property, shape)), key=str)
        said = [words for holder in holders for words in _targets(shapes, holder)]
    return said


def _names(shapes: Shapes, shape: Node, predicate: Node) -> list[str]:
    nodes = sorted(map(str, shapes.graph.objects(shape, predicate)))
    return [f"`{curie(node)}`" for node in nodes]
