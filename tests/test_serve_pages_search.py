"""The page of the search: what is found, by kind, and what was meant when nothing is."""

import re

import httpx
import pytest

GROUP = re.compile(r'<h2 id="(\w+)">')


def searched(api: httpx.Client, text: str, **more: str) -> str:
    """Return the page of the search for *text*."""
    found = api.get("/search", params={"q": text, **more})
    assert found.status_code == 200
    assert found.headers["content-type"].startswith("text/html")
    return found.text


@pytest.mark.parametrize("text", ["neck pain", "dysphagia", "weakness"])
def test_a_symptom_leads_to_its_term(api: httpx.Client, text: str) -> None:
    path = api.get("/api/search", params={"q": text, "kind": "term"}).json()["hits"][0]["path"]
    assert f'<a href="{path}.html">' in searched(api, text)


def test_results_stand_by_kind_with_how_many_there_are(api: httpx.Client) -> None:
    html = searched(api, "cervical")
    assert GROUP.findall(html) == ["term", "case", "publication"]
    for sort in GROUP.findall(html):
        total = api.get("/api/search", params={"q": "cervical", "kind": sort}).json()["total"]
        assert re.search(rf'<h2 id="{sort}">[^<]+<span class="quiet">{total}</span>', html)


def test_a_synonym_that_matched_is_told(api: httpx.Client) -> None:
    assert re.search(
        r'href="term/c1.html">C1 vertebra</a></dt>\s*<dd class="quiet">.*also called <bdi>'
        r"atlas</bdi>",
        searched(api, "atlas"),
    )


def test_a_term_tells_in_which_cases_it_is_absent(api: httpx.Client) -> None:
    html = searched(api, "traumatic injury", kind="term")
    assert re.search(r'mark-absent"><svg.*</svg> absent in 1 case<', html)
    assert "mark-present" not in html


def test_what_is_misspelt_is_asked_back(api: httpx.Client) -> None:
    html = searched(api, "dysfagia")
    assert 'Did you mean <a href="?q=dysphagia">dysphagia</a>?' in html
    assert "No term or case here is called" in html


def test_more_of_one_kind_are_a_page_of_their_own(api: httpx.Client) -> None:
    html = searched(api, "c")
    assert "No term or case here is called" in html
    found = re.search(r'<a href="\?(q=ca&amp;kind=term)">All (\d+)', searched(api, "ca"))
    assert found
    alone = searched(api, "ca", kind="term")
    assert GROUP.findall(alone) == ["term"]
    assert alone.count("<dt>") >= min(int(found[2]), 100)


def test_what_is_asked_is_words(api: httpx.Client) -> None:
    asked = "<script>alert(1)</script>\N{RIGHT-TO-LEFT OVERRIDE}\"'>"
    html = searched(api, asked)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert len(searched(api, "x" * 20_000)) < 20_000


def test_an_empty_search_leads_to_the_lists(api: httpx.Client) -> None:
    for params in ({}, {"q": " "}, {"q": "", "kind": "nothing"}):
        html = api.get("/search", params=params).text
        assert 'href="terms.html">all terms from A to Z</a>' in html


def test_few_cases_stand_below_their_term_with_their_polarity(api: httpx.Client) -> None:
    html = searched(api, "traumatic injury", kind="term")
    (those,) = re.findall(r'<ul class="those">(.*?)</ul>', html, re.DOTALL)
    assert re.search(r'mark-absent.*> absent</span> <a href="case/[^"]+\.html#case">', those)


def test_a_suspicion_of_which_a_kind_was_ruled_out_is_no_open_one(api: httpx.Client) -> None:
    html = searched(api, "epidural abscess", kind="term")
    terms = re.findall(r'<a href="term/([^"]+)\.html">(.*?)</div>', html, re.DOTALL)
    said = {term: re.findall(r"</svg> ([^<]*)</span>", shown) for term, shown in terms}
    kind = ["suspected in 1 case, a kind of it ruled out", "suspected, a kind of it ruled out"]
    assert said == {
        "epidural-abscess": kind,
        "spinal-epidural-abscess": kind,
        "cervical-epidural-abscess": [
            *("suspected in 1 case, also ruled out", "absent in 1 case"),
            *("suspected, also ruled out", "absent"),
        ],
    }


@pytest.mark.parametrize(
    ("text", "leads_to"),
    [
        ("trouble swallowing", "dysphagia"),
        ("sore neck", "neck-pain"),
        ("stiff neck", "neck-pain"),
        ("weakness of legs", "muscle-weakness"),
    ],
)
def test_some_of_the_words_lead_on_and_are_said_to_be_some(
    api: httpx.Client, text: str, leads_to: str
) -> None:
    html = searched(api, text)
    assert "has all the words of" in html
    assert f'href="term/{leads_to}.html"' in html


def test_what_is_joined_is_asked_back(api: httpx.Client) -> None:
    assert 'Did you mean <a href="?q=neck+pain">neck pain</a>?' in searched(api, "neckpain")


@pytest.mark.parametrize("text", ["fever", "fracture", "xyzzy"])
def test_what_nothing_is_near_to_is_not_said_to_be_absent(api: httpx.Client, text: str) -> None:
    html = searched(api, text)
    assert "that does not mean that it is absent" in html
    assert "Did you mean" not in html
    assert GROUP.findall(html) == []


def test_kinds_are_said_in_plain_words(api: httpx.Client) -> None:
    assert '<dd class="quiet">finding</dd>' in searched(api, "neck pain")
    assert "finding type" not in searched(api, "pain")
