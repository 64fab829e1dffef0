"""A case file written in YAML reads back as the same graph, and reads like one written by hand."""

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml as pyyaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casegraph.errors import ExportError
from casegraph.namespaces import CASE, CG, PREFIXES, RDF, RDFS, TERM, XSD
from casegraph.quads import canonical
from casegraph.read import Reading, read
from casegraph.resources import data_dir
from casegraph.syntaxes.yaml import yaml

DOCUMENT = f"{CASE}stiff-neck"
BUNDLED = sorted(data_dir().rglob("*.ttl"))
EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "stiff-neck.ttl"
HOSTILE = [
    *(
        "no",
        "yes",
        "on",
        "null",
        "~",
        "",
        " ",
        "true",
        "0123",
        "0x1F",
        "0o17",
        "1e3",
        "1_000",
        "12:30",
    ),
    *(
        "2024-01-01",
        "2.30",
        ".5",
        "-",
        "- a",
        "? a",
        "a: b",
        "a:",
        "#x",
        "a #b",
        "@id",
        "@value",
        "*a",
    ),
    *(
        "&a",
        "!a",
        "%a",
        "|",
        ">",
        "[a]",
        "{a: b}",
        "'",
        '"',
        "\\",
        "a\nb",
        "\n",
        "a\n\n b\n",
        "\t",
        " a ",
    ),
    *(
        "---",
        "...",
        "--- a",
        "<<",
        "=",
        "é",
        "😀",
        "\u2028",
        "\x85",
        "\ufeff",
        "\x07",
        "a" * 300,
        "a b " * 60,
    ),
]


def written(folder: Path, turtle: str) -> str:
    """Return the path of a Turtle file with the project's prefixes and the case as its base."""
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    file = folder / "case.ttl"
    file.write_text(f"{prefixes}@base <{DOCUMENT}> .\n{turtle}", encoding="utf-8")
    return str(file)


def back(folder: Path, text: str) -> Reading:
    file = folder / "case.yaml"
    file.write_bytes(text.encode())
    return read(file)


def as_yaml(folder: Path, turtle: str) -> str:
    """Return the YAML of *turtle*, having checked that it reads back as the same graph."""
    reading = read(written(folder, turtle))
    text = yaml(reading.quads)
    assert canonical(back(folder, text).quads) == canonical(reading.quads)
    return text


@pytest.mark.parametrize("path", [*BUNDLED, EXAMPLE], ids=lambda path: path.stem)
def test_what_is_written_reads_back_the_same(path: Path, tmp_path: Path) -> None:
    reading = read(path)
    text = yaml(reading.quads)
    again = back(tmp_path, text)
    assert canonical(again.quads) == canonical(reading.quads)
    assert yaml(again.quads) == text


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_a_bundled_file_has_no_value_spelt_out(path: Path) -> None:
    text = yaml(read(path).quads)
    assert "@" not in text
    assert "term:" not in text
    assert "https://w3id.org/casegraph/case" not in text


def test_terms_are_written_by_label_and_numbers_as_they_are(tmp_path: Path) -> None:
    text = as_yaml(
        tmp_path,
        """
        <#case> a cg:Case ; cg:hasStatement <#crp> .
        <#crp> a cg:Measurement ; cg:affirms term:elevated-c-reactive-protein ; cg:value 2.30 ;
            cg:referenceHigh 3 ; cg:asWritten "2.30" ; cg:laterality cg:Left ; cg:because <#crp> .
        """,
    )
    assert text == (
        "id: case:stiff-neck#case\n"
        "type: Case\n"
        "\n"
        "statements:\n"
        '  - id: "#crp"\n'
        "    type: Measurement\n"
        "    present: elevated C-reactive protein\n"
        "    laterality: left\n"
        '    because: "#crp"\n'
        "    value: 2.30\n"
        "    referenceHigh: 3\n"
        "    asWritten: '2.30'\n"
    )


def test_a_label_that_two_terms_have_is_not_used(tmp_path: Path) -> None:
    text = as_yaml(
        tmp_path,
        """
        <#case> a cg:Case ; cg:hasStatement <#pain> .
        <#pain> cg:affirms term:neck-pain .
        term:other a cg:FindingType ; skos:altLabel "Neck pain"@en .
        """,
    )
    assert "present: term:neck-pain" in text


def test_a_label_with_a_slash_is_not_used(tmp_path: Path) -> None:
    text = as_yaml(
        tmp_path,
        """
        <#case> a cg:Case ; cg:hasStatement <#pain> .
        <#pain> cg:affirms term:pain-and-or-fever .
        term:pain-and-or-fever a cg:FindingType ; skos:prefLabel "pain and/or fever"@en .
        """,
    )
    assert "present: term:pain-and-or-fever" in text


