"""What a file asserts is the same with and without places, and so is every error."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casegraph.errors import ReadError
from casegraph.namespaces import CASE, CG, ONTOLOGY, PUBLICATIONS, RDF, TERMS
from casegraph.quads import graph_of
from casegraph.read import contents, files, read
from casegraph.read.syntax import SYNTAXES
from casegraph.resources import data_dir, ontology_dir
from conftest import case_turtle

GRAPHS_OF_SHAPES = sorted((Path(__file__).parent / "shapes").rglob("*.ttl"))

Answer = str | tuple[dict[str, set[ox.Quad]], set[ox.Quad]]


def located(file: str) -> Answer:
    """Return the cases and the background that `read` gives, or the text of its error."""
    try:
        reading = read(file)
    except ReadError as error:
        return str(error)
    cases = {case: set(reading.case(case).quads) for case in reading.cases}
    return cases, set(reading.background().quads)


def unlocated(file: str) -> Answer:
    """Return the same of `contents`, after checking that nothing stands there twice."""
    try:
        content = contents(file)
    except ReadError as error:
        return str(error)
    for quads in (*content.cases.values(), content.background):
        assert len(quads) == len(set(quads))
    assert list(content.cases) == sorted(content.cases)
    return {case: set(quads) for case, quads in content.cases.items()}, set(content.background)


def written(folder: Path, name: str, content: str | bytes) -> str:
    """Return the path of a new file."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


@pytest.mark.parametrize("file", files(), ids=lambda file: Path(file).stem)
def test_bundled_file_reads_the_same(file: str) -> None:
    assert unlocated(file) == located(file) != ({}, set())


def test_graphs_of_the_shapes_read_the_same() -> None:
    for file in GRAPHS_OF_SHAPES[::3]:
        assert unlocated(str(file)) == located(str(file))


def test_ontology_reads_the_same() -> None:
    for file in sorted(ontology_dir().rglob("*.ttl")):
        assert unlocated(str(file)) == located(str(file))


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_every_syntax_reads_the_same(case_file: Path, tmp_path: Path, suffix: str) -> None:
    syntax = SYNTAXES[suffix]
    quads = read(case_file).quads
    content = ox.serialize(
        quads if syntax.supports_datasets else [quad.triple for quad in quads], format=syntax
    )
    assert content is not None
    file = written(tmp_path, f"other{suffix}", content)
    assert unlocated(file) == located(file)


def test_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + case_turtle().encode()
    file = written(tmp_path, "a.ttl", raw)
    content = contents(file)
    assert (content.file, content.digest) == (file, hashlib.sha256(raw).hexdigest())


def test_case_holds_its_provenance_and_the_background_what_is_shared(case_file: Path) -> None:
    content = contents(str(case_file))
    case = f"{CASE}stiff-neck"
    graphs = {graph_of(quad) for quad in content.cases[case]}
    assert graphs == {case, f"{case}/provenance"}
    assert {graph_of(quad) for quad in content.background} == {PUBLICATIONS}


def test_files_are_those_that_are_read(tmp_path: Path) -> None:
    for folder in ("b", "a", ".hidden"):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder, "case.ttl", "this is not read, only found")
    one = str(tmp_path / "b" / "case.ttl")
    assert files(one, tmp_path) == (one, str(tmp_path / "a" / "case.ttl"))
    assert all(file.startswith(str(data_dir())) for file in files())
    with pytest.raises(ReadError, match="no such file or folder"):
        files(tmp_path / "c")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", ""),
        ("a.ttl", "\nhello world"),
        ("a.ttl", f"<{CASE}a#x> <{CG}a> 1 .\n<x> <{CG}a> 1 .\nand no more"),
        ("a.ttl", f"<{CASE}a#x> <{CG}a> 1 .\n<{CASE}a#x> <{CG}a> <<( <a:b> <a:b> 1 )>> ."),
        ("a.ttl", f'<{CASE}a#x> <{CG}a> 1 .\n<{CASE}a#x> <{CG}a> "x"@en--ltr .'),
        ("a.ttl", f'<{CASE}a#x> <{CG}a> "1"^^<x> .'),
        ("a.ttl", f'<{CASE}a#x> <{CG}a> "not <x-casegraph-relative:/// and no <<( --ltr" .'),
        ("a.ttl", f"<{CASE}a#x> <{CG}a> <\\u0078-casegraph-relative:///x> ."),
        ("a.ttl", f"\n[] <{RDF}type> <{CG}Case> ."),
        ("a.ttl", f"<{CASE}a#x> <{CG}a> 1 .\n<{CASE}b#x> <{CG}a> 1 .\n[] <{CG}a> 1 ."),
        ("a.trig", f"<{CASE}a/inferred> {{ <{CASE}a#x> <{CG}a> 1 }}"),
        ("a.trig", f"<{ONTOLOGY}> {{ <{CG}a> <{CG}a> 1 }} <{TERMS}> {{ [] <{CG}a> 1 }}"),
        ("a.trig", f"<{CASE}a> {{ <{CASE}a#x> <{CG}a> 1 }}\n[] {{ <{CASE}a#x> <{CG}a> 1 }}"),
        ("a.nq", f"<{CASE}a#x> <{CG}a> <a:b> _:g .\n"),
        ("a.json", '{"@context": "http://example.org/context"}'),
        ("a.rdf", "<!DOCTYPE rdf:RDF>"),
        ("a.ttl", b"PK\x03\x04"),
        ("a.ttl", b"\xff"),
        ("a.csv", "a,b"),
    ],
)
def test_unusual_file_reads_the_same(tmp_path: Path, name: str, content: str | bytes) -> None:
    file = written(tmp_path, name, content)
    assert unlocated(file) == located(file)


