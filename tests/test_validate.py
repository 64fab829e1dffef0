"""Validation: two passes, each case by itself, every result with its place and its repair."""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from bare_ontology import ontology
from casegraph.errors import EngineError, InferenceError, ReadError, ShapeError
from casegraph.evidence import check_evidence
from casegraph.namespaces import CG, SH, XSD
from casegraph.quads import subject_of, value_of
from casegraph.read import Location, Reading, read
from casegraph.reason import entailments, infer
from casegraph.shacl import Result, Severity, consistency, passes, structure
from casegraph.shacl.data import data_graph
from casegraph.shacl.reference import Checker
from casegraph.shacl.shapes import Shapes, load
from casegraph.validate import infer_and_validate, validate, validate_vocabulary
from casegraph.vocabulary import Vocabulary, bundled
from conftest import case_turtle

X = "https://w3id.org/casegraph/case/stiff-neck"

Write = Callable[..., Reading]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that reads the small case of `conftest` with some words replaced."""

    def written(*replacements: tuple[str, str], slug: str = "stiff-neck") -> Reading:
        text = case_turtle(slug)
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / f"{slug}.ttl"
        file.write_text(text, encoding="utf-8")
        return read(file)

    return written


def line_of(reading: Reading, words: str) -> int:
    """Return the line of the file of *reading* that has *words*."""
    file = next(iter(reading.locations.values())).file
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def only(results: tuple[Result, ...]) -> Result:
    assert len(results) == 1, results
    return results[0]


def test_a_sound_case_conforms(write: Write) -> None:
    report = validate(write())
    assert report.conforms
    assert report.warnings == ()
    assert report.cases == (X,)


def test_a_result_names_file_line_node_value_and_repair(write: Write) -> None:
    reading = write(("cg:affirms term:neck-pain", 'cg:affirms "neck pain"'))
    result = only(validate(reading).violations)
    assert result.focus == f"{X}#neck-pain"
    assert result.path == "https://w3id.org/casegraph/ontology#affirms"
    assert result.value == '"neck pain"'
    assert result.document == X
    assert result.location is not None
    assert result.location.line == line_of(reading, 'cg:affirms "neck pain"')
    assert "{" not in result.message


def test_a_result_over_the_whole_case_is_placed_at_the_node_at_fault(write: Write) -> None:
    reading = write(("prov:wasDerivedFrom <#text> .", "prov:wasDerivedFrom <#text> ;\n cg:odd 1 ."))
    result = only(validate(reading).violations)
    assert result.focus == f"{X}#case"
    assert result.value == f"<{X}>"
    assert result.location is not None
    assert result.location.line == line_of(reading, "cg:odd 1")


def test_both_engines_agree_on_the_bundled_cases() -> None:
    report, inferred = infer_and_validate(read(), engine="both")
    assert report.conforms
    assert report.results
    assert inferred


def test_a_result_of_one_engine_alone_is_an_error(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = write(("cg:affirms term:neck-pain", 'cg:affirms "neck pain"'))
    silent: dict[str, Any] = {"native": lambda *_: iter(()), "reference": passes.find_by_reference}
    monkeypatch.setattr(passes, "_ENGINES", silent)
    with pytest.raises(EngineError, match=f"only reference reports {X}#neck-pain "):
        validate(reading, engine="both")


def test_a_consequence_for_one_engine_alone_is_an_error(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = ox.NamedNode(f"{X}#more")
    more = ox.Quad(node, node, node, ox.NamedNode(f"{X}/inferred"))

    def talkative(*given: Any, engine: str, **named: Any) -> tuple[ox.Quad, ...]:
        found = entailments(*given, engine=engine, **named)
        return (*found, more) if engine == "native" else found

    monkeypatch.setattr(sys.modules["casegraph.validate"], "entailments", talkative)
    with pytest.raises(EngineError, match=f"only native infers <{X}#more>"):
        validate(write(), engine="both")


def test_structure_is_reported_before_anything_is_inferred(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, ...]] = []

    def watched(reading: Reading, **_: object) -> tuple[()]:
        seen.append(reading.cases)
        return ()

    monkeypatch.setattr(sys.modules["casegraph.validate"], "entailments", watched)
    denial = "cg:denies term:traumatic-injury"
    broken = (denial, f"{denial} ; cg:site term:neck")
    report = validate(write(broken) | write(slug="other"))
    assert not report.conforms
    assert seen == [(f"{X.removesuffix('stiff-neck')}other",)]


def test_consistency_is_not_asked_about_a_case_whose_structure_is_broken(write: Write) -> None:
    contradiction = ("cg:denies term:traumatic-injury", "cg:denies term:pain")
    inconsistent = validate(write(contradiction))
    assert not inconsistent.conforms
    assert structure(write(contradiction)).conforms
    broken = validate(write(contradiction, ("cg:affirms term:neck-pain", "cg:affirms 1")))
    assert {result.shape for result in broken.violations}.isdisjoint(
        result.shape for result in inconsistent.violations
    )


def test_a_contradiction_is_reported_at_the_statements_and_with_the_repair(write: Write) -> None:
    reading = write(("cg:denies term:traumatic-injury", "cg:denies term:pain"))
    results = validate(reading).violations
    denial = next(result for result in results if result.focus == f"{X}#no-trauma")
    assert "stiff-neck#neck-pain affirms" in denial.message
    assert "cg:resolves" in denial.message
    assert denial.location is not None
    assert denial.location.line == line_of(reading, "cg:denies term:pain")


def test_each_case_is_looked_at_by_itself(write: Write) -> None:
    one = write(("cg:affirms term:neck-pain", "cg:affirms term:neck-pane"))
    two = write(slug="other")
    alone = validate(one)
    together = validate(two | one)
    assert together.for_case(X) == alone.for_case(X)
    assert together.for_case(f"{X.removesuffix('stiff-neck')}other").violations == ()
    assert len(together.cases) == 2


def test_what_is_inferred_can_be_given(write: Write) -> None:
    reading = write()
    report, inferred = infer_and_validate(reading)
    assert inferred == entailments(reading)
    assert validate(reading, inferred=inferred) == report


def test_an_undefined_term_comes_with_the_nearest_label(write: Write) -> None:
    reading = write(("cg:affirms term:neck-pain", "cg:affirms term:neck-pane"))
    messages = [result.message for result in validate(reading).violations]
    assert any("Did you mean term:neck-pain (neck pain)" in message for message in messages)


def test_an_ill_typed_number_is_a_result_and_no_traceback(
    write: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    number = '"a lot"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    report = validate(write(("cg:affirms term:neck-pain", f"cg:affirms {number}")))
    assert not report.conforms
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("hostile", ["\\\\1 \\\\g<0>", "{?value} {$this}", "a\\nb", "‮[31m"])
def test_a_hostile_value_is_only_text_in_a_message(hostile: str, write: Write) -> None:
    reading = write(
        ("cg:affirms term:neck-pain", f'cg:affirms term:neck-pain ; cg:odd "{hostile}"')
    )
    assert not validate(reading).conforms


def test_the_placeholders_of_a_sparql_constraint_are_filled_from_its_solution(
    tmp_path: Path, write: Write
) -> None:
    r"""Values with a backslash too, at which pySHACL's own substitution fails."""
    shapes = shapes_of(
        tmp_path,
        """
        shape:test a sh:NodeShape ; sh:targetClass cg:Finding ;
            sh:sparql [ sh:message "{$this} has {?label}, {?nobody}"@en ; sh:select '''
                PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
                SELECT $this ?label WHERE { $this rdfs:label ?label }''' ] .
        """,
    )
    reading = write(('"neck pain"@en', '"a \\\\d+ pain"@en'))
    findings = Checker(shapes, ontology().quads).findings(reading.quads)
    labels = {finding.bindings["label"].value for finding in findings}
    assert labels == {"a \\d+ pain", "no trauma"}


