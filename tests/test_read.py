"""Reading gives quads in their graphs with their lines, or one error with place and repair."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casegraph.errors import ReadError
from casegraph.namespaces import CG, OA, PUBLICATIONS, RDF, RDFS, TERMS
from casegraph.quads import canonical
from casegraph.read import Location, Reading, read
from casegraph.read.syntax import SYNTAXES
from casegraph.resources import ontology_dir
from conftest import case_turtle

CASE = "https://w3id.org/casegraph/case/stiff-neck"


def written(folder: Path, name: str, content: str | bytes) -> str:
    """Return the path of a new file."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(file)


def error_of(*paths: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(*paths)
    assert caught.value.repair, "an error without a repair"
    return caught.value


def graphs_of(reading: Reading) -> dict[str, int]:
    counts: dict[str, int] = {}
    for quad in reading.quads:
        graph = quad.graph_name
        assert isinstance(graph, ox.NamedNode)
        counts[graph.value] = counts.get(graph.value, 0) + 1
    return counts


# Syntaxes


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_every_syntax_reads_as_the_same_graphs(
    case_file: Path, tmp_path: Path, suffix: str
) -> None:
    expected = read(case_file)
    syntax = SYNTAXES[suffix]
    quads = list(expected.quads)
    content = ox.serialize(
        quads if syntax.supports_datasets else [quad.triple for quad in quads], format=syntax
    )
    assert content is not None
    reading = read(written(tmp_path, f"other{suffix}", content))
    assert canonical(reading.quads) == canonical(expected.quads)
    assert reading.cases == (CASE,)


def test_bundled_data_are_read_when_no_path_is_given() -> None:
    assert [case.rpartition("/")[2] for case in read().cases] == [
        "alar-ligament-calcification-ra",
        "cervical-calcinosis-ssc-barium-swallow",
        "cervical-calcinosis-ssc-cord-compression",
    ]


def test_folder_is_read_with_its_subfolders_and_without_hidden_ones(tmp_path: Path) -> None:
    for folder in ("a", "a/b", ".hidden"):
        (tmp_path / folder).mkdir()
        slug = folder.strip(".").replace("/", "-")
        written(tmp_path / folder, "case.ttl", case_turtle(slug))
    written(tmp_path, "notes.txt", "not RDF, and not asked for")
    assert [case.rpartition("/")[2] for case in read(tmp_path).cases] == ["a", "a-b"]


def test_file_named_twice_is_read_once(case_file: Path) -> None:
    assert read(case_file, case_file) == read(case_file)


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = written(tmp_path, "marked.ttl", b"\xef\xbb\xbf" + case_turtle().encode())
    assert read(file).cases == (CASE,)


def test_lexical_forms_are_kept(tmp_path: Path) -> None:
    file = written(tmp_path, "a.ttl", f'<{CASE}#x> <{CG}value> 2.30 ; <{CG}asWritten> "2.30" .')
    values = {quad.object.value for quad in read(file).quads if isinstance(quad.object, ox.Literal)}
    assert values == {"2.30"}


def test_blank_nodes_of_two_files_never_meet(tmp_path: Path) -> None:
    one = written(tmp_path, "one.nt", f"<{CASE}-1#x> <{CG}evidence> _:b0 .\n_:b0 <{CG}a> _:b1 .")
    two = written(tmp_path, "two.nt", f"<{CASE}-2#x> <{CG}evidence> _:b0 .\n_:b0 <{CG}a> _:b1 .")
    nodes = [
        {
            term
            for quad in read(file).quads
            for term in quad.triple
            if isinstance(term, ox.BlankNode)
        }
        for file in (one, two)
    ]
    assert len(nodes[0] | nodes[1]) == 4


def test_blank_nodes_are_the_same_each_time(case_file: Path) -> None:
    assert read(case_file).quads == read(case_file).quads


# Lines


def test_each_triple_has_its_line(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "a.ttl",
        f"""@prefix cg: <{CG}> . @prefix oa: <{OA}> .
@base <{CASE}> .
<#x> a cg:Finding ;
    cg:evidence <#e> .

<#e> oa:hasSelector [
        oa:start 1 ;
        oa:end 9
    ] .
""",
    )
    reading = read(file)
    lines = {
        (quad.predicate.value.rpartition("#")[2], quad.object.value): place.line
        for quad, place in reading.locations.items()
        if not isinstance(quad.object, ox.BlankNode | ox.Triple)
    }
    assert lines == {
        ("type", f"{CG}Finding"): 3,
        ("evidence", f"{CASE}#e"): 4,
        ("start", "1"): 7,
        ("end", "9"): 8,
    }


@pytest.mark.parametrize(
    ("focus", "path", "value", "line"),
    [
        (f"{CASE}#x", f"{CG}voice", f"{CG}CitedClaim", 5),
        (f"{CASE}#x", f"{CG}voice", f"{CG}Nothing", 4),
        (f"{CASE}#x", f"{CG}nothing", None, 3),
        (f"{CASE}#only-named", None, None, 6),
        (f"{CASE}#never-named", None, None, None),
    ],
)
def test_location_is_the_best_known(
    tmp_path: Path, focus: str, path: str | None, value: str | None, line: int | None
) -> None:
    file = written(
        tmp_path,
        "a.ttl",
        f"""@prefix cg: <{CG}> .
@base <{CASE}> .
<#x> a cg:Finding ;
    cg:voice cg:AuthorClaim ,
        cg:CitedClaim ;
    cg:because <#only-named> .
""",
    )
    expected = None if line is None else Location(file, line)
    assert read(file).location(focus, path, value) == expected


def test_location_of_a_blank_node_is_its_own_or_where_it_is_named(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "a.ttl",
        f"<{CASE}#x>\n <{CG}evidence> [ <{CG}a>\n 1 ] ;\n <{CG}shownBy>\n [] .",
    )
    reading = read(file)
    named = {
        quad.predicate.value: quad.object.value
        for quad in reading.quads
        if isinstance(quad.object, ox.BlankNode)
    }
    assert reading.location(named[f"{CG}evidence"]) == Location(file, 3)
    assert reading.location(f"_:{named[f'{CG}shownBy']}") == Location(file, 5)


def test_jsonld_node_has_the_line_of_its_id(tmp_path: Path) -> None:
    nodes = [{"@id": f"{CASE}#{name}", f"{RDFS}label": name} for name in ("one", "two")]
    file = written(tmp_path, "a.jsonld", json.dumps({"@graph": nodes}, indent=1))
    reading = read(file)
    assert [reading.location(f"{CASE}#{name}") for name in ("one", "two")] == [
        Location(file, 4),
        Location(file, 8),
    ]


# Graphs


def test_subject_decides_the_graph_where_the_syntax_has_none(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "a.ttl",
        f"""
<{CASE}#x> <{CG}a> 1 .
<{CASE}> <{CG}a> 1 .
<{PUBLICATIONS}/p#author-1> <{CG}a> 1 .
<{PUBLICATIONS}/p> <{CG}a> ( 1 ) .
<{TERMS}/t> <{CG}a> 1 .
<http://example.org/anything> <{CG}a> 1 .
<{CASE}#x> <{CG}b> [ <{CG}c> [ <{CG}d> 1 ] ] .
""",
    )
    assert graphs_of(read(file)) == {
        CASE: 5,
        f"{CASE}/provenance": 1,
        PUBLICATIONS: 4,
        TERMS: 1,
    }


def test_inferred_graphs_of_the_input_are_left_out(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "a.trig",
        f"""
<{CASE}> {{ <{CASE}#x> <{CG}a> 1 }}
<{CASE}/inferred> {{ <{CASE}#case> <{CG}presents> <{TERMS}/t> }}
<{TERMS}/inferred> {{ <{TERMS}/t> <{CG}a> 1 }}
""",
    )
    assert graphs_of(read(file)) == {CASE: 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"<{CASE}> {{ <{TERMS}/t> <{CG}a> 1 }}", "belongs in <https://w3id.org/casegraph/term>"),
        (f"<{CASE}-2> {{ <{CASE}#x> <{CG}a> 1 }}", f"belongs in <{CASE}>"),
        (f"<http://example.org/g> {{ <{CASE}#x> <{CG}a> 1 }}", "is not a graph of a case"),
        (f"<{CASE}/other> {{ <{CASE}#x> <{CG}a> 1 }}", "is not a graph of a case"),
        (f"_:g {{ <{CASE}#x> <{CG}a> 1 }}", "is not a graph of a case"),
    ],
)
def test_graph_name_that_disagrees_is_refused(tmp_path: Path, content: str, said: str) -> None:
    error = error_of(written(tmp_path, "a.trig", f"\n{content}"))
    assert said in error.message
    assert error.line == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "none to take it"),
        (f"<{CASE}#x> <{CG}a> 1 . <{CASE}-2#x> <{CG}a> 1 .\n", "several"),
    ],
)
def test_triple_of_no_case_is_refused(tmp_path: Path, content: str, said: str) -> None:
    error = error_of(written(tmp_path, "a.ttl", f"{content}\n<http://example.org/x> <{CG}a> 1 ."))
    assert said in error.message
    assert error.node == "<http://example.org/x>"


