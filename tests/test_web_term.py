"""The pages of terms, publications and the spine: what stands on them, and what never may."""

import re
from collections import Counter
from pathlib import Path

import pytest

from casegraph import namespaces
from casegraph.namespaces import PUBLICATION, TERM
from casegraph.narrative.bibliography import resolved
from casegraph.ontologies import add, read
from casegraph.store import Store
from casegraph.web import case, publication, spine, term, terms
from casegraph.web.case.page import Case
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
from casegraph.web.tally import tally
from casegraph.web.term.page import Term

ALAR = f"{namespaces.CASE}alar-ligament-calcification-ra#case"
CORD = f"{namespaces.CASE}cervical-calcinosis-ssc-cord-compression#case"


@pytest.fixture(scope="module")
def catalogue(bundled_store: Store) -> Catalogue:
    return Catalogue(bundled_store)


def page_of(catalogue: Catalogue, name: str, number: int = 1) -> Term:
    page = term.KIND.values(catalogue, TERM + name, number)
    assert isinstance(page, Term)
    return page


def cases_of(page: Term) -> dict[str, list[str]]:
    return {
        group.relation.name: [entry.case.target for entry in group.entries] for group in page.groups
    }


def html_of(catalogue: Catalogue, page: Term) -> str:
    path = term.KIND.path(page.iri)
    return rendered(term.KIND, page, path, catalogue, Site("0"))


def test_a_denied_term_has_no_case_that_presents_it(catalogue: Catalogue) -> None:
    page = page_of(catalogue, "cervical-epidural-abscess")
    assert cases_of(page) == {"excludes": [ALAR], "considers": [ALAR]}
    assert not re.search(r'class="polarity present"', html_of(catalogue, page))


def test_a_suspicion_says_what_became_of_it(catalogue: Catalogue) -> None:
    page = page_of(catalogue, "crowned-dens-syndrome")
    (group,) = [group for group in page.groups if group.relation.name == "considers"]
    assert [entry.later for entry in group.entries] == ["also ruled out"]


def test_a_case_is_found_under_a_broader_term_with_the_statement_that_says_it(
    catalogue: Catalogue,
) -> None:
    page = page_of(catalogue, "pain")
    (group,) = [group for group in page.groups if group.relation.name == "presents"]
    said = {
        entry.case.target: [link.target for link in entry.statements] for entry in group.entries
    }
    assert ALAR in said
    assert all(link.startswith(namespaces.document_of(ALAR) or "") for link in said[ALAR])
    assert said[ALAR]


def test_local_absence_and_resolution_are_told_and_let_nothing_follow(
    catalogue: Catalogue,
) -> None:
    assert cases_of(page_of(catalogue, "abnormal-tendon-reflex"))["deniesAt"] == [CORD]
    assert cases_of(page_of(catalogue, "neck-pain"))["resolves"] == [ALAR]


def test_a_term_that_nobody_mentions_says_that_this_is_not_absence(catalogue: Catalogue) -> None:
    page = page_of(catalogue, "limited-cutaneous-systemic-sclerosis")
    assert page.groups == ()
    assert "does not mean that it is absent" in html_of(catalogue, page)


def test_the_hierarchy_in_words_says_present_and_absent_with_each_number(
    catalogue: Catalogue,
) -> None:
    outline = html_of(catalogue, page_of(catalogue, "atlanto-axial-subluxation"))
    said = " ".join(re.sub(r"<[^>]+>", "", outline.partition('class="outline"')[2]).split())
    assert "atlanto-axial subluxation present in 0, absent in 1" in said


def test_a_term_that_a_case_only_measures_is_not_said_to_be_unmentioned(
    catalogue: Catalogue,
) -> None:
    page = html_of(catalogue, page_of(catalogue, "c-reactive-protein"))
    assert "No case here says anything" not in page
    assert "presents, excludes or considers it" in page


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("isoniazid", "Of the cases told: done in 1."),
        (
            "cervical-epidural-abscess",
            "Of the cases told: absent in 1; suspected in 1, also ruled out.",
        ),
        (
            "epidural-abscess",
            "Of the cases told: suspected in 1, a kind of it ruled out.",
        ),
        ("severe", "Of high strength or degree."),
    ],
)
def test_description_counts_only_what_can_be_said_of_the_term(
    catalogue: Catalogue, name: str, told: str
) -> None:
    page = page_of(catalogue, name)
    assert page.description.endswith(told)
    assert "Present in 0" not in page.description


