"""What a store holds, counted in one pass, case after case."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from casegraph import curies
from casegraph.exporters.datasets.distinct import Distinct
from casegraph.namespaces import (
    DCTERMS,
    ONTOLOGY,
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    RDF,
    SKOS,
    TERMS,
    TERMS_INFERRED,
    VOCABULARY,
    document_of,
    is_inferred_graph,
)
from casegraph.progress import Progress, silent
from casegraph.quads import value_of
from casegraph.store import Store, graphs_of

OF_AN_ONTOLOGY = "vocabulary-"
"""What the name of the part begins with that a public ontology is; its id follows."""

_TYPE = f"{RDF}type"
_MATCHES = frozenset(f"{SKOS}{kind}Match" for kind in ("broad", "close", "exact", "narrow"))
_CASES = ("cases", "cases-inferred", "cases-provenance")
_SHARED = {
    ONTOLOGY: "ontology",
    PUBLICATIONS: "publications",
    PUBLICATIONS_INFERRED: "publications-inferred",
    TERMS: "terms",
    TERMS_INFERRED: "terms-inferred",
}
_CREATED = f"{DCTERMS}created"
_SAID = frozenset(
    {_CREATED, *(f"{DCTERMS}{name}" for name in ("conformsTo", "creator", "license"))}
)


@dataclass
class Tally:
    """The numbers of a store.

    cases: of case documents. first: the first of these, empty without any. triples: by part of the
    store (`cases`, `terms`, ...), the graphs of all cases being one part. properties: triples by
    property. classes: typed things by class. subjects, objects, entities: different ones; an entity
    is a subject with an IRI. links: matches by predicate and prefix of the public term. said: what
    the case documents say of themselves (date; licence, creator and version of the ontology where
    they are IRIs) by property and value, with the number of cases.
    """

    cases: int = 0
    first: str = ""
    triples: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    classes: dict[str, int] = field(default_factory=dict)
    subjects: int = 0
    objects: int = 0
    entities: int = 0
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)


def tally(store: Store, progress: Progress = silent) -> Tally:
    """Return the numbers of *store*; memory does not grow with the number of cases."""
    counted = Tally()
    documents = store.cases()
    with Distinct() as distinct:
        for graph in store.graphs():
            if document_of(graph) is None:
                quads = store.graph(graph)
                _Piece(counted, _part(graph), linked=graph == TERMS).take(quads).add_to(distinct)
        for number, document in enumerate(documents, 1):
            piece = _Piece(counted, document=document)
            for part, graph in zip(_CASES, graphs_of(document), strict=True):
                piece.part = part
                piece.take(store.graph(graph))
            piece.add_to(distinct)
            progress("Counting", number, len(documents))
        counts = distinct.counts()
    counted.cases, counted.first = len(documents), next(iter(documents), "")
    counted.subjects, counted.objects = counts.pop("subjects", 0), counts.pop("objects", 0)
    counted.entities = counts.pop("entities", 0)
    counted.classes = {kind: counts[kind] for kind in sorted(counts)}
    return counted


class _Piece:
    """What is counted together: a shared graph, or the graphs of one case."""

    def __init__(
        self, counted: Tally, part: str = "", *, document: str = "", linked: bool = False
    ) -> None:
        self.part = part
        self._counted = counted
        self._document = ox.NamedNode(document) if document else None
        self._linked = linked
        self._subjects: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set()
        self._objects: set[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = set()
        self._types: dict[str, set[ox.NamedNode | ox.BlankNode | ox.Triple]] = {}

    def take(self, quads: Iterable[ox.Quad]) -> "_Piece":
        """Count *quads*, but for what is different in them."""
        counted = self._counted
        properties: Counter[str] = Counter()
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            properties[predicate] += 1
            self._subjects.add(subject)
            self._objects.add(value)
            if predicate == _TYPE:
                self._types.setdefault(value_of(value), set()).add(subject)
            elif predicate in _SAID and subject == self._document:
                if predicate == _CREATED or isinstance(value, ox.NamedNode):
                    counted.said[predicate, value_of(value)] += 1
            elif self._linked and predicate in _MATCHES:
                prefix = (curies.contracted(value_of(value)) or "").partition(":")[0]
                counted.links[predicate, prefix] += bool(prefix)
        counted.properties.update(properties)
        counted.triples[self.part] += properties.total()
        return self

    def add_to(self, distinct: Distinct) -> None:
        """Give *distinct* the subjects, objects and typed things."""
        distinct.add("subjects", self._subjects)
        distinct.add("objects", self._objects)
        distinct.add("entities", (one for one in self._subjects if isinstance(one, ox.NamedNode)))
        for kind, nodes in self._types.items():
            distinct.add(kind, nodes)


def _part(graph: str) -> str:
    """Return the name of the part of a store that the shared *graph* is."""
    if graph.startswith(VOCABULARY):
        return OF_AN_ONTOLOGY + graph.removeprefix(VOCABULARY)
    return _SHARED.get(graph, "inferred" if is_inferred_graph(graph) else "others")