def test_blank_node_that_two_graphs_share_is_refused(tmp_path: Path) -> None:
    content = f"<{CASE}#x> <{CG}a> _:b .\n<{TERMS}/t> <{CG}a> _:b .\n_:b <{CG}a> 1 ."
    error = error_of(written(tmp_path, "a.ttl", content))
    assert "two graphs share" in error.message
    assert error.line == 3


@pytest.mark.parametrize(
    "subject", ["<http://example.org/case/1#case>", f"<{CASE}>", "<urn:case>", "[]"]
)
def test_case_outside_the_case_namespace_is_refused(tmp_path: Path, subject: str) -> None:
    error = error_of(written(tmp_path, "a.ttl", f"\n{subject} <{RDF}type> <{CG}Case> ."))
    assert "a case outside" in error.message
    assert error.line == 2


def test_case_in_two_files_is_refused(tmp_path: Path) -> None:
    one, two = (written(tmp_path, name, case_turtle()) for name in ("one.ttl", "two.ttl"))
    error = error_of(one, two)
    assert (error.file, error.node) == (two, CASE)
    assert error.message == f"this case is in {one} too"


# Readings


def test_case_of_a_reading_is_its_asserted_and_provenance_graph(case_file: Path) -> None:
    reading = read(case_file)
    assert set(graphs_of(reading.case(CASE))) == {CASE, f"{CASE}/provenance"}
    assert set(graphs_of(reading.background())) == {PUBLICATIONS}