def shapes_of(folder: Path, turtle: str) -> Shapes:
    (folder / "shapes").mkdir()
    (folder / "shapes" / "shapes.ttl").write_text(
        "@prefix cg: <https://w3id.org/casegraph/ontology#> .\n"
        f"@prefix sh: <{SH}> .\n"
        "@prefix shape: <https://w3id.org/casegraph/shape/> .\n" + turtle,
        encoding="utf-8",
    )
    return load(folder / "shapes")


def test_a_shape_whose_values_lie_outside_the_case_still_looks_at_them(
    tmp_path: Path, write: Write
) -> None:
    """PySHACL's option for focus nodes passes every nested shape on a node that is none."""
    shapes = shapes_of(
        tmp_path,
        """
        shape:test a sh:NodeShape ; sh:targetClass cg:Finding ;
            sh:property [ sh:path cg:affirms ; sh:node [ sh:nodeKind sh:Literal ] ] .
        """,
    )
    findings = Checker(shapes, bundled().quads).findings(write().quads)
    assert [finding.component for finding in findings] == [f"{SH}NodeConstraintComponent"]
    assert findings[0].shape == "https://w3id.org/casegraph/shape/test"
    assert findings[0].message == "Does not satisfy sh:NodeConstraintComponent."


def test_the_background_is_not_reported_with_each_case(tmp_path: Path, write: Write) -> None:
    shapes = shapes_of(
        tmp_path,
        """
        shape:test a sh:NodeShape ; sh:targetClass cg:FindingType ; sh:targetObjectsOf cg:affirms ;
            sh:nodeKind sh:Literal .
        """,
    )
    checker = Checker(shapes, bundled().quads)
    assert checker.findings(write().quads) == []
    undefined = write(("cg:affirms term:neck-pain", "cg:affirms term:neck-pane"))
    assert [finding.focus.value for finding in checker.findings(undefined.quads)] == [
        "https://w3id.org/casegraph/term/neck-pane"
    ]


