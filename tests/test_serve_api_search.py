"""The search of a server: what it finds, in which order, and that the static one finds the same."""

import json
import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegraph.site import search
from casegraph.store import Store
from casegraph.web.catalogue import Catalogue
from casegraph.web.entries import SORTS, Entry, entries, words
from casegraph.web.finding import Found, Index, Way

PAIN = Entry("neck pain", "term/neck-pain", "finding type", "x:1", ("cervicalgia", "pain, neck"))
PASSIVE = Entry("neck pain on passive motion", "term/passive", "finding type", "x:2")
PAINFUL = Entry("painful neck", "term/painful", "finding type", "x:3")
CASE = Entry("Neck pain in a woman of 50", "case/stiff-neck", "case", "x:4", ("stiff-neck",))
SJOGREN = Entry("Sjögren syndrome", "term/sjogren", "disease", "x:5", ("sicca syndrome",))
INDEX = Index([PAIN, PASSIVE, PAINFUL, CASE, SJOGREN])


def labels(found: Found) -> list[str]:
    return [hit.entry.label for hit in found.hits]


def test_what_is_called_so_comes_first_then_what_begins_so_then_the_rest() -> None:
    assert labels(INDEX.find("neck pain", 9)) == [
        "neck pain",
        "Neck pain in a woman of 50",
        "neck pain on passive motion",
        "painful neck",
    ]


def test_words_are_found_by_their_beginnings_in_any_order() -> None:
    assert labels(INDEX.find("pai ne", 9))[0] == "neck pain"
    assert labels(INDEX.find("mot neck", 9)) == ["neck pain on passive motion"]


def test_a_synonym_finds_its_term_and_is_named() -> None:
    (hit,) = INDEX.find("cervicalg", 9).hits
    assert (hit.entry, hit.name) == (PAIN, "cervicalgia")


def test_a_label_goes_before_a_synonym_that_fits_as_well() -> None:
    (hit,) = INDEX.find("pain neck", 9, "term").hits[:1]
    assert hit.name == "pain, neck"
    assert INDEX.find("neck pain", 9).hits[0].name == "neck pain"


def test_what_has_the_name_as_its_label_goes_before_what_has_it_as_a_synonym() -> None:
    short = Entry("ache", "term/ache", "finding type", "x:6", ("ache of the neck",))
    named = Entry("ache of the neck", "term/neck-ache", "finding type", "x:7")
    assert labels(Index([short, named]).find("ache of the neck", 9)) == [named.label, short.label]


def test_accents_and_capitals_do_not_matter() -> None:
    for text in ("sjogren", "SJÖGREN", "Sjo\u0308gren"):
        assert labels(INDEX.find(text, 9)) == ["Sjögren syndrome"]


@pytest.mark.parametrize("text", ["sjorgen", "sygren syndrome", "cervicalgja", "neck payn"])
def test_misspelt_words_find_what_is_near(text: str) -> None:
    found = INDEX.find(text, 9)
    assert found.way is Way.NEAR
    assert found.hits


def test_what_is_spelt_right_is_never_mixed_with_what_is_near() -> None:
    found = INDEX.find("painful", 9)
    assert found.way is Way.WHOLE
    assert labels(found) == ["painful neck"]


@pytest.mark.parametrize("text", ["pain in the neck", "the pain of my neck"])
def test_words_that_mean_nothing_alone_are_left_out(text: str) -> None:
    found = INDEX.find(text, 9)
    assert found.way is Way.WHOLE
    assert labels(found)[0] == "neck pain"


@pytest.mark.parametrize("text", ["neckpain", "Neck-Pain onpassive motion", "painfulneck"])
def test_spaces_may_be_elsewhere(text: str) -> None:
    found = INDEX.find(text, 9)
    assert found.way is Way.NEAR
    assert found.hits[0].name.replace(" ", "") == "".join(words(text))


def test_without_all_words_those_with_most_and_with_rare_ones_are_found() -> None:
    found = INDEX.find("sore painful neck", 9)
    assert found.way is Way.PARTIAL
    assert labels(found)[0] == "painful neck"
    assert labels(INDEX.find("sore passive neck", 9))[0] == "neck pain on passive motion"
    assert labels(INDEX.find("sore neck", 9))[-1] == CASE.label