def test_case_that_a_reading_lacks_is_an_error(case_file: Path) -> None:
    with pytest.raises(ReadError, match="no such case. It has: stiff-neck"):
        read(case_file).case(f"{CASE}-2")


def test_readings_join(tmp_path: Path) -> None:
    one = read(written(tmp_path, "one.ttl", case_turtle("one")))
    two = read(written(tmp_path, "two.ttl", case_turtle("two")))
    assert set((one | two).quads) == set(one.quads) | set(two.quads)
    assert canonical((one | two).quads) == canonical((two | one).quads)
    with pytest.raises(ReadError, match="is in .*one.ttl too"):
        _ = one | two | one


# Unusable input


@pytest.mark.parametrize(
    ("name", "content", "said", "line"),
    [
        ("a.ttl", "\nhello world", "is not Turtle", 2),
        ("a.ttl", f'<{CASE}#x> <{CG}a>\n "x" "y" .', "is not Turtle", 2),
        ("a.nt", "<a:b> <a:c> .", "is not N-Triples", 1),
        ("a.nq", "hello", "is not N-Quads", 1),
        ("a.trig", "\n\n{", "is not TriG", 3),
        ("a.jsonld", '{\n"@id":', "is not JSON-LD", 2),
        ("a.json", "hello", "is not JSON-LD", 1),
        ("a.json", '{"@context": ' + 9999 * "[" + 9999 * "]" + "}", "nested too deeply", None),
        ("a.json", 99999 * '{"a:b": ', "is not JSON-LD", 1),
        ("a.rdf", "<html>\n<body>", "is not RDF/XML", 1),
        ("a.owl", "hello", "is not RDF/XML", None),
        ("a.ttl", b"\n# \xff", "is not UTF-8", 2),
        ("a.ttl", "", "holds no triple", None),
        ("a.ttl", "# nothing\n", "holds no triple", None),
        ("a.json", '{"name": "not linked data"}', "holds no triple", None),
        ("a.csv", "a,b", "does not tell an RDF syntax", None),
        ("a", "", "does not tell an RDF syntax", None),
        ("a.ttl", "\n<x> <a:b> 1 .", "a relative IRI", 2),
        ("a.nt", "<x> <a:b> <a:c> .", "No scheme found", 1),
        ("a.jsonld", '{\n"@id": "#x", "a:b": 1}', "a relative IRI", 2),
        ("a.ttl", f"<{CASE}#x> <{CG}a> <<( <a:b> <a:b> 1 )>> .", "RDF 1.2", 1),
        ("a.ttl", f'<{CASE}#x> <{CG}a> "x"@en--ltr .', "RDF 1.2", 1),
    ],
)
def test_unusable_file_is_one_error_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, said: str, line: int | None
) -> None:
    file = written(tmp_path, name, content)
    error = error_of(file)
    assert said in error.message
    assert error.file == file
    assert line is None or error.line == line


def test_deep_nesting_is_read_in_bounded_time(tmp_path: Path) -> None:
    deep = 5000 * f"[ <{CG}a>\n" + "1" + 5000 * "]"
    reading = read(written(tmp_path, "a.ttl", f"<{CASE}#x> <{CG}a> {deep} ."))
    assert graphs_of(reading) == {CASE: 5001}


