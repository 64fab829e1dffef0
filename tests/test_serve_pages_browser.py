"""The pages of a server in a browser: with and without scripts, by keyboard, and with hostile data.

What the browser says of the Content Security Policy is an error in its console, and fails a test.
"""

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page, expect

from api_served import served, settings_for
from casegraph.namespaces import SKOS, TERM, TERMS
from casegraph.quads import nquads
from casegraph.store import Store
from npm import installed
from site_browser import chromium, opened

WIDE, PHONE = 1280, 390
VIEWS = (
    (WIDE, False, "{}"),
    (WIDE, True, "{runOnly: ['color-contrast']}"),
    (PHONE, False, "{runOnly: ['target-size']}"),
    (PHONE, True, "{runOnly: ['color-contrast']}"),
)
"""Width, whether dark, and the options of axe: only the rules for which the view matters."""

ALAR = "alar-ligament-calcification-ra"
BARIUM = "cervical-calcinosis-ssc-barium-swallow"
CORD = "cervical-calcinosis-ssc-cord-compression"
THREE = f"compare?case={ALAR}&case={BARIUM}&case={CORD}"
PATHS = (
    "query/statements-by-polarity-and-voice",
    "query/diseases-by-structure",
    "query/unusual-cases?case=all&page=1",
    "query/evidence-positions?page=2",
    "search?q=cervical",
    "search?q=dysfagia",
    "search?q=sore+neck",
    "search?q=fever",
    THREE,
    "compare",
    "store?check",
    "cases.html",
    f"case/{ALAR}.html",
)
FAULTY = ("query/unusual-cases?case=x&old_from=y", f"compare?case={ALAR}&case=x")
BAD_REQUEST = "Failed to load resource: the server responded with a status of 400 (Bad Request)"

OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
IS_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
LABELS = {
    "script": "<script>document.title = 'taken'</script>",
    "image": "<img src=x onerror=\"document.title = 'taken'\">",
    "table": f"</bdi></td></table><h1>taken</h1>{OVERRIDE}desrever",
    "quotes": "\" onmouseover=\"document.title='taken'\" x='",
    "long": "a very long word " * 6_000,
    "template": "{{ 7 * 7 }}{% raw %}",
}
TARGETS = {
    "script": "javascript:document.title='taken'",
    "image": "data:text/html,<script>document.title='taken'</script>",
    "table": "http://example.org/'onclick='document.title=1",
    "quotes": "JaVaScRiPt:alert(1)",
    "long": f"http://example.org/{'a' * 2_000}",
    "template": "vbscript:msgbox(1)",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one browser for all tests here."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(api: httpx.Client) -> str:
    """Return the address of the server, without a slash at the end."""
    return str(api.base_url).rstrip("/")


@pytest.fixture(scope="module")
def hostile(bundled_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server whose terms have labels and mappings of somebody hostile."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    graph = ox.NamedNode(TERMS)
    with (
        Store.open(folder, write=True) as store,
        store.rewriting(bundled_store.built, empty=True) as rewrite,
    ):
        rewrite.load(nquads(bundled_store.quads()))
        for name, label in LABELS.items():
            term = ox.NamedNode(f"{TERM}hostile-{name}")
            said = (
                ("inScheme", graph),
                ("prefLabel", ox.Literal(label, language="en")),
                ("exactMatch", ox.NamedNode(TARGETS[name].replace("<", "%3C").replace(">", "%3E"))),
            )
            triples = (
                ox.Quad(term, ox.NamedNode(SKOS + step), value, graph) for step, value in said
            )
            rewrite.load(nquads(triples))
    with served(settings_for(folder)) as client:
        yield str(client.base_url).rstrip("/")


@pytest.mark.parametrize(("width", "dark", "rules"), VIEWS)
def test_pages_show_without_errors_are_accessible_and_fit(
    browser: Browser, address: str, width: int, dark: bool, rules: str
) -> None:
    axe = installed("axe-core", "axe.min.js").read_text(encoding="utf-8")
    found, wide = [], []
    with opened(browser, width=width, dark=dark) as (page, wrong):
        for path in (*PATHS, *FAULTY):
            page.goto(f"{address}/{path}")
            if page.evaluate(IS_WIDE):
                wide.append(path)
            page.evaluate(OPEN)
            page.evaluate(axe)
            for fault in page.evaluate(f"axe.run(document, {rules})")["violations"]:
                found.append(f"{path}: {fault['id']}: {fault['nodes'][0]['html'][:200]}")
    assert found == []
    assert wide == []
    refused = [one for one in wrong if one == BAD_REQUEST]
    assert len(refused) == len(FAULTY)
    assert [one for one in wrong if one != BAD_REQUEST and not one.startswith("400 ")] == []


ROWS = "new Set([...document.querySelectorAll('.ways li')].map((one) => one.offsetTop)).size"
SCROLLING = """[...document.querySelectorAll('.scroll')]
    .filter((one) => one.scrollWidth > one.clientWidth).length"""


def test_the_menu_of_a_phone_takes_two_rows(browser: Browser, address: str) -> None:
    with opened(browser, width=PHONE) as (page, wrong):
        page.goto(f"{address}/store")
        assert page.locator(".ways li").count() == 10
        assert page.evaluate(ROWS) <= 2
    assert wrong == []


@pytest.mark.parametrize("dark", [False, True])
def test_cases_side_by_side_fit_on_a_phone_each_told_by_its_letter(
    browser: Browser, address: str, dark: bool
) -> None:
    with opened(browser, width=PHONE, dark=dark) as (page, wrong):
        page.goto(f"{address}/{THREE}")
        assert page.evaluate(SCROLLING) == 0
        table = page.get_by_role("table").first
        row = table.get_by_role("row").nth(1)
        letters = [one.inner_text() for one in row.locator(".which").all()]
        assert letters == ["A", "B", "C"]
        assert row.get_by_role("cell").count() == 3
        heads = table.get_by_role("columnheader").filter(visible=True)
        assert [head.inner_text()[0] for head in heads.all()] == letters
    assert wrong == []


@pytest.mark.parametrize("path", PATHS)
def test_everything_is_there_without_scripts(browser: Browser, address: str, path: str) -> None:
    texts = []
    for scripts in (True, False):
        with opened(browser, scripts=scripts) as (page, wrong):
            page.goto(f"{address}/{path}")
            page.locator(".copy").evaluate_all("all => all.forEach((one) => one.remove())")
            texts.append(page.locator("main").inner_text().split())
        assert wrong == []
    assert texts[0] == texts[1]
    assert len(texts[0]) > 20


@pytest.mark.parametrize("symptom", ["neck pain", "dysphagia", "weakness"])
def test_a_case_is_three_clicks_from_a_symptom(
    browser: Browser, address: str, symptom: str
) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/")
        page.locator("form.search.large input").fill(symptom)
        page.get_by_role("option").first.click()
        page.wait_for_url("**/term/**")
        page.locator("#present ~ ul a, .bearing a").first.click()
        page.wait_for_url("**/case/**")
        expect(page.locator("article.case h1")).to_be_visible()
    assert wrong == []


def test_the_same_way_works_without_scripts(browser: Browser, address: str) -> None:
    with opened(browser, scripts=False) as (page, wrong):
        page.goto(f"{address}/")
        page.locator("form.search.large input").fill("dysphagia")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=dysphagia")
        page.get_by_role("link", name="dysphagia", exact=True).click()
        page.wait_for_url("**/term/dysphagia.html")
        page.locator(".bearing a").first.click()
        expect(page.locator("article.case h1")).to_be_visible()
    assert wrong == []


def test_suggestions_are_reached_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/store")
        page.keyboard.press("/")
        page.keyboard.insert_text("atlas")  # at once, so that nothing comes after what is chosen
        box, first = page.locator("#search-box"), page.get_by_role("option").first
        expect(first).to_contain_text("C1 vertebra")
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(first).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", "search-found-0")
        page.keyboard.press("Escape")
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=atlas")
    assert wrong == []


def test_a_suggestion_tells_in_how_many_cases_and_names_a_single_one(
    browser: Browser, address: str
) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/store")
        box = page.locator("#search-box")
        box.fill("traumatic injury")
        first = page.get_by_role("option").first
        expect(first).to_contain_text("absent in 1 case: Calcified left alar ligament")
        box.fill("systemic sclerosis")
        expect(first).to_contain_text("present in 2 cases")
        expect(first).not_to_contain_text("finding type")
    assert wrong == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_is_asked_by_its_form(browser: Browser, address: str, scripts: bool) -> None:
    with opened(browser, scripts=scripts) as (page, wrong):
        page.goto(f"{address}/query/cases-presenting")
        page.get_by_label("Term", exact=True).fill("neck pain")
        page.get_by_role("button", name="Ask").click()
        page.wait_for_url("**/query/cases-presenting?term=neck+pain&page=1")
        expect(page.get_by_label("Term", exact=True)).to_have_value("neck pain")
        expect(page.locator("table.answer tbody tr")).to_have_count(2)
    assert wrong == []


def test_fields_suggest_terms_and_cases(browser: Browser, address: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/query/cases-presenting")
        page.get_by_label("Term", exact=True).fill("")
        page.get_by_label("Term", exact=True).press_sequentially("dysph")
        expect(page.locator("#list-term option").first).to_have_attribute("value", "dysphagia")
        page.goto(f"{address}/compare")
        page.get_by_label("Case 1").press_sequentially("barium")
        option = page.locator("#cases-1 option").first
        expect(option).to_have_attribute("value", BARIUM)
    assert wrong == []


def test_a_text_is_copied(browser: Browser, address: str) -> None:
    with opened(browser) as (page, wrong):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{address}/query/cases-presenting")
        page.get_by_role("button", name="Copy the SPARQL").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("pre[data-copy='the SPARQL']").text_content()
    assert wrong == []


@pytest.mark.parametrize("scripts", [True, False])
def test_cases_are_chosen_from_the_list_to_be_compared(
    browser: Browser, address: str, scripts: bool
) -> None:
    with opened(browser, scripts=scripts) as (page, wrong):
        page.goto(f"{address}/cases.html")
        for box in page.get_by_role("checkbox").all()[:2]:
            box.check()
        page.get_by_role("button", name="compare them").click()
        page.wait_for_url("**/compare?case=*")
        expect(page.locator("h1")).to_have_text("Compare 2 cases")
    assert wrong == []


def links(page: Page) -> list[str]:
    """Return where the links of the page lead that are not of this server."""
    found = page.locator("a").evaluate_all("all => all.map((one) => one.href)")
    return [href for href in found if not href.startswith("http://127.0.0.1")]


@pytest.mark.parametrize(
    "path",
    [
        "query/term-mappings",
        "query/term-mappings?term=term:hostile-script&page=1",
        "search?q=script",
        "search?q=%3Cscript%3Edocument.title=1%3C/script%3E%E2%80%AE",
        "query/cases-presenting?term=%3Cimg+src=x+onerror=document.title=1%3E%E2%80%AE",
        "compare?case=%22%3E%3Cscript%3Edocument.title=1%3C/script%3E",
        "search?q=taken",
    ],
)
def test_what_is_hostile_is_shown_as_words(browser: Browser, hostile: str, path: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{hostile}/{path}")
        assert page.title() not in ("taken", "1")
        assert page.locator("main script, main img, main h1:has-text('taken')").count() == 0
        assert page.locator("main [onmouseover], main [onerror], main [onclick]").count() == 0
        assert [href for href in links(page) if not href.startswith(("http://", "https://"))] == []
        assert len(page.content()) < 1_000_000
    assert [one for one in wrong if one != BAD_REQUEST and not one.startswith("400 ")] == []


def test_hostile_labels_are_all_in_the_answer(browser: Browser, hostile: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{hostile}/query/term-mappings?page=1")
        shown = page.locator("table.answer").inner_text()
        for name, label in LABELS.items():
            start = " ".join(label.split())[:60].replace(OVERRIDE, "")
            assert start[:30] in shown, name
        assert "more characters" in shown
        bounded = page.locator("td bdi").filter(has_text=OVERRIDE)
        assert bounded.count() >= 1
    assert wrong == []


def test_hostile_labels_are_suggested_as_words(browser: Browser, hostile: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{hostile}/")
        page.locator("form.search.large input").fill("script")
        expect(page.get_by_role("option").first).to_contain_text("<script>")
        assert page.locator(".found script, .found img").count() == 0
        assert page.title() != "taken"
    assert wrong == []
