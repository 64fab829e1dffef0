"""Axioms to rules: what an ontology says in OWL 2 RL, as a few kinds of rule and of check.

In: quads, of which those that state an axiom are read. Out: `Axioms`, from which `templates` makes
SPARQL. Rule names in comments are those of OWL 2 Profiles, section 4.3. The schema rules (scm-*)
are not needed: all that they add for an instance follows from the other rules, and nobody
publishes what they say of classes and properties.

A construct that has a meaning in OWL 2 RL and is none of these kinds is an error that names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox
from owlrl.XsdDatatypes import OWL_RL_Datatypes

from casegraph.errors import InferenceError
from casegraph.namespaces import OWL, RDF, RDFS, curie
from casegraph.quads import value_of


class Relation(NamedTuple):
    """What a rule reads or makes: the pairs of a property, or the members of a class."""

    iri: str
    is_class: bool = False


@dataclass(frozen=True)
class Copy:
    """`?s head ?o` from `?s p ?o` for each p in *forward* and `?o p ?s` for each in *inverted*."""

    head: Relation
    forward: tuple[str, ...]
    inverted: tuple[str, ...]

    @property
    def reads(self) -> frozenset[Relation]:
        """The relations that the rule reads."""
        return frozenset(map(Relation, (*self.forward, *self.inverted)))


@dataclass(frozen=True)
class Member:
    """`?s a head` from the members of *classes*, the subjects and the values of properties."""

    head: Relation
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    values_of: tuple[str, ...]

    @property
    def reads(self) -> frozenset[Relation]:
        """The relations that the rule reads."""
        properties = map(Relation, (*self.subjects_of, *self.values_of))
        return frozenset((*properties, *(Relation(iri, True) for iri in self.classes)))


@dataclass(frozen=True)
class Chain:
    """`?s head ?o` from `?s steps[0] ?x . ?x steps[1] ...`, two steps or more."""

    head: Relation
    steps: tuple[str, ...]

    @property
    def reads(self) -> frozenset[Relation]:
        """The relations that the rule reads."""
        return frozenset(map(Relation, self.steps))


@dataclass(frozen=True)
class Path:
    """`?s head ?o` from `?s head ?x . ?x (tails[0]|tails[1]|...)+ ?o`; each tail is a sequence.

    This is what chains come to that begin with the property which they make, and transitivity.
    """

    head: Relation
    tails: tuple[tuple[str, ...], ...]

    @property
    def reads(self) -> frozenset[Relation]:
        """The relations that the rule reads."""
        return frozenset((self.head, *(Relation(step) for tail in self.tails for step in tail)))

    @property
    def is_closed_at_once(self) -> bool:
        """Whether what this rule makes gives it nothing more to make."""
        own = (self.head.iri,)
        return all(tail == own or self.head.iri not in tail for tail in self.tails)


Rule = Copy | Member | Chain | Path


@dataclass(frozen=True)
class Axioms:
    """Rules, and what no graph with a model may hold.

    rules: in no order. disjoint_classes, disjoint_properties: lists of which no two share a member
    or a pair. asymmetric, irreflexive: properties. datatypes: the datatypes that the range axioms
    ask for, by property.
    """

    rules: tuple[Rule, ...]
    disjoint_classes: tuple[tuple[str, ...], ...]
    disjoint_properties: tuple[tuple[str, ...], ...]
    asymmetric: tuple[str, ...]
    irreflexive: tuple[str, ...]
    datatypes: tuple[tuple[str, str], ...]

    @property
    def checked(self) -> frozenset[Relation]:
        """The relations that the checks read."""
        classes = (Relation(iri, True) for members in self.disjoint_classes for iri in members)
        properties = (
            *(iri for members in self.disjoint_properties for iri in members),
            *self.asymmetric,
            *self.irreflexive,
            *(iri for iri, _ in self.datatypes),
        )
        return frozenset((*classes, *map(Relation, properties)))


_TYPE = f"{RDF}type"
_DATATYPES = frozenset(
    (
        *(str(iri) for iri in OWL_RL_Datatypes),
        f"{RDF}langString",
        f"{RDF}XMLLiteral",
        f"{RDFS}Literal",
    )
)

_FOR_PEOPLE = frozenset(
    (
        *(f"{RDFS}{name}" for name in ("comment", "isDefinedBy", "label", "member", "seeAlso")),
        *(f"{OWL}{name}" for name in ("annotatedProperty", "annotatedSource", "annotatedTarget")),
        *(f"{OWL}{name}" for name in ("backwardCompatibleWith", "deprecated", "imports")),
        *(f"{OWL}{name}" for name in ("incompatibleWith", "priorVersion")),
        *(f"{OWL}{name}" for name in ("versionIRI", "versionInfo")),
    )
)
"""Annotations and ontology headers: no rule of OWL 2 RL reads these predicates."""

_DECLARATIONS = frozenset(
    (
        *(f"{RDFS}{name}" for name in ("Class", "Datatype", "Resource")),
        *(f"{OWL}{name}" for name in ("Annotation", "Axiom", "NamedIndividual", "Ontology")),
        *(f"{OWL}{name}" for name in ("Class", "DeprecatedClass", "Thing")),
        *(f"{OWL}{name}" for name in ("AnnotationProperty", "OntologyProperty")),
        *(f"{OWL}{name}" for name in ("DatatypeProperty", "ObjectProperty")),
        f"{OWL}DeprecatedProperty",
    )
)
"""Classes of which members may be declared: their rules (scm-*) make schema triples alone."""

_COMPILED = frozenset(
    (
        *(f"{RDFS}{name}" for name in ("domain", "range", "subClassOf", "subPropertyOf")),
        *(f"{OWL}{name}" for name in ("disjointWith", "equivalentClass", "equivalentProperty")),
        *(f"{OWL}{name}" for name in ("inverseOf", "members", "propertyChainAxiom")),
        f"{OWL}propertyDisjointWith",
    )
)
_TO_EVERYTHING = frozenset(f"{RDFS}{name}" for name in ("domain", "range", "subClassOf"))
_LISTS_OF_DISJOINT = frozenset((f"{OWL}AllDisjointClasses", f"{OWL}AllDisjointProperties"))
_COMPILED_TYPES = _LISTS_OF_DISJOINT | frozenset(
    f"{OWL}{name}Property" for name in ("Asymmetric", "Irreflexive", "Symmetric", "Transitive")
)

_NOT_COMPILED = (
    *("allValuesFrom", "assertionProperty", "cardinality", "complementOf", "differentFrom"),
    *("disjointUnionOf", "distinctMembers", "hasKey", "hasSelf", "hasValue", "intersectionOf"),
    *("maxCardinality", "maxQualifiedCardinality", "minCardinality", "minQualifiedCardinality"),
    *("onClass", "onDataRange", "onDatatype", "onProperty", "oneOf", "qualifiedCardinality"),
    *("sameAs", "someValuesFrom", "sourceIndividual", "targetIndividual", "targetValue"),
    *("datatypeComplementOf", "unionOf", "withRestrictions"),
)
_TYPES_NOT_COMPILED = (
    *("AllDifferent", "DataRange", "FunctionalProperty", "InverseFunctionalProperty"),
    *("NegativePropertyAssertion", "Nothing", "ReflexiveProperty", "Restriction"),
)

AXIOM_PREDICATES = (*sorted(_COMPILED), *(f"{OWL}{name}" for name in _NOT_COMPILED))
"""The predicates that state an axiom: a case that uses one brings axioms of its own."""

AXIOM_CLASSES = (
    *sorted(_COMPILED_TYPES),
    *(f"{OWL}{name}" for name in _TYPES_NOT_COMPILED),
    *sorted(_DATATYPES),
)
"""The classes whose members are axioms, or values of a datatype."""


def compile_axioms(quads: Iterable[ox.Quad]) -> Axioms:
    """Return the rules and checks that the axioms among *quads* come to.

    :raises InferenceError: for an axiom that is none of the kinds here, naming it.
    """
    statements = _Statements(quads)
    return Axioms(
        tuple(_rules(statements)),
        tuple(_disjoint(statements, f"{OWL}AllDisjointClasses", f"{OWL}disjointWith")),
        tuple(_disjoint(statements, f"{OWL}AllDisjointProperties", f"{OWL}propertyDisjointWith")),
        tuple(statements.members(f"{OWL}AsymmetricProperty")),
        tuple(statements.members(f"{OWL}IrreflexiveProperty")),
        tuple(
            (name, kind)
            for name, kind in statements.pairs(f"{RDFS}range")
            if kind in _DATATYPES and kind != f"{RDFS}Literal"
        ),
    )


class _Statements:
    """The quads that state axioms, each looked at: compiled, known to be idle, or refused."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._pairs: dict[str, dict[ox.Quad, None]] = {}
        self._members: dict[str, dict[ox.Quad, None]] = {}
        self._first: dict[object, object] = {}
        self._rest: dict[object, object] = {}
        for quad in quads:
            self._place(quad)

    def _place(self, quad: ox.Quad) -> None:
        predicate = quad.predicate.value
        if predicate == _TYPE:
            self._place_type(quad)
        elif predicate in _COMPILED:
            self._pairs.setdefault(predicate, {})[quad] = None
        elif predicate == f"{RDF}first":
            self._first[quad.subject] = quad.object
        elif predicate == f"{RDF}rest":
            self._rest[quad.subject] = quad.object
        elif predicate.startswith((OWL, RDFS)) and predicate not in _FOR_PEOPLE:
            raise _cannot_compile(quad)

    def _place_type(self, quad: ox.Quad) -> None:
        kind = value_of(quad.object)
        if kind in _COMPILED_TYPES:
            self._members.setdefault(kind, {})[quad] = None
        elif kind in _DATATYPES or (kind.startswith((OWL, RDFS)) and kind not in _DECLARATIONS):
            raise _cannot_compile(quad)

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield subject and object of each axiom with *predicate*, both names."""
        for quad in self._pairs.get(predicate, ()):
            yield _name(quad.subject, quad), _value(quad)

    def paired(self, predicate: str) -> Iterator[tuple[ox.Quad, tuple[str, ...]]]:
        """Yield each axiom with *predicate* and the two names in it."""
        for quad in self._pairs.get(predicate, ()):
            yield quad, (_name(quad.subject, quad), _value(quad))

    def members(self, kind: str) -> Iterator[str]:
        """Yield each property that is said to be of the *kind*."""
        for quad in self._members.get(kind, ()):
            yield _name(quad.subject, quad)

    def lists(self, predicate: str) -> Iterator[tuple[ox.Quad, tuple[str, ...]]]:
        """Yield each axiom with *predicate* and the names in the list that is its object."""
        for quad in self._pairs.get(predicate, ()):
            yield quad, self._names(quad)

    def lists_of(self, kind: str) -> Iterator[tuple[ox.Quad, tuple[str, ...]]]:
        """Yield the `owl:members` of each axiom that is of the *kind*."""
        axioms = {quad.subject for quad in self._members.get(kind, ())}
        for quad, names in self.lists(f"{OWL}members"):
            if quad.subject in axioms:
                yield quad, names

    def _names(self, quad: ox.Quad) -> tuple[str, ...]:
        names: list[str] = []
        node: object = quad.object
        seen = set()
        while node != ox.NamedNode(f"{RDF}nil"):
            if node in seen or node not in self._first or node not in self._rest:
                raise _cannot_compile(quad)
            seen.add(node)
            names.append(_name(self._first[node], quad))
            node = self._rest[node]
        return tuple(names)


def _rules(statements: _Statements) -> Iterator[Rule]:
    yield from _copies(statements)
    yield from _memberships(statements)
    yield from _chains(statements)


def _copies(statements: _Statements) -> Iterator[Copy]:
    forward = _Grouped()
    inverted = _Grouped()
    for narrower, wider in statements.pairs(f"{RDFS}subPropertyOf"):  # RULE prp-spo1
        forward.add(wider, narrower)
    for one, other in statements.pairs(f"{OWL}equivalentProperty"):  # RULES prp-eqp1, prp-eqp2
        forward.add(one, other)
        forward.add(other, one)
    for one, other in statements.pairs(f"{OWL}inverseOf"):  # RULES prp-inv1, prp-inv2
        inverted.add(one, other)
        inverted.add(other, one)
    for name in statements.members(f"{OWL}SymmetricProperty"):  # RULE prp-symp
        inverted.add(name, name)
    for quad, steps in statements.lists(f"{OWL}propertyChainAxiom"):
        if len(steps) == 1:
            forward.add(_name(quad.subject, quad), steps[0])
    for head in dict.fromkeys((*forward, *inverted)):
        others = tuple(name for name in forward[head] if name != head)
        if others or inverted[head]:
            yield Copy(Relation(head), others, inverted[head])


def _memberships(statements: _Statements) -> Iterator[Member]:
    classes = _Grouped()
    subjects_of = _Grouped()
    values_of = _Grouped()
    for narrower, wider in statements.pairs(f"{RDFS}subClassOf"):  # RULE cax-sco
        classes.add(wider, narrower)
    for one, other in statements.pairs(f"{OWL}equivalentClass"):  # RULES cax-eqc1, cax-eqc2
        classes.add(one, other)
        classes.add(other, one)
    for name, kind in statements.pairs(f"{RDFS}domain"):  # RULE prp-dom
        subjects_of.add(kind, name)
    for name, kind in statements.pairs(f"{RDFS}range"):  # RULE prp-rng
        if kind not in _DATATYPES:
            values_of.add(kind, name)
    for head in dict.fromkeys((*classes, *subjects_of, *values_of)):
        others = tuple(name for name in classes[head] if name != head)
        if others or subjects_of[head] or values_of[head]:
            yield Member(Relation(head, True), others, subjects_of[head], values_of[head])


def _chains(statements: _Statements) -> Iterator[Chain | Path]:
    tails: dict[str, dict[tuple[str, ...], None]] = {}
    for name in statements.members(f"{OWL}TransitiveProperty"):  # RULE prp-trp
        tails.setdefault(name, {})[name,] = None
    for quad, steps in statements.lists(f"{OWL}propertyChainAxiom"):  # RULE prp-spo2
        head = _name(quad.subject, quad)
        if not steps:
            raise _cannot_compile(quad)
        if len(steps) > 1 and steps[0] == head:
            tails.setdefault(head, {})[steps[1:]] = None
        elif len(steps) > 1:
            yield Chain(Relation(head), steps)
    for head, sequences in tails.items():
        yield Path(Relation(head), tuple(sequences))


def _disjoint(statements: _Statements, kind: str, pair: str) -> Iterator[tuple[str, ...]]:
    """Yield the lists of what is disjoint: rules prp-pdw, prp-adp, cax-dw, cax-adc."""
    listed = [*statements.paired(pair), *statements.lists_of(kind)]
    for quad, names in listed:
        if len(set(names)) < len(names):
            raise _cannot_compile(quad)
        yield names


class _Grouped(dict[str, tuple[str, ...]]):
    """Names by head, each once, in the order in which they came."""

    def add(self, head: str, name: str) -> None:
        if name not in self[head]:
            self[head] = (*self[head], name)

    def __missing__(self, head: str) -> tuple[str, ...]:
        return ()


def _value(axiom: ox.Quad) -> str:
    """Return the object of an *axiom*; only domains, ranges and sub-classes may be of everything.

    :raises InferenceError: for any other word of OWL itself.
    """
    value = value_of(axiom.object)
    predicate = axiom.predicate.value
    if predicate in _TO_EVERYTHING and value == f"{OWL}Thing":
        return value
    if predicate == f"{RDFS}range" and value in _DATATYPES:
        return value
    return _name(axiom.object, axiom)


def _name(term: object, axiom: ox.Quad) -> str:
    """Return the IRI of a *term* in an *axiom*: of a property or class without meaning of its own.

    :raises InferenceError: for a blank node or a literal, and for a word of OWL itself.
    """
    if isinstance(term, ox.NamedNode):
        is_plain = term.value not in _DATATYPES and not term.value.startswith((OWL, RDF, RDFS))
        if is_plain or term.value in _FOR_PEOPLE:
            return term.value
    raise _cannot_compile(axiom)


def _cannot_compile(axiom: ox.Quad) -> InferenceError:
    parts = (axiom.subject, axiom.predicate, axiom.object)
    said = " ".join(
        curie(part.value) if isinstance(part, ox.NamedNode) else str(part) for part in parts
    )
    return InferenceError(
        f"the native engine has no rule for the axiom `{said}`",
        node=curie(axiom.subject.value) if isinstance(axiom.subject, ox.NamedNode) else None,
        repair="Leave it out, or use `--engine reference`.",
    )