# Texts as they come

IRIS = [
    f"{CASE}a#x",
    f"{CASE}a#case",
    f"{CASE}a",
    f"{CASE}a/inferred",
    f"{CASE}b#x",
    f"{CASE}b",
    f"{PUBLICATIONS}/p",
    f"{PUBLICATIONS}/p#author-1",
    f"{TERMS}/t",
    "http://example.org/x",
]
GRAPHS = [
    *(f"{CASE}{slug}{part}" for slug in "ab" for part in ("", "/provenance", "/inferred")),
    PUBLICATIONS,
    TERMS,
    ONTOLOGY,
    "http://example.org/g",
]
named = st.sampled_from(IRIS).map(lambda iri: f"<{iri}>")
blank = st.sampled_from(["_:a", "_:b", "_:c", "[]"])
verb = st.sampled_from([f"<{CG}a>", f"<{CG}b>", "a"])
literal = st.sampled_from(["1", '"x"', '"x"@en', "2.30", "true", '"é\\n"', "'''a\nb'''"])
value = st.recursive(
    st.one_of(named, named, blank, literal, st.just(f"<{CG}Case>")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2).map(lambda parts: f"( {' '.join(parts)} )"),
        st.tuples(verb, inner).map(lambda said: f"[ {said[0]}\n {said[1]} ]"),
    ),
    max_leaves=3,
)
unusual = st.sampled_from(["<x> a 1 .", "<a:b> a <x> .", "!", '<a:b> a "x"@en--ltr .', "# --rtl"])
spoilt = st.tuples(st.integers(0, 9), unusual).map(lambda said: said[1] if said[0] == 7 else "")
triples = st.lists(
    st.tuples(st.one_of(named, named, blank), verb, value).map(" ".join).map("{} .".format),
    min_size=1,
    max_size=6,
).map("\n".join)
turtle = st.tuples(triples, spoilt).map("\n".join)
trig = st.lists(
    st.tuples(st.sampled_from(["", *(f"<{name}>" for name in GRAPHS), "_:g"]), triples),
    min_size=1,
    max_size=3,
).map(lambda graphs: "\n".join(f"{name} {{\n{said}\n}}" for name, said in graphs))


def node(iri: str, said: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {"@id": iri, **{f"{CG}{name}": said_value for name, said_value in said}}


jsonld_id = st.sampled_from([*IRIS, "_:a", "_:b", "#relative"])
jsonld_value = st.recursive(
    st.one_of(
        jsonld_id.map(lambda iri: {"@id": iri}),
        st.sampled_from([1, 2.5, True, "x", {"@list": [1]}, {"@value": "x", "@language": "en"}]),
    ),
    lambda inner: inner.map(lambda said: {f"{CG}c": said}),
    max_leaves=2,
)
jsonld_nodes = st.lists(
    st.builds(
        node, jsonld_id, st.lists(st.tuples(st.sampled_from("ab"), jsonld_value), max_size=3)
    ),
    max_size=4,
)
jsonld = st.one_of(
    jsonld_nodes.map(lambda nodes: {"@graph": nodes}),
    st.tuples(st.sampled_from([*GRAPHS, "_:g"]), jsonld_nodes).map(
        lambda graph: [{"@id": graph[0], "@graph": graph[1]}]
    ),
).map(lambda document: json.dumps(document, indent=1))

any_text = st.one_of(
    st.tuples(st.just(".ttl"), turtle),
    st.tuples(st.just(".trig"), trig),
    st.tuples(st.just(".jsonld"), jsonld),
    st.tuples(st.sampled_from([*SYNTAXES]), st.text(max_size=80)),
)


@settings(
    max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(text=any_text)
def test_any_text_reads_the_same(tmp_path: Path, text: tuple[str, str]) -> None:
    suffix, content = text
    raw = content.encode("utf-8", "surrogatepass")
    file = written(tmp_path, f"any{suffix}", raw)
    assert unlocated(file) == located(file)


@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(start=st.integers(0, 2200), length=st.integers(0, 30), put=st.sampled_from(["", "\n", "<"]))
def test_damaged_case_reads_the_same(tmp_path: Path, start: int, length: int, put: str) -> None:
    text = case_turtle()
    file = written(tmp_path, "damaged.ttl", text[:start] + put + text[start + length :])
    assert unlocated(file) == located(file)
