"""Public ontologies in a store: what is added, follows, is found again and is removed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

import casegraph
from casegraph import curies, lookup
from casegraph.build import Build, versions
from casegraph.errors import QueryError, VocabularyError
from casegraph.importers.phenopackets.names import curie_of, iri_of
from casegraph.namespaces import CG, SKOS, TERM, TERMS, TERMS_INFERRED
from casegraph.ontologies import Ontology, add, labels, names, read, remove, search, stored
from casegraph.quads import canonical
from casegraph.resources import data_dir
from casegraph.store import Store
from conftest import case_turtle

FILES = Path(__file__).parent / "ontologies"
HP = "http://purl.obolibrary.org/obo/HP_"
UBERON = "http://purl.obolibrary.org/obo/UBERON_"


@pytest.fixture(scope="module")
def small() -> Ontology:
    return read(FILES / "small.obo")


def holds(store: Store, graph: str, subject: str, predicate: str, value: str) -> bool:
    triple = f"<{subject}> <{predicate}> <{value}>"
    return bool(store.query(f"ASK {{ GRAPH <{graph}> {{ {triple} }} }}"))


def test_a_store_of_its_own_has_the_ontology_the_bundled_terms_and_what_follows(
    small: Ontology, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "store", write=True) as store:
        assert add(store, small) == 0
    with Store.open(tmp_path / "store") as store:
        [found] = stored(store)
        assert (found.id, found.title, found.version) == ("small", small.title, "2026-01-02")
        assert (found.terms, found.dangling, found.source) == (5, 1, "small.obo")
        assert found.sha256 == small.sha256
        assert found.licence == small.licence
        assert set(store.graph(small.iri)) == {*small.quads, *small.about()}
        assert any(True for _ in store.graph(TERMS))
        above = f"{SKOS}narrowerTransitive"
        assert holds(store, TERMS_INFERRED, f"{HP}0000118", above, f"{HP}0000010")
        assert holds(store, TERMS_INFERRED, f"{UBERON}0000001", f"{CG}hasPart", f"{UBERON}0000002")
        assert store.built == versions.current()


def test_adding_again_takes_the_place_of_what_was_there(small: Ontology) -> None:
    with Store.open() as store:
        add(store, small)
        before = canonical(store.quads())
        add(store, small)
        assert canonical(store.quads()) == before
        add(store, replace(small, quads=small.quads[:1]))
        assert set(store.graph(small.iri)) == {small.quads[0], *small.about()}


def test_removing_gives_back_what_there_was_before(small: Ontology, tmp_path: Path) -> None:
    file = tmp_path / "other.obo"
    file.write_text("ontology: other\n\n[Term]\nid: HP:0000010\nname: rigid neck\n", "utf-8")
    other = read(file)
    with Store.open() as store:
        add(store, other)
        before = canonical(store.quads())
        add(store, small)
        assert remove(store, "small") == 0
        assert canonical(store.quads()) == before


def test_one_that_is_not_there_stops_the_removal_of_all(small: Ontology) -> None:
    with Store.open() as store:
        add(store, small)
        with pytest.raises(VocabularyError, match=r"nosuch.*nothing was removed.*It has: small"):
            remove(store, "small", "nosuch")
        assert [one.id for one in stored(store)] == ["small"]


def test_two_files_of_one_ontology_are_refused(small: Ontology) -> None:
    with Store.open() as store:
        with pytest.raises(VocabularyError, match=r"is small, as small.obo is"):
            add(store, small, read(FILES / "small.json"))
        assert not store.graphs()


def test_a_term_of_two_disjoint_kinds_is_refused_by_name(tmp_path: Path) -> None:
    files = {}
    for name in ("one", "two"):
        files[name] = tmp_path / f"{name}.obo"
        files[name].write_text(f"ontology: {name}\n\n[Term]\nid: MY:1\nname: rest\n", "utf-8")
    with Store.open() as store:
        add(store, read(files["one"], kind="Disease"))
        before = canonical(store.quads())
        with pytest.raises(VocabularyError, match=r"MY:1.*Disease in .*one.*Procedure in .*two"):
            add(store, read(files["two"], kind="Procedure"))
        assert canonical(store.quads()) == before


def test_stored_cases_are_to_be_built_again(small: Ontology, tmp_path: Path) -> None:
    file = data_dir() / "cases" / "alar-ligament-calcification-ra.ttl"
    place = tmp_path / "store"
    casegraph.build(file, store=place).store.close()
    with Store.open(place, write=True) as store:
        assert add(store, small) == 1
        assert store.built is not None
        assert store.built.differences(versions.current()) == (
            "the vocabulary has changed since the store was built",
        )
        assert store.count() == 1
    with casegraph.build(file, store=place).store as store:
        assert store.built == versions.current()
        assert [one.id for one in stored(store)] == ["small"]
        above = f"{SKOS}narrowerTransitive"
        assert holds(store, TERMS_INFERRED, f"{HP}0000118", above, f"{HP}0000010")


@pytest.fixture(scope="module")
def terms(small: Ontology) -> Iterator[Store]:
    with Store.open() as store:
        add(store, small)
        yield store


@pytest.mark.parametrize(
    ("text", "label", "synonym"),
    [
        ("stiffness of the neck", "stiffness of the neck", None),
        ("STIFNESS of the nek", "stiffness of the neck", None),
        ("neck stiff", "stiffness of the neck", "stiff neck"),
        ("nuchal complain", "stiffness of the neck", "nuchal complaint"),
        ("HP:0000010", "stiffness of the neck", None),
        (f"{HP}0000010", "stiffness of the neck", None),
        ("alar ligamnet", "alar ligament", None),
    ],
)
def test_a_term_is_found_by_its_names_however_they_are_spelt(
    terms: Store, text: str, label: str, synonym: str | None
) -> None:
    best = search(terms, text)[0]
    assert (best.label, best.synonym) == (label, synonym)


@pytest.mark.parametrize("text", ["HP:0000010", "hp:0000010", f"{HP}0000010", "Stiff neck"])
def test_a_parameter_of_a_query_may_name_a_public_term(terms: Store, text: str) -> None:
    assert lookup.term(terms, text) == f"{HP}0000010"


def test_a_synonym_that_is_not_exact_is_no_word_for_a_term(terms: Store) -> None:
    with pytest.raises(QueryError, match="nuchal complaint"):
        lookup.term(terms, "nuchal complaint")


@pytest.mark.parametrize("prefix", [*curies.NAMESPACES, "ORPHANET", "SNOMEDCT_US", "MSH", "lnc"])
def test_a_packet_and_an_ontology_mean_the_same_by_a_prefix(prefix: str) -> None:
    curie = f"{prefix}:0000007"
    assert iri_of(str(curie_of(curie)), {}) == names.mapped(curie)
    assert curie_of(names.curie(str(names.mapped(curie)))) == curie_of(curie)


def test_a_match_tells_what_the_term_is(terms: Store) -> None:
    stiff = search(terms, "stiff neck")[0]
    assert stiff.curie == "HP:0000010"
    assert stiff.ontology == "small"
    assert stiff.kinds == ("FindingType",)
    assert stiff.parents == ("phenotypic abnormality",)
    old = search(terms, "obsolete rigid neck")[0]
    assert old.obsolete
    assert old.replaced_by == ("HP:0000010",)
    assert search(terms, "alar ligament")[0].ontology == "casegraph"


def test_the_label_itself_comes_before_labels_that_contain_it(terms: Store) -> None:
    scores = [match.score for match in search(terms, "neck", limit=50)]
    assert search(terms, "neck")[0].label == "neck"
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", ["", "  ", "xyzzy plugh", "?", "\x00", '"\\'])
def test_what_is_like_no_name_finds_nothing(terms: Store, text: str) -> None:
    assert search(terms, text) == ()


def test_each_term_is_found_once_in_an_ontology_and_no_more_than_asked_for(terms: Store) -> None:
    found = search(terms, "neck", limit=4)
    assert len(found) == 4
    assert len({(match.iri, match.ontology) for match in found}) == 4


def test_labels_lead_to_terms_but_not_inexact_synonyms_nor_obsolete_terms(terms: Store) -> None:
    known = labels(terms)
    assert known["stiff neck"] == {f"{HP}0000010"}
    assert "nuchal complaint" not in known
    assert "obsolete rigid neck" not in known
    assert known["neck"] == {f"{UBERON}0000001", "https://w3id.org/casegraph/term/neck"}


def test_a_name_with_any_character_is_read_as_it_is() -> None:
    odd = 'a "quoted"\ttab \\ back\\slash \u2028 é'
    graph, term = ox.NamedNode(TERMS), ox.NamedNode(f"{HP}1")
    with Store.open() as store:
        label = ox.Literal(odd, language="en")
        store.replace_graphs((), [ox.Quad(term, ox.NamedNode(f"{SKOS}prefLabel"), label, graph)])
        assert search(store, "quoted tab")[0].label == odd
        assert set(labels(store)) == {" ".join(odd.casefold().split())}


ALIKE = """ontology: hp

