"""A query over all triples of a case is asked only where something lacks what it looks for."""

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from casegraph.batch import Batch
from casegraph.rdflib_bridge import to_graph
from casegraph.shacl.compile.compiler import Compiler
from casegraph.shacl.compile.lack import lacks
from casegraph.shacl.compile.locality import Locality
from casegraph.shacl.compile.shape import ShapesGraph
from casegraph.shacl.native import Checker
from casegraph.shacl.shapes import Shapes, structure_shapes

DOCUMENTS = "https://w3id.org/casegraph/case/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
BACKGROUND = f"<x:C> <x:named> 1 . <{RDF_TYPE}> <x:named> 1 . <x:named> <x:named> 1 ."
IN_DOCUMENT = 'FILTER (STRBEFORE(STR(?value), "#") = STRBEFORE(STR($this), "#"))'
FOUND = {
    "node": "?value ?path ?any . FILTER NOT EXISTS { ?value <x:named> ?name }",
    "predicate": "?value ?path ?any . FILTER NOT EXISTS { ?path <x:named> ?name }",
    "class": "?value a ?class . FILTER NOT EXISTS { ?class <x:named> ?name }",
}


def shapes_of(group: str) -> Shapes:
    text = f"""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <x:S> a sh:NodeShape ; sh:targetClass <x:C> ; sh:sparql [ sh:message "m" ; sh:select '''
            SELECT DISTINCT $this ?value WHERE {{ {{ {group} }} {IN_DOCUMENT} }} ''' ] .
    """
    return Shapes(to_graph(ox.parse(text, format=ox.RdfFormat.TURTLE)))


def found(checker: Checker, *said: str) -> set[str]:
    """Return the numbers of the cases in which *checker* finds something."""
    batch = Batch(ox.parse(BACKGROUND, format=ox.RdfFormat.TURTLE))
    for number, what in enumerate(said):
        text = f"@base <{DOCUMENTS}{number}> . <#x> a <x:C> ; <x:named> 1 . {what}"
        batch.add(f"{DOCUMENTS}{number}", ox.parse(text, format=ox.RdfFormat.TURTLE))
    return {name.removeprefix(DOCUMENTS) for name, _ in checker.check(batch)}


@pytest.mark.parametrize(
    ("role", "bad"),
    [
        ("node", "<#y> a <x:C> ."),
        ("predicate", "<#x> <x:other> 1 ."),
        ("class", "<#x> a <x:D> ."),
    ],
)
def test_what_lacks_something_is_found_among_cases_where_nothing_does(role: str, bad: str) -> None:
    shapes = shapes_of(FOUND[role])
    (compiled,), _ = Compiler(ShapesGraph(shapes), {"x:C": ("x:C",)}).compile()
    (screen,) = compiled.screens
    assert screen.lacks == ((role, "x:named"),)
    checker = Checker(shapes)
    assert found(checker, "", "") == set()
    assert found(checker, "", bad, "") == {"1"}
    assert found(checker, "", "") == set()


def test_a_query_that_no_case_can_answer_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    checker = Checker(shapes_of(FOUND["node"]))
    asked = []
    ask = Batch.query

    def listen(batch: Batch, sparql: str) -> object:
        asked.append(sparql)
        return ask(batch, sparql)

    monkeypatch.setattr(Batch, "query", listen)
    assert found(checker, "", "") == set()
    assert not any("?path ?any" in sparql for sparql in asked)
    assert found(checker, "", "<#y> a <x:C> .") == {"1"}
    assert any("?path ?any" in sparql for sparql in asked)


@pytest.mark.parametrize(
    "group",
    [
        "?value ?path ?any . FILTER (true || NOT EXISTS { ?value <x:p> ?name })",
        "?value ?path ?any . FILTER EXISTS { ?value <x:p> ?name }",
        "?value ?path ?any . FILTER NOT EXISTS { ?value <x:p> ?any }",
        "?value ?path ?any . FILTER NOT EXISTS { ?value <x:p> 1 }",
        "?value ?path ?any . FILTER NOT EXISTS { ?value <x:p> ?name . ?name <x:p> ?more }",
        "?value ?path ?any . FILTER NOT EXISTS { ?value <x:p> ?name . FILTER (?name > 1) }",
        "?value ?path ?any . OPTIONAL { ?value ?path 1 . FILTER NOT EXISTS { ?path <x:p> ?name } }",
        "{ ?value ?path 1 . FILTER NOT EXISTS { ?path <x:p> ?name } } UNION { ?value <x:q> 1 }",
        "?value <x:q> ?other . ?other ?path ?any . FILTER NOT EXISTS { ?path <x:p> ?name }",
    ],
)
def test_a_query_that_may_find_something_else_is_always_asked(group: str) -> None:
    query = prepareQuery(f"SELECT * {{ $this a <x:C> . {{ {group} }} {IN_DOCUMENT} }}")
    own = Locality(query.algebra, own=True).named
    assert own
    assert list(lacks(query.algebra, own)) == []


def test_the_structure_shapes_look_at_every_triple_only_where_something_has_no_class() -> None:
    case = "https://w3id.org/casegraph/ontology#Case"
    compiled, _ = Compiler(ShapesGraph(structure_shapes()), {case: (case,)}).compile()
    named = {lack for shape in compiled for screen in shape.screens for lack in screen.lacks}
    assert named == {("node", RDF_TYPE), ("predicate", RDF_TYPE), ("class", RDF_TYPE)}
