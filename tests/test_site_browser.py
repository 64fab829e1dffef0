"""The site in a browser: it shows without errors, is accessible, and the search finds things."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casegraph.store import Store
from casegraph.web.kind import Kind
from casegraph.web.kinds import KINDS
from npm import installed
from site_browser import chromium, opened, served
from site_kinds import paths, spread

CASE = "case/alar-ligament-calcification-ra"
WIDE, PHONE = 1280, 390
VIEWS = (
    (WIDE, False, "{}"),
    (WIDE, True, ""),
    (PHONE, False, "{runOnly: ['target-size']}"),
    (PHONE, True, "{runOnly: ['color-contrast']}"),
)
"""Width, whether dark, and the options of axe: only the rules for which the view matters."""

OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => `${one.tagName} ${one.className}`).slice(0, 3);
}"""


@pytest.fixture(scope="module")
def address(bundled_site: Path) -> Iterator[str]:
    """Give the address of the bundled site."""
    with served(bundled_site) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one browser for all tests here."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def kinds(bundled_store: Store) -> Mapping[str, list[str]]:
    """Return the paths of the pages of each kind."""
    return paths(bundled_store)


def faults(page: Page, axe: str, rules: str) -> list[str]:
    """Return what axe finds wrong in the open *page*, with all that can be unfolded unfolded.

    axe: its source. rules: its options.
    """
    page.evaluate(OPEN)
    page.evaluate(axe)
    return [
        f"{page.url}: {found['id']}: {found['nodes'][0]['html'][:200]}"
        for found in page.evaluate(f"axe.run(document, {rules})")["violations"]
    ]


@pytest.mark.parametrize(("width", "dark", "rules"), VIEWS)
def test_page_of_each_kind_shows_without_errors_and_is_accessible(
    browser: Browser,
    address: str,
    kinds: Mapping[str, list[str]],
    width: int,
    dark: bool,
    rules: str,
) -> None:
    axe = installed("axe-core", "axe.min.js").read_text(encoding="utf-8")
    found: list[str] = []
    with opened(browser, width=width, dark=dark) as (page, wrong):
        for kind in KINDS:
            for path in spread(kinds[kind.name], 1):
                page.goto(f"{address}/{path}.html")
                found += faults(page, axe, rules) if rules else []
    assert found == []
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_is_wider_than_a_phone(
    browser: Browser, address: str, kinds: Mapping[str, list[str]], kind: Kind
) -> None:
    found: dict[str, list[str]] = {}
    with opened(browser, width=PHONE) as (page, wrong):
        for path in spread(kinds[kind.name], 10):
            page.goto(f"{address}/{path}.html")
            if wide := page.evaluate(OVERFLOW):
                found[path] = wide
    assert found == {}
    assert wrong == []


@pytest.mark.parametrize("path", [CASE, "index", "terms", "query/ruled-out-by", "figures"])
def test_everything_is_there_without_scripts(browser: Browser, address: str, path: str) -> None:
    texts = []
    for scripts in (True, False):
        with opened(browser, scripts=scripts) as (page, wrong):
            page.goto(f"{address}/{path}.html")
            texts.append(page.locator("main").inner_text())
        assert wrong == []
    assert texts[0] == texts[1]
    assert len(texts[0]) > 200


def test_search_box_leads_somewhere_without_scripts(browser: Browser, address: str) -> None:
    with opened(browser, scripts=False) as (page, wrong):
        page.goto(f"{address}/{CASE}.html")
        page.get_by_role("searchbox").fill("atlas")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/search.html?q=atlas")
        for name in ("all terms from A to Z", "all cases", "all publications"):
            assert page.get_by_role("link", name=name).is_visible()
        page.get_by_role("link", name="all terms from A to Z").click()
        expect(page).to_have_url(f"{address}/terms.html")
    assert wrong == []


def test_search_finds_a_term_by_a_synonym_with_the_keyboard_alone(
    browser: Browser, address: str
) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/{CASE}.html")
        page.keyboard.press("/")
        page.keyboard.insert_text("atlas")  # at once, so that nothing comes after what is chosen
        first = page.get_by_role("option").first
        expect(first).to_contain_text("C1 vertebra")
        page.keyboard.press("ArrowDown")
        expect(first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}/term/c1.html")
    assert wrong == []


def test_search_finds_a_case_and_says_how_many(browser: Browser, address: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/search.html?q=barium+swallow")
        results = page.locator("#results")
        expect(results).to_contain_text("for “barium swallow”")
        link = results.get_by_role("link", name="barium swallow in a woman of 64")
        link.click()
        expect(page).to_have_url(f"{address}/case/cervical-calcinosis-ssc-barium-swallow.html")
    assert wrong == []


def test_search_shows_what_is_asked_as_words(browser: Browser, address: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/search.html?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3Ezq")
        expect(page.locator("#results")).to_contain_text("<img src=x onerror=alert(1)>zq")
        assert page.locator("#results img").count() == 0
    assert wrong == []


def test_site_works_from_a_disk(browser: Browser, bundled_site: Path) -> None:
    with opened(browser) as (page, wrong):
        page.goto((bundled_site / f"{CASE}.html").as_uri())
        page.get_by_role("combobox").fill("neck pain")
        page.get_by_role("option", name="neck pain").first.click()
        expect(page).to_have_url((bundled_site / "term" / "neck-pain.html").as_uri())
    assert wrong == []


def test_place_of_a_statement_opens_at_it(browser: Browser, address: str) -> None:
    with opened(browser) as (page, wrong):
        page.goto(f"{address}/{CASE}.html#epidural-abscess-ruled-out")
        expect(page.locator("#epidural-abscess-ruled-out")).to_be_in_viewport()
    assert wrong == []
