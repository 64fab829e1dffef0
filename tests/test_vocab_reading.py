"""Files of public ontologies: four syntaxes say the same, and a wrong file is a named error."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casegraph.errors import CasegraphError, VocabularyError
from casegraph.namespaces import CG, DCTERMS, OWL, RDFS, SKOS, VOCABULARY
from casegraph.ontologies import Ontology, read
from casegraph.quads import subject_of

FILES = Path(__file__).parent / "ontologies"
SAME = ("small.obo", "small.json", "small.owl", "small.skos.ttl")
HP = "http://purl.obolibrary.org/obo/HP_"
UBERON = "http://purl.obolibrary.org/obo/UBERON_"
MONDO = "http://purl.obolibrary.org/obo/MONDO_"
IAO = "http://purl.obolibrary.org/obo/IAO_"
RO = "http://purl.obolibrary.org/obo/RO_"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes a text to a file whose name tells nothing."""

    def written(text: str) -> Path:
        path = tmp_path / "file.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def obo(*frames: str) -> str:
    """Return an OBO document with a frame for each of *frames*, its first line the id."""
    terms = "".join(f"\n[Term]\nid: {frame}\n" for frame in frames)
    return f"format-version: 1.2\nontology: x\n{terms}"


def values(ontology: Ontology, term: str, predicate: str) -> set[str]:
    return {
        quad.object.value
        for quad in ontology.quads
        if quad.subject == ox.NamedNode(term)
        and quad.predicate.value == predicate
        and not isinstance(quad.object, ox.Triple)
    }


@pytest.mark.parametrize("name", SAME)
def test_each_syntax_gives_the_same_terms(name: str) -> None:
    ontology = read(FILES / name)
    assert set(ontology.quads) == set(read(FILES / "small.obo").quads)
    assert ontology.id == "small"
    assert ontology.title == "A small ontology"
    assert ontology.version == "2026-01-02"
    assert ontology.version_iri == "http://purl.obolibrary.org/obo/small/releases/2026-01-02"
    assert ontology.licence == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert ontology.dangling == ((f"{UBERON}0000002", f"{SKOS}broader", f"{UBERON}0000009"),)


@pytest.mark.parametrize("name", SAME)
def test_the_name_of_a_file_does_not_matter_and_gzip_is_unpacked(name: str, tmp_path: Path) -> None:
    packed = tmp_path / "ontology"
    packed.write_bytes(gzip.compress((FILES / name).read_bytes()))
    assert read(packed).quads == read(FILES / name).quads


def test_what_a_term_says_arrives() -> None:
    ontology = read(FILES / "small.obo")
    stiff = f"{HP}0000010"
    assert values(ontology, stiff, f"{SKOS}prefLabel") == {"stiffness of the neck"}
    assert values(ontology, stiff, f"{SKOS}altLabel") == {"stiff neck"}
    assert values(ontology, stiff, f"{SKOS}hiddenLabel") == {"nuchal complaint"}
    assert values(ontology, stiff, f"{SKOS}definition") == {"A neck that résists being turned."}
    assert values(ontology, stiff, f"{SKOS}broader") == {f"{HP}0000118"}
    assert values(ontology, stiff, f"{SKOS}closeMatch") == {"http://snomed.info/id/1234"}
    assert values(ontology, stiff, f"{SKOS}exactMatch") == {
        "http://linkedlifedata.com/resource/umls/id/C0000001"
    }
    assert values(ontology, f"{UBERON}0000002", f"{CG}partOf") == {f"{UBERON}0000001"}
    assert {quad.graph_name for quad in ontology.quads} == {ox.NamedNode(f"{VOCABULARY}small")}


def test_obsolete_and_merged_terms_lead_to_what_replaces_them() -> None:
    ontology = read(FILES / "small.obo")
    for old in (f"{HP}0000011", f"{HP}0000020"):
        assert values(ontology, old, f"{OWL}deprecated") == {"true"}
        assert values(ontology, old, f"{DCTERMS}isReplacedBy") == {f"{HP}0000010"}


def test_kinds_come_from_prefix_and_branch(write: Write) -> None:
    ontology = read(
        write(
            obo(
                "HP:0000001\nname: all",
                "HP:0000118\nname: abnormality\nis_a: HP:0000001",
                "HP:0012823\nname: modifier\nis_a: HP:0000001",
                "HP:0000002\nname: severe\nis_a: HP:0012823",
                "HP:0000003\nname: pain\nis_a: HP:0000118",
                "MONDO:0000001\nname: disease",
                "UBERON:0000001\nname: neck",
                "CHEBI:1\nname: water",
                "MAXO:0000001\nname: treatment",
            )
        )
    )
    assert ontology.kinds == {
        "Disease": 1,
        "AnatomicalStructure": 1,
        "FindingType": 2,
        "Procedure": 1,
        "Substance": 1,
        "Qualifier": 2,
        "Term": 1,
    }


