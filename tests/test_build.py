"""A build stores what conforms, refuses the rest, and loses nothing that was stored."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import platformdirs
import pyoxigraph as ox
import pytest

from casegraph import cache
from casegraph.build import Build, build, open_store
from casegraph.errors import CasegraphError, ReadError, StoreError
from casegraph.namespaces import ONTOLOGY, PUBLICATIONS, SKOS, TERM, TERMS, inferred_graph
from casegraph.quads import canonical, graph_of
from casegraph.read import read
from casegraph.store import Store
from casegraph.vocabulary import bundled
from conftest import case_turtle
from sparql_endpoint import SparqlEndpoint, serving

CASE = "https://w3id.org/casegraph/case/stiff-neck"
OTHER = "https://w3id.org/casegraph/case/stiff-ear"


def case(folder: Path, slug: str, *changes: tuple[str, str]) -> Path:
    """Write the small case under *slug*, with each of *changes* made in its text."""
    turtle = case_turtle(slug)
    for old, new in changes:
        assert old in turtle
        turtle = turtle.replace(old, new)
    file = folder / f"{slug}.ttl"
    file.write_text(turtle)
    return file


NO_VOICE = (
    "    cg:affirms term:neck-pain ;\n    cg:voice cg:AuthorObservation ;\n",
    "    cg:affirms term:neck-pain ;\n",
)


def graph(store: Store, name: str) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads() if graph_of(quad) == name}


def built(*paths: Path, store: Store | Path | None = None) -> Build:
    return build(paths, store=store)


# What is stored


def test_store_has_input_inferences_and_vocabulary(case_file: Path) -> None:
    done = built(case_file)
    assert (done.stored, done.refused, done.report.conforms) == ((CASE,), (), True)
    reading, presents = read(case_file), ox.NamedNode(f"{TERM}pain")
    asserted = list(done.store.quads(asserted_only=True))
    ours = [quad for quad in asserted if graph_of(quad) not in (ONTOLOGY, TERMS)]
    assert canonical(ours) == canonical(reading.quads)
    shared = [quad for quad in asserted if graph_of(quad) in (ONTOLOGY, TERMS)]
    assert canonical(shared) == canonical(bundled().quads)
    assert presents in {triple.object for triple in graph(done.store, inferred_graph(CASE))}


def test_building_twice_gives_the_same_store(case_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "store"
    contents = []
    for _ in range(2):
        with built(case_file, store=path).store as store:
            contents.append(canonical(store.quads()))
    assert contents[0] == contents[1]


def test_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    files = [case(tmp_path, slug) for slug in ("stiff-neck", "stiff-ear")]
    one, other = built(*files), built(*reversed(files))
    assert canonical(one.store.quads()) == canonical(other.store.quads())


def test_case_with_a_violation_is_refused_and_the_others_are_stored(tmp_path: Path) -> None:
    good, bad = case(tmp_path, "stiff-neck"), case(tmp_path, "stiff-ear", NO_VOICE)
    done = built(good, bad)
    assert (done.stored, done.refused) == ((CASE,), (OTHER,))
    assert done.store.cases() == (CASE,)
    assert not any(
        OTHER in str(quad) for quad in done.store.quads() if graph_of(quad) != PUBLICATIONS
    )
    assert {result.document for result in done.report.violations} == {OTHER}


def test_refused_case_stays_as_it_was_stored(tmp_path: Path) -> None:
    store = built(case(tmp_path, "stiff-neck")).store
    before = canonical(store.quads())
    done = built(case(tmp_path, "stiff-neck", NO_VOICE), store=store)
    assert done.refused == (CASE,)
    assert canonical(store.quads()) == before


def test_other_cases_and_their_publications_stay(tmp_path: Path) -> None:
    store = built(case(tmp_path, "stiff-neck")).store
    before = set(store.quads())
    built(case(tmp_path, "stiff-ear"), store=store)
    assert store.cases() == (OTHER, CASE)
    assert {str(quad) for quad in before if "_:" not in str(quad)} <= set(map(str, store.quads()))


def test_new_description_of_a_publication_replaces_the_old_one(tmp_path: Path) -> None:
    store = built(case(tmp_path, "stiff-neck")).store
    built(case(tmp_path, "stiff-neck", ("an invented report", "a made-up report")), store=store)
    said = " ".join(map(str, graph(store, PUBLICATIONS)))
    assert "a made-up report" in said
    assert "an invented report" not in said


def test_terms_that_an_earlier_build_brought_stay(tmp_path: Path) -> None:
    file = tmp_path / "terms.ttl"
    file.write_text(
        f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix term: <{TERM}> .
term:stiff-ear a cg:FindingType, skos:Concept ;
    skos:prefLabel "stiff ear"@en ;
    skos:definition "An ear that does not bend."@en ;
    skos:broader term:neck-pain .
"""
    )
    first = built(file)
    assert first.report.conforms
    store = first.store
    for slug in ("stiff-neck", "stiff-ear"):
        built(case(tmp_path, slug), store=store)
    labels = {str(triple.object) for triple in graph(store, TERMS)}
    assert '"stiff ear"@en' in labels
    # Inference knows of them too: the bundled term has the new one among its narrower ones.
    narrower = {triple.object for triple in graph(store, f"{TERMS}/inferred")}
    assert ox.NamedNode(f"{TERM}stiff-ear") in narrower


