"""Inference: what it returns, that it is a closure, and that it depends on nothing else."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from bare_ontology import ontology
from casegraph.errors import CasegraphError, InferenceError
from casegraph.namespaces import (
    CG,
    CITO,
    DCTERMS,
    PUBLICATIONS_INFERRED,
    TERMS_INFERRED,
    document_of,
    inferred_graph,
    is_inferred_graph,
)
from casegraph.quads import graph_of, value_of
from casegraph.rdflib_bridge import to_graph
from casegraph.read import Reading, read
from casegraph.reason import entailments, infer, rules
from casegraph.reason.owl import Contradiction, close
from casegraph.vocabulary import bundled

PREFIXES = """
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix publication: <https://w3id.org/casegraph/publication/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/casegraph/term/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TERMS = """
term:rash a cg:FindingType . term:red-rash a cg:FindingType ; skos:broader term:rash .
term:red-spots a cg:FindingType ; skos:broader term:red-rash .
term:red-spots cg:impliesSite term:wrist .
term:arm a cg:AnatomicalStructure . term:wrist a cg:AnatomicalStructure ; cg:partOf term:arm .
term:red-rash skos:exactMatch <https://example.org/mapped> .
publication:old cito:citesAsEvidence publication:older .
"""
STATEMENTS = (
    "<#spots> a cg:Finding ; cg:affirms term:red-spots ; cg:site term:wrist .",
    "<#no-rash> a cg:Finding ; cg:denies term:rash .",
    '<#later> a cg:Outcome ; cg:resolves term:rash ; cg:atOffset "P2Y"^^xsd:duration .',
    "<#suspected> a cg:Diagnosis ; cg:suspects term:red-rash ; cg:because <#spots> .",
    "<#high> a cg:Measurement ; cg:affirms term:rash ; cg:value 2.30 ; cg:referenceHigh 2 .",
)

PUBLISHED = (CG, CITO, str(SKOS), DCTERMS)

Write = Callable[..., Reading]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that reads a case with those statements."""

    def written(*statements: str, slug: str = "x") -> Reading:
        names = " , ".join(statement.split()[0] for statement in statements)
        listed = f"; cg:hasStatement {names}" if names else ""
        file = tmp_path / f"{slug}.ttl"
        base = f"@base <https://w3id.org/casegraph/case/{slug}> ."
        file.write_text("\n".join((base, PREFIXES, f"<#case> a cg:Case {listed} .", *statements)))
        return read(file)

    return written


@pytest.fixture(scope="module")
def background(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    file = tmp_path_factory.mktemp("terms") / "terms.ttl"
    file.write_text(PREFIXES + TERMS)
    return read(file)


def follows(reading: Reading) -> set[ox.Quad]:
    return set(entailments(reading, vocabulary=ontology()))


def lines(quads: Sequence[ox.Quad] | set[ox.Quad], document: str) -> set[str]:
    """Return subject, predicate and object of what follows for *document*, by their last parts."""
    return {
        " ".join(
            re.split(r"[/#]", value_of(part))[-1]
            for part in (quad.subject, quad.predicate, quad.object)
        )
        for quad in quads
        if graph_of(quad) == inferred_graph(document)
    }


X = "https://w3id.org/casegraph/case/x"


def test_presence_rises_absence_falls_and_nothing_else_follows(
    write: Write, background: Reading
) -> None:
    found = lines(follows(background | write(STATEMENTS[0])), X)
    assert {"case presents red-spots", "case presents red-rash", "case presents rash"} <= found
    assert {"case involves wrist", "case involves arm"} <= found
    assert not any("excludes" in line for line in found)

    denied = lines(follows(background | write("<#no> a cg:Finding ; cg:denies term:red-rash .")), X)
    assert {"case excludes red-rash", "case excludes red-spots"} <= denied
    assert "case excludes rash" not in denied
    assert not any("presents" in line or "involves" in line for line in denied)


def test_the_rules_compute_what_the_axioms_cannot(write: Write, background: Reading) -> None:
    found = lines(follows(background | write(*STATEMENTS)), X)
    assert "high computedInterpretation High" in found
    assert "later offsetDays 730.5" in found


def test_only_names_in_published_vocabularies_come_back(write: Write, background: Reading) -> None:
    """No literal subject, no blank node, no sameAs, no owl:Thing, no daml: error node."""
    for quad in follows(background | write(*STATEMENTS)):
        assert isinstance(quad.subject, ox.NamedNode)
        assert not isinstance(quad.object, ox.BlankNode)
        typed = quad.predicate.value == str(RDF.type)
        assert value_of(quad.object if typed else quad.predicate).startswith(PUBLISHED)
        assert is_inferred_graph(graph_of(quad))


def test_only_what_is_new_comes_back(write: Write, background: Reading) -> None:
    reading = background | write(*STATEMENTS)
    said = {quad.triple for quad in (*reading.quads, *ontology().quads)}
    new = [quad.triple for quad in entailments(reading, vocabulary=ontology())]
    assert said.isdisjoint(new)
    assert len(set(new)) == len(new)


def test_what_needs_no_case_goes_to_the_shared_graphs(write: Write, background: Reading) -> None:
    alone = follows(background)
    graphs = {graph_of(quad) for quad in alone}
    assert graphs == {TERMS_INFERRED, PUBLICATIONS_INFERRED}
    assert alone <= follows(background | write(*STATEMENTS))


def test_a_case_alone_and_among_others_has_the_same_consequences(
    write: Write, background: Reading
) -> None:
    one = background | write(*STATEMENTS[:3], slug="one")
    two = background | write(*STATEMENTS[2:], slug="two")
    assert follows(one | two) == follows(two | one) == follows(one) | follows(two)


def test_inference_is_idempotent(write: Write, background: Reading) -> None:
    """What follows, once it is said, has no consequences of its own."""
    reading = background | write(*STATEMENTS)
    first = follows(reading)
    said = {quad: next(iter(reading.locations.values())) for quad in map(asserted, first)}
    again = Reading((*reading.quads, *said), {**reading.locations, **said})
    assert follows(again) == set()


def asserted(quad: ox.Quad) -> ox.Quad:
    """Return *quad* in the graph that a case says things in, not in the inferred one."""
    graph = graph_of(quad).removesuffix("/inferred")
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))