def test_a_term_never_gets_two_kinds_that_are_disjoint(write: Write) -> None:
    ontology = read(
        write(
            obo(
                "HP:0000118\nname: abnormality",
                "HP:0012823\nname: modifier",
                "HP:0000002\nname: both\nis_a: HP:0012823\nis_a: HP:0000118",
            )
        )
    )
    assert ontology.kinds == {"FindingType": 2, "Qualifier": 1}
    assert ontology.left_out == {"links between kinds": 1}


def test_a_kind_that_nothing_tells_is_asked_for(write: Write) -> None:
    path = write(obo("MY:1\nname: mine"))
    with pytest.raises(VocabularyError, match=r"MY:1.*--as"):
        read(path)
    assert read(path, kind="disease").kinds == {"Disease": 1}
    assert read(path, kind="Term").kinds == {"Term": 1}
    with pytest.raises(VocabularyError, match="no kind of term"):
        read(path, kind="illness")


def test_no_link_leads_back_to_where_it_starts(write: Write) -> None:
    ontology = read(
        write(
            obo(
                "HP:1\nname: a\nis_a: HP:1\nis_a: HP:2",
                "HP:2\nname: b\nis_a: HP:3",
                "HP:3\nname: c\nis_a: HP:2",
            )
        )
    )
    assert ontology.left_out == {"links of a term to itself": 1, "links in circles": 2}
    assert values(ontology, f"{HP}1", f"{SKOS}broader") == {f"{HP}2"}
    assert not values(ontology, f"{HP}2", f"{SKOS}broader")
    assert any("HP:2, HP:3" in note for note in ontology.notes)


def test_what_everything_is_in_owl_is_no_term(write: Write) -> None:
    thing = "http://www.w3.org/2002/07/owl#Thing"
    ontology = read(write(obo(f"{thing}\nname: thing", f"HP:1\nname: a\nis_a: {thing}")))
    assert ontology.counts["terms"] == 1
    assert not ontology.left_out


def test_part_of_is_kept_within_anatomy(write: Write) -> None:
    ontology = read(
        write(obo("GO:1\nname: process", "UBERON:1\nname: a\nrelationship: BFO:0000050 GO:1"))
    )
    assert ontology.left_out == {"part-of links outside anatomy": 1}


def exact(*terms: tuple[str, str]) -> str:
    """Return an OBO document of terms, each with what it matches exactly."""
    frames = [f"{one}\nname: {one}\nproperty_value: skos:exactMatch {end}" for one, end in terms]
    return obo(*frames)


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ([("MONDO:2", "UBERON:0000955")], "exact matches between kinds"),
        ([("MONDO:1", "OMIM:100"), ("MONDO:2", "OMIM:100")], "exact matches not one to one"),
        ([("MONDO:2", "OMIM:1"), ("MONDO:2", "OMIM:2")], "exact matches not one to one"),
        (
            [("MONDO:1", "OMIM:1"), ("HP:1", "OMIM:1"), ("HP:1", "DOID:3"), ("MONDO:2", "DOID:3")],
            "exact matches not one to one",
        ),
    ],
)
def test_an_exact_match_that_cannot_be_true_is_a_close_one(
    pairs: list[tuple[str, str]], reason: str, write: Write
) -> None:
    ontology = read(write(exact(*pairs, ("MONDO:9", "OMIM:9"))))
    said = Counter(quad.predicate.value for quad in ontology.quads)
    assert said[f"{SKOS}exactMatch"] == 1
    assert said[f"{SKOS}closeMatch"] == len(pairs)
    assert ontology.left_out == {reason: len(pairs)}
    assert "now close: MONDO:" in ontology.notes[0]


def test_the_name_that_two_terms_claim_is_that_of_none(write: Write) -> None:
    ontology = read(write(obo("HP:1\nname: a\nalt_id: HP:3", "HP:2\nname: b\nalt_id: HP:3")))
    assert not values(ontology, f"{HP}3", f"{SKOS}exactMatch")
    assert values(ontology, f"{HP}3", f"{DCTERMS}isReplacedBy") == {f"{HP}1", f"{HP}2"}
    assert ontology.left_out == {"obsolete terms without one replacement": 1}