def test_term_that_is_brought_can_be_used_by_the_same_input(tmp_path: Path) -> None:
    own = case(tmp_path, "stiff-neck", ("term:neck-pain", "term:stiff-ear"))
    own.write_text(
        own.read_text()
        + """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
term:stiff-ear a cg:FindingType, skos:Concept ;
    skos:prefLabel "stiff ear"@en ;
    skos:definition "An ear that does not bend."@en ;
    skos:broader term:neck-pain .
"""
    )
    done = built(own)
    assert done.stored == (CASE,)
    values = {triple.object for triple in graph(done.store, inferred_graph(CASE))}
    assert ox.NamedNode(f"{TERM}pain") in values


# What is not


def test_unusable_input_writes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("hello")
    with pytest.raises(ReadError):
        built(bad, store=tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_file_that_cannot_be_used_is_left_out_and_named(tmp_path: Path) -> None:
    good, bad = case(tmp_path, "stiff-neck"), tmp_path / "bad.ttl"
    bad.write_text("hello")
    done = built(good, bad)
    assert done.stored == (CASE,)
    assert str(done.errors[str(bad)]).startswith(f"{bad}:1: is not Turtle")


def test_case_in_two_files_is_refused_and_the_others_are_stored(tmp_path: Path) -> None:
    first, other = case(tmp_path, "stiff-neck"), case(tmp_path, "stiff-ear")
    second = tmp_path / "again.ttl"
    second.write_text(first.read_text())
    done = built(first, other, second)
    assert (done.stored, done.refused) == ((OTHER,), (CASE,))
    assert f"this case is in {first} too" in str(done.errors[CASE])


def test_case_that_contradicts_the_axioms_is_refused_alone(tmp_path: Path) -> None:
    good = case(tmp_path, "stiff-neck")
    bad = case(tmp_path, "stiff-ear")
    bad.write_text(
        bad.read_text() + '\n<> <http://purl.org/dc/terms/source> "fifty"^^xsd:integer .\n'
    )
    done = built(good, bad)
    assert (done.stored, done.refused) == ((CASE,), (OTHER,))
    assert "the axioms contradict what is said" in str(done.errors[OTHER])
    assert str(bad) in str(done.errors[OTHER])


def test_publication_with_a_violation_refuses_only_the_cases_that_lead_to_it(
    tmp_path: Path,
) -> None:
    good = case(tmp_path, "stiff-neck")
    bad = case(
        tmp_path,
        "stiff-ear",
        ("a fabio:ClinicalCaseReport ;", "a fabio:ClinicalCaseReport ; cg:maxProportion 7 ;"),
    )
    done = built(good, bad)
    assert (done.stored, done.refused) == ((CASE,), (OTHER,))


def test_terms_with_a_violation_are_not_stored(tmp_path: Path) -> None:
    file = tmp_path / "terms.ttl"
    file.write_text(f"<{TERM}a> <{SKOS}broader> <{TERM}b> . <{TERM}b> <{SKOS}broader> <{TERM}a> .")
    done = built(file)
    assert not done.report.conforms
    assert done.store.graphs() == ()


def test_unusable_input_leaves_a_store_alone_and_unlocked(tmp_path: Path) -> None:
    path, bad = tmp_path / "store", tmp_path / "bad.ttl"
    bad.write_text("hello")
    with built(case(tmp_path, "stiff-neck"), store=path).store as store:
        before = canonical(store.quads())
    with pytest.raises(ReadError):
        built(bad, store=path)
    with Store.open(path, write=True) as store:
        assert canonical(store.quads()) == before


def test_store_that_cannot_be_used_is_named(case_file: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not a casegraph store"):
        built(case_file, store=tmp_path)


def test_cases_of_another_vocabulary_are_not_mixed_with_new_ones(tmp_path: Path) -> None:
    store = built(case(tmp_path, "stiff-neck")).store
    assert store.built is not None
    with store.rewriting(replace(store.built, vocabulary="another")):
        pass
    with pytest.raises(
        StoreError, match="the vocabulary has changed since .* other cases: stiff-neck"
    ):
        built(case(tmp_path, "stiff-ear"), store=store)
    both = [case(tmp_path, slug) for slug in ("stiff-neck", "stiff-ear")]
    assert built(*both, store=store).stored == (OTHER, CASE)


def test_single_path_needs_no_list(case_file: Path) -> None:
    assert build(case_file).stored == build(str(case_file)).stored == (CASE,)


# The bundled cases


def test_bundled_cases_open_in_memory(bundled_store: Store) -> None:
    assert bundled_store.cases() == read().cases
    assert all(graph(bundled_store, inferred_graph(document)) for document in read().cases)


def test_opened_store_is_the_built_one(bundled_store: Store) -> None:
    assert canonical(bundled_store.quads()) == canonical(build().store.quads())


def test_open_of_a_path_reads_that_store(case_file: Path, tmp_path: Path) -> None:
    built(case_file, store=tmp_path / "store").store.close()
    with open_store(tmp_path / "store") as store:
        assert store.cases() == (CASE,)
    with pytest.raises(CasegraphError, match="no such store"):
        open_store(tmp_path / "nothing")


# The cache of what was inferred

QUADS = (ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:b"), ox.Literal("é"), ox.NamedNode("a:g")),)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache folder of this test alone."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: folder)
    return folder


def never() -> tuple[ox.Quad, ...]:
    raise AssertionError("computed although it was kept")


def test_second_time_nothing_is_computed(folder: Path) -> None:
    assert cache.recall("digest", lambda: QUADS) == QUADS
    assert cache.recall("digest", never) == QUADS
    assert [file.name for file in folder.iterdir()] == ["inferred-digest.nq"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"damaged",
        lambda content: content[:-10],
        lambda content: content + content.partition(b"\n")[2],
        lambda content: content.partition(b"\n")[0] + b"\n",
    ],
)
def test_damaged_cache_is_ignored_and_written_again(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    cache.recall("digest", lambda: QUADS)
    file = folder / "inferred-digest.nq"
    file.write_bytes(damage(file.read_bytes()))
    assert cache.recall("digest", lambda: QUADS) == QUADS
    assert cache.recall("digest", never) == QUADS


def test_cache_folder_that_cannot_be_made_changes_nothing(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert cache.recall("digest", lambda: QUADS) == QUADS


@pytest.mark.usefixtures("folder")
def test_another_digest_is_computed_again() -> None:
    cache.recall("digest", lambda: QUADS)
    assert cache.recall("other", lambda: ()) == ()


def test_what_was_not_used_for_longest_is_forgotten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.recall("first", lambda: QUADS)
    size = (folder / "inferred-first.nq").stat().st_size
    monkeypatch.setattr(cache, "_LARGEST", 2 * size)
    cache.recall("second", lambda: QUADS)
    for age, name in enumerate(("second", "first")):
        os.utime(folder / f"inferred-{name}.nq", (age, age))
    cache.recall("second", never)  # used now
    cache.recall("third", lambda: QUADS)
    assert {file.name for file in folder.iterdir()} == {"inferred-second.nq", "inferred-third.nq"}


def test_many_writers_leave_a_whole_file(folder: Path) -> None:
    threads = [
        threading.Thread(target=cache.recall, args=("digest", lambda: QUADS)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.recall("digest", never) == QUADS
    assert len(list(folder.iterdir())) == 1


def test_endpoint_gets_what_a_folder_gets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    cases = [case(tmp_path, slug) for slug in ("stiff-neck", "stiff-ear")]
    here = built(cases[0], store=tmp_path / "store").store
    with serving(SparqlEndpoint()) as endpoint:
        build(cases[0], store=endpoint.url).store.close()
        there = build(cases[1], store=endpoint.url).store
        built(cases[1], store=here)
        assert there.cases() == here.cases() == (OTHER, CASE)
        assert canonical(there.quads()) == canonical(here.quads())
        changed = case(tmp_path, "stiff-ear", ("an invented report", "a made-up report"))
        for store in (there, here):
            build(changed, store=store)
        assert canonical(there.quads()) == canonical(here.quads())
        there.close()
    here.close()


def test_publication_with_a_list_is_replaced_with_its_blank_nodes(tmp_path: Path) -> None:
    prefix = "@prefix bibo: <http://purl.org/ontology/bibo/> .\n"
    label = 'rdfs:label "an invented report"@en'
    file, path = tmp_path / "case.ttl", tmp_path / "store"
    counts = []
    for names in ('"A" "B"', '"C"'):
        listed = f"{label} ; bibo:authorList ( {names} )"
        file.write_text(prefix + case_turtle("stiff-neck").replace(label, listed))
        with build(file, store=path).store as store:
            said = list(store.graph(PUBLICATIONS))
            counts.append(len(said))
    assert '"A"' not in " ".join(map(str, said))
    assert counts[0] - counts[1] == 2


def test_document_without_its_case_is_refused_and_the_others_are_stored(tmp_path: Path) -> None:
    lacking = case(tmp_path, "stiff-neck", ("<#case> a cg:Case ;", "<#case>"))
    done = built(lacking, case(tmp_path, "stiff-ear"))
    assert done.refused == (CASE,)
    assert len(done.stored) == 1
    line = 1 + lacking.read_text().splitlines().index("<#case>")
    assert str(done.errors[CASE]).startswith(
        f"{lacking}:{line + 1}: stiff-neck: nothing in this document is a cg:Case"
    )


def test_changed_term_needs_the_cases_that_rest_on_it(tmp_path: Path) -> None:
    term = tmp_path / "term.ttl"

    def written(broader: str) -> Path:
        term.write_text(
            f"""@prefix skos: <{SKOS}> . @prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix term: <{TERM}> .
term:odd-ache a cg:FindingType ; skos:prefLabel "odd ache"@en ; skos:broader term:{broader} ;
    skos:definition "An ache that is odd."@en .
"""
        )
        return term

    aching = case(tmp_path, "stiff-neck", ("cg:affirms term:neck-pain", "cg:affirms term:odd-ache"))
    store = built(written("neck-pain"), aching).store
    before = canonical(store.quads())
    with pytest.raises(StoreError, match="odd-ache> changes, and other cases rest on it"):
        built(written("stiffness"), store=store)
    assert canonical(store.quads()) == before


def test_faulty_publication_is_not_stored_with_the_case_that_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "store"
    built(case(tmp_path, "stiff-neck"), store=path).store.close()
    faulty = ('rdfs:label "an invented report"@en', 'dcterms:creator "Somebody"')
    done = built(case(tmp_path, "stiff-neck", faulty), case(tmp_path, "stiff-ear"), store=path)
    assert (done.stored, done.refused) == ((OTHER,), (CASE,))
    with done.store as store:
        assert "Somebody" not in " ".join(map(str, graph(store, PUBLICATIONS)))