[Term]
id: HP:0000118
name: Phenotypic abnormality

[Term]
id: HP:0001250
name: Seizure
alt_id: HP:0002279
alt_id: HP:0002391
is_a: HP:0000118

[Term]
id: HP:0007359
name: Focal seizure
is_a: HP:0001250

[Term]
id: HP:0009999
name: obsolete Fit in a bath
is_obsolete: true
replaced_by: HP:0001250
"""


def built(tmp_path: Path, affirmed: str, denied: str) -> Build:
    """Return the build of a case with the two terms, beside an ontology with merged terms."""
    (tmp_path / "hp.obo").write_text(ALIKE, "utf-8")
    with Store.open(tmp_path / "store", write=True) as store:
        add(store, read(tmp_path / "hp.obo"))
    case = case_turtle().replace("term:neck-pain ", f"<{affirmed}> ")
    case = case.replace("term:traumatic-injury", f"<{denied}>")
    (tmp_path / "stiff-neck.ttl").write_text(case, "utf-8")
    return casegraph.build(tmp_path / "stiff-neck.ttl", store=tmp_path / "store")


def about_case(store: Store, predicate: str) -> set[str]:
    rows = store.query(f"SELECT ?term WHERE {{ ?case <{CG}{predicate}> ?term }}")
    return {row["term"].value.removeprefix(HP) for row in rows}  # type: ignore[union-attr]


def test_a_merged_term_is_the_term_that_it_was_merged_into(tmp_path: Path) -> None:
    result = built(tmp_path, f"{HP}0002279", f"{TERM}traumatic-injury")
    assert result.report.conforms
    assert not [one for one in result.report.results if one.focus.startswith(HP)]
    with result.store as store:
        assert {"0001250", "0000118"} <= about_case(store, "presents")


def test_who_denies_a_merged_term_denies_what_is_narrower(tmp_path: Path) -> None:
    with built(tmp_path, f"{TERM}neck-pain", f"{HP}0002279").store as store:
        excluded = about_case(store, "excludes")
    assert {"0001250", "0007359"} <= excluded
    assert "0000118" not in excluded


def test_a_merged_term_denied_contradicts_a_narrower_one_affirmed(tmp_path: Path) -> None:
    result = built(tmp_path, f"{HP}0007359", f"{HP}0002279")
    assert [one.shape.rpartition("/")[2] for one in result.report.violations] == [
        "present-and-excluded"
    ]


def test_what_replaces_an_obsolete_term_is_present_with_it_but_not_absent_with_it(
    tmp_path: Path,
) -> None:
    with built(tmp_path, f"{HP}0009999", f"{TERM}traumatic-injury").store as store:
        assert "0001250" in about_case(store, "presents")
    with built(tmp_path, f"{TERM}neck-pain", f"{HP}0009999").store as store:
        assert about_case(store, "excludes") == {"0009999"}


def test_a_bundled_term_may_match_one_that_others_were_merged_into(tmp_path: Path) -> None:
    (tmp_path / "hp.obo").write_text(ALIKE.replace("HP:0001250", "HP:0003072"), "utf-8")
    with Store.open(tmp_path / "store", write=True) as store:
        add(store, read(tmp_path / "hp.obo"))
    case = case_turtle().replace("term:neck-pain ", "term:hypercalcaemia ")
    (tmp_path / "stiff-neck.ttl").write_text(case, "utf-8")
    result = casegraph.build(tmp_path / "stiff-neck.ttl", store=tmp_path / "store")
    assert result.report.conforms
    with result.store as store:
        presented = about_case(store, "presents")
    assert "0003072" in presented
    assert "0002279" not in presented, "an old name, which the case does not use"


def test_an_ontology_that_cases_use_is_removed_only_by_force(tmp_path: Path) -> None:
    with built(tmp_path, f"{HP}0007359", f"{TERM}traumatic-injury").store as store:
        pass
    with Store.open(tmp_path / "store", write=True) as store:
        before = canonical(store.quads())
        with pytest.raises(VocabularyError, match=r"hp: used by 1 case, stiff-neck; nothing was"):
            remove(store, "hp")
        assert canonical(store.quads()) == before
        assert remove(store, "hp", force=True) == 1
        assert stored(store) == ()
        assert "0007359" in about_case(store, "affirms")
    again = casegraph.build(tmp_path / "stiff-neck.ttl", store=tmp_path / "store")
    assert not again.report.conforms


def test_an_ontology_is_removed_when_cases_use_its_terms_only_by_what_follows_or_another_has_them(
    small: Ontology, tmp_path: Path
) -> None:
    built(tmp_path, f"{HP}0007359", f"{TERM}traumatic-injury").store.close()
    other = tmp_path / "other.obo"
    other.write_text(ALIKE.replace("ontology: hp", "ontology: other"), "utf-8")
    with Store.open(tmp_path / "store", write=True) as store:
        add(store, read(other), small)
        assert remove(store, "small") == 1
        assert remove(store, "hp") == 1


FITS = f"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
term:fits a cg:FindingType ;
    skos:prefLabel "fits"@en ; skos:definition "Fits of any kind."@en ;
    skos:inScheme <https://w3id.org/casegraph/term> ; skos:narrower <{HP}0001250> .
"""
"""A term above a public one, with which all terms of a store are looked at again."""


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize(("affirmed", "old"), [("0001250", set()), ("0002279", {"0002279"})])
def test_an_old_name_is_presented_only_where_it_is_used_also_when_a_term_comes_above(
    tmp_path: Path, affirmed: str, old: set[str], engine: str
) -> None:
    built(tmp_path, f"{HP}{affirmed}", f"{TERM}traumatic-injury").store.close()
    file = tmp_path / "stiff-neck.ttl"
    file.write_text(file.read_text("utf-8") + FITS, "utf-8")
    with casegraph.build(file, store=tmp_path / "store", engine=engine).store as store:
        assert about_case(store, "presents") == {"0001250", "0000118", f"{TERM}fits", *old}
