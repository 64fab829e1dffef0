"""What the pages ask of a store again and again: labels, and which things there are.

What is said of all cases together (the terms, the labels) is read once and kept; what is said of
one case is read when it is asked, so that memory does not grow with the cases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.namespaces import (
    CG,
    ONTOLOGY,
    PUBLICATION,
    PUBLICATIONS,
    RDF,
    RDFS,
    SKOS,
    VOCABULARY,
)
from casegraph.narrative.background import Background
from casegraph.store import Store
from casegraph.texts import Texts
from casegraph.web.similar import Similar

_Found = TypeVar("_Found")

_NAMING = (
    *("affirms", "suspects", "denies", "deniesAt", "resolves", "performs", "notPerformed"),
    *("site", "targetSite", "qualifier", "measures", "indication"),
    *("claimSubject", "claimObject", "comparedWith", "population"),
    *("presents", "considers", "underwent", "involves"),
)
"""The properties that lead from a statement, a claim or a case to a term that has a page."""

_LANGUAGES = {"en": 0, None: 1}


class Catalogue:
    """A store as the pages see it.

    sources: the folder with the texts of the reports, None when they are not at hand.
    """

    def __init__(self, store: Store, sources: Path | None = None) -> None:
        self.store = store
        self.sources = sources
        self.background = Background(store)
        self._kept: dict[str, object] = {}

    def once(self, name: str, find: Callable[[], _Found]) -> _Found:
        """Return what *find* gives, which is about all cases together and kept under *name*."""
        if name not in self._kept:
            self._kept[name] = find()
        return cast("_Found", self._kept[name])

    def latest(self, name: str, key: str, find: Callable[[], _Found]) -> _Found:
        """Return what *find* gives for *key*, kept under *name* until another key is asked for.

        So the pages of one long list share what takes long to find, and nothing piles up.
        """
        kept = self._kept.get(name)
        if not isinstance(kept, tuple) or kept[0] != key:
            kept = self._kept[name] = (key, find())
        return cast("_Found", kept[1])

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """The names of all graphs, sorted."""
        return self.store.graphs()

    @cached_property
    def cases(self) -> tuple[str, ...]:
        """The case documents, sorted."""
        return tuple(name for name in self.graphs if namespaces.document_of(name) == name)

    @cached_property
    def similar(self) -> Similar:
        """The index of what the cases have in common; made at its first use."""
        return Similar(self.store, self.cases)

    @cached_property
    def texts(self) -> Texts | None:
        """The texts of the reports, None when they are not at hand.

        :raises EvidenceError: when the folder is none or cannot be read.
        """
        return None if self.sources is None else Texts(self.sources)

    @cached_property
    def term_graphs(self) -> tuple[str, ...]:
        """The graphs that say what the terms are: the project's, and one for each ontology."""
        return tuple(name for name in self.graphs if namespaces.is_term_graph(name))

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """The preferred label of each term that has a page, by the term's IRI, sorted.

        Those are the project's terms, and of a public ontology those that cases name or that follow
        for them; a term that only falls under something excluded stays with its ontology.
        """
        found: dict[str, str] = {}
        for graph in self.term_graphs:
            labels = self._labels_in(graph)
            public = graph.startswith(VOCABULARY)
            found |= {
                iri: label for iri, label in labels.items() if not public or iri in self._used
            }
        return dict(sorted(found.items()))

    @cached_property
    def _used(self) -> frozenset[str]:
        """What the cases name or present, consider, underwent or involve."""
        named = " ".join(f"<{CG}{name}>" for name in _NAMING)
        sparql = f"SELECT DISTINCT ?term WHERE {{ VALUES ?step {{ {named} }} ?thing ?step ?term }}"
        return frozenset(solution["term"].value for solution in self.solutions(sparql))

    @cached_property
    def publications(self) -> tuple[str, ...]:
        """The IRIs of the publications that the store describes, sorted."""
        sparql = f"SELECT DISTINCT ?work WHERE {{ GRAPH <{PUBLICATIONS}> {{ ?work a ?kind }} }}"
        works = (solution["work"] for solution in self.solutions(sparql))
        return tuple(
            sorted(
                work.value
                for work in works
                if isinstance(work, ox.NamedNode)
                and work.value.startswith(PUBLICATION)
                and "#" not in work.value
            )
        )

    @cached_property
    def ontology(self) -> Mapping[str, str]:
        """The label of each class, property and individual of `cg:`, by its IRI, sorted."""
        labels = self._labels_in(ONTOLOGY)
        return {iri: label for iri, label in sorted(labels.items()) if iri.startswith(CG)}

    def label(self, iri: str) -> str:
        """Return the words for *iri*, or its CURIE when the store has none."""
        known = self.terms.get(iri) or self.ontology.get(iri)
        return known or self.background.label(iri) or namespaces.curie(iri)

    def has_page(self, iri: str) -> bool:
        """Return whether there is a page about *iri*, or one on which it has its place."""
        document = namespaces.document_of(iri)
        if document is not None:
            return document in self._documents
        if iri.startswith(PUBLICATION):
            return iri.partition("#")[0] in self._works
        return iri in self.terms or iri in self.ontology or iri == ONTOLOGY

    def kinds_of(self, term: str) -> tuple[str, ...]:
        """Return the `cg:` classes of *term*, such as `Disease`, without the prefix, sorted."""
        return self._kinds.get(term, ())

    def solutions(
        self, sparql: str, values: Mapping[str, str] | None = None
    ) -> Iterable[ox.QuerySolution]:
        """Return the solutions of a query over the union of all graphs.

        values: IRIs for variables of the query, each without its question mark.
        """
        given = {ox.Variable(name): ox.NamedNode(iri) for name, iri in (values or {}).items()}
        return cast("ox.QuerySolutions", self.store.query(sparql, given))

    def about(self, iri: str, graphs: Iterable[str]) -> Iterator[ox.Quad]:
        """Yield what *graphs* say of *iri*, with what they say of the blank nodes it leads to."""
        for graph in graphs:
            waiting: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri)]
            seen = set(waiting)
            while waiting:
                for quad in self.store.about(waiting.pop(), graph):
                    yield quad
                    if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                        seen.add(quad.object)
                        waiting.append(quad.object)

    @cached_property
    def _documents(self) -> frozenset[str]:
        return frozenset(self.cases)

    @cached_property
    def _works(self) -> frozenset[str]:
        return frozenset(self.publications)

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for graph in self.term_graphs:
            sparql = f"SELECT ?term ?kind WHERE {{ GRAPH <{graph}> {{ ?term <{RDF}type> ?kind }} }}"
            for solution in self.solutions(sparql):
                if solution["kind"].value.startswith(CG):
                    kinds = found.setdefault(solution["term"].value, [])
                    kinds.append(solution["kind"].value.removeprefix(CG))
        return {term: tuple(sorted(set(kinds))) for term, kinds in found.items()}

    def _labels_in(self, graph: str) -> dict[str, str]:
        """Return the best label of each IRI that *graph* labels, as `lookup.label` chooses it."""
        best: dict[str, tuple[bool, int, str]] = {}
        sparql = f"""
        SELECT ?thing ?property ?label
        WHERE {{
          VALUES ?property {{ <{SKOS}prefLabel> <{RDFS}label> }}
          GRAPH <{graph}> {{ ?thing ?property ?label }}
        }}
        """
        for solution in self.solutions(sparql):
            if not isinstance(solution["thing"], ox.NamedNode):
                continue
            iri, label = solution["thing"].value, solution["label"]
            rank = (
                solution["property"].value != f"{SKOS}prefLabel",
                _LANGUAGES.get(label.language, 2),
                label.value,
            )
            best[iri] = min(rank, best.get(iri, rank))
        return {iri: rank[2] for iri, rank in best.items()}
