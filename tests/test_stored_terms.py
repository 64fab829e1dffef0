"""A case is examined over those terms of a store that it leads to, as if over all of them."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from both_engines import reading_of
from casegraph.build import build, build_again, lent, survey, versions
from casegraph.build.shared import Stored
from casegraph.build.stored_terms import StoredTerms, public_graphs
from casegraph.build.terms import terms_of, whole, write_terms, write_vocabulary
from casegraph.build.writing import writing
from casegraph.namespaces import (
    CG,
    DCTERMS,
    RDF,
    SKOS,
    TERMS,
    TERMS_INFERRED,
    VOCABULARY,
    inferred_graph,
)
from casegraph.quads import canonical, graph_of, nquads, value_of
from casegraph.read import Reading, read
from casegraph.reason import closed, entailments, reach_of
from casegraph.store import Store
from casegraph.vocabulary import Vocabulary, bundled
from conftest import case_turtle

PUBLIC = f"{VOCABULARY}ex"
EX = "http://example.org/term/"
CASE = "https://w3id.org/casegraph/case/stiff-neck"
NOTHING = Reading((), {})


def quad(subject: str, predicate: str, value: str, graph: str = PUBLIC) -> ox.Quad:
    nodes = [ox.NamedNode(iri) for iri in (subject, predicate, value, graph)]
    return ox.Quad(*nodes)


def described(
    name: str, label: str, kind: str = "FindingType", graph: str = PUBLIC
) -> list[ox.Quad]:
    pref = ox.Literal(label, language="en")
    return [
        quad(EX + name, f"{RDF}type", CG + kind, graph),
        ox.Quad(
            ox.NamedNode(EX + name), ox.NamedNode(f"{SKOS}prefLabel"), pref, ox.NamedNode(graph)
        ),
    ]


def store_with(public: Iterable[ox.Quad]) -> Store:
    """Return a store with a public ontology, as if it had been added."""
    store = Store.open()
    fill(store, public)
    return store


def fill(store: Store, public: Iterable[ox.Quad]) -> None:
    scheme = quad(PUBLIC, f"{RDF}type", f"{SKOS}ConceptScheme")
    with store.rewriting(versions.current(), empty=True) as rewrite:
        rewrite.load(nquads((scheme, *public)))
    with writing(lambda: store, versions.current()) as changes:
        write_vocabulary(changes, whole(store, NOTHING), "native")


NAMES = [f"t{number}" for number in range(8)]
LINKS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(
            [f"{SKOS}broader", f"{SKOS}broader", f"{CG}partOf", f"{SKOS}exactMatch", f"{CG}spans"]
        ),
        st.sampled_from([*(EX + name for name in NAMES), *sorted(bundled().labels)[:3]]),
    ),
    max_size=14,
)
SAID = st.lists(
    st.tuples(
        st.sampled_from(["affirms", "denies", "suspects", "performs", "site", "deniesAt"]),
        st.sampled_from([*(EX + name for name in NAMES), *sorted(bundled().labels)[:3]]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(LINKS, SAID)
def test_what_follows_is_the_same_as_over_all_terms(
    links: list[tuple[str, str, str]], said: list[tuple[str, str]]
) -> None:
    own_links = [quad(EX + name, predicate, value) for name, predicate, value in links]
    store = store_with([*own_links, *(q for name in NAMES for q in described(name, name))])
    case = [
        one
        for number, (predicate, value) in enumerate(said)
        for one in (
            quad(f"{CASE}#case", f"{CG}hasStatement", f"{CASE}#s{number}", CASE),
            quad(f"{CASE}#s{number}", CG + predicate, value, CASE),
        )
    ]
    reading, over_some = lent(store, reading_of(case))
    assert over_some.follows is not None, "known, not computed"

    def about_case(vocabulary: Vocabulary, engine: str) -> set[ox.Quad]:
        follows = entailments(reading, vocabulary=vocabulary, engine=engine)
        return {one for one in follows if graph_of(one) == inferred_graph(CASE)}

    over_all = about_case(whole(store, NOTHING), "native")
    assert about_case(over_some, "native") == over_all


HIERARCHY = [
    *described("seizure", "Seizure"),
    *described("focal", "Focal seizure"),
    *described("other", "Other"),
    quad(f"{EX}focal", f"{SKOS}broader", f"{EX}seizure"),
]


def case_file(folder: Path, statement: str) -> Path:
    file = folder / "stiff-neck.ttl"
    old = "cg:affirms term:neck-pain"
    assert old in case_turtle()
    file.write_text(case_turtle().replace(old, statement))
    return file


def values(store: Store, predicate: str) -> set[str]:
    follows = store.graph(inferred_graph(CASE))
    return {value_of(one.object) for one in follows if one.predicate.value == CG + predicate}


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_presence_rises_through_a_public_hierarchy(tmp_path: Path, engine: str) -> None:
    store = store_with(HIERARCHY)
    done = build(case_file(tmp_path, f"cg:affirms <{EX}focal>"), store=store, engine=engine)
    assert done.stored == (CASE,), done.report.results
    assert {f"{EX}focal", f"{EX}seizure"} <= values(store, "presents")


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_absence_falls_through_a_public_hierarchy(tmp_path: Path, engine: str) -> None:
    store = store_with(HIERARCHY)
    done = build(case_file(tmp_path, f"cg:denies <{EX}seizure>"), store=store, engine=engine)
    assert done.stored == (CASE,), done.report.results
    assert {f"{EX}focal", f"{EX}seizure"} <= values(store, "excludes")
    assert not {f"{EX}focal", f"{EX}seizure"} & values(store, "presents")


def test_presented_and_excluded_through_a_public_hierarchy_is_a_violation(tmp_path: Path) -> None:
    store = store_with(HIERARCHY)
    file = case_file(tmp_path, f"cg:affirms <{EX}focal>")
    text = file.read_text()
    assert "cg:denies" in text
    before, _, after = text.partition("cg:denies ")
    file.write_text(f"{before}cg:denies <{EX}seizure>{after[after.index(' ;') :]}")
    done = build(file, store=store)
    assert done.refused == (CASE,)
    assert any(
        "Seizure" in result.message or EX in str(result) for result in done.report.violations
    )


def test_new_terms_below_public_ones_leave_what_is_known_of_others(tmp_path: Path) -> None:
    store = store_with(HIERARCHY)
    before = set(store.graph(TERMS_INFERRED))
    file = tmp_path / "terms.ttl"
    file.write_text(
        f"""@prefix skos: <{SKOS}> .
