"""SHACL's own test suite (W3C, `data-shapes-test-suite/tests/core`) on the compiled shapes.

The folder is named by the environment variable CASEGRAPH_SHACL_SUITE. Each test has a data graph, a
shapes graph and the report to expect; reports are compared by focus node, path, value, component
and severity, and by whether the data conform.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH

from casegraph.errors import ShapeError
from casegraph.rdflib_bridge import from_graph, to_graph
from casegraph.shacl.compile import compile_shapes
from casegraph.shacl.compile.path import read_path, sparql
from casegraph.shacl.findings import Finding

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
COLLECTED = 98

UNUSABLE = {"misc/severity-002": "casegraph knows the three severities of SHACL and no others"}
"""Tests that neither engine can run, and why."""

LEFT_TO_THE_REFERENCE = {
    "misc/severity-002": (
        "<http://datashapes.org/sh/tests/core/misc/severity-002.test#MySeverity> "
        "is no severity of SHACL"
    )
}
"""Tests with a shape that is not compiled, and why."""

SUITE = os.environ.get("CASEGRAPH_SHACL_SUITE")


class Case(NamedTuple):
    """One test of the suite; shapes, data: graphs. report: the node of the expected report."""

    name: str
    shapes: rdflib.Graph
    data: rdflib.Graph
    manifest: rdflib.Graph
    report: rdflib.term.Node


@cache
def graph(file: Path) -> rdflib.Graph:
    return to_graph(ox.parse(path=file, format=ox.RdfFormat.TURTLE, base_iri=file.as_uri()))


def file_of(node: rdflib.term.Node) -> Path:
    return Path(rdflib.URIRef(str(node)).removeprefix("file://"))


def the(said: rdflib.Graph, node: rdflib.term.Node, predicate: rdflib.URIRef) -> rdflib.term.Node:
    """Return the one value of *node*."""
    (value,) = said.objects(node, predicate)
    return value


def collected(manifest: Path) -> Iterator[Case]:
    said = graph(manifest)
    this = rdflib.URIRef(manifest.as_uri())
    for included in sorted(map(file_of, said.objects(this, MF.include))):
        yield from collected(included)
    for entries in said.objects(this, MF.entries):
        for test in Collection(said, entries):
            if (test, RDF.type, SHT.Validate) in said:
                action = the(said, test, MF.action)
                shapes = graph(file_of(the(said, action, SHT.shapesGraph)))
                data = graph(file_of(the(said, action, SHT.dataGraph)))
                name = f"{manifest.parent.name}/{str(test).rpartition('/')[2]}"
                yield Case(name, shapes, data, said, the(said, test, MF.result))


CASES = list(collected(Path(SUITE).resolve() / "manifest.ttl")) if SUITE else []

pytestmark = pytest.mark.skipif(
    SUITE is None, reason="CASEGRAPH_SHACL_SUITE does not name the folder of the W3C's SHACL tests"
)


def store_of(data: rdflib.Graph) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object) for quad in from_graph(data, "x:data")
    )
    return store


def expected(case: Case) -> set[tuple[str, ...]]:
    said = case.manifest

    def text(result: rdflib.term.Node, predicate: rdflib.URIRef) -> str:
        value = said.value(result, predicate)
        if predicate == SH.resultPath and value is not None:
            return sparql(read_path(said, value))
        return "" if value is None else stored(value)

    return {
        tuple(text(result, each) for each in RESULT)
        for result in said.objects(case.report, SH.result)
    }


RESULT = (
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.sourceConstraintComponent,
    SH.resultSeverity,
)


def stored(node: rdflib.term.Node) -> str:
    """Return *node* as a store gives it back, which writes some numbers in another way."""
    (quad,) = from_graph([(rdflib.URIRef("x:s"), rdflib.URIRef("x:p"), node)], "x:g")
    store = ox.Store()
    store.add(quad)
    return str(next(iter(store)).object)


def found(finding: Finding) -> tuple[str, ...]:
    path = finding.path or ""
    return (
        str(finding.focus),
        f"<{path}>" if path and "<" not in path else path,
        "" if finding.value is None else str(finding.value),
        f"<{finding.component}>",
        f"<{finding.severity.value}>",
    )


def test_the_whole_suite_is_collected() -> None:
    assert len(CASES) == COLLECTED


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_report_is_the_one_of_the_suite(case: Case) -> None:
    if case.name in UNUSABLE:
        pytest.skip(UNUSABLE[case.name])
    findings = list(compile_shapes(case.shapes).findings(store_of(case.data)))
    assert set(map(found, findings)) == expected(case)
    assert the(case.manifest, case.report, SH.conforms) == rdflib.Literal(not findings)


def test_only_the_listed_tests_are_left_to_the_reference_engine() -> None:
    left = {
        case.name: "; ".join(sorted({each.reason for each in compiled.not_compiled}))
        for case in CASES
        if (compiled := compile_shapes(case.shapes)).not_compiled
    }
    assert left == LEFT_TO_THE_REFERENCE


@pytest.mark.parametrize("case", [case for case in CASES if case.name in UNUSABLE])
def test_a_shape_that_neither_engine_can_use_is_an_error(case: Case) -> None:
    with pytest.raises(ShapeError, match="severity"):
        list(compile_shapes(case.shapes).findings(store_of(case.data)))
