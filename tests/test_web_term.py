"""The pages of terms, publications and the spine: what stands on them, and what never may."""

import re

import pytest

from casegraph import namespaces
from casegraph.namespaces import PUBLICATION, TERM
from casegraph.store import Store
from casegraph.web import publication, spine, term
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
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
    assert publication.resolved(identifier) == address


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