def test_the_name_of_a_term_in_use_is_no_merged_one(write: Write) -> None:
    ontology = read(write(obo("HP:1\nname: a\nalt_id: HP:2", "HP:2\nname: b")))
    assert "exact matches" not in ontology.counts
    assert ontology.left_out == {}


MERGED = {
    "OBO": obo(
        "HP:1\nname: a",
        "HP:2\nname: b\nis_obsolete: true\nreplaced_by: HP:1\n"
        "property_value: IAO:0000231 IAO:0000227",
    ),
    "OBO Graphs": json.dumps(
        {
            "graphs": [
                {
                    "nodes": [
                        {"id": f"{HP}1", "type": "CLASS", "lbl": "a"},
                        {
                            "id": f"{HP}2",
                            "type": "CLASS",
                            "lbl": "b",
                            "meta": {
                                "deprecated": True,
                                "basicPropertyValues": [
                                    {"pred": f"{IAO}0100001", "val": f"{HP}1"},
                                    {"pred": f"{IAO}0000231", "val": f"{IAO}0000227"},
                                ],
                            },
                        },
                    ]
                }
            ]
        }
    ),
    "OWL": f"""<{HP}1> a <{OWL}Class> .
        <{HP}2> a <{OWL}Class> ; <{OWL}deprecated> true ;
            <{IAO}0100001> <{HP}1> ; <{IAO}0000231> <{IAO}0000227> .""",
}


@pytest.mark.parametrize("syntax", MERGED)
def test_a_term_that_says_it_was_merged_is_the_one_it_was_merged_into(
    syntax: str, write: Write
) -> None:
    ontology = read(write(MERGED[syntax]))
    assert values(ontology, f"{HP}2", f"{SKOS}exactMatch") == {f"{HP}1"}


EQUIVALENT = {
    "OBO": obo("HP:1\nname: a\nequivalent_to: MONDO:1", "MONDO:1\nname: a"),
    "OBO Graphs": json.dumps(
        {
            "graphs": [
                {
                    "nodes": [
                        {"id": f"{HP}1", "type": "CLASS", "lbl": "a"},
                        {"id": f"{MONDO}1", "type": "CLASS", "lbl": "a"},
                    ],
                    "equivalentNodesSets": [{"nodeIds": [f"{HP}1", f"{MONDO}1"]}],
                }
            ]
        }
    ),
    "OWL": f"""<{HP}1> a <{OWL}Class> ; <{OWL}equivalentClass> <{MONDO}1> .
        <{MONDO}1> a <{OWL}Class> .""",
}


@pytest.mark.parametrize("syntax", EQUIVALENT)
def test_named_classes_that_are_equivalent_match_exactly(syntax: str, write: Write) -> None:
    ontology = read(write(EQUIVALENT[syntax]))
    assert values(ontology, f"{HP}1", f"{SKOS}exactMatch") == {f"{MONDO}1"}


UNREAD = {
    "OBO": obo(
        "HP:1\nname: a\nrelationship: RO:0002202 HP:2\n"
        "intersection_of: HP:2\nintersection_of: RO:0002202 HP:2",
        "HP:2\nname: b",
    ),
    "OBO Graphs": json.dumps(
        {
            "graphs": [
                {
                    "nodes": [
                        {"id": f"{HP}1", "type": "CLASS", "lbl": "a"},
                        {"id": f"{HP}2", "type": "CLASS", "lbl": "b"},
                    ],
                    "edges": [{"sub": f"{HP}1", "pred": f"{RO}0002202", "obj": f"{HP}2"}],
                    "logicalDefinitionAxioms": [{"definedClassId": f"{HP}1", "genusIds": []}],
                }
            ]
        }
    ),
    "OWL": f"""<{HP}1> a <{OWL}Class> ;
            <{RDFS}subClassOf> [ a <{OWL}Restriction> ; <{OWL}onProperty> <{RO}0002202> ;
                <{OWL}someValuesFrom> <{HP}2> ] ;
            <{OWL}equivalentClass> [ a <{OWL}Class> ;
                <{OWL}intersectionOf> ( <{HP}2> ) ] .
        <{HP}2> a <{OWL}Class> .""",
}


@pytest.mark.parametrize("syntax", UNREAD)
def test_relations_that_are_not_read_are_counted_and_named(syntax: str, write: Write) -> None:
    ontology = read(write(UNREAD[syntax]))
    assert ontology.left_out == {"other relations": 2}
    [note] = ontology.notes
    assert "RO:0002202" in note
    assert "logical definition" in note


