"""What the ontology's files say, by subject and property, in the order in which they say it."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property

import pyoxigraph as ox

from casegraph.namespaces import ONTOLOGY, RDF
from casegraph.quads import graph_of
from casegraph.vocabulary import bundled

Term = ox.NamedNode | ox.BlankNode | ox.Literal


class Said:
    """Quads of an ontology. A node is given by its IRI, or by `_:` and its label."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = tuple(quads)

    def nodes(self, node: str, step: str) -> tuple[str, ...]:
        """Return the nodes at *step*."""
        values = self._values.get((node, step), ())
        return tuple(name(value) for value in values if not isinstance(value, ox.Literal))

    def texts(self, node: str, step: str) -> tuple[str, ...]:
        """Return the lexical forms of the literals at *step*."""
        values = self._values.get((node, step), ())
        return tuple(value.value for value in values if isinstance(value, ox.Literal))

    def text(self, node: str, step: str) -> str:
        """Return the first literal at *step*, empty when there is none."""
        return next(iter(self.texts(node, step)), "")

    def sources(self, node: str, *steps: str) -> tuple[str, ...]:
        """Return the nodes from which one of *steps* leads to *node*, each once."""
        found = (source for step, source in self._sources.get(node, ()) if step in steps)
        return tuple(dict.fromkeys(found))

    def types(self, node: str) -> tuple[str, ...]:
        """Return the classes of *node*."""
        return self.nodes(node, f"{RDF}type")

    def listed(self, cell: str) -> tuple[str, ...]:
        """Return the members of the RDF list that begins at *cell*."""
        members: list[str] = []
        while cell and cell != f"{RDF}nil":
            members += self.nodes(cell, f"{RDF}first")
            cell = next(iter(self.nodes(cell, f"{RDF}rest")), "")
        return tuple(members)

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], list[Term]]:
        found: dict[tuple[str, str], list[Term]] = {}
        for subject, predicate, value, _ in self.quads:
            found.setdefault((name(subject), predicate.value), []).append(value)
        return found

    @cached_property
    def _sources(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for subject, predicate, value, _ in self.quads:
            if not isinstance(value, ox.Literal):
                found.setdefault(name(value), []).append((predicate.value, name(subject)))
        return found


@cache
def said() -> Said:
    """Return what this installation's ontology says: vocabulary, axioms and alignments.

    :raises ReadError: for a file that is not Turtle.
    """
    return Said(quad for quad in bundled().quads if graph_of(quad) == ONTOLOGY)


def name(node: Term) -> str:
    """Return the IRI of *node*, or `_:` and the label of a blank node."""
    return str(node) if isinstance(node, ox.BlankNode) else node.value
