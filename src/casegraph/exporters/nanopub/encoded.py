"""A case as its nanopublications need it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from casegraph.namespaces import (
    CG,
    DCTERMS,
    PREFIXES,
    PUBLICATION,
    PUBLICATIONS,
    RDF,
    RDFS,
    case_iri,
    provenance_graph,
)
from casegraph.quads import canonical_quads, subject_of, value_of
from casegraph.store import Store
from casegraph.syntaxes.triples import Subject, Value

_HOLDING = tuple(f"{CG}{name}" for name in ("hasStatement", "hasInference", "hasClaim"))
_OF_A_WORK = frozenset(
    (
        *(f"{RDF}type", f"{RDFS}label", f"{PREFIXES['schema']}sameAs"),
        *(f"{DCTERMS}{name}" for name in ("creator", "identifier", "issued", "title")),
    )
)
_OF_AN_AUTHOR = frozenset((f"{RDF}type", f"{PREFIXES['foaf']}name"))


Said = dict[Subject, tuple[ox.Quad, ...]]


@dataclass(frozen=True)
class Encoded:
    """What a case asserts, by subject.

    document: its IRI. said: the asserted quads, with canonical blank nodes, and those of the
    publications that they name and of their authors. of_itself: what the document says of itself.
    """

    document: str
    said: Said
    of_itself: tuple[ox.Quad, ...]

    @property
    def case(self) -> ox.NamedNode:
        """The `cg:Case`."""
        return ox.NamedNode(case_iri(self.document))

    @cached_property
    def statements(self) -> Mapping[ox.NamedNode, ox.Quad]:
        """Each statement, inference and claim, sorted, with the quad that gives it to the case."""
        held = [quad for quad in self.about(self.case) if quad.predicate.value in _HOLDING]
        return {
            quad.object: quad
            for quad in sorted(held, key=lambda quad: value_of(quad.object))
            if isinstance(quad.object, ox.NamedNode)
        }

    def about(self, node: Value) -> tuple[ox.Quad, ...]:
        """Return what is said of *node*."""
        return self.said.get(node, ()) if isinstance(node, ox.NamedNode | ox.BlankNode) else ()

    def values(self, node: Value, name: str) -> Iterator[Value]:
        """Yield the values of *node* for the property *name*, an IRI."""
        return (quad.object for quad in self.about(node) if quad.predicate.value == name)

    def of_document(self, name: str) -> tuple[Value, ...]:
        """Return what the document says of itself for the property *name*, an IRI."""
        return tuple(quad.object for quad in self.of_itself if quad.predicate.value == name)

    def described(self, node: Value, leaving_out: Container[str] = ()) -> Iterator[ox.Quad]:
        """Yield what is said of *node* and of the case's nodes that it leads to.

        The case and its statements are not described again. leaving_out: IRIs of properties.
        """
        waiting, seen = [node], {node, self.case}
        while waiting:
            for quad in self.about(waiting.pop()):
                if quad.predicate.value not in leaving_out:
                    yield quad
                    if quad.object not in seen and quad.object not in self.statements:
                        seen.add(quad.object)
                        waiting.append(quad.object)


def encoded(store: Store, document: str) -> Encoded:
    """Return the case *document* of *store*."""
    said = _by_subject(canonical_quads(store.graph(document)))
    of_itself = store.about(ox.NamedNode(document), provenance_graph(document))
    named = {quad.object for quads in said.values() for quad in quads}
    works: Said = {
        one: _some(store, one, _OF_A_WORK)
        for one in named
        if isinstance(one, ox.NamedNode) and one.value.startswith(PUBLICATION)
    }
    authors: Said = {
        quad.object: _some(store, quad.object, _OF_AN_AUTHOR)
        for quads in works.values()
        for quad in quads
        if quad.predicate.value == f"{DCTERMS}creator" and isinstance(quad.object, ox.NamedNode)
    }
    return Encoded(document, {**authors, **works, **said}, tuple(sorted(of_itself, key=str)))


def _some(store: Store, node: ox.NamedNode, names: frozenset[str]) -> tuple[ox.Quad, ...]:
    return tuple(quad for quad in store.about(node, PUBLICATIONS) if quad.predicate.value in names)


def _by_subject(quads: Iterable[ox.Quad]) -> Said:
    found: dict[Subject, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(subject_of(quad), []).append(quad)
    return {subject: tuple(some) for subject, some in found.items()}
