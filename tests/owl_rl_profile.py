"""Which axioms of a graph are outside OWL 2 RL.

In: one rdflib graph, an ontology with all that it imports. Out: a sentence for each thing outside,
named as the axiom in functional-style syntax. Triples become axioms as in OWL 2 Mapping to RDF
Graphs, section 3.2; they are held against the grammar of OWL 2 Profiles, section 4.2, and against
section 5.8 of OWL 2 Structural Specification (typing and declarations). Axiom annotations and the
deprecated vocabulary of OWL 1 count as outside.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

_DATATYPES = """
    decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int
    short byte unsignedLong unsignedInt unsignedShort unsignedByte float double string
    normalizedString token language Name NCName NMTOKEN boolean hexBinary base64Binary anyURI
    dateTime dateTimeStamp
"""

RL_DATATYPES = {RDF.PlainLiteral, RDF.langString, RDF.XMLLiteral, RDFS.Literal} | {
    XSD[name] for name in _DATATYPES.split()
}
"""OWL 2 Profiles, section 4.2.2; rdf:langString is what RDF 1.1 made of rdf:PlainLiteral."""

BUILT_IN_ANNOTATIONS = {
    RDFS.label,
    RDFS.comment,
    RDFS.seeAlso,
    RDFS.isDefinedBy,
    OWL.versionInfo,
    OWL.deprecated,
    OWL.priorVersion,
    OWL.backwardCompatibleWith,
    OWL.incompatibleWith,
}

DECLARATIONS = {
    OWL.Class: "class",
    RDFS.Datatype: "datatype",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "data property",
    OWL.AnnotationProperty: "annotation property",
    OWL.NamedIndividual: "individual",
}

EXCLUSIVE = (
    {"class", "datatype"},
    {"object property", "data property"},
    {"object property", "annotation property"},
    {"data property", "annotation property"},
)
"""Kinds that one IRI never has together (Structural Specification, section 5.8.1)."""

_PARTS = """
    intersectionOf unionOf complementOf oneOf onProperty someValuesFrom allValuesFrom hasValue
    hasSelf onClass onDataRange cardinality minCardinality maxCardinality qualifiedCardinality
    minQualifiedCardinality maxQualifiedCardinality members distinctMembers