@prefix cg: <{CG}> .
@prefix term: <https://w3id.org/casegraph/term/> .
term:twitch a cg:FindingType ; skos:prefLabel "twitch"@en ;
    skos:definition "A small movement."@en ; skos:broader <{EX}focal> .
"""
    )
    assert build(file, store=store).report.conforms
    after = set(store.graph(TERMS_INFERRED))
    assert after == set(closed(whole(store, NOTHING)).follows or ())
    assert before < after


@pytest.mark.parametrize(
    "link",
    [f"<{EX}focal> skos:broader term:twitch", f"term:twitch skos:narrower <{EX}focal>"],
    ids=["said of the public term", "said of the new one"],
)
def test_new_term_above_a_public_one_is_known_to_all_below(link: str) -> None:
    deep = [*described("deep", "Deep"), quad(f"{EX}deep", f"{SKOS}broader", f"{EX}focal")]
    store = store_with([*HIERARCHY, *deep])
    quads = read_terms(link)
    terms = terms_of(Stored(store, None), quads)
    with writing(lambda: store, versions.current()) as changes:
        write_terms(changes, terms, store, "native")
    expected = quad(
        f"{EX}deep", f"{SKOS}broaderTransitive", "https://w3id.org/casegraph/term/twitch"
    )
    follows = {one.triple for one in store.graph(TERMS_INFERRED)}
    assert expected.triple in follows


def read_terms(link: str) -> Reading:
    term = "https://w3id.org/casegraph/term/twitch"
    text = f"""@prefix skos: <{SKOS}> .