@pytest.mark.parametrize(
    "turtle",
    [
        "shape:test sh:targetClass cg:Finding ; sh:minLength 1 , 2 .",
        "shape:test sh:targetClass cg:Finding ; sh:sparql [ sh:select 'SELECT' ] .",
    ],
)
def test_an_unusable_shape_is_named(tmp_path: Path, write: Write, turtle: str) -> None:
    shapes = shapes_of(tmp_path, turtle)
    with pytest.raises(ShapeError) as error:
        Checker(shapes, ()).findings(write().quads)
    assert error.value.node == "https://w3id.org/casegraph/shape/test"


def test_a_shapes_file_that_is_not_turtle_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShapeError) as error:
        shapes_of(tmp_path, "shape:test a")
    assert error.value.line is not None


def test_an_import_is_not_followed(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    shapes = shapes_of(
        tmp_path,
        """
        <https://example.org/x> a <http://www.w3.org/2002/07/owl#Ontology> ;
            <http://www.w3.org/2002/07/owl#imports> <https://example.org/y> .
        shape:test a sh:NodeShape ; sh:targetClass cg:Finding ; sh:nodeKind sh:Literal .
        """,
    )
    assert len(Checker(shapes, ()).findings(write().quads)) == 2


def test_terms_that_the_input_brings_are_looked_at_once(tmp_path: Path, write: Write) -> None:
    file = tmp_path / "terms.ttl"
    file.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix term: <https://w3id.org/casegraph/term/> .\n"
        "@prefix cg: <https://w3id.org/casegraph/ontology#> .\n"
        "term:new-pain a cg:FindingType ; skos:broader term:new-pain .\n"
    )
    report = validate(read(file) | write() | write(slug="other"))
    results = [result for result in report.results if "new-pain" in result.focus]
    assert results
    assert {result.document for result in results} == {None}
    assert {result.location.file for result in results if result.location} == {str(file)}


def test_a_vocabulary_is_looked_at_as_a_whole() -> None:
    whole = bundled()
    dropped = tuple(
        quad
        for quad in whole.quads
        if not (
            subject_of(quad).value == "https://w3id.org/casegraph/term/neck-pain"
            and quad.predicate.value.endswith("prefLabel")
        )
    )
    report = validate_vocabulary(Vocabulary(dropped, whole.locations))
    lacking = [result for result in report.results if result.focus.endswith("term/neck-pain")]
    assert Severity.WARNING in {result.severity for result in lacking}


