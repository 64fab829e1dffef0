"""Which named graph a triple belongs to.

Turtle, N-Triples and RDF/XML have no graphs, so there the subject decides; TriG, N-Quads and
JSON-LD name graphs, and those must agree with the subject.
"""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.namespaces import (
    CASE,
    CG,
    ONTOLOGY,
    PUBLICATION,
    PUBLICATIONS,
    RDF,
    TERM,
    TERMS,
    curie,
    document_of,
    is_inferred_graph,
    provenance_graph,
)
from casegraph.quads import graph_of, subject_of
from casegraph.read.reading import Location

_TYPE = ox.NamedNode(f"{RDF}type")
_CASE_CLASS = ox.NamedNode(f"{CG}Case")
_SHARED_GRAPHS = {ONTOLOGY, TERMS, PUBLICATIONS}


def place(written: Iterable[tuple[ox.Quad, Location]]) -> Mapping[ox.Quad, Location]:
    """Return the quads of one file in their named graphs, in its order, with their places.

    Quads of `/inferred` graphs are left out: they are computed again.

    :raises ReadError: when a triple belongs to no case or to several, a graph name disagrees with
        its subject, a case lies outside the case namespace, or two graphs share a blank node.
    """
    located = [(quad, where) for quad, where in written if not is_inferred_graph(graph_of(quad))]
    _check_case_iris(located)
    homes = _Homes(located)
    placed: dict[ox.Quad, Location] = {}
    for quad, where in located:
        graph = ox.NamedNode(homes.of(quad, where))
        placed.setdefault(ox.Quad(quad.subject, quad.predicate, quad.object, graph), where)
    return placed


def graph_of_subject(iri: str) -> str | None:
    """Return the named graph that *iri* decides as a subject, or None when it decides none.

    >>> graph_of_subject("https://w3id.org/casegraph/case/neck-pain#patient")
    'https://w3id.org/casegraph/case/neck-pain'
    >>> graph_of_subject("https://w3id.org/casegraph/case/neck-pain")
    'https://w3id.org/casegraph/case/neck-pain/provenance'
    >>> graph_of_subject("https://w3id.org/casegraph/publication/pmid-1#author-1")
    'https://w3id.org/casegraph/publication'
    """
    document = document_of(iri)
    if document is not None:
        return document if iri.startswith(f"{document}#") else provenance_graph(document)
    if iri.startswith(PUBLICATION):
        return PUBLICATIONS
    if iri.startswith(TERM):
        return TERMS
    return None


class _Homes:
    """Where the triples of one file go; blank nodes follow the triples that lead to them."""

    def __init__(self, located: list[tuple[ox.Quad, Location]]) -> None:
        self._parents: dict[ox.BlankNode, list[tuple[ox.Quad, Location]]] = {}
        documents = set()
        for quad, where in located:
            if isinstance(quad.object, ox.BlankNode):
                self._parents.setdefault(quad.object, []).append((quad, where))
            for term in (quad.subject, quad.graph_name):
                if isinstance(term, ox.NamedNode) and (document := document_of(term.value)):
                    documents.add(document)
        self._documents = sorted(documents)
        self._known: dict[ox.BlankNode, str | None] = {}

    def of(self, quad: ox.Quad, where: Location) -> str:
        """Return the name of the graph that *quad*, written at *where*, belongs to."""
        subject = subject_of(quad)
        if isinstance(subject, ox.BlankNode):
            decided = self._of_blank(subject, where)
        else:
            decided = graph_of_subject(subject.value)
        if isinstance(quad.graph_name, ox.DefaultGraph):
            return decided or self._only_case(subject, where)
        written = quad.graph_name.value
        _check_graph_name(quad, where)
        if decided is not None and decided != written:
            raise ReadError(
                f"stands in the graph <{written}> and belongs in <{decided}>",
                file=where.file,
                line=where.line,
                node=_shown(subject),
                repair="Move the triple to that graph.",
            )
        return written

    def _of_blank(self, node: ox.BlankNode, where: Location) -> str | None:
        """Return the graph of the nodes with an IRI from which *node* is reached."""
        if node in self._known:
            return self._known[node]
        graphs: set[str | None] = set()
        seen = {node}
        waiting = [node]
        while waiting:
            for quad, parent_where in self._parents.get(waiting.pop(), ()):
                parent = subject_of(quad)
                if not isinstance(parent, ox.BlankNode):
                    graphs.add(self.of(quad, parent_where))
                elif parent in self._known:
                    graphs.add(self._known[parent])
                elif parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        named = sorted(graph for graph in graphs if graph)
        if len(named) > 1:
            raise ReadError(
                f"a blank node that two graphs share: {', '.join(named)}",
                file=where.file,
                line=where.line,
                repair="Give the node an IRI of its own.",
            )
        graph = named[0] if named else None
        self._known |= dict.fromkeys(seen, graph)
        return graph

    def _only_case(self, subject: ox.NamedNode | ox.BlankNode, where: Location) -> str:
        if len(self._documents) == 1:
            return self._documents[0]
        raise ReadError(
            "belongs to no case, and the file has "
            + ("several" if self._documents else "none to take it"),
            file=where.file,
            line=where.line,
            node=_shown(subject),
            repair=f"Name the subject {CASE}SLUG#NAME, or put one case in each file.",
        )


def _check_graph_name(quad: ox.Quad, where: Location) -> None:
    """Check that the graph that the file names is one of the project's.

    :raises ReadError: when it is not.
    """
    graph = graph_of(quad)
    document = document_of(graph)
    if graph in _SHARED_GRAPHS or (document and graph in (document, provenance_graph(document))):
        return
    raise ReadError(
        "is not a graph of a case, the publications or the terms",
        file=where.file,
        line=where.line,
        node=f"<{graph}>",
        repair=f"Name the graph {CASE}SLUG, {PUBLICATIONS} or {TERMS}.",
    )


def _check_case_iris(located: Iterable[tuple[ox.Quad, Location]]) -> None:
    """Check that every `cg:Case` is a fragment of a case document.

    :raises ReadError: for the first that is not.
    """
    for quad, where in located:
        if quad.predicate == _TYPE and quad.object == _CASE_CLASS:
            subject = subject_of(quad)
            if isinstance(subject, ox.NamedNode):
                document = document_of(subject.value)
                if document and subject.value.startswith(f"{document}#"):
                    continue
            raise ReadError(
                f"a case outside {CASE}",
                file=where.file,
                line=where.line,
                node=_shown(subject),
                repair=f"Name it {CASE}SLUG#case; SLUG is letters, digits and hyphens.",
            )


def _shown(subject: ox.NamedNode | ox.BlankNode) -> str:
    return curie(subject.value) if isinstance(subject, ox.NamedNode) else "a blank node"