@prefix cg: <{CG}> .
@prefix term: <https://w3id.org/casegraph/term/> .
<{term}> a cg:FindingType ; skos:prefLabel "twitch"@en .
{link} .
"""
    placed = [
        ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(TERMS))
        for one in ox.parse(text, ox.RdfFormat.TURTLE)
    ]
    return reading_of(placed)


def test_public_graphs_are_named_by_their_descriptions() -> None:
    assert public_graphs(store_with(HIERARCHY)) == (PUBLIC,)


NARROWER = f"""@prefix skos: <{SKOS}> .
@prefix cg: <{CG}> .
@prefix term: <https://w3id.org/casegraph/term/> .
term:twitch a cg:FindingType ; skos:prefLabel "twitch"@en ;
    skos:definition "A small movement."@en ; skos:broader <{EX}seizure> .
"""


def test_case_that_denies_a_term_excludes_what_comes_below_it_later(tmp_path: Path) -> None:
    store = store_with(HIERARCHY)
    build(case_file(tmp_path, f"cg:denies <{EX}seizure>"), store=store)
    file = tmp_path / "terms.ttl"
    file.write_text(NARROWER)
    done = build(file, store=store)
    assert done.stored == (CASE,), "examined again"
    assert "https://w3id.org/casegraph/term/twitch" in values(store, "excludes")


def test_case_that_affirms_a_term_is_left_alone_when_one_comes_below_it(tmp_path: Path) -> None:
    store = store_with(HIERARCHY)
    build(case_file(tmp_path, f"cg:affirms <{EX}seizure>"), store=store)
    file = tmp_path / "terms.ttl"
    file.write_text(NARROWER)
    assert build(file, store=store).stored == ()


def test_case_presents_what_comes_above_its_term_later(tmp_path: Path) -> None:
    store = store_with(HIERARCHY)
    build(case_file(tmp_path, f"cg:affirms <{EX}focal>"), store=store)
    file = tmp_path / "terms.ttl"
    file.write_text(NARROWER.replace("skos:broader", "skos:narrower"))
    done = build(file, store=store)
    assert done.stored == (CASE,), done.report.results
    assert "https://w3id.org/casegraph/term/twitch" in values(store, "presents")


def test_stored_cases_are_built_again_from_the_store_alone(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with Store.open(folder, write=True) as store:
        fill(store, [])
        build(case_file(tmp_path, "cg:affirms term:neck-pain"), store=store)
        before = canonical(store.quads())
    done = build_again(folder)
    assert done.stored == (CASE,)
    assert canonical(done.store.quads()) == before
    done.store.close()


def test_store_is_validated_with_its_own_terms(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with Store.open(folder, write=True) as store:
        fill(store, HIERARCHY)
        build(case_file(tmp_path, f"cg:affirms <{EX}focal>"), store=store)
    report = survey(store=folder)
    assert (report.conforms, report.cases) == (True, (CASE,))


def test_files_are_validated_with_the_terms_of_a_store(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with Store.open(folder, write=True) as store:
        fill(store, HIERARCHY)
    file = str(case_file(tmp_path, f"cg:affirms <{EX}focal>"))
    assert survey([file], store=folder).conforms
    assert not survey([file]).conforms


def test_terms_that_nobody_leads_to_are_left_out(tmp_path: Path) -> None:
    store = store_with(HIERARCHY)
    own = closed(bundled())
    beside = StoredTerms(Stored(store, None), reach_of(own))
    reading = read(case_file(tmp_path, f"cg:affirms <{EX}focal>"))
    named = {str(one.subject) for one in beside.beside(own, reading.quads).quads}
    assert f"<{EX}seizure>" in named
    assert f"<{EX}other>" not in named


@pytest.mark.parametrize(("affirmed", "is_there"), [("focal", False), ("before", True)])
def test_old_names_are_left_out_with_all_that_is_said_of_them_unless_one_is_used(
    tmp_path: Path, affirmed: str, is_there: bool
) -> None:
    old = [
        *described("before", "Focal fits"),
        quad(f"{EX}before", f"{DCTERMS}isReplacedBy", f"{EX}focal"),
        quad(f"{EX}focal", f"{SKOS}exactMatch", f"{EX}before"),
    ]
    own = closed(bundled())
    beside = StoredTerms(Stored(store_with([*HIERARCHY, *old]), None), reach_of(own))
    reading = read(case_file(tmp_path, f"cg:affirms <{EX}{affirmed}>"))
    some = beside.beside(own, reading.quads)
    known = (*some.quads, *(some.follows or ()))
    assert any(f"<{EX}before>" in str(one) for one in known) is is_there
    assert any(f"<{EX}seizure>" in str(one) for one in known)


def brought(quads: Iterable[ox.Quad]) -> Reading:
    graph = ox.NamedNode(TERMS)
    return reading_of([ox.Quad(one.subject, one.predicate, one.object, graph) for one in quads])


@settings(max_examples=40, deadline=None)
@given(LINKS, LINKS, SAID)
def test_terms_of_the_input_are_taken_as_far_as_a_case_leads_to_them(
    stored: list[tuple[str, str, str]],
    new: list[tuple[str, str, str]],
    said: list[tuple[str, str]],
) -> None:
    old, names = NAMES[:4], NAMES[4:]
    links = [quad(EX + name, predicate, value) for name, predicate, value in stored if name in old]
    store = store_with([*links, *(q for name in old for q in described(name, name))])
    terms = brought(
        [
            *(quad(EX + name, predicate, value) for name, predicate, value in new if name in names),
            *(q for name in names for q in described(name, name)),
        ]
    )
    case = [
        one
        for number, (predicate, value) in enumerate(said)
        for one in (
            quad(f"{CASE}#case", f"{CG}hasStatement", f"{CASE}#s{number}", CASE),
            quad(f"{CASE}#s{number}", CG + predicate, value, CASE),
        )
    ]
    reading = reading_of(case)
    whole_terms = terms_of(Stored(store, None), terms)
    vocabulary, _ = whole_terms.for_cases()
    # As a process gets it that examines cases: with nothing remembered.
    beside = StoredTerms(Stored(store, None), reach_of(vocabulary))
    some = beside.around(vocabulary, reading.quads)

    def about_case(known: Vocabulary) -> set[ox.Quad]:
        return {
            one
            for one in entailments(reading, vocabulary=known)
            if graph_of(one) == inferred_graph(CASE)
        }

    assert about_case(some) == about_case(whole(store, terms))


def test_terms_of_the_input_that_nobody_leads_to_are_left_out(tmp_path: Path) -> None:
    store = store_with(HIERARCHY)
    terms = brought(
        [
            *described("absence", "Absence"),
            quad(f"{EX}absence", f"{SKOS}broader", f"{EX}seizure"),
            *described("unused", "Unused"),
        ]
    )
    vocabulary, _ = terms_of(Stored(store, None), terms).for_cases()
    beside = StoredTerms(Stored(store, None), reach_of(vocabulary))
    reading = read(case_file(tmp_path, f"cg:affirms <{EX}absence> , <{EX}focal>"))
    some = beside.around(vocabulary, reading.quads)
    named = {str(one.subject) for one in some.quads}
    assert {f"<{EX}absence>", f"<{EX}focal>", f"<{EX}seizure>"} <= named
    assert not {f"<{EX}unused>", f"<{EX}other>"} & named
    assert set(bundled().quads) <= set(some.quads)
