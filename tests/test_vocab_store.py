"""Public ontologies in a store: what is added, follows, is found again and is removed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

import casegraph
from casegraph.build import versions
from casegraph.errors import VocabularyError
from casegraph.namespaces import CG, SKOS, TERMS, TERMS_INFERRED
from casegraph.ontologies import Ontology, add, labels, read, remove, search, stored
from casegraph.quads import canonical
from casegraph.resources import data_dir
from casegraph.store import Store

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
