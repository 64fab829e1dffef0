"""The vocabulary is what the files say, each mapping row a match, each broken row an error."""

import pickle
from pathlib import Path

import pyoxigraph as ox
import pytest
from sssom.parsers import parse_sssom_table

from casegraph.errors import ReadError, VocabularyError
from casegraph.mappings import read_mappings
from casegraph.namespaces import CG, ONTOLOGY, SKOS, TERM, TERMS, XSD
from casegraph.quads import graph_of
from casegraph.read import Location, read
from casegraph.reason import closed
from casegraph.resources import ontology_dir
from casegraph.vocabulary import Vocabulary, bundled, load

HEAD = """\
#curie_map:
#  skos: http://www.w3.org/2004/02/skos/core#
#  term: https://w3id.org/casegraph/term/
#  HP: http://purl.obolibrary.org/obo/HP_
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "term:neck-pain\tskos:exactMatch\tHP:0030833\tsemapv:ManualMappingCuration"


def table(folder: Path, *lines: str, head: str = HEAD) -> Path:
    file = folder / "mappings.sssom.tsv"
    file.write_text(head + "".join(f"{line}\n" for line in lines))
    return file


def test_bundled_vocabulary_is_in_the_graphs_of_ontology_and_terms() -> None:
    assert {graph_of(quad) for quad in bundled().quads} == {ONTOLOGY, TERMS}
    assert bundled() is bundled()


def test_another_process_gets_the_vocabulary_with_places_base_and_what_follows() -> None:
    own = closed(bundled())
    term, number = ox.NamedNode(f"{TERM}knee"), ox.NamedNode(f"{XSD}decimal")
    said = [
        ox.Quad(term, ox.NamedNode(f"{CG}partOf"), ox.BlankNode("leg"), ox.NamedNode(TERMS)),
        ox.Quad(term, ox.NamedNode(f"{CG}low"), ox.Literal("2.30", datatype=number)),
    ]
    sent = own.beside(said, said[:1], "the store")
    got = pickle.loads(pickle.dumps(sent))  # noqa: S301 - made here
    assert got.quads == sent.quads
    assert got.locations == sent.locations
    assert got.follows == sent.follows
    assert got.base is not None
    assert got.base.locations == own.locations
    assert pickle.loads(pickle.dumps(bundled())).follows is None  # noqa: S301 - made here


def test_each_file_of_the_ontology_and_the_terms_is_read() -> None:
    folder = ontology_dir()
    expected = [*folder.glob("*.ttl"), *folder.glob("terms/*.ttl"), folder / "mappings.sssom.tsv"]
    places = {place.file for place in bundled().locations.values()}
    assert places == {f"ontology/{file.relative_to(folder).as_posix()}" for file in expected}


def test_shapes_are_no_part_of_the_vocabulary() -> None:
    assert not any("shapes" in place.file for place in bundled().locations.values())


def test_labels_are_the_preferred_ones() -> None:
    assert bundled().labels[f"{TERM}neck-pain"] == "neck pain"


@pytest.mark.parametrize("name", ["neck pian", "Neck Pain", f"{TERM}neck-pian"])
def test_misspelt_term_suggests_the_nearest(name: str) -> None:
    assert bundled().nearest(name)[0] == f"{TERM}neck-pain"


def test_word_like_no_term_suggests_nothing() -> None:
    assert bundled().nearest("zzzzzzzz") == ()


def test_terms_of_the_input_join(tmp_path: Path) -> None:
    file = tmp_path / "more.ttl"
    file.write_text(f'<{TERM}stiff-ear> <{SKOS}prefLabel> "stiff ear"@en .')
    more = bundled() | read(file)
    assert more.labels[f"{TERM}stiff-ear"] == "stiff ear"
    assert more.nearest("stif ear")[0] == f"{TERM}stiff-ear"
    assert more.digest != bundled().digest
    assert set(bundled().quads) < set(more.quads)


def test_digest_tells_content_and_not_order() -> None:
    a, b = (
        ox.Quad(ox.NamedNode(f"{CG}{name}"), ox.NamedNode(f"{CG}p"), ox.Literal("1"))
        for name in "ab"
    )
    digests = [Vocabulary(quads, {}).digest for quads in ((a, b), (b, a), (a,))]
    assert digests[0] == digests[1] != digests[2]


# Mappings


def test_bundled_table_is_valid_sssom() -> None:
    parsed = parse_sssom_table(ontology_dir() / "mappings.sssom.tsv")
    matches = [
        quad
        for quad in bundled().quads
        if "Match" in quad.predicate.value and graph_of(quad) == TERMS
    ]
    assert len(parsed.df) == len(matches) > 0


def test_row_becomes_one_match_with_its_line(tmp_path: Path) -> None:
    file = table(tmp_path, COLUMNS, ROW)
    ((quad, place),) = read_mappings(file, "table")
    assert quad == ox.Quad(
        ox.NamedNode(f"{TERM}neck-pain"),
        ox.NamedNode(f"{SKOS}exactMatch"),
        ox.NamedNode("http://purl.obolibrary.org/obo/HP_0030833"),
        ox.NamedNode(TERMS),
    )
    assert place == Location("table", 6)


def test_row_that_denies_a_match_gives_none(tmp_path: Path) -> None:
    file = table(tmp_path, f"{COLUMNS}\tpredicate_modifier", f"{ROW}\tNot", f"{ROW}\t")
    assert [place.line for _, place in read_mappings(file, "table")] == [7]


@pytest.mark.parametrize(
    ("lines", "said", "line"),
    [
        ([COLUMNS, ROW, ROW.replace("\t", " ", 1)], "a row of 3 cells under 4", 7),
        ([COLUMNS, ROW + "\tmore"], "a row of 5 cells under 4", 6),
        ([COLUMNS, ROW.replace("HP:", "HPO:")], "'HPO:0030833': is not a name with a prefix", 6),
        ([COLUMNS, ROW.replace("HP:0030833", "")], "'': is not a name with a prefix", 6),
        ([COLUMNS, ROW.replace("HP:0030833", "HP:a b")], "does not expand to an IRI", 6),
        ([COLUMNS, ROW.replace("skos:exactMatch", "skos:broader")], "is not a match of SKOS", 6),
        ([COLUMNS.replace("object_id", "object"), ROW], "has no column object_id", 5),
        ([], "has no column subject_id", 5),
    ],
)
def test_broken_row_is_an_error_with_its_line(
    tmp_path: Path, lines: list[str], said: str, line: int
) -> None:
    with pytest.raises(VocabularyError) as caught:
        list(read_mappings(table(tmp_path, *lines), "table"))
    assert said in str(caught.value)
    assert (caught.value.file, caught.value.line) == ("table", line)
    assert caught.value.repair


@pytest.mark.parametrize("head", ["", "#title: no map\n", "#curie_map: none\n", "#a: [\n"])
def test_table_without_curie_map_is_an_error(tmp_path: Path, head: str) -> None:
    with pytest.raises(VocabularyError, match="has no curie_map"):
        list(read_mappings(table(tmp_path, COLUMNS, head=head), "table"))


def test_broken_ontology_file_is_an_error_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "casegraph.ttl").write_text("\nhello")
    with pytest.raises(ReadError) as caught:
        load(tmp_path)
    assert (caught.value.file, caught.value.line) == (f"{tmp_path.name}/casegraph.ttl", 2)