def test_what_is_neither_there_nor_missing_has_no_numbers(catalogue: Catalogue) -> None:
    picture = page_of(catalogue, "severe").hierarchy
    assert picture is not None
    assert picture.header == ("term",)
    assert "present" not in picture.svg + picture.description
    assert {len(row.cells) for row in picture.rows} == {1}


def test_what_goes_with_a_term_leaves_out_its_kin_and_counts_cases(catalogue: Catalogue) -> None:
    page = page_of(catalogue, "systemic-sclerosis")
    assert page.presented == 2
    assert all(1 <= one.cases <= 2 for one in page.together)
    named = {one.term.target for one in page.together}
    assert named
    assert TERM + "systemic-sclerosis" not in named
    assert TERM + "connective-tissue-disease" not in named


def test_the_hierarchy_counts_for_a_structure_where_it_is_involved(catalogue: Catalogue) -> None:
    picture = page_of(catalogue, "c3-c4-segment").hierarchy
    assert picture is not None
    assert "involved" in picture.description + str(picture.header)


def test_a_publication_tells_its_authors_in_their_order_and_its_cases(
    catalogue: Catalogue,
) -> None:
    page = publication.KIND.values(
        catalogue, f"{PUBLICATION}cervical-calcinosis-ssc-cord-compression", 1
    )
    assert isinstance(page, publication.Publication)
    names = [author.partition(",")[0] for _, author in page.authors]
    assert names == ["Naji Al-Khudairi", "Shigeru Kobayashi", "Adam Meir"]
    assert [case.target for case in page.cases] == [CORD]


def test_a_cited_work_says_who_cites_it(catalogue: Catalogue) -> None:
    page = publication.KIND.values(catalogue, f"{PUBLICATION}ogawa-2009", 1)
    assert isinstance(page, publication.Publication)
    assert page.cited_by
    assert all(one.work.target.startswith(PUBLICATION) for one in page.cited_by)


def test_the_data_of_a_publication_has_its_authors(catalogue: Catalogue) -> None:
    work = f"{PUBLICATION}ogawa-2009"
    assert publication.KIND.quads is not None
    subjects = {str(quad.subject) for quad in publication.KIND.quads(catalogue, work)}
    assert f"<{work}#author-6>" in subjects


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("PMID:123", "https://pubmed.ncbi.nlm.nih.gov/123"),
        ("doi:10.1000/a b", "https://doi.org/10.1000/a%20b"),
        ("javascript:alert(1)", ""),
        ("no scheme", ""),
    ],
)
def test_an_identifier_leads_to_its_resolver_and_nowhere_else(
    identifier: str, address: str
) -> None:
    assert resolved(identifier) == address


def test_the_spine_lists_the_cases_behind_its_numbers(catalogue: Catalogue) -> None:
    page = spine.KIND.values(catalogue, "", 1)
    assert isinstance(page, spine.Spines)
    listed = {
        anchor: [case.target for case in cases]
        for place in page.places
        for anchor, _, cases in place.sides
    }
    assert listed["at-alar-ligament-left"] == [ALAR]
    linked = set(re.findall(r'href="#(at-[^"]+)"', page.whole.svg + page.neck.svg))
    assert linked
    assert linked <= listed.keys()


def test_what_only_the_curator_concludes_stands_apart(catalogue: Catalogue) -> None:
    page = page_of(catalogue, "cervical-myelopathy")
    assert [one.case.target for one in page.inferences] == [CORD]
    assert all(CORD not in cases for cases in cases_of(page).values())


def test_a_case_names_its_report_at_the_top(catalogue: Catalogue) -> None:
    document = f"{namespaces.CASE}cervical-calcinosis-ssc-cord-compression"
    page = case.KIND.values(catalogue, document, 1)
    html = rendered(case.KIND, page, case.KIND.path(document), catalogue, Site("0"))
    header = html.partition("</header>\n\n<nav")[0]
    assert "publication/cervical-calcinosis-ssc-cord-compression.html" in header


