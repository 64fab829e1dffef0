"""One node of each kind tells about all nodes of that kind, and a kind shows what a shape asks."""

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDFS

from casegraph.batch import Batch
from casegraph.shacl.compile.compiler import Compiler
from casegraph.shacl.compile.shape import ShapesGraph
from casegraph.shacl.compile.sight import Sight
from casegraph.shacl.compile.traits import Beside, Formed, Matching, traits_of
from casegraph.shacl.kinds import Kinds
from casegraph.shacl.native import Checker
from casegraph.shacl.shapes import Shapes, structure_shapes

EX = "http://example.org/"
DOCUMENTS = "https://w3id.org/casegraph/case/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = f"""
@prefix ex: <{EX}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <{RDFS}> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <{XSD}> .
"""
BACKGROUND = "ex:Below rdfs:subClassOf ex:D . ex:d a ex:Below . ex:e a ex:E ."


def quads_of(turtle: str) -> list[ox.Quad]:
    return [*ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)]


def shapes_of(constraint: str) -> Shapes:
    text = f"{PREFIXES} ex:S a sh:NodeShape ; sh:targetClass ex:C ; {constraint} ."
    return Shapes(rdflib.Graph().parse(data=text, format="turtle"))


def batch_of(*said: str) -> Batch:
    """Return a batch of cases, each with a node `#x` of which it says that."""
    batch = Batch(quads_of(BACKGROUND))
    for number, what in enumerate(said):
        document = f"{DOCUMENTS}{number}"
        batch.add(document, quads_of(f"@base <{document}> . <#x> a ex:C ; {what} ."))
    return batch


def found(checker: Checker, *said: str) -> set[str]:
    """Return the numbers of the cases in which *checker* finds something."""
    return {name.removeprefix(DOCUMENTS) for name, _ in checker.check(batch_of(*said))}


def is_told_by_samples(shapes: Shapes) -> bool:
    subclasses = {f"{EX}{name}": (f"{EX}{name}",) for name in "CDE"}
    (compiled,), left = Compiler(ShapesGraph(shapes), subclasses).compile()
    assert left == ()
    return all(screen.of_samples is not None for screen in compiled.screens)


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        ("sh:class ex:D", "a ex:D", "a ex:E"),
        ("sh:nodeKind sh:IRI", "ex:p 1", "ex:q [ a ex:C ]"),
        ("sh:closed true ; sh:ignoredProperties ( rdf:type ex:p )", "ex:p 1", "ex:p 1 ; ex:q 1"),
        ("sh:property [ sh:path ex:p ; sh:minCount 1 ]", "ex:p 1", "ex:q 1"),
        ("sh:property [ sh:path ex:p ; sh:minCount 2 ]", "ex:p 1, 2", "ex:p 1"),
        ("sh:property [ sh:path ex:p ; sh:maxCount 1 ]", "ex:p 1", "ex:p 1, 2"),
        ("sh:property [ sh:path ex:p ; sh:maxCount 1 ]", "ex:p <#y>", "ex:p <#y>, <#z>"),
        ("sh:property [ sh:path ex:p ; sh:class ex:D ]", "ex:p ex:d", "ex:p ex:e"),
        (
            "sh:property [ sh:path ex:p ; sh:class ex:D ]",
            "ex:p <#y> . <#y> a ex:D",
            "ex:p <#y> . <#y> a ex:E",
        ),
        ("sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]", "ex:p ex:d", "ex:p [ ]"),
        ("sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]", "ex:p ex:d", "ex:p 'd'"),
        ("sh:property [ sh:path ex:p ; sh:datatype xsd:string ]", "ex:p 'd'", "ex:p 1"),
        ("sh:property [ sh:path ex:p ; sh:datatype rdf:langString ]", "ex:p 'd'@en", "ex:p 'd'"),
        (
            "sh:property [ sh:path ex:p ; sh:datatype xsd:duration ]",
            "ex:p 'P1Y'^^xsd:duration",
            "ex:p 'P'^^xsd:duration",
        ),
        (
            "sh:property [ sh:path ex:p ; sh:datatype xsd:date ]",
            "ex:p '2024-02-29'^^xsd:date",
            "ex:p '2023-02-29'^^xsd:date",
        ),
        ("sh:property [ sh:path ex:p ; sh:minInclusive 2 ]", "ex:p 2", "ex:p 1"),
        ("sh:property [ sh:path ex:p ; sh:maxExclusive 2.5 ]", "ex:p 2", "ex:p 2.5"),
        ("sh:property [ sh:path ex:p ; sh:maxInclusive 2 ]", "ex:p 2e0", "ex:p 2.1e0"),
        ("sh:property [ sh:path ex:p ; sh:minLength 2 ]", "ex:p 'ab'", "ex:p 'a'"),
        ("sh:property [ sh:path ex:p ; sh:maxLength 2 ]", "ex:p 'ab'", "ex:p 'abc'"),
        ("sh:property [ sh:path ex:p ; sh:pattern '^a$' ]", "ex:p 'a'", "ex:p 'b'"),
        ("sh:property [ sh:path ex:p ; sh:pattern '^a$' ]", "ex:p 'a'", r"ex:p 'a\n'"),
        ("sh:property [ sh:path ex:p ; sh:pattern 'A' ; sh:flags 'i' ]", "ex:p 'a'", "ex:p 'b'"),
        ("sh:property [ sh:path ex:p ; sh:pattern '#y$' ]", "ex:p <#y>", "ex:p <#z>"),
        ("sh:property [ sh:path ex:p ; sh:languageIn ( 'en' ) ]", "ex:p 'd'@en-GB", "ex:p 'd'@de"),
        ("sh:property [ sh:path ex:p ; sh:uniqueLang true ]", "ex:p 'd'@en", "ex:p 'd'@en, 'e'@en"),
        ("sh:property [ sh:path ex:p ; sh:in ( ex:d 0.50 ) ]", "ex:p 0.5", "ex:p 0.55"),
        ("sh:property [ sh:path ex:p ; sh:hasValue true ]", "ex:p true", "ex:p false"),
        ("sh:property [ sh:path rdf:type ; sh:in ( ex:C ex:D ) ]", "a ex:D", "a ex:E"),
        ("sh:not [ sh:path ex:p ; sh:minCount 1 ]", "ex:q 1", "ex:p 1"),
        (
            "sh:or ( [ sh:path ex:p ; sh:hasValue 1 ] [ sh:path ex:q ; sh:hasValue 1 ] )",
            "ex:p 0 ; ex:q 1",
            "ex:p 0 ; ex:q 0",
        ),
        (
            "sh:and ( [ sh:path ex:p ; sh:hasValue 1 ] [ sh:path ex:q ; sh:hasValue 1 ] )",
            "ex:p 1 ; ex:q 1",
            "ex:p 0 ; ex:q 1",
        ),
        (
            "sh:xone ( [ sh:path ex:p ; sh:hasValue 1 ] [ sh:path ex:q ; sh:hasValue 1 ] )",
            "ex:p 1 ; ex:q 0",
            "ex:p 1 ; ex:q 1",
        ),
        (
            "sh:property [ sh:path ex:p ; sh:node [ sh:path rdf:type ; sh:maxCount 0 ] ]",
            "ex:p ex:f",
            "ex:p ex:d",
        ),
        (
            "sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:D ] ;"
            " sh:qualifiedMaxCount 1 ]",
            "ex:p ex:d, ex:e",
            "ex:p ex:d, <#y> . <#y> a ex:D",
        ),
        (
            "sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:D ] ;"
            " sh:qualifiedMinCount 1 ]",
            "ex:p ex:d, ex:e",
            "ex:p ex:e",
        ),
        (
            "sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:class ex:D ]",
            "ex:q 1 . <#y> a ex:D ; ex:p <#x>",
            "ex:q 1 . <#y> a ex:E ; ex:p <#x>",
        ),
        (
            "sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:maxCount 1 ]",
            "ex:q 1 . <#y> ex:p <#x>",
            "ex:q 1 . <#y> ex:p <#x> . <#z> ex:p <#x>",
        ),
        (
            "sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:minExclusive 0 ]",
            "ex:p 1 ; ex:q 1",
            "ex:p 1 ; ex:q 0",
        ),
    ],
)
def test_a_kind_that_was_met_hides_no_violation(constraint: str, good: str, bad: str) -> None:
    shapes = shapes_of(constraint)
    assert is_told_by_samples(shapes)
    checker = Checker(shapes)
    assert found(checker, good, good) == set()
    assert found(checker, good, bad, good) == {"1"}
    assert found(checker, bad, good) == {"0"}
    assert found(checker, good, good) == set()


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:pattern '#x$'",
        "sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]",
        "sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ]",
        "sh:property [ sh:path ex:p ; sh:maxCount 2 ]",
        "sh:property [ sh:path ex:p ; sh:lessThan ex:q ]",
        "sh:property [ sh:path ex:p ; sh:equals ex:q ]",
        "sh:property [ sh:path ex:p ; sh:disjoint ex:q ]",
        "sh:property [ sh:path ex:p ; sh:class ex:Unknown ]",
        "sh:property [ sh:path ex:p ; sh:node [ sh:closed true ] ]",
        "sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:maxCount 1 ]",
        "sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:pattern '#y$' ]",
        "sh:targetNode ex:d",
        "sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI",
    ],
)
def test_what_a_kind_does_not_show_is_asked_of_all_nodes(constraint: str) -> None:
    assert not is_told_by_samples(shapes_of(f"{constraint} ; sh:nodeKind sh:IRI"))


def test_a_value_that_engines_may_read_differently_stands_for_itself() -> None:
    asked = (Matching("é", "i"),)
    one, other = ox.Literal("É"), ox.Literal("É\n")
    assert traits_of(one, asked) == one != traits_of(other, asked)
    assert traits_of(ox.Literal("e"), asked) == traits_of(ox.Literal("f"), asked) == (False,)


def test_a_number_that_is_rounded_stands_for_itself() -> None:
    integer, double = (ox.NamedNode(f"{XSD}{name}") for name in ("integer", "double"))
    rounded = ox.Literal("2", datatype=double)
    bound = Beside(ox.Literal("2", datatype=integer))
    assert bound.of(rounded) == rounded
    assert bound.of(ox.Literal("3", datatype=integer)) == 1
    assert Formed(f"{XSD}double").of(ox.Literal("2", datatype=integer)) is None


def test_cases_that_differ_in_names_and_words_alone_show_the_same_kinds() -> None:
    kinds = Kinds(Sight(ShapesGraph(structure_shapes())))
    first = kinds.samples(batch_of("rdfs:label 'a'@en ; ex:p <#y> . <#y> a ex:D"))
    again = kinds.samples(batch_of("rdfs:label 'b'@en ; ex:p <#z> . <#z> a ex:D"))
    other = kinds.samples(batch_of("rdfs:label 'b'@de ; ex:p <#z> . <#z> a ex:D"))
    assert first.keys() == again.keys()
    assert len(first.keys() - other.keys()) == 1


def test_a_triple_of_two_graphs_of_a_case_is_one_value() -> None:
    shapes = shapes_of("sh:property [ sh:path ex:p ; sh:maxCount 1 ]")
    checker = Checker(shapes)
    one = quads_of("ex:x a ex:C ; ex:p 1 .")
    twice = Batch(())
    for name in ("one", "two"):
        graph = ox.NamedNode(f"{DOCUMENTS}{name}")
        named = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in one]
        twice.add(graph.value, [*one, *named])
        assert sorted(map(str, twice.said(graph.value))) == sorted(map(str, named))
    assert list(checker.check(twice)) == []
    assert found(checker, "ex:p 1", "ex:p 1, 2") == {"1"}
