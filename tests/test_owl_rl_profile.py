"""The ontology is inside OWL 2 RL, axiom by axiom, and a sabotaged axiom is found."""

from functools import cache

import pytest
from rdflib import Graph
from rdflib.namespace import OWL, RDF

from casegraph.resources import data_dir, ontology_dir
from owl_dl_restrictions import broken
from owl_rl_profile import outside

DOCUMENTS = ("casegraph.ttl", "axioms.ttl", "alignments.ttl")


@cache
def ontology() -> Graph:
    graph = Graph()
    for name in DOCUMENTS:
        graph.parse(ontology_dir() / name)
    return graph


def test_every_axiom_is_inside_owl_2_rl() -> None:
    assert outside(ontology()) == []


def test_every_property_keeps_the_restrictions_of_owl_2_dl() -> None:
    assert broken(ontology()) == []


def test_terms_and_cases_stay_inside_with_it() -> None:
    graph = ontology() + Graph()
    documents = [*(ontology_dir() / "terms").glob("*.ttl"), *data_dir().rglob("*.ttl")]
    assert len(documents) > len(DOCUMENTS)
    for path in documents:
        graph.parse(path)
    assert outside(graph) == []
    assert broken(graph) == []


def test_the_chains_and_the_disjoint_polarities_were_looked_at() -> None:
    graph = ontology()
    assert len(list(graph.subject_objects(OWL.propertyChainAxiom))) == 18
    assert len(list(graph.subjects(RDF.type, OWL.AllDisjointProperties))) == 1
    assert len(list(graph.subjects(RDF.type, OWL.AllDisjointClasses))) == 5


def restriction(on: str, filler: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {on} ; {filler} ]"


def above(of: str, on: str, filler: str) -> str:
    return f"{of} {restriction(on, filler)} ."


def below(on: str, filler: str, of: str) -> str:
    return f"{restriction(on, filler)} {of} ."


INSIDE = {
    "inverse in a chain": (
        "cg:presents owl:propertyChainAxiom ( [ owl:inverseOf cg:patient ] cg:affirms ) ."
    ),
    "existential below": below(
        "cg:site", "owl:someValuesFrom owl:Thing", "rdfs:subClassOf cg:Statement"
    ),
    "union below": "[ a owl:Class ; owl:unionOf ( cg:Case cg:Claim ) ] rdfs:subClassOf cg:Term .",
    "universal above": above(
        "cg:Case rdfs:subClassOf", "cg:patient", "owl:allValuesFrom cg:Patient"
    ),
    "at most one above": above("cg:Case rdfs:subClassOf", "cg:patient", "owl:maxCardinality 1"),
    "not above": "cg:Case rdfs:subClassOf [ a owl:Class ; owl:complementOf cg:Patient ] .",
    "functional and simple": "cg:sex a owl:FunctionalProperty .",
    "value on both sides": above(
        "cg:Case owl:equivalentClass", "cg:outcomeReported", "owl:hasValue true"
    ),
}


@pytest.mark.parametrize("turtle", INSIDE.values(), ids=INSIDE)
def test_an_axiom_inside_is_left_alone(turtle: str) -> None:
    assert outside(sabotaged(turtle)) == []
    assert broken(sabotaged(turtle)) == []


