"""The native engine finds exactly what the reference engine finds, one case at a time or many.

Looked at are the fixtures of `shapes/`, and cases that are broken at random. What follows from them
is a stand-in for inference here, quick and roughly right: the two engines are shown the same.
"""

import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.namespace import SH
from rdflib.term import Node

from bare_ontology import ontology
from casegraph.batch import Batch
from casegraph.grouping import grouped
from casegraph.namespaces import CASE, inferred_graph
from casegraph.quads import subject_of
from casegraph.read import read
from casegraph.reason import rules
from casegraph.shacl import native, reference
from casegraph.shacl.compile.query import key
from casegraph.shacl.findings import Finding
from casegraph.shacl.names import SHAPE
from casegraph.shacl.shapes import Shapes, consistency_shapes, structure_shapes

FOLDER = Path(__file__).parent / "shapes"
SHAPES = {"structure": structure_shapes, "consistency": consistency_shapes}
STAGES = sorted(SHAPES)
FOLDERS = sorted(folder for folder in FOLDER.glob("*/*") if folder.is_dir())
PREFIXES = """
PREFIX cg: <https://w3id.org/casegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
RULES = tuple(
    rules.Rule(name, f"{PREFIXES} CONSTRUCT {{ ?a {name} ?b }} WHERE {{ ?a {path} ?b }}")
    for name, path in {
        "skos:broaderTransitive": "skos:broader+",
        "skos:exactMatch": "^skos:exactMatch",
        "cg:presents": "cg:hasStatement/cg:affirms/(skos:broader|skos:exactMatch)*",
        "cg:considers": "cg:hasStatement/cg:suspects/(skos:broader|skos:exactMatch)*",
        "cg:excludes": "cg:hasStatement/cg:denies/(^skos:broader|skos:exactMatch)*",
        "cg:underwent": "cg:hasStatement/cg:performs/(skos:broader|skos:exactMatch)*",
    }.items()
)


def follows(quads: Iterable[ox.Quad], background: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return what follows from *quads* over *background*, about the nodes of *quads* alone."""
    quads = list(quads)
    described = {quad.subject for quad in quads}
    made = rules.apply((*RULES, *rules.bundled()), (*quads, *background))
    return [ox.Quad(*triple) for triple in made if triple.subject in described]


def stored(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return *quads* as a store gives them back, which writes some numbers in another way."""
    store = ox.Store()
    store.bulk_extend(quads)
    return list(store)


def with_targets_of(shapes: Shapes, name: str) -> Shapes:
    """Return *shapes* with the targets alone that lead to the shape *name*."""
    graph = shapes.graph
    waiting: list[Node] = [rdflib.URIRef(SHAPE + name)]
    wanted: set[Node] = set(waiting)
    while waiting:
        above = set(graph.subjects(SH.property, waiting.pop())) - wanted
        wanted |= above
        waiting += above
    targets = {SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf}
    kept = rdflib.Graph(bind_namespaces="none")
    for triple in graph:
        if triple[1] not in targets or triple[0] in wanted:
            kept.add(triple)
    return Shapes(kept)


def renamed(quads: Iterable[ox.Quad], name: str) -> list[ox.Quad]:
    """Return *quads* of the example case as those of the case *name*, with its own blank nodes."""

    def named(node: ox.NamedNode | ox.BlankNode) -> ox.NamedNode | ox.BlankNode:
        if isinstance(node, ox.BlankNode):
            return ox.BlankNode(f"{name}-{node.value}")
        if node.value.startswith(f"{CASE}example"):
            return ox.NamedNode(node.value.replace(f"{CASE}example", CASE + name, 1))
        return node

    def value(quad: ox.Quad) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
        node = quad.object
        return named(node) if isinstance(node, ox.NamedNode | ox.BlankNode) else node

    return [ox.Quad(named(subject_of(quad)), quad.predicate, value(quad)) for quad in quads]


def by_reference(checker: reference.Checker, quads: Iterable[ox.Quad]) -> set[object]:
    return {key(finding) for finding in checker.findings(quads)}


def by_native(checker: native.Checker, batch: Batch) -> Mapping[str, set[object]]:
    found: dict[str, set[object]] = {name: set() for name in batch.names}
    for name, finding in checker.check(batch):
        assert isinstance(finding, Finding)
        found[name].add(key(finding))
    return found


def batch_of(
    cases: Mapping[str, tuple[list[ox.Quad], list[ox.Quad]]],
    names: Collection[str],
    background: list[ox.Quad],
) -> Batch:
    """Return a batch of the *cases* called *names*: each what it says and what follows."""
    batch = Batch(background)
    for name in names:
        said, new = cases[name]
        batch.add(name, said)
        batch.add_inferred(name, new)
    return batch


def fixtures(folder: Path, merged: Path) -> Iterator[tuple[str, list[ox.Quad], list[ox.Quad]]]:
    """Yield the cases of the fixtures in *folder*, each with its name and its background."""
    base = (FOLDER / "base.ttl").read_text(encoding="utf-8")
    for number, file in enumerate(sorted(folder.glob("*.ttl"))):
        text = file.read_text(encoding="utf-8")
        alone = any(line.startswith("#+ base: false") for line in text.splitlines())
        merged.write_text(text if alone else base + text, encoding="utf-8")
        reading = read(merged)
        for document in reading.cases:
            slug = f"example-{number}-{document.removeprefix(CASE)}"
            quads = renamed(reading.case(document).quads, slug)
            yield CASE + slug, quads, renamed(reading.background().quads, slug)


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_both_engines_find_the_same_in_each_fixture(folder: Path, tmp_path: Path) -> None:
    stage = folder.parent.name
    shapes = with_targets_of(SHAPES[stage](), folder.name)
    found = list(fixtures(folder, tmp_path / "fixture.ttl"))
    brought = [quad for _, _, background in found for quad in background]
    background = stored([*ontology().quads, *brought])
    background = stored(ox.Quad(q.subject, q.predicate, q.object) for q in background)
    cases = {}
    for name, quads, _ in found:
        said = stored(quads)
        new = follows(said, background) if stage == "consistency" else []
        cases[name] = said, [quad for quad in new if quad not in background and quad not in said]
    judge = reference.Checker(shapes, background)
    expected = {name: by_reference(judge, [*said, *new]) for name, (said, new) in cases.items()}
    checker = native.Checker(shapes)
    for name in cases:
        assert by_native(checker, batch_of(cases, [name], background))[name] == expected[name]
    for group in grouped({name: [*said, *new] for name, (said, new) in cases.items()}).groups:
        together = by_native(checker, batch_of(cases, group, background))
        assert together == {name: expected[name] for name in group}


@cache
def base_case() -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return the base case, and the ontology with the terms that it brings."""
    reading = read(FOLDER / "base.ttl")
    (document,) = reading.cases
    background = [*ontology().quads, *reading.background().quads]
    plain = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in background]
    return stored(renamed(reading.case(document).quads, "example")), stored(plain)


