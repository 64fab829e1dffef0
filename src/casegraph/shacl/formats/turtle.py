"""A report as RDF: an `sh:ValidationReport` (SHACL, section 3.6) in Turtle.

Beyond SHACL each result has its place in the input: `prov:atLocation` a `prov:Location` whose label
is the file and whose `ptr:lineNumber` the line (W3C Note "Pointer Methods in RDF 1.0").
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from casegraph.namespaces import PREFIXES, PROV, RDF, RDFS, SH
from casegraph.quads import subject_of
from casegraph.shacl.names import SHAPE
from casegraph.shacl.result import Result, Severity
from casegraph.shacl.shapes import path_structure

_PTR = "http://www.w3.org/2009/pointers#"
_PREFIXES = {prefix: PREFIXES[prefix] for prefix in ("cg", "prov", "rdfs", "sh", "term", "xsd")}
_TYPE = ox.NamedNode(f"{RDF}type")


def turtle(results: Sequence[Result], cases: Sequence[str]) -> str:  # noqa: ARG001
    """Return the report as one `sh:ValidationReport`; SHACL has no word for the *cases*."""
    prefixes = {**_PREFIXES, "ptr": _PTR, "shape": SHAPE}
    content = ox.serialize(_report(results), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return (content or b"").decode()


def _report(results: Sequence[Result]) -> Iterator[ox.Triple]:
    report = ox.BlankNode("report")
    violated = any(result.severity is Severity.VIOLATION for result in results)
    yield ox.Triple(report, _TYPE, _sh("ValidationReport"))
    yield ox.Triple(report, _sh("conforms"), ox.Literal(not violated))
    nodes = [ox.BlankNode(f"result{number}") for number in range(1, len(results) + 1)]
    for node in nodes:
        yield ox.Triple(report, _sh("result"), node)
    for node, result in zip(nodes, results, strict=True):
        yield from _result(node, result)


def _result(node: ox.BlankNode, result: Result) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _TYPE, _sh("ValidationResult"))
    yield ox.Triple(node, _sh("resultSeverity"), ox.NamedNode(result.severity.value))
    yield ox.Triple(node, _sh("focusNode"), _node(result.focus))
    if result.value is not None:
        yield ox.Triple(node, _sh("value"), _term(result.value))
    yield ox.Triple(node, _sh("resultMessage"), ox.Literal(result.message, language="en"))
    yield ox.Triple(node, _sh("sourceConstraintComponent"), ox.NamedNode(result.component))
    yield ox.Triple(node, _sh("sourceShape"), _node(result.shape))
    yield from _path(node, result)
    yield from _place(node, result)


def _path(node: ox.BlankNode, result: Result) -> Iterator[ox.Triple]:
    """Yield the result's path: a predicate, or with its structure what the shape says."""
    if result.path is None:
        return
    if "<" not in result.path:
        yield ox.Triple(node, _sh("resultPath"), ox.NamedNode(result.path))
        return
    structure = path_structure(result.shape)
    if structure:
        yield ox.Triple(node, _sh("resultPath"), subject_of(structure[0]))
        yield from structure


def _place(node: ox.BlankNode, result: Result) -> Iterator[ox.Triple]:
    if result.location is None:
        return
    place = ox.BlankNode(f"{node.value}place")
    yield ox.Triple(node, ox.NamedNode(f"{PROV}atLocation"), place)
    yield ox.Triple(place, _TYPE, ox.NamedNode(f"{PROV}Location"))
    yield ox.Triple(place, ox.NamedNode(f"{RDFS}label"), ox.Literal(result.location.file))
    if result.location.line is not None:
        yield ox.Triple(place, ox.NamedNode(f"{_PTR}lineNumber"), ox.Literal(result.location.line))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _node(name: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return the node that *name* stands for: an IRI, `_:label`, or a literal in N-Triples."""
    return _term(name) if name.startswith(("_:", '"')) else ox.NamedNode(name)


def _term(ntriples: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    quad: ox.Quad = next(ox.parse(f"<x:s> <x:p> {ntriples} .", format=ox.RdfFormat.N_TRIPLES))
    if isinstance(quad.object, ox.Triple):
        raise TypeError(f"a triple as value: {ntriples}")
    return quad.object
