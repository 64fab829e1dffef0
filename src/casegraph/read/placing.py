"""Which named graph a triple belongs to.

Turtle, N-Triples and RDF/XML have no graphs, so there the subject decides; TriG, N-Quads and
JSON-LD name graphs, and those must agree with the subject.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

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
from casegraph.quads import value_of
from casegraph.read.reading import Location

_TYPE = ox.NamedNode(f"{RDF}type")
_CASE_CLASS = ox.NamedNode(f"{CG}Case")
_SHARED_GRAPHS = {ONTOLOGY, TERMS, PUBLICATIONS}

_Subject = ox.NamedNode | ox.BlankNode | ox.Triple
_Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def place(
    quads: Sequence[ox.Quad],
    label: Callable[[ox.BlankNode], ox.BlankNode],
    where: Callable[[int], Location],
) -> list[ox.Quad | None]:
    """Return each of the *quads* of one file in its named graph, its blank nodes labelled.

    None stands for a quad of an `/inferred` graph: it is left out, since it is computed again.
    where: gives the place of the quad with that index, for errors.

    :raises ReadError: when a triple belongs to no case or to several, a graph name disagrees with
        its subject, a case lies outside the case namespace, or two graphs share a blank node.
    """
    written = _Columns.of(quads)
    _check_case_iris(written, where)
    homes = _Homes(written, where)
    placed: list[ox.Quad | None] = []
    for index, (subject, predicate, value, graph) in enumerate(written.rows()):
        home = homes.known.get((subject, graph)) or homes.of(index)
        if home is None:
            placed.append(None)
            continue
        if isinstance(subject, ox.BlankNode):
            subject = label(subject)
        if isinstance(value, ox.BlankNode):
            value = label(value)
        placed.append(ox.Quad(subject, predicate, value, home))
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
    page, mark, _ = iri.partition("#")
    return _graph_of_page(page, inside=bool(mark))


@lru_cache
def _graph_of_page(page: str, *, inside: bool) -> str | None:
    """Return the named graph of *page*, or of the fragments *inside* it."""
    document = document_of(page)
    if document is not None:
        return document if inside and page == document else provenance_graph(document)
    if page.startswith(PUBLICATION):
        return PUBLICATIONS
    if page.startswith(TERM):
        return TERMS
    return None


@dataclass(frozen=True, slots=True)
class _Columns:
    """The quads of one file, taken apart once, since each look into a quad makes a new term."""

    subjects: list[_Subject]
    predicates: list[ox.NamedNode]
    values: list[_Subject | ox.Literal]
    graphs: list[_Graph]

    @classmethod
    def of(cls, quads: Sequence[ox.Quad]) -> "_Columns":
        return cls(
            [quad.subject for quad in quads],
            [quad.predicate for quad in quads],
            [quad.object for quad in quads],
            [quad.graph_name for quad in quads],
        )

    def rows(self) -> Iterator[tuple[_Subject, ox.NamedNode, _Subject | ox.Literal, _Graph]]:
        return zip(self.subjects, self.predicates, self.values, self.graphs, strict=True)


class _Homes:
    """Where the triples of one file go; blank nodes follow the triples that lead to them.

    known: the graph of each subject in each graph that the file names, as far as it was asked for.
    """

    def __init__(self, written: _Columns, where: Callable[[int], Location]) -> None:
        self.known: dict[tuple[_Subject, _Graph], ox.NamedNode] = {}
        self._written = written
        self._where = where
        self._graphs: dict[str, ox.NamedNode] = {}
        self._of_blanks: dict[ox.BlankNode, str | None] = {}

    def of(self, index: int) -> ox.NamedNode | None:
        """Return the graph that the quad with that *index* belongs to, None when it is left out."""
        key = subject, graph = self._written.subjects[index], self._written.graphs[index]
        if _is_left_out(graph):
            return None
        home = self.known.get(key)
        if home is None:
            name = self._decide(subject, graph, index)
            home = self.known[key] = self._graphs.get(name) or ox.NamedNode(name)
            self._graphs[name] = home
        return home

    def _decide(self, subject: _Subject, graph: _Graph, index: int) -> str:
        """Return the name of the graph that the triples of *subject* in *graph* belong to.

        index: of the first of them.
        """
        if isinstance(subject, ox.BlankNode):
            decided = self._of_blank(subject, index)
        else:
            decided = graph_of_subject(value_of(subject))
        if isinstance(graph, ox.DefaultGraph):
            return decided or self._only_case(subject, index)
        where = self._where(index)
        _check_graph_name(graph, where)
        if decided is not None and decided != graph.value:
            raise ReadError(
                f"stands in the graph <{graph.value}> and belongs in <{decided}>",
                file=where.file,
                line=where.line,
                node=_shown(subject),
                repair="Move the triple to that graph.",
            )
        return graph.value

    def _of_blank(self, node: ox.BlankNode, index: int) -> str | None:
        """Return the graph of the nodes with an IRI from which *node* is reached.

        index: of the first quad about it.
        """
        known = self._of_blanks
        if node in known:
            return known[node]
        graphs: set[str | None] = set()
        seen = {node}
        waiting = [node]
        while waiting:
            for leading in self._parents.get(waiting.pop(), ()):
                parent = self._written.subjects[leading]
                if not isinstance(parent, ox.BlankNode):
                    home = self.of(leading)
                    graphs.add(home and home.value)
                elif parent in known:
                    graphs.add(known[parent])
                elif parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        named = [graph for graph in graphs if graph]
        if len(named) > 1:
            where = self._where(index)
            raise ReadError(
                f"a blank node that two graphs share: {', '.join(sorted(named))}",
                file=where.file,
                line=where.line,
                repair="Give the node an IRI of its own.",
            )
        found = named[0] if named else None
        known |= dict.fromkeys(seen, found)
        return found

    @cached_property
    def _parents(self) -> dict[ox.BlankNode, list[int]]:
        """The quads that lead to each blank node, by index."""
        parents: dict[ox.BlankNode, list[int]] = {}
        for index, value in enumerate(self._written.values):
            if isinstance(value, ox.BlankNode) and not _is_left_out(self._written.graphs[index]):
                parents.setdefault(value, []).append(index)
        return parents

    @cached_property
    def _documents(self) -> list[str]:
        """The case documents that the file describes or names as graphs, sorted."""
        named = {
            term.value
            for subject, _, _, graph in self._written.rows()
            if not _is_left_out(graph)
            for term in (subject, graph)
            if isinstance(term, ox.NamedNode)
        }
        return sorted({document for iri in named if (document := document_of(iri))})

    def _only_case(self, subject: _Subject, index: int) -> str:
        if len(self._documents) == 1:
            return self._documents[0]
        where = self._where(index)
        raise ReadError(
            "belongs to no case, and the file has "
            + ("several" if self._documents else "none to take it"),
            file=where.file,
            line=where.line,
            node=_shown(subject),
            repair=f"Name the subject {CASE}SLUG#NAME, or put one case in each file.",
        )


def _is_left_out(graph: _Graph) -> bool:
    return isinstance(graph, ox.NamedNode) and is_inferred_graph(graph.value)


def _check_graph_name(graph: ox.NamedNode | ox.BlankNode, where: Location) -> None:
    """Check that the graph that the file names is one of the project's.

    :raises ReadError: when it is not.
    """
    name = graph.value
    document = document_of(name)
    if name in _SHARED_GRAPHS or (document and name in (document, provenance_graph(document))):
        return
    raise ReadError(
        "is not a graph of a case, the publications or the terms",
        file=where.file,
        line=where.line,
        node=f"<{name}>" if isinstance(graph, ox.NamedNode) else "a blank node",
        repair=f"Name the graph {CASE}SLUG, {PUBLICATIONS} or {TERMS}.",
    )


def _check_case_iris(written: _Columns, where: Callable[[int], Location]) -> None:
    """Check that every `cg:Case` is a fragment of a case document.

    :raises ReadError: for the first that is not.
    """
    for index, (subject, predicate, value, graph) in enumerate(written.rows()):
        if value == _CASE_CLASS and predicate == _TYPE and not _is_left_out(graph):
            if isinstance(subject, ox.NamedNode):
                document = document_of(subject.value)
                if document and subject.value.startswith(f"{document}#"):
                    continue
            raise ReadError(
                f"a case outside {CASE}",
                file=where(index).file,
                line=where(index).line,
                node=_shown(subject),
                repair=f"Name it {CASE}SLUG#case; SLUG is letters, digits and hyphens.",
            )


def _shown(subject: _Subject) -> str:
    return curie(subject.value) if isinstance(subject, ox.NamedNode) else "a blank node"
