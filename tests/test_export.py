"""What is exported reads back as the same graphs, is the same each time, and reads well."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from casegraph.build import build
from casegraph.errors import ExportError, StoreError, UnknownCaseError
from casegraph.exporters import FORMATS, export
from casegraph.namespaces import (
    CG,
    PUBLICATION,
    PUBLICATIONS,
    RDF,
    TERM,
    TERMS,
    XSD,
    inferred_graph,
    provenance_graph,
)
from casegraph.quads import canonical, graph_of
from casegraph.read import read
from casegraph.read.syntax import SYNTAXES as READABLE
from casegraph.resources import data_dir
from casegraph.store import Store
from casegraph.syntaxes.jsonld import jsonld
from casegraph.syntaxes.turtle import trig, turtle
from conftest import case_turtle, named

CASE = "https://w3id.org/casegraph/case/alar-ligament-calcification-ra"
SYNTAXES = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}
WITH_GRAPHS = {"jsonld", "nquads", "trig"}


def exported(format: str, store: Store, **options: bool | str) -> bytes:  # noqa: A002
    content = export(format, store=store, **options)  # type: ignore[arg-type]
    assert content is not None
    return content


def union(quads: list[ox.Quad]) -> list[ox.Quad]:
    return [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]


def test_every_format_is_tested() -> None:
    assert SYNTAXES.keys() == FORMATS.keys()


@pytest.mark.parametrize("asserted_only", [False, True])
@pytest.mark.parametrize("format", SYNTAXES)
def test_export_reads_back_isomorphic(
    bundled_store: Store,
    format: str,  # noqa: A002
    asserted_only: bool,
) -> None:
    content = exported(format, bundled_store, asserted_only=asserted_only)
    back = list(ox.parse(content, format=SYNTAXES[format]))
    quads = list(bundled_store.quads(asserted_only=asserted_only))
    expected = quads if format in WITH_GRAPHS else union(quads)
    assert canonical(back) == canonical(expected)


def test_export_of_one_case_has_its_graphs_and_its_publication(bundled_store: Store) -> None:
    content = exported("nquads", bundled_store, case="alar-ligament-calcification-ra")
    quads = list(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    assert {graph_of(quad) for quad in quads} == {
        CASE,
        inferred_graph(CASE),
        provenance_graph(CASE),
        PUBLICATIONS,
    }
    for graph in (CASE, inferred_graph(CASE), provenance_graph(CASE)):
        in_graph = [quad for quad in quads if graph_of(quad) == graph]
        assert canonical(in_graph) == canonical(bundled_store.graph(graph))
    described = {str(quad.subject) for quad in quads if graph_of(quad) == PUBLICATIONS}
    assert described == {f"<{PUBLICATION}alar-ligament-calcification-ra>"}


# A case with terms and publications of its own

NEEDED = """
@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix publication: <https://w3id.org/casegraph/publication/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

term:stiff-neck a cg:FindingType ;
    skos:prefLabel "stiff neck"@en ;
    skos:definition "Resistance of the neck to bending."@en ;
    skos:broader term:stiffness ;
    skos:inScheme <https://w3id.org/casegraph/term> .

term:stiffness a cg:FindingType ;
    skos:prefLabel "stiffness"@en ;
    skos:definition "Resistance of a part of the body to bending."@en ;
    skos:inScheme <https://w3id.org/casegraph/term> .

<#case> cg:hasCitation <#citation-1> .

<#citation-1> a cito:Citation ;
    cito:hasCitingEntity publication:stiff-neck ;
    cito:hasCitedEntity publication:cited ;
    cito:hasCitationCharacterization cito:citesAsEvidence ;
    cg:referenceNumber 1 ;
    cg:voice cg:CitedClaim ;
    cg:evidence EVIDENCE .