def test_a_public_term_that_no_case_uses_has_no_page() -> None:
    ontology = read(Path(__file__).parent / "ontologies" / "small.obo")
    public = {str(quad.subject)[1:-1] for quad in ontology.quads}
    with Store.open() as store:
        add(store, ontology)
        catalogue = Catalogue(store)
        assert not public & catalogue.terms.keys()
        assert not any(map(catalogue.has_page, public))
        assert TERM + "neck-pain" in catalogue.terms


@pytest.mark.parametrize(
    ("name", "later"),
    [
        ("cervical-epidural-abscess", "also ruled out"),
        ("spinal-epidural-abscess", "a kind of it ruled out"),
        ("epidural-abscess", "a kind of it ruled out"),
        ("crystal-arthropathy", "a kind of it ruled out"),
        ("infection", "also present"),
    ],
)
def test_a_suspicion_of_something_broader_says_what_became_of_its_kind(
    catalogue: Catalogue, name: str, later: str
) -> None:
    page = page_of(catalogue, name)
    (group,) = [group for group in page.groups if group.relation.name == "considers"]
    assert [(entry.case.target, entry.later) for entry in group.entries] == [(ALAR, later)]
    assert "absent" not in later


SETTLED = {
    "cervical epidural abscess": "also ruled out",
    "epidural abscess": "a kind of it ruled out",
    "infection": "also present",
}


@pytest.mark.parametrize(("label", "later"), SETTLED.items())
def test_a_suspicion_that_was_settled_is_not_counted_as_standing(
    catalogue: Catalogue, label: str, later: str
) -> None:
    html = html_of(catalogue, page_of(catalogue, label.replace(" ", "-")))
    (counted,) = re.findall(r'<nav class="standing".*?</nav>', html, re.DOTALL)
    assert f"1 suspected {later}" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", counted))


def test_a_list_of_terms_says_how_suspicions_were_settled(catalogue: Catalogue) -> None:
    page = terms.KIND.values(catalogue, "Disease", 1)
    html = rendered(terms.KIND, page, terms.KIND.path("Disease"), catalogue, Site("0"))
    listed = re.findall(
        r">([^<]+)</a> <span class=\"quiet\">[^<]*</span></span>(.*?)</li>", html, re.DOTALL
    )
    said = {label: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", counts)) for label, counts in listed}
    for label, later in SETTLED.items():
        assert f"suspected 1, {later}" in said[label]


def test_each_settled_suspicion_is_counted_once_and_as_its_case_tells(catalogue: Catalogue) -> None:
    for iri, counts in tally(catalogue).items():
        if counts.considers and catalogue.has_page(iri):
            page = term.KIND.values(catalogue, iri, 1)
            assert isinstance(page, Term)
            (group,) = [one for one in page.groups if one.relation.name == "considers"]
            later = Counter(entry.later for entry in group.entries if entry.later)
            assert set(group.told) == {
                words if number == group.count else f"{words} in {number}"
                for words, number in later.items()
            }


def test_what_is_broader_than_something_ruled_out_is_not_said_to_be_absent(
    catalogue: Catalogue,
) -> None:
    html = html_of(catalogue, page_of(catalogue, "epidural-abscess"))
    assert "a kind of it ruled out" in html
    assert "excludes" not in cases_of(page_of(catalogue, "epidural-abscess"))
    assert "also ruled out" not in html


def test_what_follows_from_a_suspicion_says_what_became_of_it(catalogue: Catalogue) -> None:
    page = case.KIND.values(catalogue, namespaces.document_of(ALAR) or "", 1)
    assert isinstance(page, Case)
    (considered,) = [one for one in page.following if one.relation.name == "considers"]
    later = {link.text: considered.later.get(link.target, "") for link in considered.said}
    later |= {link.text: considered.later.get(link.target, "") for link in considered.further}
    assert later == {
        "cervical epidural abscess": "also ruled out",
        "crowned dens syndrome": "also ruled out",
        "crystal arthropathy": "a kind of it ruled out",
        "epidural abscess": "a kind of it ruled out",
        "spinal epidural abscess": "a kind of it ruled out",
        "infection": "also present",
        "rheumatic disease": "also present",
    }
    assert {considered.later.get(link.target) for link in considered.elsewhere} == {
        "a kind of it ruled out"
    }
    html = rendered(case.KIND, page, case.KIND.path(page.iri), catalogue, Site("0"))
    assert re.search(r">epidural abscess</a> <span class=\"quiet\">a kind of it ruled out", html)
