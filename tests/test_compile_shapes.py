"""Shapes as SPARQL: what is compiled, what is not and why, and queries that any engine answers."""

from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from casegraph.batch import Batch
from casegraph.errors import ShapeError
from casegraph.rdflib_bridge import from_rdflib, to_graph
from casegraph.shacl import native
from casegraph.shacl.compile import CompiledShapes, analysis, compile_shapes
from casegraph.shacl.compile.compiler import Compiler
from casegraph.shacl.compile.datatype import is_of
from casegraph.shacl.compile.locality import Locality
from casegraph.shacl.compile.path import Inverse, Predicate, Reach, Repeated, reach
from casegraph.shacl.compile.query import key
from casegraph.shacl.compile.shape import ShapesGraph
from casegraph.shacl.shapes import Shapes, consistency_shapes, structure_shapes

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EX = "http://example.org/"
DOCUMENTS = "https://w3id.org/casegraph/case/"


def shapes_of(text: str) -> Shapes:
    return Shapes(to_graph(ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)))


def compiled(text: str) -> CompiledShapes:
    return compile_shapes(shapes_of(text))


def store_of(text: str) -> ox.Store:
    store = ox.Store()
    store.load(PREFIXES + text, format=ox.RdfFormat.TURTLE)
    return store


def focus_nodes(shapes: str, data: str) -> list[str]:
    found = compiled(shapes).findings(store_of(data))
    return sorted(finding.focus.value.removeprefix(EX) for finding in found)


def test_all_shapes_of_casegraph_are_compiled() -> None:
    for shapes in (structure_shapes(), consistency_shapes()):
        assert compile_shapes(shapes).not_compiled == ()


def test_a_query_can_be_asked_of_an_endpoint_that_is_a_function() -> None:
    shapes = compiled(
        "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; sh:minCount 1 ."
    )
    data = "ex:a a ex:D . ex:D rdfs:subClassOf ex:C . ex:b a ex:C ; ex:p 1 ."
    graph = to_graph(store_of(data))

    def ask(query: str) -> Iterator[dict[str, object]]:
        """Answer by rdflib, which knows nothing of Oxigraph."""
        for row in graph.query(query).bindings:
            yield {str(name): from_rdflib(node) for name, node in row.items()}

    (finding,) = shapes.findings(ask)
    assert finding.focus == ox.NamedNode(f"{EX}a")
    assert finding.path == f"{EX}p"
    assert finding.value is None
    assert finding.component == "http://www.w3.org/ns/shacl#MinCountConstraintComponent"


