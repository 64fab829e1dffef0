"""What some graphs of a store hold, in numbers that can be added up with those of others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from casegraph import curies
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
    inferred_graph,
    is_inferred_graph,
)
from casegraph.quads import value_of

OF_AN_ONTOLOGY = "vocabulary-"
"""What the name of the part begins with that a public ontology is; its id follows."""

SUBJECTS, OBJECTS, ENTITIES = "subjects", "objects", "entities"
"""The kinds of things besides the classes."""

_TYPE = f"{RDF}type"
_MATCHES = frozenset(f"{SKOS}{kind}Match" for kind in ("broad", "close", "exact", "narrow"))
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
class Count:
    """The numbers of some graphs, such as those of a few cases.

    cases: of case documents. first: the first of these, empty without any. triples: by part of the
    store (`cases`, `terms`, ...). properties: triples by property. links: matches by predicate and
    prefix of the public term. said: what the case documents say of themselves (date; licence,
    creator and version of the ontology where they are IRIs) by property and value, with the number
    of cases. things: the hashes of different things: subjects, objects, entities (subjects with an
    IRI), and those of each class. They are the same in every process.
    """

    cases: int = 0
    first: str = ""
    triples: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    things: dict[str, set[int]] = field(default_factory=dict)

    def take(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Count *quads*, which are those of *graph*."""
        document = document_of(graph)
        if document == graph:
            self.cases += 1
            self.first = min(graph, self.first or graph)
        own = None if document is None else ox.NamedNode(document)
        subjects, objects, entities = map(self._things, (SUBJECTS, OBJECTS, ENTITIES))
        properties: list[str] = []
        for subject, property_, value, _ in quads:
            predicate = property_.value
            properties.append(predicate)
            thing = hash(subject)
            subjects.add(thing)
            objects.add(hash(value))
            if isinstance(subject, ox.NamedNode):
                entities.add(thing)
            if predicate == _TYPE:
                self._things(value_of(value)).add(thing)
            elif predicate in _SAID and subject == own:
                if predicate == _CREATED or isinstance(value, ox.NamedNode):
                    self.said[predicate, value_of(value)] += 1
            elif graph == TERMS and predicate in _MATCHES:
                prefix = (curies.contracted(value_of(value)) or "").partition(":")[0]
                self.links[predicate, prefix] += bool(prefix)
        self.properties.update(properties)
        self.triples[part_of(graph)] += len(properties)

    def _things(self, kind: str) -> set[int]:
        return self.things.setdefault(kind, set())


def part_of(graph: str) -> str:
    """Return the name of the part of a store to which *graph* belongs."""
    document = document_of(graph)
    if document is not None:
        said = {document: "cases", inferred_graph(document): "cases-inferred"}
        return said.get(graph, "cases-provenance")
    if graph.startswith(VOCABULARY):
        return OF_AN_ONTOLOGY + graph.removeprefix(VOCABULARY)
    return _SHARED.get(graph, "inferred" if is_inferred_graph(graph) else "others")