"""

EXPRESSION_PARTS = {RDF.first, RDF.rest} | {OWL[name] for name in _PARTS.split()}
"""Predicates inside an expression or a list, which are read with the axiom that they belong to."""

OBJECT_PROPERTIES_ONLY = (
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.TransitiveProperty,
    OWL.IrreflexiveProperty,
    OWL.InverseFunctionalProperty,
)

ONTOLOGY_HEADER = (OWL.imports, OWL.versionIRI)

ZERO_OR_ONE = ("0", "1")


def outside(graph: Graph) -> list[str]:
    """Return what in *graph* is outside OWL 2 RL, sorted; empty when all of it is inside."""
    return sorted(set(_Profile(graph).findings()))


class _Profile:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def findings(self) -> Iterator[str]:
        yield from self._typing()
        for triple in self.graph:
            yield from self._axiom(*triple)

    @cached_property
    def kinds(self) -> dict[Node, set[str]]:
        found: dict[Node, set[str]] = {
            RDFS.Literal: {"datatype"},
            OWL.Thing: {"class"},
            OWL.Nothing: {"class"},
            **{datatype: {"datatype"} for datatype in RL_DATATYPES},
            **{name: {"annotation property"} for name in BUILT_IN_ANNOTATIONS},
        }
        for declared, kind in DECLARATIONS.items():
            for subject in self.graph.subjects(RDF.type, declared):
                found.setdefault(subject, set()).add(kind)
        return found

    def name(self, node: Node) -> str:
        """Return *node* as a reader knows it."""
        return "an expression" if isinstance(node, BNode) else node.n3(self.graph.namespace_manager)

    def is_a(self, node: Node, kind: str) -> bool:
        return kind in self.kinds.get(node, ())

    def members(self, head: Node) -> Sequence[Node]:
        return list(Collection(self.graph, head))

    # Typing and declarations

    def _typing(self) -> Iterator[str]:
        for node, kinds in self.kinds.items():
            for pair in EXCLUSIVE:
                if pair <= kinds:
                    yield f"{self.name(node)} is both {' and '.join(sorted(pair))}"

    # Triples to axioms

    def _axiom(self, subject: Node, predicate: Node, value: Node) -> Iterator[str]:
        if predicate in EXPRESSION_PARTS and isinstance(subject, BNode):
            return
        if predicate == RDF.type:
            yield from self._type(subject, value)
        elif rule := self._axioms.get(predicate):
            yield from rule(subject, value)
        elif predicate in ONTOLOGY_HEADER or self.is_a(predicate, "annotation property"):
            return
        elif self.is_a(predicate, "object property"):
            if isinstance(value, Literal):
                yield self._assertion("ObjectPropertyAssertion", predicate, subject, value)
        elif self.is_a(predicate, "data property"):
            if (
                not isinstance(value, Literal)
                or (value.datatype or RDFS.Literal) not in RL_DATATYPES
            ):
                yield self._assertion("DataPropertyAssertion", predicate, subject, value)
        else:
            yield f"{self.name(predicate)} is not declared or not of OWL 2 RL"

    def _assertion(self, axiom: str, predicate: Node, subject: Node, value: Node) -> str:
        return f"{axiom}({self.name(predicate)} {self.name(subject)} {self.name(value)})"

    def _type(self, subject: Node, value: Node) -> Iterator[str]:
        if value in DECLARATIONS or value in (OWL.Ontology, OWL.Restriction):
            return
        if value in (OWL.AllDisjointClasses, OWL.AllDisjointProperties, OWL.AllDifferent):
            yield from self._together(subject, value)
        elif value == OWL.NegativePropertyAssertion:
            return
        elif value == OWL.FunctionalProperty:
            if not (self.is_a(subject, "object property") or self.is_a(subject, "data property")):
                yield f"FunctionalProperty({self.name(subject)}): not a declared property"
        elif value in OBJECT_PROPERTIES_ONLY:
            if not self.is_a(subject, "object property"):
                yield f"{self.name(value)}({self.name(subject)}): not a declared object property"
        elif value == OWL.ReflexiveProperty:
            yield f"ReflexiveObjectProperty({self.name(subject)})"
        elif not self.superclass(value):
            yield f"ClassAssertion({self.name(value)} {self.name(subject)})"

    @cached_property
    def _axioms(self) -> dict[Node, Callable[[Node, Node], Iterator[str]]]:
        return {
            RDFS.subClassOf: self._subclass,
            OWL.equivalentClass: self._equivalent_classes,
            OWL.disjointWith: self._disjoint_classes,
            OWL.disjointUnionOf: self._never("DisjointUnion"),
            OWL.hasKey: self._has_key,
            RDFS.subPropertyOf: self._properties("SubPropertyOf"),
            OWL.equivalentProperty: self._properties("EquivalentProperties"),
            OWL.propertyDisjointWith: self._properties("DisjointProperties"),
            OWL.inverseOf: self._inverse,
            OWL.propertyChainAxiom: self._chain,
            RDFS.domain: self._domain,
            RDFS.range: self._range,
            OWL.sameAs: self._individuals,
            OWL.differentFrom: self._individuals,
        }

    def _never(self, axiom: str) -> Callable[[Node, Node], Iterator[str]]:
        def rule(subject: Node, _: Node) -> Iterator[str]:
            yield f"{axiom}({self.name(subject)})"

        return rule

    def _individuals(self, _subject: Node, _value: Node) -> Iterator[str]:
        yield from ()

    def _subclass(self, subject: Node, value: Node) -> Iterator[str]:
        if not (self.subclass(subject) and self.superclass(value)):
            yield f"SubClassOf({self.name(subject)} {self.name(value)})"

    def _equivalent_classes(self, subject: Node, value: Node) -> Iterator[str]:
        if self.is_a(subject, "datatype") and self.data_range(value):
            return
        if not (self.equivalent(subject) and self.equivalent(value)):
            yield f"EquivalentClasses({self.name(subject)} {self.name(value)})"

    def _disjoint_classes(self, *classes: Node) -> Iterator[str]:
        if not all(self.subclass(one) for one in classes):
            yield f"DisjointClasses({' '.join(self.name(one) for one in classes)})"

    def _has_key(self, subject: Node, head: Node) -> Iterator[str]:
        keys = self.members(head)
        if not (self.subclass(subject) and all(self.property_kind(key) for key in keys)):
            yield f"HasKey({self.name(subject)})"

    def _properties(self, axiom: str) -> Callable[[Node, Node], Iterator[str]]:
        def rule(*properties: Node) -> Iterator[str]:
            kinds = {self.property_kind(one) for one in properties}
            if len(kinds) != 1 or None in kinds:
                yield f"{axiom}({' '.join(self.name(one) for one in properties)})"

        return rule

    def _inverse(self, subject: Node, value: Node) -> Iterator[str]:
        if isinstance(subject, BNode):
            return
        if not all(self.property_kind(one) == "object property" for one in (subject, value)):
            yield f"InverseObjectProperties({self.name(subject)} {self.name(value)})"

    def _chain(self, subject: Node, head: Node) -> Iterator[str]:
        links = self.members(head)
        if len(links) < 2 or not all(
            self.property_kind(one) == "object property" for one in (subject, *links)
        ):
            chain = " ".join(self.name(link) for link in links)
            yield f"SubObjectPropertyOf(ObjectPropertyChain({chain}) {self.name(subject)})"

    def _domain(self, subject: Node, value: Node) -> Iterator[str]:
        if self.property_kind(subject) is None or not self.superclass(value):
            yield f"PropertyDomain({self.name(subject)} {self.name(value)})"

    def _range(self, subject: Node, value: Node) -> Iterator[str]:
        match self.property_kind(subject):
            case "object property" if self.superclass(value):
                return
            case "data property" if self.data_range(value):
                return
        yield f"PropertyRange({self.name(subject)} {self.name(value)})"

    def _together(self, node: Node, kind: Node) -> Iterator[str]:
        heads = [
            head for part in (OWL.members, OWL.distinctMembers) for head in self.graph[node:part]
        ]
        if len(heads) != 1:
            yield f"{self.name(kind)} without its one list of members"
        for head in heads:
            members = self.members(head)
            if kind == OWL.AllDisjointClasses:
                yield from self._disjoint_classes(*members)
            elif kind == OWL.AllDisjointProperties:
                yield from self._properties("DisjointProperties")(*members)

    # Expressions

    def property_kind(self, node: Node) -> str | None:
        """Return of which kind the property expression *node* is, None for none in an axiom."""
        if isinstance(node, BNode):
            inverse = self.graph.value(node, OWL.inverseOf)
            return "object property" if inverse and self.is_a(inverse, "object property") else None
        for kind in ("object property", "data property"):
            if self.is_a(node, kind):
                return kind
        return None

    def named(self, node: Node) -> bool:
        return isinstance(node, URIRef) and node != OWL.Thing and self.is_a(node, "class")

    def all_in(self, node: Node, part: URIRef, test: Callable[[Node], bool]) -> bool:
        head = self.graph.value(node, part)
        return head is not None and all(test(member) for member in self.members(head))

    def value_restriction(self, node: Node) -> bool:
        """Return whether *node* is ObjectHasValue or DataHasValue."""
        value = self.graph.value(node, OWL.hasValue)
        return value is not None and self.restricts(node) is not None

    def restricts(self, node: Node) -> str | None:
        """Return of which kind the property is that the restriction *node* is on."""
        on = self.graph.value(node, OWL.onProperty)
        return None if on is None else self.property_kind(on)

    def subclass(self, node: Node) -> bool:
        """Return whether *node* is a subClassExpression."""
        some = self.graph.value(node, OWL.someValuesFrom)
        return (
            self.named(node)
            or self.all_in(node, OWL.intersectionOf, self.subclass)
            or self.all_in(node, OWL.unionOf, self.subclass)
            or (node, OWL.oneOf, None) in self.graph
            or self.value_restriction(node)
            or (some is not None and self._some(self.restricts(node), some))
        )

    def _some(self, kind: str | None, filler: Node) -> bool:
        if kind == "data property":
            return self.data_range(filler)
        return kind == "object property" and (filler == OWL.Thing or self.subclass(filler))

    def superclass(self, node: Node) -> bool:
        """Return whether *node* is a superClassExpression."""
        complement = self.graph.value(node, OWL.complementOf)
        every = self.graph.value(node, OWL.allValuesFrom)
        return (
            self.named(node)
            or self.all_in(node, OWL.intersectionOf, self.superclass)
            or (complement is not None and self.subclass(complement))
            or self.value_restriction(node)
            or (every is not None and self._every(self.restricts(node), every))
            or self._at_most_one(node)
        )

    def _every(self, kind: str | None, filler: Node) -> bool:
        if kind == "data property":
            return self.data_range(filler)
        return kind == "object property" and self.superclass(filler)

    def _at_most_one(self, node: Node) -> bool:
        bound = self.graph.value(node, OWL.maxCardinality)
        if bound is not None:
            return str(bound) in ZERO_OR_ONE and self.restricts(node) is not None
        bound = self.graph.value(node, OWL.maxQualifiedCardinality)
        if bound is None or str(bound) not in ZERO_OR_ONE:
            return False
        data, filler = self.graph.value(node, OWL.onDataRange), self.graph.value(node, OWL.onClass)
        if data is not None:
            return self.restricts(node) == "data property" and self.data_range(data)
        return filler is not None and self._some(self.restricts(node), filler)

    def equivalent(self, node: Node) -> bool:
        """Return whether *node* is an equivClassExpression."""
        return (
            self.named(node)
            or self.all_in(node, OWL.intersectionOf, self.equivalent)
            or self.value_restriction(node)
        )

    def data_range(self, node: Node) -> bool:
        """Return whether *node* is a DataRange of OWL 2 RL."""
        return node in RL_DATATYPES or self.all_in(node, OWL.intersectionOf, self.data_range)