@pytest.mark.parametrize(
    ("constraint", "reason"),
    [
        ("sh:node ex:S", "recursive"),
        ('sh:pattern "a(?=b)"', "differently"),
        (r'sh:pattern "(a)\\1"', "differently"),
        ('sh:pattern "["', "cannot run"),
        ("sh:js ex:script", "#js"),
        ("sh:property [ sh:path ex:p ; sh:maxCount 70 ]", "more than"),
        (
            'sh:sparql [ sh:select "SELECT $this (COUNT(?x) AS ?n) { $this ?p ?x }" ]',
            "COUNT",
        ),
        (
            'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?x MINUS { ?x ?y ?z } }" ]',
            "MINUS",
        ),
        ('sh:sparql [ sh:select "SELECT $this WHERE { broken" ]', "cannot read"),
    ],
)
def test_a_shape_that_has_no_equal_query_says_why(constraint: str, reason: str) -> None:
    shapes = compiled(f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; {constraint} .")
    (left,) = shapes.not_compiled
    assert left.shape == f"{EX}S"
    assert reason in left.reason
    assert shapes.queries == ()


def test_a_shape_that_is_not_compiled_is_given_to_the_reference_engine() -> None:
    shapes = 'ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:pattern "a(?=b)" .'
    assert focus_nodes(shapes, "ex:ab a ex:C . ex:ac a ex:C .") == ["ac"]


def test_a_shape_that_is_not_compiled_is_not_skipped_in_a_batch() -> None:
    text = 'ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:pattern "a(?=b)" .'
    batch = Batch(())
    for name in ("one", "two"):
        node = ox.NamedNode(f"{DOCUMENTS}{name}#x")
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        batch.add(f"{DOCUMENTS}{name}", [ox.Quad(node, kind, ox.NamedNode(f"{EX}C"))])
    found = [
        (name, finding.focus.value)
        for name, finding in native.Checker(shapes_of(text)).check(batch)
    ]
    assert sorted(found) == [
        (f"{DOCUMENTS}one", f"{DOCUMENTS}one#x"),
        (f"{DOCUMENTS}two", f"{DOCUMENTS}two#x"),
    ]


def test_a_constraint_that_is_switched_off_finds_nothing() -> None:
    shapes = """
        ex:S a sh:NodeShape ; sh:targetClass ex:C ;
            sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:deactivated true ] ;
            sh:sparql [ sh:deactivated true ; sh:select "SELECT $this WHERE { }" ] .
    """
    assert focus_nodes(shapes, "ex:a a ex:C .") == []


def test_a_group_that_only_tests_this_is_given_the_targets() -> None:
    shapes = """
        ex:S a sh:NodeShape ; sh:targetClass ex:C ;
            sh:sparql [ sh:select '''
                SELECT $this ?value WHERE {
                    { $this <http://example.org/p> ?value }
                    UNION
                    { ?value <http://example.org/q> ?x . FILTER (STR(?x) = STR($this)) }
                }''' ] .
    """
    data = "ex:a a ex:C ; ex:p 1 . ex:b a ex:C . ex:z ex:q 'http://example.org/b' ."
    assert focus_nodes(shapes, data) == ["a", "b"]


def test_many_values_are_counted_as_terms() -> None:
    shapes = """ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ;
        sh:minCount 3 ; sh:maxCount 4 ."""
    data = "ex:two a ex:C ; ex:p 1, 1.5 . ex:four a ex:C ; ex:p 1, 1e0, 2, '2' . "
    assert focus_nodes(shapes, data + "ex:five a ex:C ; ex:p 1, 2, 3, 4, 5 .") == ["five", "two"]


@pytest.mark.parametrize(
    ("literal", "datatype", "expected"),
    [
        ("2024-02-29", "date", True),
        ("2023-02-29", "date", False),
        ("1900-02-29", "date", False),
        ("2000-02-29", "date", True),
        ("2024-04-31", "date", False),
        ("2024-01-01T10:00:00Z", "dateTime", True),
        ("1.0", "integer", False),
        ("+7", "integer", True),
        ("300", "byte", False),
        ("-1", "nonNegativeInteger", False),
        ("TRUE", "boolean", False),
        ("P1Y2M", "duration", True),
        ("P", "duration", False),
        ("five", "decimal", False),
        ("NaN", "double", True),
    ],
)
def test_literals_are_looked_into(literal: str, datatype: str, expected: bool) -> None:
    iri = f"http://www.w3.org/2001/XMLSchema#{datatype}"
    test = is_of("?value", iri)
    ask = f'ASK {{ VALUES ?value {{ "{literal}"^^<{iri}> }} FILTER ({test}) }}'
    assert bool(ox.Store().query(ask)) is expected
    assert rdflib.Graph().query(ask).askAnswer is expected


def test_a_path_backwards_from_a_shared_node_is_loose() -> None:
    back = Inverse(Predicate("x:p"))
    assert reach(back, own=True) == Reach(True, frozenset())
    assert reach(back, own=False) == Reach(False, frozenset({"x:p"}))
    assert reach(Repeated(back, "*"), own=True) == Reach(True, frozenset())


@pytest.mark.parametrize(
    ("pattern", "local", "loose"),
    [
        ("$this <x:p> ?a . ?a <x:q>* ?b", True, set()),
        ("?a <x:p> $this . ?b <x:q> ?a", True, set()),
        ("$this <x:p> ?a . ?b <x:q> ?a", True, {"x:q"}),
        ("$this <x:p> ?a . ?b <x:q> ?c", True, {"x:q"}),
        ("$this <x:p> ?a . ?b ?q ?a", False, set()),
        ('?a ?p ?b . FILTER (STRBEFORE(STR(?a), "#") = STRBEFORE(STR($this), "#"))', True, set()),
        ("OPTIONAL { ?a <x:p> $this } FILTER NOT EXISTS { ?c <x:q> ?a }", True, {"x:q"}),
    ],
)
def test_what_other_cases_could_answer_is_known(pattern: str, local: bool, loose: set[str]) -> None:
    query = prepareQuery(f"SELECT $this {{ $this <x:is> ?any . {pattern} }}")
    found = Locality(query.algebra, own=True)
    assert found.local is local
    if local:
        assert found.loose == loose


def test_a_case_does_not_see_another_one_through_what_they_share() -> None:
    text = """ex:S a sh:PropertyShape ; sh:targetSubjectsOf ex:cites ;
        sh:path ( ex:cites [ sh:inversePath ex:cites ] ) ; sh:maxCount 1 ."""
    work = ox.NamedNode(f"{EX}work")
    cites = ox.NamedNode(f"{EX}cites")
    batch = Batch(())
    for name in ("one", "two"):
        batch.add(
            f"{DOCUMENTS}{name}", [ox.Quad(ox.NamedNode(f"{DOCUMENTS}{name}#x"), cites, work)]
        )
    assert list(native.Checker(shapes_of(text)).check(batch)) == []


def test_patterns_of_a_union_look_into_cases_only() -> None:
    shapes = shapes_of("""
        ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:message "m" ; sh:select '''
            SELECT DISTINCT $this ?value WHERE {
                { { ?value <x:p> ?end } UNION { ?value <x:q> ?end . FILTER (isIRI(?end)) } }
                FILTER (STRBEFORE(STR(?value), "#") = STRBEFORE(STR($this), "#"))
            } ''' ] .
    """)
    (query,) = compile_shapes(shapes).queries
    text = query.on("GRAPH ?_case { ?this a <http://example.org/C> }", case=True)
    assert text.count("GRAPH ?_own") == 2

    document = f"{DOCUMENTS}one"
    said = f"<{document}#a> a <{EX}C> . <{document}#b> <x:q> <x:end> . <{document}#c> <x:q> 1 ."
    batch = Batch(ox.parse(f"<{document}#d> <x:p> 1 .", format=ox.RdfFormat.TURTLE))
    batch.add(document, ox.parse(said, format=ox.RdfFormat.TURTLE))
    found = {solution["value"].value for solution in batch.query(text)}  # type: ignore[union-attr]
    assert found == {f"{document}#b"}


def test_what_a_query_tells_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: str) -> None:
        raise AssertionError("parsed although what it tells was kept")

    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path)
    first, _ = Compiler(ShapesGraph(consistency_shapes())).compile()
    monkeypatch.setattr(analysis, "prepareQuery", never)
    again, left = Compiler(ShapesGraph(consistency_shapes())).compile()
    assert left == ()
    for one, other in zip(first, again, strict=True):
        assert (one.local, one.loose) == (other.local, other.loose)
        for query, kept in zip(one.queries, other.queries, strict=True):
            assert kept.on(other.in_case, case=True) == query.on(one.in_case, case=True)