def test_a_second_label_becomes_a_synonym(write: Write) -> None:
    turtle = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <http://example.org/neck> a skos:Concept ; skos:prefLabel "neck", "the neck", "Hals"@de .
    """
    ontology = read(write(turtle), kind="AnatomicalStructure")
    assert values(ontology, "http://example.org/neck", f"{SKOS}prefLabel") == {"neck", "Hals"}
    assert values(ontology, "http://example.org/neck", f"{SKOS}altLabel") == {"the neck"}
    assert ontology.id == "file"


def test_ids_in_other_forms_name_the_same_term(write: Write) -> None:
    forms = ("HP:0000001", "http://purl.obolibrary.org/obo/HP_0000001", "HP_0000001")
    found = {
        subject_of(quad).value
        for form in forms
        for quad in read(write(obo(f"{form}\nname: a"))).quads
    }
    assert found == {f"{HP}0000001"}


def test_an_import_module_goes_by_the_name_of_its_terms(write: Write) -> None:
    text = obo("UBERON:1\nname: a").replace("ontology: x", "ontology: mondo/imports/uberon_import")
    assert read(write(text)).id == "uberon"


WRONG = {
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "no term": ("format-version: 1.2\n", "holds no term"),
    "broken OBO": (obo("HP:1\nname: a\nis_a:"), r"file.txt:7: is not OBO"),
    "broken JSON": ('{"graphs": [', "is not JSON"),
    "deep JSON": ("[" * 200_000, "nested too deeply"),
    "other JSON": ('{"graphs": [1]}', "is not OBO Graphs JSON"),
    "no graph": ('{"graphs": []}', "holds no term"),
    "remote context": ('{"@context": "https://example.org/c"}', "context"),
    "entities": (
        '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<rdf:RDF/>',
        r"file.txt:2: an XML document type declaration",
    ),
    "OWL/XML": ('<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', "OWL/XML"),
    "a web page": ("<html ><body/></html>", "XML with the root html"),
    "functional": ("Prefix(:=<http://example.org/>)\nOntology()", "OWL functional syntax"),
    "Manchester": ("Ontology: <http://example.org/>", "OWL Manchester syntax"),
    "prose": ("This is no ontology.", "neither OBO"),
    "ours": (
        "<https://w3id.org/casegraph/term/neck> a <http://www.w3.org/2004/02/skos/core#Concept> .",
        "describes a name of casegraph",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_cannot_be_used_is_a_named_error(name: str, write: Write) -> None:
    text, message = WRONG[name]
    with pytest.raises(CasegraphError, match=message) as raised:
        read(write(text))
    assert raised.value.repair


@pytest.mark.parametrize("keep", [5, 40, -4])
def test_an_incomplete_archive_is_a_named_error(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "small.obo.gz"
    path.write_bytes(gzip.compress((FILES / "small.obo").read_bytes())[:keep])
    with pytest.raises(VocabularyError, match="ends too early"):
        read(path)


def test_a_damaged_archive_is_a_named_error(tmp_path: Path) -> None:
    path = tmp_path / "small.obo.gz"
    packed = bytearray(gzip.compress((FILES / "small.obo").read_bytes()))
    packed[60:70] = bytes(10)
    path.write_bytes(packed)
    with pytest.raises(VocabularyError, match="damaged gzip archive"):
        read(path)


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casegraph.ontologies.source.LIMIT", 10**6)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b" " * 10**7))
    with pytest.raises(VocabularyError, match="unpacks to more"):
        read(path)


def test_another_encoding_is_a_named_error(tmp_path: Path) -> None:
    path = tmp_path / "small.obo"
    path.write_bytes(obo("HP:1\nname: résumé").encode("latin-1"))
    with pytest.raises(VocabularyError, match=r"small.obo:6: is not UTF-8"):
        read(path)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(SAME),
    start=st.integers(0, 3000),
    length=st.integers(0, 40),
    instead=st.sampled_from((b"", b"null", b"[]", b'"', b"<", b"\n", b"\\", b"is_a: ", b"\xff")),
)
def test_no_damage_makes_anything_but_an_ontology_or_a_named_error(
    tmp_path: Path, name: str, start: int, length: int, instead: bytes
) -> None:
    content = (FILES / name).read_bytes()
    path = tmp_path / "damaged"
    path.write_bytes(content[:start] + instead + content[start + length :])
    try:
        assert read(path, kind="Disease").counts["terms"] >= 1
    except CasegraphError as error:
        assert error.file == str(path)