def test_what_denies_is_never_left_out() -> None:
    for text in ("no neck pain", "neck pain not", "without neck pain"):
        assert INDEX.find(text, 9).way is Way.PARTIAL


@pytest.mark.parametrize(("text", "other"), [("fever", "severe"), ("fracture", "structure")])
def test_a_word_that_only_looks_alike_is_not_meant(text: str, other: str) -> None:
    entry = Entry(other, f"term/{other}", "finding type", "x:9")
    assert Index([entry]).find(text, 9) == Found()


def test_conditions_come_first_of_what_is_near() -> None:
    nearer = Entry("dysfagic", "query/dysfagic", "query", "x:8")
    term = Entry("dysphagia", "term/dysphagia", "finding type", "x:9")
    assert labels(Index([nearer, term]).find("dysfagia", 9)) == ["dysphagia", "dysfagic"]


def test_the_total_counts_what_is_not_among_the_first() -> None:
    found = INDEX.find("neck", 1)
    assert (len(found.hits), found.total) == (1, 4)


def test_one_sort_alone_is_found_when_asked() -> None:
    assert labels(INDEX.find("neck pain", 9, "case")) == ["Neck pain in a woman of 50"]


@pytest.mark.parametrize("text", ["", " ", "n", "n p", "...", "\x00", "zzzzqqq", "nx"])
def test_nothing_is_found_by_nothing(text: str) -> None:
    assert INDEX.find(text, 9) == Found()


@given(text=st.text(max_size=60), sort=st.none() | st.sampled_from(SORTS))
def test_any_text_finds_each_thing_once_by_a_name_that_it_has(text: str, sort: str | None) -> None:
    found = INDEX.find(text, 9, sort)
    assert found.total == len(found.hits) == len({hit.entry.path for hit in found.hits})
    assert all(hit.name in hit.entry.names for hit in found.hits)


@pytest.fixture(scope="module")
def catalogue(bundled_store: Store) -> Catalogue:
    return Catalogue(bundled_store)


def in_files(catalogue: Catalogue, text: str) -> set[str]:
    """Return the paths that the script of the static pages finds."""
    typed, paths = words(text), set()
    for name, content in search.files(catalogue):
        if name == "search/keys.js":
            continue
        arguments = re.fullmatch(r"casegraphSearch\.shard\((.*)\);\n", content.decode())
        assert arguments is not None
        _, rows = json.loads(f"[{arguments[1]}]")
        for label, path, _, *others in rows:
            named = [words(one) for one in (label, *others)]
            if any(all(any(w.startswith(t) for w in name) for t in typed) for name in named):
                paths.add(path)
    return paths


@pytest.mark.parametrize("text", ["pain", "cervical ca", "alar ligament", "ruled", "pa"])
def test_a_server_finds_what_the_static_pages_find(catalogue: Catalogue, text: str) -> None:
    found = Index(entries(catalogue)).find(text, 1_000)
    assert {hit.entry.path for hit in found.hits} == in_files(catalogue, text) != set()


def test_a_case_is_found_by_its_symptom_and_leads_to_its_page(api: httpx.Client) -> None:
    found = api.get("/api/search", params={"q": "barium swallow", "kind": "case"}).json()
    (hit,) = found["hits"]
    assert hit["path"] == "case/cervical-calcinosis-ssc-barium-swallow"
    assert hit["iri"] == "https://w3id.org/casegraph/case/cervical-calcinosis-ssc-barium-swallow"
    assert api.get(f"/{hit['path']}.html").status_code == 200


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ("ruled-out-by", "query"),
        ("neck pain", "term"),
        ("term", "ontology"),
        ("calcinosis", "publication"),
    ],
)
def test_each_kind_of_thing_is_found(api: httpx.Client, sent: str, kind: str) -> None:
    found = api.get("/api/search", params={"q": sent, "kind": kind}).json()
    assert {hit["kind"] for hit in found["hits"]} == {kind}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("", "q=WORDS"),
        ("?q=a&q=b", "once"),
        ("?q=a&kind=cases", "Did you mean case"),
        ("?q=a&limit=101", "limit="),
        ("?q=a&qq=b", "q"),
        ("?q=" + "a" * 1_001, "1,000"),
    ],
)
def test_what_cannot_be_searched_is_refused(api: httpx.Client, sent: str, said: str) -> None:
    response = api.get(f"/api/search{sent}")
    assert response.status_code == 400
    assert said in response.json()["repair"]
