"""The shapes graphs of the two passes, and what they say to a reader.

`ontology/shapes/structure/*.ttl` looks at what is asserted, `ontology/shapes/consistency/*.ttl` at
what follows too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from casegraph.errors import ReadError, ShapeError
from casegraph.rdflib_bridge import from_graph, to_graph
from casegraph.read.syntax import parse
from casegraph.resources import ontology_dir
from casegraph.shacl.names import SHAPE


@dataclass(frozen=True)
class Shapes:
    """A shapes graph."""

    graph: rdflib.Graph

    @cached_property
    def without_messages(self) -> rdflib.Graph:
        """The same graph without `sh:message`, which casegraph fills in itself."""
        bare = rdflib.Graph(bind_namespaces="none")
        for subject, predicate, value in self.graph:
            if predicate != SH.message:
                bare.add((subject, predicate, value))
        return bare

    def owner(self, shape: Node) -> str:
        """Return the IRI of *shape*, or of the shape that holds it when it has none."""
        waiting, seen = [shape], {shape}
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, rdflib.URIRef):
                return str(node)
            holders = set(self.graph.subjects(None, node)) - seen
            seen |= holders
            waiting += sorted(holders, key=str)
        return f"_:{shape}"

    def message(self, node: Node) -> str | None:
        """Return the message of the shape or SPARQL constraint *node*, English if there is one."""
        messages = [
            (message.language != "en", str(message))
            for message in self.graph.objects(node, SH.message)
            if isinstance(message, rdflib.Literal)
        ]
        return min(messages)[1] if messages else None


@cache
def structure_shapes() -> Shapes:
    """Return the shapes of the first pass, parsed once."""
    return load(ontology_dir() / "shapes" / "structure")


@cache
def consistency_shapes() -> Shapes:
    """Return the shapes of the second pass, parsed once."""
    return load(ontology_dir() / "shapes" / "consistency")


def load(folder: Path) -> Shapes:
    """Return the shapes in the Turtle files of *folder*.

    :raises ShapeError: for a file that is not Turtle, naming file and line.
    """
    try:
        files = sorted(folder.glob("*.ttl"))
        return Shapes(to_graph(quad for file in files for quad, _ in parse(file, str(file))))
    except ReadError as error:
        raise ShapeError(
            error.message, file=error.file, line=error.line, repair=error.repair
        ) from None


def message_of(shape: str) -> str | None:
    """Return the message of the named *shape*, or the first of its SPARQL constraints."""
    node = rdflib.URIRef(shape)
    for shapes in (structure_shapes(), consistency_shapes()):
        said = map(shapes.message, (node, *sorted(shapes.graph.objects(node, SH.sparql), key=str)))
        for message in filter(None, said):
            return message
    return None


def path_structure(shape: str) -> Sequence[ox.Triple]:
    """Return the triples of the path of *shape*, its root first; none for a plain predicate."""
    triples: list[ox.Triple] = []
    for graph in (structure_shapes().graph, consistency_shapes().graph):
        waiting = list(graph.objects(rdflib.URIRef(shape), SH.path))
        for node in waiting:
            if isinstance(node, rdflib.BNode):
                said = sorted(graph.triples((node, None, None)), key=str)
                triples += (quad.triple for quad in from_graph(said, SHAPE))
                waiting += (value for _, _, value in said)
    return triples