@settings(max_examples=8, deadline=None)
@given(kept=st.sets(st.sampled_from(STATEMENTS)))
def test_inference_is_monotone(kept: set[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("monotone")
    terms = folder / "terms.ttl"
    terms.write_text(PREFIXES + TERMS)

    def of(statements: Sequence[str]) -> set[ox.Quad]:
        file = folder / "case.ttl"
        listed = "".join(
            f"<#case> cg:hasStatement {one.split()[0]} .\n{one}\n" for one in statements
        )
        file.write_text(f"@base <{X}> . {PREFIXES} <#case> a cg:Case .\n{listed}")
        return follows(read(terms, file))

    assert of(sorted(kept)) <= of(STATEMENTS)


def test_a_bundled_case_has_the_consequences_that_owlrl_untouched_finds() -> None:
    """Nothing that is left out of the closure for speed changes an answer."""
    reading = read()
    case = reading.background() | reading.case(reading.cases[0])
    naive = to_graph((*bundled().quads, *case.quads))
    said = set(naive)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(naive)
    ours = to_graph(entailments(case))
    by_rules = {rdflib.URIRef(CG + name) for name in COMPUTED}
    assert {t for t in ours if t[1] not in by_rules} == {
        t for t in naive if t not in said and published(t)
    }


COMPUTED = ("ageYears", "computedInterpretation", "lastingDays", "offsetDays", "onsetDays")


def published(triple: tuple[Node, ...]) -> bool:
    """Return whether *triple* is about names alone, and in a published vocabulary."""
    _, predicate, value = triple
    decisive = str(value if predicate == RDF.type else predicate)
    return decisive.startswith(PUBLISHED[:1] if predicate == RDF.type else PUBLISHED) and all(
        isinstance(part, rdflib.URIRef) for part in triple
    )


NAMES = [rdflib.URIRef(f"https://example.org/{name}") for name in "abcde"]
PROPERTIES = [rdflib.URIRef(f"https://example.org/{name}") for name in "pqr"]
CLASSES = [rdflib.URIRef(f"https://example.org/{name}") for name in "XYZ"]


def triples(
    subjects: list[rdflib.URIRef], predicates: list[Node], objects: list[Node]
) -> st.SearchStrategy[tuple[Node, Node, Node]]:
    return st.tuples(*(st.sampled_from(part) for part in (subjects, predicates, objects)))


facts = triples(NAMES, [*PROPERTIES, OWL.sameAs, OWL.differentFrom], [*NAMES])
types = triples(NAMES, [RDF.type], [*CLASSES])
class_axioms = triples(
    CLASSES, [RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith], [*CLASSES]
)
property_axioms = triples(
    PROPERTIES, [RDFS.subPropertyOf, OWL.inverseOf, OWL.propertyDisjointWith], [*PROPERTIES]
) | triples(PROPERTIES, [RDFS.domain, RDFS.range], [*CLASSES])
characteristics = triples(
    PROPERTIES,
    [RDF.type],
    [
        OWL.ObjectProperty,
        OWL.TransitiveProperty,
        OWL.SymmetricProperty,
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    ],
)
chains = st.tuples(st.sampled_from(PROPERTIES), st.lists(st.sampled_from(PROPERTIES), min_size=2))


@settings(max_examples=150, deadline=None)
@given(
    said=st.lists(facts | types, max_size=10),
    axioms=st.lists(class_axioms | property_axioms | characteristics, max_size=5),
    chained=st.lists(chains, max_size=1),
)
def test_the_closure_of_any_graph_is_that_of_owlrl_untouched(
    said: list[tuple[Node, Node, Node]],
    axioms: list[tuple[Node, Node, Node]],
    chained: list[tuple[Node, list[Node]]],
) -> None:
    ours, naive = rdflib.Graph(), rdflib.Graph()
    for graph in (ours, naive):
        for triple in (*said, *axioms):
            graph.add(triple)
        for number, (whole, parts) in enumerate(chained):
            head = rdflib.BNode(f"chain{number}")
            graph.add((whole, OWL.propertyChainAxiom, head))
            Collection(graph, head, parts[:3])
    judge = owlrl.OWLRL_Semantics(naive, axioms=False, daxioms=False)
    judge.closure()
    try:
        close(ours)
    except Contradiction as contradiction:
        assert judge.error_messages
        assert len(contradiction.clashes) <= len(judge.error_messages)
    else:
        assert not judge.error_messages
        assert about_names(ours) == about_names(naive)


def about_names(graph: rdflib.Graph) -> set[tuple[Node, Node, Node]]:
    """Return the triples of *graph* about this test's names, without reflexive equality."""
    return {
        (subject, predicate, value)
        for subject, predicate, value in graph
        if str(subject).startswith("https://example.org/")
        and not (predicate == OWL.sameAs and subject == value)
    }


def test_a_contradiction_names_the_statement_its_place_and_the_repair(
    write: Write, background: Reading
) -> None:
    reading = background | write(
        STATEMENTS[0],
        "<#both> a cg:Finding ;\n cg:affirms term:rash ;\n cg:denies term:rash .",
    )
    with pytest.raises(InferenceError) as error:
        entailments(reading, vocabulary=ontology())
    assert error.value.node == f"<{X}#both>"
    assert error.value.file is not None
    assert error.value.file.endswith("x.ttl")
    assert error.value.line is not None
    assert error.value.repair
    assert "cg:affirms" in str(error.value)


def test_a_number_that_is_none_is_a_contradiction_at_its_place(
    write: Write, background: Reading
) -> None:
    """In owlrl 7.6 rule dt-not-type fails on a decimal."""
    odd = '<#odd> a cg:Measurement ; cg:affirms term:rash ; cg:value "much"^^xsd:decimal .'
    with pytest.raises(InferenceError, match="does not allow") as error:
        entailments(background | write(odd), vocabulary=ontology())
    assert error.value.node == f"<{X}#odd>"


def test_the_last_of_a_list_of_disjoint_properties_is_disjoint_too(
    write: Write, background: Reading
) -> None:
    """In owlrl 7.6 rule prp-adp leaves the last member of the list out."""
    both = "<#both> a cg:Treatment ; cg:performs term:rash ; cg:notPerformed term:rash ."
    with pytest.raises(InferenceError):
        entailments(background | write(both), vocabulary=ontology())


def test_nothing_is_inferred_from_a_case_whose_structure_is_broken(
    write: Write, background: Reading
) -> None:
    reading = background | write(
        "<#both> a cg:Finding ; cg:affirms term:rash ; cg:denies term:rash ."
    )
    with pytest.raises(InferenceError) as error:
        infer(reading, vocabulary=ontology())
    assert error.value.file is not None
    assert error.value.line is not None
    assert "casegraph validate" in str(error.value)


def test_the_bundled_cases_can_be_inferred() -> None:
    reading = read()
    inferred = infer(reading)
    documents = {document_of(graph_of(quad)) for quad in inferred}
    assert documents == {None, *reading.cases}
    assert inferred == tuple(sorted(inferred, key=str))


def test_an_unknown_engine_is_named(write: Write) -> None:
    with pytest.raises(CasegraphError, match="no-such-engine"):
        entailments(write(), engine="no-such-engine")


def rule(text: str) -> rules.Rule:
    return rules.Rule("rules/test.rq", text)


def test_rules_read_what_other_rules_make() -> None:
    a, b, c = (ox.NamedNode(f"https://example.org/{name}") for name in "abc")
    step = "PREFIX : <https://example.org/> CONSTRUCT {{ ?x :{1} ?y }} WHERE {{ ?x :{0} ?y }}"
    made = rules.apply(
        [rule(step.format("b", "c")), rule(step.format("a", "b"))], [ox.Triple(a, a, c)]
    )
    assert made == {ox.Triple(a, b, c), ox.Triple(a, c, c)}


@pytest.mark.parametrize(
    ("text", "said"),
    [("CONSTRUCT { ?x", "not SPARQL"), ("SELECT * WHERE { ?x ?y ?z }", "constructs nothing")],
)
def test_a_rule_that_cannot_run_names_its_file(text: str, said: str) -> None:
    with pytest.raises(InferenceError, match=said) as error:
        rules.apply([rule(text)], [])
    assert error.value.file == "rules/test.rq"