def test_filters_one_by_one_have_the_same_solutions() -> None:
    """A conjunction is split so that rdflib stops at the first part that is false."""
    plain = rdflib.Graph().parse(
        data='<x:a> <x:p> 1 , 2 , 3 , "x" . <x:b> <x:p> 3 ; <x:q> 3 .', format="turtle"
    )
    query = """
        SELECT ?s ?o WHERE {
            ?s <x:p> ?o . FILTER (?o > 1 && ?o < 4) FILTER EXISTS { ?s <x:q> ?o . FILTER (?o = 3) }
            OPTIONAL { ?s <x:q> ?r . FILTER (?r = ?o && ?r > 2) } FILTER (BOUND(?r) || ?o = 2)
        }
    """
    assert set(data_graph(plain).query(query)) == set(plain.query(query))
    assert len(set(plain.query(query))) == 1


PROPERTIES = sorted(
    subject_of(quad).value
    for quad in ontology().quads
    if subject_of(quad).value.startswith(CG)
    and value_of(quad.object).startswith("http://www.w3.org/2002/07/owl#")
    and value_of(quad.object).endswith("Property")
)
CLASSES = ("Case", "Finding", "Measurement", "Diagnosis", "Treatment", "Claim", "Figure", "Patient")
NODES = [ox.NamedNode(f"{X}#{name}") for name in ("case", "a", "b", "c")]
ANYTHING = [
    *NODES,
    *(ox.NamedNode(CG + name) for name in ("Left", "High", "OccursIn", "AuthorClaim")),
    ox.NamedNode("https://w3id.org/casegraph/term/no-such"),
    ox.BlankNode("b"),
    ox.Literal("text \\1 {?value}"),
    ox.Literal("text", language="en"),
    ox.Literal("P2Y", datatype=ox.NamedNode(f"{XSD}duration")),
    *(ox.Literal(number, datatype=ox.NamedNode(f"{XSD}decimal")) for number in ("-1", "2.30", "x")),
    ox.Literal("maybe", datatype=ox.NamedNode(f"{XSD}boolean")),
]


@settings(max_examples=40, deadline=None)
@given(
    said=st.lists(
        st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(ANYTHING)),
        max_size=25,
    ),
    types=st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(CLASSES)), max_size=5),
)
def test_any_triples_give_a_report_or_a_named_error(
    said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]],
    types: list[tuple[ox.NamedNode, str]],
) -> None:
    graph = ox.NamedNode(X)
    quads = [ox.Quad(node, ox.NamedNode(name), value, graph) for node, name, value in said]
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads += [ox.Quad(node, kind, ox.NamedNode(CG + name), graph) for node, name in types]
    distinct = tuple(dict.fromkeys(quads))
    reading = Reading(distinct, dict.fromkeys(distinct, Location("x.ttl", 1)))
    assert structure(reading, vocabulary=ontology()).serialize()
    with suppress(InferenceError):
        inferred = entailments(reading, vocabulary=ontology())
        assert consistency(reading, inferred, vocabulary=ontology()).serialize()


def test_a_path_stands_for_what_is_read_there(write: Write, tmp_path: Path) -> None:
    reading = write()
    file = tmp_path / "stiff-neck.ttl"
    assert validate(file) == validate([str(file)]) == validate(reading)
    assert infer(str(file)) == infer(reading)
    assert check_evidence(file, tmp_path).errors


@pytest.mark.parametrize("wrong", [5, [5], None])
def test_what_is_neither_a_reading_nor_a_path_is_refused(wrong: Any) -> None:
    with pytest.raises(ReadError, match="neither a reading nor paths"):
        validate(wrong)


def test_results_that_read_the_same_are_one_line_of_text(write: Write) -> None:
    report = validate(write(('"P50Y"', '"10 days"')))
    assert len(report.violations) > 1
    assert report.serialize("text").count("The age is one positive") == 1