def test_missing_path_is_an_error() -> None:
    assert "no such file or folder" in error_of("no-such-file.ttl").message


def test_folder_without_rdf_is_an_error(tmp_path: Path) -> None:
    assert "no RDF file in this folder" in error_of(str(tmp_path)).message


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(content=st.binary(max_size=200) | st.text(max_size=200), suffix=st.sampled_from([*SYNTAXES]))
def test_no_input_makes_anything_but_a_reading_or_a_read_error(
    tmp_path: Path, content: str | bytes, suffix: str
) -> None:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        assert read(written(tmp_path, f"any{suffix}", raw)).quads
    except ReadError as error:
        assert error.file
        assert error.repair


# Reading never reaches anything else


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server that would answer, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"@context": {"@vocab": "http://example.org/"}}')

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/context.jsonld", asked
        listening.shutdown()


@pytest.mark.parametrize(
    "context",
    [
        '"ADDRESS"',
        '["ADDRESS", {}]',
        '{"@import": "ADDRESS"}',
        '{"a": {"@id": "a:b", "@context": "ADDRESS"}}',
        '[{"@context": "ADDRESS"}, "ADDRESS"]',
    ],
)
def test_jsonld_never_fetches_a_context(
    tmp_path: Path, server: tuple[str, list[str]], context: str
) -> None:
    address, asked = server
    content = f'{{"@id": "{CASE}#x",\n"@context": {context}, "a": 1}}'
    error = error_of(written(tmp_path, "a.jsonld", content.replace("ADDRESS", address)))
    assert "a remote JSON-LD context" in error.message
    assert error.line == 2
    assert asked == []


def test_jsonld_context_spelt_with_escapes_is_not_fetched_either(
    tmp_path: Path, server: tuple[str, list[str]]
) -> None:
    address, asked = server
    content = f'{{"@id": "{CASE}#x", "\\u0040context": "{address}", "a": 1}}'
    error_of(written(tmp_path, "a.jsonld", content))
    assert asked == []


@pytest.mark.parametrize("form", ['"NAME"', '["NAME", {"@vocab": "http://example.org/"}]'])
def test_jsonld_that_names_the_project_context_gets_the_bundled_one(
    tmp_path: Path, form: str
) -> None:
    context = form.replace("NAME", "https://w3id.org/casegraph/context.jsonld")
    content = f'{{"@context": {context},\n"@id": "{CASE}#x",\n"affirms": "term:neck-pain"}}'
    (quad,) = read(written(tmp_path, "a.jsonld", content)).quads
    assert quad.triple == ox.Triple(
        ox.NamedNode(f"{CASE}#x"), ox.NamedNode(f"{CG}affirms"), ox.NamedNode(f"{TERMS}/neck-pain")
    )
    assert (ontology_dir() / "context.jsonld").is_file()


def test_jsonld_text_that_looks_like_a_context_is_left_alone(tmp_path: Path) -> None:
    said = 'a label with "@context": "http://example.org/" in it'
    content = json.dumps({"@id": f"{CASE}#x", f"{RDFS}label": said})
    (quad,) = read(written(tmp_path, "a.jsonld", content)).quads
    assert quad.object == ox.Literal(said)


RDFXML = f"""<?xml version="1.0"?>
DOCTYPE
<rdf:RDF xmlns:rdf="{RDF}" xmlns:cg="{CG}">
  <rdf:Description rdf:about="{CASE}#x"><cg:asWritten>VALUE</cg:asWritten></rdf:Description>
</rdf:RDF>
"""


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rdf:RDF [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rdf:RDF [<!ENTITY secret "harmless">]>',
        '<!DOCTYPE rdf:RDF SYSTEM "http://example.org/rdf.dtd">',
        "<!doctype rdf:RDF>",
    ],
)
def test_rdfxml_with_a_document_type_is_refused(tmp_path: Path, doctype: str) -> None:
    content = RDFXML.replace("DOCTYPE", doctype).replace("VALUE", "&secret;")
    error = error_of(written(tmp_path, "a.rdf", content))
    assert "document type declaration" in error.message
    assert error.line == 2


def test_rdfxml_that_only_speaks_of_a_document_type_is_read(tmp_path: Path) -> None:
    content = RDFXML.replace("DOCTYPE", "<!-- no <!DOCTYPE here -->")
    content = content.replace("VALUE", "<![CDATA[<!DOCTYPE x>]]>")
    (quad,) = read(written(tmp_path, "a.rdf", content)).quads
    assert quad.object == ox.Literal("<!DOCTYPE x>")