def kind(quad: ox.Quad) -> object:
    """Return what the object of *quad* is: its datatype, or the kind of node."""
    value = quad.object
    return value.datatype if isinstance(value, ox.Literal) else type(value)


def broken(quads: list[ox.Quad], seed: int) -> list[ox.Quad]:
    """Return *quads* with some dropped, some said of another node, some with another's value.

    A value is replaced by an IRI or one of its own datatype. pySHACL deviates from SHACL elsewhere:
    it orders literals that SPARQL cannot compare, gives up where `sh:lessThan` meets a blank node,
    and takes STR of a blank node for its label. `test_compile_shapes` has what is right there.
    """
    choice = random.Random(seed)
    kept = [quad for quad in sorted(quads, key=str) if choice.random() > 0.05]
    for _ in range(choice.randint(1, 6)):
        one, other = choice.choice(kept), choice.choice(kept)
        if isinstance(other.object, ox.NamedNode) or kind(one) == kind(other) != ox.BlankNode:
            kept.append(ox.Quad(one.subject, one.predicate, other.object))
        kept.append(ox.Quad(other.subject, one.predicate, one.object))
        if choice.random() < 0.5:
            kept.remove(one)
    return stored(dict.fromkeys(kept))


@pytest.mark.parametrize("stage", STAGES)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seeds=st.lists(st.integers(0, 10**6), min_size=2, max_size=3, unique=True))
def test_both_engines_find_the_same_in_broken_cases(stage: str, seeds: list[int]) -> None:
    case, background = base_case()
    cases = {}
    for seed in seeds:
        said = stored(renamed(broken(case, seed), f"example-{seed}"))
        new = follows(said, background) if stage == "consistency" else []
        known = {*said, *background}
        cases[f"{CASE}example-{seed}"] = said, [quad for quad in new if quad not in known]
    judge = judges(stage)
    expected = {name: by_reference(judge, [*said, *new]) for name, (said, new) in cases.items()}
    for group in grouped({name: [*said, *new] for name, (said, new) in cases.items()}).groups:
        together = by_native(checkers(stage), batch_of(cases, group, background))
        assert together == {name: expected[name] for name in group}
    alone = seeds[0]
    name = f"{CASE}example-{alone}"
    one = by_native(checkers(stage), batch_of(cases, [name], background))
    assert one[name] == expected[name]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(seeds=st.lists(st.integers(0, 10**6), min_size=4, max_size=8, unique=True))
def test_one_node_of_each_kind_tells_what_is_found_in_each_case_alone(seeds: list[int]) -> None:
    case, background = base_case()
    cases: dict[str, tuple[list[ox.Quad], list[ox.Quad]]] = {
        f"{CASE}example-{seed}": (stored(renamed(broken(case, seed), f"example-{seed}")), [])
        for seed in seeds
    }
    checker = checkers("structure")
    for group in grouped({name: said for name, (said, _) in cases.items()}).groups:
        together = by_native(checker, batch_of(cases, group, background))
        for name in group:
            assert by_native(checker, batch_of(cases, [name], background))[name] == together[name]


@cache
def judges(stage: str) -> reference.Checker:
    return reference.Checker(SHAPES[stage](), base_case()[1])


@cache
def checkers(stage: str) -> native.Checker:
    return native.Checker(SHAPES[stage]())


def test_what_is_inferred_is_looked_at_under_the_name_of_its_case() -> None:
    case, background = base_case()
    batch = Batch(background)
    batch.add(f"{CASE}example", case)
    thing = ox.NamedNode(f"{CASE}example#later")
    batch.add_inferred(
        f"{CASE}example",
        [
            ox.Quad(
                thing, ox.NamedNode("https://w3id.org/casegraph/ontology#ageYears"), ox.Literal(140)
            )
        ],
    )
    assert inferred_graph(f"{CASE}example") not in batch.names
    found = [
        (name, finding.focus)
        for name, finding in checkers("consistency").check(batch)
        if finding.shape == f"{SHAPE}age-range"
    ]
    assert found == [(f"{CASE}example", thing)]
