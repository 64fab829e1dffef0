"""docs/shapes.md from ontology/shapes: what each shape asks, in the words that a curator gets."""

import re
from collections.abc import Iterator
from pathlib import Path

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from casegraph.namespaces import curie
from casegraph.resources import ontology_dir
from casegraph.shacl.names import node_name
from casegraph.shacl.shapes import Shapes, load
from generator.markdown import table

_HEAD = """\
# The shapes

Each shape asks one thing of a case, and its message is what `casegraph validate` prints when the
case does not have it: what is wrong, and the repair. A violation keeps the case out of a store, a
warning and an information do not. *Words in italics* stand for the nodes and values at fault.
[validate](validate.md) says how the two passes run. This page is made from `ontology/shapes/` by
`make docs`.
"""
_PASSES = {
    "structure": "What is asserted, before anything is inferred.",
    "consistency": "What is asserted and what follows, in the cases whose structure is sound.",
}


def shapes_page() -> str:
    """Return the page: a section for each file, a row for each shape that has a message."""
    parts = [_HEAD]
    for folder, words in _PASSES.items():
        parts.append(f"## {folder.capitalize()}\n\n{words}\n")
        shapes = load(ontology_dir() / "shapes" / folder)
        for path in sorted((ontology_dir() / "shapes" / folder).glob("*.ttl")):
            rows = list(_rows(path, shapes))
            if rows:
                lines = table(("shape", "looks at", "severity", "message"), rows)
                parts.append("\n".join((f"### {folder}/{path.name}", "", *lines, "")))
    return "\n".join(parts)


def _rows(path: Path, shapes: Shapes) -> Iterator[tuple[str, str, str, str]]:
    for name in re.findall(r"^shape:([\w-]+) a ", path.read_text("utf-8"), re.MULTILINE):
        shape = rdflib.URIRef(f"https://w3id.org/casegraph/shape/{name}")
        severity = shapes.graph.value(shape, SH.severity)
        for message in _messages(shapes, shape):
            yield f"`{name}`", _targets(shapes, shape), _word(severity), _readable(message)


def _messages(shapes: Shapes, shape: Node) -> list[str]:
    """Return the message of *shape*, or those of its SPARQL constraints."""
    constraints = sorted(shapes.graph.objects(shape, SH.sparql), key=str)
    return [said for node in (shape, *constraints) if (said := shapes.message(node))]


def _targets(shapes: Shapes, shape: Node) -> str:
    """Return what *shape* looks at, or the shapes that hold it do when it says nothing itself."""
    classes = _names(shapes, shape, SH.targetClass)
    subjects = _names(shapes, shape, SH.targetSubjectsOf)
    objects = _names(shapes, shape, SH.targetObjectsOf)
    nodes = _names(shapes, shape, SH.targetNode)
    said = [
        *classes,
        *(f"what has {name}" for name in subjects),
        *(f"what {name} leads to" for name in objects),
        *nodes,
    ]
    if not said:
        holders = sorted(set(shapes.graph.subjects(SH.property, shape)), key=str)
        said = [words for holder in holders if (words := _targets(shapes, holder))]
    return ", ".join(said)


def _names(shapes: Shapes, shape: Node, predicate: Node) -> list[str]:
    nodes = sorted(map(str, shapes.graph.objects(shape, predicate)))
    return [f"`{curie(node)}`" for node in nodes]


def _word(severity: Node | None) -> str:
    return node_name(str(severity)).removeprefix("sh:").lower()


def _readable(message: str) -> str:
    return re.sub(r"\{[?$](\w+)\}", r"*\1*", message)