SABOTAGE = {
    "existential above": (
        above("cg:Case rdfs:subClassOf", "cg:patient", "owl:someValuesFrom cg:Patient"),
        "SubClassOf(cg:Case an expression)",
    ),
    "union above": (
        "cg:affirms rdfs:range [ a owl:Class ; owl:unionOf ( cg:Disease cg:FindingType ) ] .",
        "PropertyRange(cg:affirms an expression)",
    ),
    "universal below": (
        below("cg:site", "owl:allValuesFrom cg:Term", "rdfs:subClassOf cg:Case"),
        "SubClassOf(an expression cg:Case)",
    ),
    "at least one": (
        above("cg:Case rdfs:subClassOf", "cg:patient", "owl:minCardinality 1"),
        "SubClassOf(cg:Case an expression)",
    ),
    "at most two": (
        above("cg:Case rdfs:subClassOf", "cg:patient", "owl:maxCardinality 2"),
        "SubClassOf(cg:Case an expression)",
    ),
    "everything below": (
        "owl:Thing rdfs:subClassOf cg:Case .",
        "SubClassOf(owl:Thing cg:Case)",
    ),
    "closed list as equivalent": (
        "cg:Sex owl:equivalentClass [ a owl:Class ; owl:oneOf ( cg:Female cg:Male ) ] .",
        "EquivalentClasses(cg:Sex an expression)",
    ),
    "disjoint union": (
        "cg:Statement owl:disjointUnionOf ( cg:Finding cg:Diagnosis ) .",
        "DisjointUnion(cg:Statement)",
    ),
    "reflexive": ("cg:after a owl:ReflexiveProperty .", "ReflexiveObjectProperty(cg:after)"),
    "duration": (
        "cg:value rdfs:range xsd:duration .",
        "PropertyRange(cg:value xsd:duration)",
    ),
    "annotation property with a domain": (
        "cg:atOffset rdfs:domain cg:Statement .",
        "PropertyDomain(cg:atOffset cg:Statement)",
    ),
    "annotation property in a chain": (
        "cg:presents owl:propertyChainAxiom ( cg:hasStatement cg:onset ) .",
        "SubObjectPropertyOf(ObjectPropertyChain(cg:hasStatement cg:onset) cg:presents)",
    ),
    "data property in a chain": (
        "cg:presents owl:propertyChainAxiom ( cg:hasStatement cg:value ) .",
        "SubObjectPropertyOf(ObjectPropertyChain(cg:hasStatement cg:value) cg:presents)",
    ),
    "undeclared class": (
        "cg:Finding rdfs:subClassOf cg:Observation .",
        "SubClassOf(cg:Finding cg:Observation)",
    ),
    "undeclared property": (
        "cg:Female cg:abbreviation 'f' .",
        "cg:abbreviation is not declared or not of OWL 2 RL",
    ),
    "object property with a literal": (
        "cg:OccursIn cg:positivity 'positive' .",
        'ObjectPropertyAssertion(cg:positivity cg:OccursIn "positive")',
    ),
    "data property with a duration": (
        "cg:Female cg:value 'P1Y'^^xsd:duration .",
        'DataPropertyAssertion(cg:value cg:Female "P1Y"^^xsd:duration)',
    ),
    "object and annotation property": (
        "cg:after a owl:AnnotationProperty .",
        "cg:after is both annotation property and object property",
    ),
    "object and data property disjoint": (
        "cg:after owl:propertyDisjointWith cg:value .",
        "DisjointProperties(cg:after cg:value)",
    ),
}


@pytest.mark.parametrize(("turtle", "finding"), SABOTAGE.values(), ids=SABOTAGE)
def test_an_axiom_outside_is_named(turtle: str, finding: str) -> None:
    assert any(found.startswith(finding) for found in outside(sabotaged(turtle)))


BROKEN = {
    "chained property disjoint": (
        "cg:presents owl:propertyDisjointWith cg:excludes .",
        "DisjointObjectProperties(cg:presents): not simple",
    ),
    "chained property among the polarities": (
        "[] a owl:AllDisjointProperties ; owl:members ( cg:excludes cg:affirms ) .",
        "DisjointObjectProperties(cg:excludes): not simple",
    ),
    "super-property of a chained one disjoint": (
        "cg:presents rdfs:subPropertyOf cg:after . cg:after owl:propertyDisjointWith cg:because .",
        "DisjointObjectProperties(cg:after): not simple",
    ),
    "transitive and asymmetric": (
        "cg:partOf a owl:AsymmetricProperty .",
        "AsymmetricObjectProperty(cg:partOf): not simple",
    ),
    "inverse of transitive and functional": (
        "cg:hasPart a owl:FunctionalProperty .",
        "FunctionalObjectProperty(cg:hasPart): not simple",
    ),
    "chained property at most once": (
        above("cg:Case rdfs:subClassOf", "cg:presents", "owl:maxCardinality 1"),
        "ObjectMaxCardinality(cg:presents): not simple",
    ),
    "chain through its own head": (
        "cg:presents owl:propertyChainAxiom ( cg:partOf cg:presents cg:partOf ) .",
        "SubObjectPropertyOf(ObjectPropertyChain(cg:partOf cg:presents cg:partOf) cg:presents): "
        "not regular",
    ),
    "chains that need each other": (
        "cg:affirms owl:propertyChainAxiom ( cg:because cg:presents ) .",
        "no order of the chains: ",
    ),
}


@pytest.mark.parametrize(("turtle", "finding"), BROKEN.values(), ids=BROKEN)
def test_a_broken_restriction_is_named(turtle: str, finding: str) -> None:
    assert any(found.startswith(finding) for found in broken(sabotaged(turtle)))


def sabotaged(turtle: str) -> Graph:
    """Return the ontology with *turtle* added, in its prefixes."""
    graph = ontology() + Graph()
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in ontology().namespaces())
    return graph.parse(data=prefixes + turtle, format="turtle")
