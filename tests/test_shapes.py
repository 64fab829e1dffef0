"""Each constraint of each shape, on a graph that passes and on one that fails with exactly that.

A fixture is `shapes/PASS/SHAPE/pass[-WHAT].ttl` or `shapes/PASS/SHAPE/fail-COMPONENT[-WHAT].ttl`,
PASS being structure or consistency. It is read together with `shapes/base.ttl`, a small case that
conforms, and over the ontology without its terms: the fixtures bring their own. The first lines,
which start with `#+`, are YAML:

- `base: false`: read it alone.
- `expect`: the results of a file that fails, each with focus, shape and component, and as far as
  it matters path, value and severity (sh:Violation when not said). Names are CURIEs with the
  prefixes of the file, or `#fragment` of the case; anything else is a literal's lexical form.

A file that passes has neither violation nor warning. Information counts only where it is expected.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
import yaml
from rdflib.namespace import SH

from bare_ontology import ontology
from casegraph.namespaces import PREFIXES
from casegraph.read import read
from casegraph.shacl import Report, Result, Severity, structure
from casegraph.shacl.names import SHAPE
from casegraph.shacl.shapes import Shapes, consistency_shapes, structure_shapes
from casegraph.validate import validate, validate_vocabulary

FOLDER = Path(__file__).parent / "shapes"
BASE = FOLDER / "base.ttl"
CASE = "https://w3id.org/casegraph/case/example"
SHAPES = {"structure": structure_shapes, "consistency": consistency_shapes}

FIXTURES = sorted(FOLDER.glob("*/*/*.ttl"))
PASSING = [file for file in FIXTURES if file.name.startswith("pass")]
FAILING = [file for file in FIXTURES if file.name.startswith("fail-")]

# SHACL's parameters that report under a component of their own (SHACL, section 4); sh:property is
# not one of them, as the property shape that it leads to reports itself.
PARAMETERS = [
    "and",
    "class",
    "closed",
    "datatype",
    "disjoint",
    "equals",
    "hasValue",
    "in",
    "languageIn",
    "lessThan",
    "lessThanOrEquals",
    "maxCount",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "minCount",
    "minExclusive",
    "minInclusive",
    "minLength",
    "node",
    "nodeKind",
    "not",
    "or",
    "pattern",
    "qualifiedMaxCount",
    "qualifiedMinCount",
    "sparql",
    "uniqueLang",
    "xone",
]


def name(file: Path) -> str:
    return file.relative_to(FOLDER).with_suffix("").as_posix()


def header(text: str) -> Mapping[str, Any]:
    lines = [line.removeprefix("#+") for line in text.splitlines() if line.startswith("#+")]
    return yaml.safe_load("\n".join(lines)) or {}


def report_of(file: Path, folder: Path) -> Report:
    """Return the report about the fixture *file*; *folder* takes it merged with the base case."""
    text = file.read_text(encoding="utf-8")
    merged = folder / "fixture.ttl"
    base = BASE.read_text(encoding="utf-8") if header(text).get("base", True) else ""
    merged.write_text(base + text, encoding="utf-8")
    check = structure if file.parent.parent.name == "structure" else validate
    return check(read(merged), vocabulary=ontology())


def shown(result: Result) -> str:
    about = f"{result.focus} {result.path} {result.value}"
    component = result.component.removeprefix(str(SH))
    shape = result.shape.removeprefix(SHAPE)
    return f"{result.severity.label}: {about}\n    {shape} {component}: {result.message}"


class Expectation:
    """One entry of `expect`."""

    def __init__(self, entry: Mapping[str, Any], prefixes: Mapping[str, str]) -> None:
        unknown = set(entry) - {"focus", "path", "value", "component", "shape", "severity"}
        assert not unknown, f"expect has {unknown}"
        assert {"focus", "component", "shape"} <= set(entry)
        self._prefixes = prefixes
        self._said = {key: self._name(value) for key, value in entry.items()}
        self.severity = Severity(self._said.pop("severity", str(SH.Violation)))

    def __str__(self) -> str:
        return f"{self.severity.label}: {self._said}"

    def fits(self, result: Result) -> bool:
        found = {
            "focus": result.focus,
            "path": result.path,
            "value": result.value and self._plain(result.value),
            "component": result.component,
            "shape": result.shape,
        }
        return result.severity is self.severity and all(
            found[key] == said for key, said in self._said.items()
        )

    def _name(self, value: object) -> str:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        prefix, colon, local = text.partition(":")
        if text.startswith("#"):
            return CASE + text
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else text

    @staticmethod
    def _plain(ntriples: str) -> str:
        quad = next(ox.parse(f"<x:s> <x:p> {ntriples} .", format=ox.RdfFormat.N_TRIPLES))
        return str(quad.object.value)


def expectations(text: str) -> list[Expectation]:
    declared = re.findall(r"^@prefix\s+([\w-]*):\s*<([^>]*)>", text, re.MULTILINE)
    prefixes = {**PREFIXES, "shape": SHAPE, **dict(declared)}
    entries = header(text).get("expect")
    assert isinstance(entries, list)
    assert entries, "a file that fails says what to expect"
    return [Expectation(entry, prefixes) for entry in entries]


def test_the_base_case_conforms() -> None:
    report = validate(read(BASE), vocabulary=ontology())
    assert report.violations + report.warnings == (), "\n".join(map(shown, report.results))


@pytest.mark.parametrize("file", PASSING, ids=name)
def test_a_graph_that_passes_has_no_violation_and_no_warning(file: Path, tmp_path: Path) -> None:
    report = report_of(file, tmp_path)
    assert report.violations + report.warnings == (), "\n".join(map(shown, report.results))


@pytest.mark.parametrize("file", FAILING, ids=name)
def test_a_graph_that_fails_has_exactly_the_expected_results(file: Path, tmp_path: Path) -> None:
    expected = expectations(file.read_text(encoding="utf-8"))
    report = report_of(file, tmp_path)
    missing = [str(one) for one in expected if not any(map(one.fits, report.results))]
    counted = report.violations + report.warnings
    surplus = [shown(one) for one in counted if not any(each.fits(one) for each in expected)]
    assert (missing, surplus) == ([], []), "\n".join(["missing:", *missing, "surplus:", *surplus])


@pytest.mark.parametrize("file", FAILING, ids=name)
def test_a_graph_that_fails_is_named_after_its_shape_and_component(file: Path) -> None:
    component = f"{SH}{file.stem.split('-')[1]}ConstraintComponent"
    shape = SHAPE + file.parent.name
    fitting = [
        entry
        for entry in header(file.read_text(encoding="utf-8"))["expect"]
        if entry["shape"].replace("shape:", SHAPE) == shape
        and entry["component"].replace("sh:", str(SH)) == component
    ]
    assert fitting


def constraints(shapes: Shapes) -> Iterator[tuple[str, str]]:
    """Yield the last part of the IRI of each named shape with each of its components."""
    for parameter in PARAMETERS:
        component = "SPARQL" if parameter == "sparql" else parameter[0].upper() + parameter[1:]
        for shape in set(shapes.graph.subjects(rdflib.URIRef(str(SH) + parameter), None)):
            if isinstance(shape, rdflib.URIRef):
                yield str(shape).removeprefix(SHAPE), component


@pytest.mark.parametrize("stage", SHAPES)
def test_each_constraint_has_a_graph_that_passes_and_one_that_fails(stage: str) -> None:
    files: dict[str, set[str]] = defaultdict(set)
    for file in FIXTURES:
        if file.parent.parent.name == stage:
            files[file.parent.name].add("-".join(file.stem.split("-")[:2]))
    covered = set(constraints(SHAPES[stage]()))
    missing = [
        f"{stage}/{shape}/{wanted}.ttl"
        for shape, component in sorted(covered)
        for wanted in ("pass", f"fail-{component}")
        if not any(wanted in (found, found.split("-")[0]) for found in files[shape])
    ]
    assert not missing, "\n".join(dict.fromkeys(missing))
    assert set(files) == {shape for shape, _ in covered}, "a folder that is named after no shape"
    assert len(covered) > 20


def test_no_fixture_is_left_out() -> None:
    assert set(PASSING) | set(FAILING) == set(FIXTURES)


@pytest.mark.parametrize("stage", SHAPES)
def test_the_shapes_are_well_formed(stage: str) -> None:
    """SHACL's own shapes for shapes find nothing (SHACL, appendix C)."""
    graph = SHAPES[stage]().graph
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=graph, meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("stage", SHAPES)
def test_each_shape_with_a_name_has_one_english_message_and_a_severity(stage: str) -> None:
    shapes = SHAPES[stage]()
    for shape, component in constraints(shapes):
        node = rdflib.URIRef(SHAPE + shape)
        speaking = shapes.graph.value(node, SH.sparql) if component == "SPARQL" else node
        messages = list(shapes.graph.objects(speaking, SH.message))
        assert [getattr(message, "language", None) for message in messages] == ["en"], shape
        assert shapes.graph.value(node, SH.severity) in {SH.Violation, SH.Warning, SH.Info}, shape


def test_the_bundled_cases_have_no_violation_and_no_warning() -> None:
    report = validate(read())
    assert report.violations + report.warnings == (), "\n".join(map(shown, report.results))


def test_the_bundled_terms_have_no_violation_and_lack_mappings_at_most() -> None:
    report = validate_vocabulary()
    assert report.violations == (), "\n".join(map(shown, report.violations))
    assert {warning.shape for warning in report.warnings} <= {f"{SHAPE}term-mapped"}