def test_a_target_of_several_classes_is_found_by_each_of_them() -> None:
    shapes = shapes_of("""
        ex:S a sh:PropertyShape ; sh:targetClass ex:A , ex:B ; sh:targetSubjectsOf ex:q ;
            sh:path ex:p ; sh:minCount 1 .
        ex:T a sh:PropertyShape ; sh:targetClass ex:A , ex:B ; sh:path ex:r ; sh:maxCount 0 .
    """)
    background = store_of("ex:Below rdfs:subClassOf ex:B .")
    named = {f"{DOCUMENTS}{name}": name for name in ("one", "two")}
    batch = Batch(background)
    for document in named:
        said = f"""
            <{document}#a> a ex:A . <{document}#b> a ex:Below ; ex:r 1 .
            <{document}#c> ex:q 1 . <{document}#d> a ex:Other ; ex:r 1 .
        """
        batch.add(document, store_of(said))
    found = {
        (name, finding.shape.removeprefix(EX), finding.focus.value.removeprefix(f"{name}#"))
        for name, finding in native.Checker(shapes).check(batch)
    }
    expected = {("S", "a"), ("S", "b"), ("S", "c"), ("T", "b")}
    assert found == {(document, *one) for document in named for one in expected}


def test_a_case_that_describes_a_shared_node_makes_it_a_focus_node() -> None:
    text = "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; sh:minCount 1 ."
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    shared = [ox.Quad(ox.NamedNode(f"{EX}{name}"), kind, ox.NamedNode(f"{EX}C")) for name in "ab"]
    batch = Batch(shared)
    said = ox.Quad(ox.NamedNode(f"{EX}a"), ox.NamedNode(f"{EX}q"), ox.Literal("said"))
    batch.add(f"{DOCUMENTS}one", [said])
    found = [finding.focus.value for _, finding in native.Checker(shapes_of(text)).check(batch)]
    assert found == [f"{EX}a"]


def test_findings_come_once() -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C, ex:D ; sh:nodeKind sh:Literal ."
    found = list(compiled(shapes).findings(store_of("ex:a a ex:C, ex:D .")))
    assert len(found) == len({key(finding) for finding in found}) == 1


@pytest.mark.parametrize("content", [None, "ex:S a"])
def test_a_file_that_has_no_shapes_is_an_error(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(ShapeError, match="shapes.ttl"):
        compile_shapes(file)


def test_a_file_of_shapes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    text = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:Literal ."
    file.write_text(PREFIXES + text, encoding="utf-8")
    (query,) = compile_shapes(file).queries
    assert query.shape == f"{EX}S"


def test_values_that_cannot_be_compared_are_violations() -> None:
    """SHACL, section 4.5.3; pySHACL orders a duration and a number, and fails on a blank node."""
    shapes = "ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; sh:lessThan ex:q ."
    data = """
        ex:duration a ex:C ; ex:p "P40Y"^^xsd:duration ; ex:q 20 .
        ex:blank a ex:C ; ex:p [] ; ex:q 20 .
        ex:iri a ex:C ; ex:p ex:x ; ex:q 20 .
        ex:right a ex:C ; ex:p 1.5 ; ex:q 20 .
    """
    assert focus_nodes(shapes, data) == ["blank", "duration", "iri"]


def test_a_blank_node_has_no_text() -> None:
    """SPARQL, section 17.4.2.5; rdflib takes the label of the blank node for its STR."""
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:select
        "SELECT $this { $this <http://example.org/p> ?value FILTER (STR(?value) != '') }" ] ."""
    assert focus_nodes(shapes, "ex:a a ex:C ; ex:p [] . ex:b a ex:C ; ex:p 1 .") == ["b"]