publication:cited a fabio:JournalArticle ;
    rdfs:label "a cited work"@en ;
    dcterms:creator <https://w3id.org/casegraph/publication/cited#author-1> ;
    bibo:authorList ( <https://w3id.org/casegraph/publication/cited#author-1> ) .

<https://w3id.org/casegraph/publication/cited#author-1> a foaf:Person ;
    foaf:name "A. Author" ;
    schema:affiliation <https://w3id.org/casegraph/publication/cited#affiliation-1> .

<https://w3id.org/casegraph/publication/cited#affiliation-1> a foaf:Organization ;
    foaf:name "A Hospital" .
"""
NOT_NEEDED = """
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/casegraph/term/> .

term:unused a cg:FindingType ;
    skos:prefLabel "unused"@en ;
    skos:definition "What no case of this test has."@en ;
    skos:broader term:stiffness ;
    skos:inScheme <https://w3id.org/casegraph/term> .

<https://w3id.org/casegraph/publication/unused> a fabio:JournalArticle ;
    rdfs:label "a work that nobody cites"@en .
"""
SLUG = "stiff-neck"
DOCUMENT = f"https://w3id.org/casegraph/case/{SLUG}"
OF_THE_CASE = (DOCUMENT, inferred_graph(DOCUMENT), provenance_graph(DOCUMENT))


@pytest.fixture(scope="module")
def store_with_own_terms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store with a case that brings what it needs, and beside it what it does not need."""
    folder = tmp_path_factory.mktemp("input")
    case = case_turtle(SLUG).replace("cg:affirms term:neck-pain", "cg:affirms term:stiff-neck")
    (folder / "case.ttl").write_text(case + NEEDED.replace("EVIDENCE", named("neck pain")))
    (folder / "more.ttl").write_text(NOT_NEEDED)
    built = build([folder, data_dir() / "publications.ttl"])
    assert built.report.conforms, built.report.serialize("text")
    with built.store as store:
        yield store


@pytest.mark.parametrize("format", SYNTAXES)
def test_exported_case_is_built_again_the_same(
    store_with_own_terms: Store,
    tmp_path: Path,
    format: str,  # noqa: A002
) -> None:
    suffixes = {syntax: suffix for suffix, syntax in reversed(READABLE.items())}
    file = tmp_path / f"case{suffixes[SYNTAXES[format]]}"
    export(format, store=store_with_own_terms, out=file, case=SLUG, asserted_only=True)
    built = build(file)
    assert built.stored == (DOCUMENT,), built.report.serialize("text")
    with built.store as store:
        for graph in OF_THE_CASE:
            assert canonical(store.graph(graph)) == canonical(store_with_own_terms.graph(graph))
        shared = {graph: canonical(store.graph(graph)) for graph in (PUBLICATIONS, TERMS)}
    for name in ("term/stiff-neck", "term/stiffness", "publication/cited#affiliation-1"):
        assert f"<https://w3id.org/casegraph/{name}> <{RDF}type>" in "".join(shared.values())


def test_exported_case_leaves_out_what_it_does_not_need(store_with_own_terms: Store) -> None:
    content = exported("nquads", store_with_own_terms, case=SLUG)
    quads = list(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    terms = {str(quad.subject) for quad in quads if graph_of(quad) == TERMS}
    assert terms == {f"<{TERM}stiff-neck>", f"<{TERM}stiffness>"}
    works = {
        quad.subject.value.partition("#")[0].removeprefix(PUBLICATION)
        for quad in quads
        if graph_of(quad) == PUBLICATIONS and isinstance(quad.subject, ox.NamedNode)
    }
    assert works == {SLUG, "cited"}


def test_exported_case_with_what_follows_is_built_again_too(
    store_with_own_terms: Store, tmp_path: Path
) -> None:
    export("jsonld", store=store_with_own_terms, out=tmp_path / "all.jsonld", case=SLUG)
    export(
        "trig",
        store=store_with_own_terms,
        out=tmp_path / "asserted.trig",
        case=SLUG,
        asserted_only=True,
    )
    with_all, asserted = (read(tmp_path / name) for name in ("all.jsonld", "asserted.trig"))
    assert canonical(with_all.quads) == canonical(asserted.quads)


def test_other_libraries_read_it_too(bundled_store: Store) -> None:
    quads = list(bundled_store.quads())
    for name in ("turtle", "trig"):
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=exported(name, bundled_store), format=name)
        assert len(dataset) == len({quad.triple for quad in quads})


def test_same_content_gives_the_same_bytes_in_every_process(case_file: Path) -> None:
    script = (
        "import sys; from casegraph.exporters.rdf import FORMATS; from casegraph.read import read\n"
        "from casegraph.quads import canonical_quads\n"
        "quads = canonical_quads(read(sys.argv[1]).quads)\n"
        "for name in FORMATS: print(FORMATS[name](quads))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script, str(case_file)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_jsonld_carries_its_context_and_uses_its_words(bundled_store: Store) -> None:
    document = json.loads(exported("jsonld", bundled_store, case=CASE))
    assert isinstance(document["@context"], dict)
    text = json.dumps(document["@graph"])
    assert '"affirms": "term:' in text
    assert CG not in text
    assert RDF not in text


def test_jsonld_has_one_object_for_each_graph_and_each_node(bundled_store: Store) -> None:
    document = json.loads(exported("jsonld", bundled_store, case=CASE))
    names = [graph["id"] for graph in document["@graph"]]
    slug = "case:alar-ligament-calcification-ra"
    assert names == [slug, f"{slug}/inferred", f"{slug}/provenance", PUBLICATIONS]
    for graph in document["@graph"]:
        nodes = [node["id"] for node in graph["@graph"]]
        assert len(nodes) == len(set(nodes))
    said = {node["id"]: node for node in document["@graph"][0]["@graph"]}
    assert said[f"{slug}#neck-pain"]["type"] == "Finding"
    (selector,) = said[f"{slug}#text-1-55"]["hasSelector"]
    assert selector == {"type": "TextPositionSelector", "end": "55", "start": "1"}


# Turtle as a person reads it


def quads_of(text: str) -> list[ox.Quad]:
    prefixes = f"@prefix cg: <{CG}> . @prefix xsd: <{XSD}> .\n@base <{CASE}> .\n"
    return list(ox.parse((prefixes + text).encode(), format=ox.RdfFormat.TRIG))


def test_turtle_reads_as_a_case_file() -> None:
    text = turtle(
        quads_of("""
<#text-10-12> cg:end 12 .
<#text-9-12> cg:end 12 .
<#case> a cg:Case ; cg:hasStatement <#b>, <#a> ; cg:outcomeReported true .
<#patient> cg:value 2.30 , "2.30"^^xsd:string , "x"@en , "1"^^xsd:boolean , "a\\nb" .
<https://w3id.org/casegraph/publication/p#author-1> cg:reads [ cg:value 1 ; cg:list ( 1 [] ) ] .
""")
    )
    assert (
        text
        == '''\
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

@base <https://w3id.org/casegraph/case/alar-ligament-calcification-ra> .

<#case> a cg:Case ;
    cg:hasStatement
        <#a>,
        <#b> ;
    cg:outcomeReported true .

<#patient> cg:value
        "1"^^xsd:boolean,
        "2.30",
        2.30,
        """a
b""",
        "x"@en .

<#text-9-12> cg:end 12 .

<#text-10-12> cg:end 12 .

@base <https://w3id.org/casegraph/publication/> .

<p#author-1> cg:reads [ cg:list ( 1 [] ) ; cg:value 1 ] .
'''
    )


def test_trig_has_one_block_for_each_graph() -> None:
    text = trig(quads_of("<> { <#a> cg:value 1 } </inferred> { <#a> cg:value 2 }"))
    assert text.count("{") == 2
    assert f"<{CASE}> {{\n    <#a> cg:value 1 .\n}}" in text


@pytest.mark.parametrize(
    "text",
    [
        "_:a cg:p _:b . _:b cg:p _:a .",
        "_:a cg:p _:a .",
        "<#x> cg:p _:a , _:b . <#y> cg:p _:a .  _:a cg:p _:b .",
        "<#x> cg:p _:l . _:l <RDFfirst> 1 ; <RDFrest> _:l .",
        "<#x> cg:p _:l . _:l <RDFfirst> 1 ; <RDFrest> _:m . _:m <RDFfirst> 2, 3 ; <RDFrest> () .",
        "<#x> cg:p ( 1 _:shared ) , _:shared .",
        "<#x> cg:p () . [] cg:p [] .",
        '<#x> cg:p 1 , 01 , +1 , 1.0 , 1.0e0 , "1"^^xsd:decimal , "a"^^xsd:integer , -.5 .',
        "<#odd%20name> cg:p <#a.b> , <#a.> , <http://example.org/> , cg:a\\,b .",
        "<https://w3id.org/casegraph> cg:p <https://w3id.org/casegraph/case/> .",
        '<#x> cg:p "\\u0000\\t\\"\\\\" , "\\U0001F9B4" , "" .',
    ],
)
def test_unusual_graphs_come_back_the_same(text: str) -> None:
    quads = quads_of(text.replace("RDF", RDF))
    for written, syntax in ((turtle(quads), ox.RdfFormat.TURTLE), (trig(quads), ox.RdfFormat.TRIG)):
        assert canonical(ox.parse(written.encode(), format=syntax)) == canonical(quads)
    back = ox.parse(jsonld(quads).encode(), format=ox.RdfFormat.JSON_LD)
    assert canonical(back) == canonical(quads)


NODES = st.sampled_from(
    [
        *(ox.BlankNode(f"b{number}") for number in range(4)),
        *(ox.NamedNode(f"{CASE}#n{number}") for number in range(3)),
        ox.NamedNode(f"{RDF}nil"),
    ]
)
PREDICATES = st.sampled_from([ox.NamedNode(f"{RDF}{name}") for name in ("first", "rest", "type")])
LITERALS = st.builds(
    lambda value, datatype: ox.Literal(value, datatype=ox.NamedNode(f"{XSD}{datatype}")),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.from_regex(r"[-+0-9.eE]{0,5}"),
    st.sampled_from(["string", "integer", "decimal", "double", "boolean"]),
)
GRAPHS = st.sampled_from([ox.NamedNode(CASE), ox.NamedNode(f"{CASE}/inferred"), ox.DefaultGraph()])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(ox.Quad, NODES, PREDICATES, NODES | LITERALS, GRAPHS), max_size=12))
def test_any_graph_comes_back_the_same(quads: list[ox.Quad]) -> None:
    back = ox.parse(turtle(quads).encode(), format=ox.RdfFormat.TURTLE)
    assert canonical(back) == canonical(union(quads))
    # A blank node is one node in all graphs of a dataset; TriG and JSON-LD keep that by its label.
    back = ox.parse(trig(quads).encode(), format=ox.RdfFormat.TRIG)
    assert canonical(back) == canonical(quads)
    back = ox.parse(jsonld(quads).encode(), format=ox.RdfFormat.JSON_LD)
    assert canonical(back) == canonical(quads)


# Wrong use


def test_unknown_format_is_an_error() -> None:
    with pytest.raises(ExportError, match="no format 'csv'. Choose one of jsonld"):
        export("csv")


def test_unknown_case_is_an_error(bundled_store: Store) -> None:
    with pytest.raises(UnknownCaseError):
        export("turtle", store=bundled_store, case="no-such-case")


def test_file_that_cannot_be_written_is_an_error(bundled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written") as caught:
        export("nquads", store=bundled_store, out=tmp_path / "no" / "file.nq")
    assert caught.value.file == str(tmp_path / "no" / "file.nq")


def test_store_that_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        export("turtle", store=tmp_path / "no-store")
