"""A case out of a store, ready to be said in a format that says less."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from casegraph.exporters.described import Described, described
from casegraph.exporters.node import Node, Statement
from casegraph.exporters.unsaid import Unsaid
from casegraph.namespaces import case_iri, curie, inferred_graph, provenance_graph, slug_of
from casegraph.quads import subject_of, value_of
from casegraph.store import Store
from casegraph.syntaxes.triples import Value, natural

_KINDS = ("Measurement", "Finding", "Diagnosis", "Investigation", "Treatment", "Outcome")
_POLARITIES = (
    *("affirms", "suspects", "denies", "deniesAt"),
    *("resolves", "performs", "notPerformed"),
)


class Case:
    """One case: its nodes, and the words for the terms and works that it names.

    slug: of the document. node: the `cg:Case`. patient: the `cg:Patient`. statements: in the order
    of their names, numbers in these by their value. others: all other nodes. record: the document
    itself and its source, in the provenance graph. known: what the store says of the terms and
    works that node, patient and statements name. unsure: the terms that are denied, or no more than
    suspected. unsaid: what the format cannot say.
    """

    def __init__(self, store: Store, document: str) -> None:
        self.document = document
        self.slug = slug_of(document)
        self.unsaid: list[Unsaid] = []
        nodes = _nodes(store.graph(document), document)
        self.record = _nodes(store.graph(provenance_graph(document)), document)
        self.node = nodes.pop("case", Node("case", {}))
        patient = self.node.first("cg:patient")
        self.patient = nodes.pop(_local(patient, document), Node("patient", {}))
        stated = {_local(iri, document) for iri in self.node.take("cg:hasStatement")}
        drawn = {_local(iri, document) for iri in self.node.take("cg:hasInference")}
        self.statements = [
            _statement(node, document, inferred=node.name in drawn)
            for node in sorted(nodes.values(), key=lambda node: natural(node.name))
            if node.name in stated | drawn
        ]
        self.others = [node for name, node in nodes.items() if name not in stated | drawn]
        self.known = described(store, _named(self, document))
        self.unsure = _unsure(self.statements, _follows(store, document))

    def local(self, iri: str) -> str:
        """Return the local name of *iri* in the case, the IRI itself when it is elsewhere."""
        return _local(iri, self.document)

    def about(self, iri: str) -> Described:
        """Return what is known of the term or work *iri*."""
        return self.known.get(iri) or Described(iri)

    def indications(self, said: Statement) -> list[str]:
        """Return the terms against which *said* was done, but for what is denied or only suspected.

        A reader would take what was treated for something that the patient has.
        """
        return [iri for iri in said.see("cg:indication") if iri not in self.unsure]

    def lose(self, node: str, name: str, why: str) -> None:
        """Note what the format does not say."""
        self.unsaid.append(Unsaid(node, name, why))


def _nodes(quads: Iterable[ox.Quad], document: str) -> dict[str, Node]:
    found: dict[str, dict[str, list[Value]]] = {}
    for quad in sorted(quads, key=str):
        subject = subject_of(quad)
        blank = isinstance(subject, ox.BlankNode)
        name = str(subject) if blank else _local(value_of(subject), document)
        values = found.setdefault(name, {}).setdefault(curie(quad.predicate.value), [])
        values.append(quad.object)
    return {name: Node(name, values) for name, values in found.items()}


def _statement(node: Node, document: str, *, inferred: bool) -> Statement:
    types = {one.removeprefix("cg:") for one in map(curie, node.take("rdf:type"))}
    kind = next((kind for kind in _KINDS if kind in types), "")
    polarity = next((one for one in _POLARITIES if node.has(f"cg:{one}")), "")
    source = f"{document}/source#"
    evidence = node.see("cg:evidence")
    pointers = [one.removeprefix(source) for one in evidence if one.startswith(source)]
    for pointer in pointers:
        node.drop("cg:evidence", f"{source}{pointer}")
    term = node.first(f"cg:{polarity}") if polarity else ""
    return Statement(node.name, node.values, kind, polarity, term, inferred, pointers)


def _follows(store: Store, document: str) -> Mapping[str, set[str]]:
    """Return the terms that follow for the case, by the CURIE of the property."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.about(ox.NamedNode(case_iri(document)), inferred_graph(document)):
        found[curie(quad.predicate.value)].add(value_of(quad.object))
    return found


def _unsure(statements: Iterable[Statement], follows: Mapping[str, set[str]]) -> frozenset[str]:
    """Return the terms that are denied, and those that are no more than suspected.

    What is denied here is denied with all that is narrower. What is denied at one place and what is
    suspected are sure when the authors also say that it was there.
    """
    authors: dict[str, set[str]] = defaultdict(set)
    curator: set[str] = set()
    for said in statements:
        (curator if said.inferred else authors[said.polarity]).add(said.term)
    sure = authors["affirms"] | authors["resolves"] | follows.get("cg:presents", set())
    doubted = authors["suspects"] | authors["deniesAt"] | follows.get("cg:considers", set())
    denied = authors["denies"] | follows.get("cg:excludes", set())
    return frozenset(denied | ((doubted | curator) - sure))


def _local(iri: str, document: str) -> str:
    return iri.removeprefix(f"{document}#")


def _named(case: Case, document: str) -> set[str]:
    """Return the IRIs of what is not part of the case and named in it."""
    nodes = (case.node, case.patient, *case.statements)
    terms = {statement.term for statement in case.statements if statement.term}
    values = (value for node in nodes for several in node.values.values() for value in several)
    found = terms | {value.value for value in values if isinstance(value, ox.NamedNode)}
    return {iri for iri in found if not iri.startswith(f"{document}#")}