@pytest.mark.parametrize(
    "turtle",
    [
        '<#a> rdfs:label "ohne"@de, "without", "with"@en .',
        '<#a> cg:value "2,30"^^xsd:decimal, "1e3"^^xsd:decimal, 1.5e0, "20"^^xsd:decimal, 007 .',
        '<#a> cg:atOffset "P2W"^^xsd:duration, "P14D", "P14D"^^xsd:duration .',
        '<#a> cg:outcomeReported "yes"^^xsd:boolean, true, "1"^^xsd:boolean .',
        '<#a> cg:inYear "2009"^^xsd:gYear, "09"^^xsd:gYear, 2009 .',
        "<#a> cg:affirms <#a>, <https://example.org/x>, cg:Left ; cg:laterality term:neck, <#a> .",
        "<#a> cg:affirms [ rdfs:label 'x'@en ], [] ; cg:because [ cg:because [] ] .",
        "<#a> cg:because ( 1 'a' <#b> ( <#c> ) [ ] ), () ; bibo:authorList ( <#a> ), <#b>, () .",
        "<#a> cg:because _:x . <#b> cg:because _:x . _:x rdfs:label 'shared'@en .",
        "<#a> cg:because _:x . _:x cg:because _:y . _:y cg:because _:x .",
        "<#a> a <#kind>, owl:NamedIndividual, <https://example.org/kind> .",
        "<#a> <https://example.org/p> 'x', <#b>, 2.0 ; skos:notation 'y' ; cg:new <#c> .",
        "<#a> skos:exactMatch <http://purl.obolibrary.org/obo/HP_1>, <http://snomed.info/id/1> .",
        "<> dcterms:created '2026-11-21'^^xsd:date ; dcterms:license <https://example.org/?a=b> .",
        "<#a-b.c_d~e> cg:because <#%20>, <#(x)>, <#a/b?c> .",
    ],
)
def test_what_has_no_plain_form_is_kept(turtle: str, tmp_path: Path) -> None:
    as_yaml(tmp_path, f"<#case> a cg:Case . {turtle}")


def test_deep_blank_nodes_and_lists_are_kept(tmp_path: Path) -> None:
    nodes = "[ cg:because " * 60 + "<#a>" + " ]" * 60
    lists = "( " * 60 + "<#a>" + " )" * 60
    text = f"<#case> a cg:Case ; cg:because {nodes} ; bibo:authorList {lists} ; cg:site {lists} ."
    as_yaml(tmp_path, text)


def test_several_cases_are_not_one_file() -> None:
    with pytest.raises(ExportError, match="one case a file, and here are 3"):
        yaml(read().quads)


TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8"), max_size=20)
DATATYPES = ("string", "decimal", "integer", "boolean", "duration", "date", "gYear", "double")
LITERALS = (
    st.builds(ox.Literal, TEXTS)
    | st.builds(lambda text: ox.Literal(text, language="en"), TEXTS)
    | st.builds(lambda text: ox.Literal(text, language="de-AT"), TEXTS)
    | st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        TEXTS,
        st.sampled_from(DATATYPES),
    )
)
NODES = st.sampled_from(
    [
        *(ox.NamedNode(f"{DOCUMENT}#{name}") for name in ("case", "a", "b", "a-1")),
        *(ox.BlankNode(name) for name in ("x", "y")),
    ]
)
VALUES = (
    NODES
    | LITERALS
    | st.sampled_from(
        [
            ox.NamedNode(f"{TERM}neck"),
            ox.NamedNode(f"{CG}Left"),
            ox.NamedNode("https://example.org/x"),
        ]
    )
)
PREDICATES = st.sampled_from(
    [
        *(f"{CG}{name}" for name in ("affirms", "because", "value", "asWritten", "laterality")),
        *(f"{CG}{name}" for name in ("hasStatement", "atOffset", "outcomeReported", "inYear")),
        *(f"{RDFS}label", f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['bibo']}authorList"),
        *(f"{RDF}type", f"{PREFIXES['oa']}hasSelector", "https://example.org/p"),
    ]
).map(ox.NamedNode)
LISTS = st.recursive(
    st.lists(VALUES, max_size=3), lambda inner: st.lists(VALUES | inner, max_size=3), max_leaves=6
)


@st.composite
def graphs(draw: st.DrawFn) -> list[ox.Quad]:
    """Return triples about a few nodes, some of whose values are lists, also of lists."""
    quads = draw(st.lists(st.builds(ox.Quad, NODES, PREDICATES, VALUES), min_size=1, max_size=9))
    lists = st.lists(st.tuples(NODES, PREDICATES, LISTS), max_size=2)
    found: list[tuple[Any, ox.NamedNode, list[Any]]] = draw(lists)
    for subject, predicate, items in found:
        quads.append(ox.Quad(subject, predicate, rdf_list(items, quads)))
    return quads


def rdf_list(items: list[Any], quads: list[ox.Quad]) -> ox.NamedNode | ox.BlankNode:
    """Return the head of the list of *items*, whose triples are added to *quads*."""
    head: ox.NamedNode | ox.BlankNode = ox.NamedNode(f"{RDF}nil")
    for item in reversed(items):
        value = rdf_list(item, quads) if isinstance(item, list) else item
        cell = ox.BlankNode(f"cell{len(quads)}")
        quads.append(ox.Quad(cell, ox.NamedNode(f"{RDF}first"), value))
        quads.append(ox.Quad(cell, ox.NamedNode(f"{RDF}rest"), head))
        head = cell
    return head


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quads=graphs())
def test_any_graph_of_a_case_reads_back_the_same(quads: list[ox.Quad], tmp_path: Path) -> None:
    anchor = ox.Quad(ox.NamedNode(f"{DOCUMENT}#a"), ox.NamedNode(f"{RDFS}comment"), ox.Literal("x"))
    text = yaml([anchor, *quads])
    triples = "".join(f"{quad.triple} .\n" for quad in [anchor, *quads])
    file = tmp_path / "case.nt"
    file.write_text(triples, encoding="utf-8", newline="\n")
    assert canonical(back(tmp_path, text).quads) == canonical(read(file).quads)


@given(text=TEXTS)
def test_any_parser_of_yaml_reads_the_texts_that_were_written(text: str) -> None:
    label = ox.Quad(
        ox.NamedNode(f"{DOCUMENT}#case"),
        ox.NamedNode(f"{RDFS}label"),
        ox.Literal(text, language="en"),
    )
    assert pyyaml.safe_load(yaml([label]))["label"] == text
