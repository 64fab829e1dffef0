"""The SPARQL page in a browser: with the editor, without scripts, and with hostile answers.

What the browser says of the Content Security Policy is an error in its console, and fails a test.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from api_served import served, settings_for
from casegraph.serve.editor.bundle import is_bundled
from npm import installed
from serve_running import waited
from site_browser import chromium, opened

WIDE, PHONE = 1280, 390
TWO = 'SELECT ?word WHERE { VALUES ?word { "present" "absent" } } ORDER BY ?word'
HOSTILE = """\
PREFIX cg: <https://w3id.org/casegraph/ontology#>
SELECT ?__proto__ ?constructor ?innerHTML ?link ?data ?web
WHERE {
  BIND("<script>document.title = 'taken'</script>" AS ?__proto__)
  BIND("<img src=x onerror=\\"document.title = 'taken'\\">"@en AS ?constructor)
  BIND("</td></table><h1>taken</h1>\\u202Edesrever" AS ?innerHTML)
  BIND(IRI("javascript:document.title='taken'") AS ?link)
  BIND(IRI("data:text/html,taken") AS ?data)
  BIND(<https://example.org/'onclick='document.title=1> AS ?web)
}
"""
HOSTILE_TRIPLES = 'CONSTRUCT { <x:s> <x:p> "</code></pre><script>alert(1)</script>" } WHERE {}'
WRONG = "SELECT *\nWHERE {\n  ?case cg:presents ?finding .\n}"
OFFERING = "{rules: {'scrollable-region-focusable': {enabled: false}}}"
"""The options of axe while names are offered: arrow keys in the editor scroll their list."""

LINK_IN_ANSWER = "#answer td a"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one browser for all tests here."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(api: httpx.Client) -> str:
    """Return the address of the page."""
    return f"{str(api.base_url).rstrip('/')}/sparql"


@pytest.fixture
def console(browser: Browser, address: str) -> Iterator[Page]:
    """Give the page with its editor; nothing in it may go wrong."""
    if not is_bundled():
        pytest.skip("the editor was not built; `make editor` does")
    with opened(browser) as (page, wrong):
        page.goto(address)
        page.locator(".cm-content").wait_for()
        yield page
        assert wrong == []


def write(page: Page, text: str) -> None:
    """Put *text* in the place of what is in the editor."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def text_of(page: Page) -> str:
    found: str = page.locator("#query").evaluate("(area) => area.value")
    return found


def run(page: Page, text: str) -> None:
    """Ask *text* with the keyboard and wait for the answer."""
    write(page, text)
    page.keyboard.press("Control+Enter")
    page.locator("#answer h2").wait_for()


def submit(page: Page) -> None:
    """Ask by the form, without scripts, and wait for the page with the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name="Run").click()


def rows_of(page: Page) -> list[list[str]]:
    """Return the words of each row of the answer, of which there must be one."""
    page.locator("#answer tbody tr").first.wait_for()
    return [
        row.locator("td bdi").all_inner_texts() for row in page.locator("#answer tbody tr").all()
    ]


def faults(page: Page, options: str = "{}") -> list[str]:
    """Return what axe finds wrong in the open page. options: of axe."""
    page.evaluate(installed("axe-core", "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {options})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def test_query_is_answered_without_leaving_the_page(console: Page) -> None:
    run(console, TWO)
    assert rows_of(console) == [["absent"], ["present"]]
    expect(console.locator("#answer")).to_contain_text("2 rows.")
    assert console.locator("#answer .polarity").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_hostile_answer_is_text(browser: Browser, address: str, scripts: bool) -> None:
    if scripts and not is_bundled():
        pytest.skip("the editor was not built; `make editor` does")
    with opened(browser, scripts=scripts) as (page, wrong):
        page.goto(address)
        if scripts:
            run(page, HOSTILE)
        else:
            page.locator("#query").fill(HOSTILE)
            submit(page)
        heads = page.locator("#answer thead th").all_inner_texts()
        assert heads == ["__proto__", "constructor", "innerHTML", "link", "data", "web"]
        ((script, image, table, link, data, web),) = rows_of(page)
        assert script == "<script>document.title = 'taken'</script>"
        assert image.startswith("<img src=x onerror=")
        assert table.startswith("</td></table><h1>")
        assert link == "javascript:document.title='taken'"
        assert data == "data:text/html,taken"
        links = page.locator(LINK_IN_ANSWER).all()
        assert [one.inner_text() for one in links] == [web]
        assert page.locator("main h1").all_inner_texts() == ["SPARQL"]
        assert page.locator("#answer script, #answer img, #answer [onclick]").count() == 0
        assert page.title() == "SPARQL · casegraph"
        assert wrong == []


def test_triples_are_text(console: Page) -> None:
    run(console, HOSTILE_TRIPLES)
    expect(console.locator("#answer pre")).to_contain_text("</pre><script>alert(1)</script>")
    assert console.locator("#answer script").count() == 0


def test_link_of_a_row_leads_to_a_page_that_is_there(console: Page, api: httpx.Client) -> None:
    run(
        console,
        "SELECT DISTINCT ?case WHERE { ?case a <https://w3id.org/casegraph/ontology#Case> }",
    )
    links = [one.evaluate("(link) => link.href") for one in console.locator(LINK_IN_ANSWER).all()]
    assert len(links) == 3
    assert [api.get(link).status_code for link in links] == [200, 200, 200]


def test_mistake_is_shown_at_its_line(browser: Browser, address: str) -> None:
    if not is_bundled():
        pytest.skip("the editor was not built; `make editor` does")
    with opened(browser) as (page, _):
        page.goto(address)
        write(page, WRONG)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("line 3")
        expect(page.get_by_role("alert")).to_contain_text("PREFIX cg:")
        marked = page.locator(".cm-lint-marker-error")
        expect(marked).to_have_count(1)
        line = page.locator(".cm-line", has_text="cg:presents")
        expect(line.locator(".cm-lintRange-error")).to_have_count(1)
        write(page, TWO)
        expect(marked).to_have_count(0)
        page.keyboard.press("Control+Enter")
        page.locator("#answer h2").wait_for()
        expect(page.get_by_role("alert")).to_have_count(0)


def test_name_is_offered_by_its_label_and_brings_its_prefix(console: Page) -> None:
    write(console, "SELECT ?x WHERE { ?x a ")
    console.keyboard.type("Diseas")
    offered = console.locator(".cm-tooltip-autocomplete li[role=option]").first
    expect(offered).to_contain_text("cg:Disease")
    offered.click()
    assert text_of(console) == (
        "PREFIX cg: <https://w3id.org/casegraph/ontology#>\nSELECT ?x WHERE { ?x a cg:Disease"
    )


def test_term_is_offered_by_its_label_and_brings_its_prefix(console: Page) -> None:
    write(console, "ASK { ?x ?y ")
    console.keyboard.type("calcinos")
    offered = console.locator(".cm-tooltip-autocomplete li", has_text="term:calcinosis").first
    offered.wait_for()
    offered.click()
    assert text_of(console) == (
        "PREFIX term: <https://w3id.org/casegraph/term/>\nASK { ?x ?y term:calcinosis"
    )


def test_beginning_of_a_keyword_is_not_taken_for_a_name(console: Page) -> None:
    write(console, "")
    console.keyboard.type("CON")
    console.wait_for_timeout(1000)
    offered = console.locator(".cm-tooltip-autocomplete li", has_text="cg:considers")
    assert offered.count() == 0
    console.keyboard.press("Control+Space")
    offered.first.wait_for()


def test_example_comes_into_the_editor_with_its_parameters_bound(console: Page) -> None:
    console.get_by_text("Examples").click()
    console.get_by_role("link", name="Which cases exclude a condition").click()
    expect(console.locator(".cm-content")).to_contain_text("# Which cases exclude")
    assert "term/reduced-sensation>" in text_of(console)
    assert "UNDEF" not in text_of(console)
    console.locator("#run").click()
    console.locator("#answer tbody tr").first.wait_for()


def test_past_queries_come_back_and_can_be_cleared(console: Page) -> None:
    run(console, TWO)
    run(console, "ASK { ?nobody ?does ?this }")
    expect(console.locator("#answer")).to_contain_text("Yes.")
    console.reload()
    console.get_by_text("History (2)").click()
    console.get_by_role("button", name="SELECT ?word").click()
    assert text_of(console) == TWO
    console.get_by_text("History (2)").click()
    console.get_by_role("button", name="Clear the history").click()
    expect(console.locator(".past")).to_be_hidden()
    console.reload()
    console.locator(".cm-content").wait_for()
    expect(console.locator(".past")).to_be_hidden()


def test_past_is_bounded_and_spoilt_storage_does_no_harm(console: Page) -> None:
    entries = [{"text": f"ASK {{}} # {number}", "when": number} for number in range(100)]
    key = "casegraph.sparql.past"
    console.evaluate(
        "([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))", [key, entries]
    )
    run(console, TWO)
    expect(console.get_by_text("History (40)")).to_have_count(1)
    console.evaluate("(key) => localStorage.setItem(key, '[{\"text\": 5}, null')", key)
    console.reload()
    run(console, TWO)
    expect(console.get_by_text("History (1)")).to_have_count(1)


def test_link_to_a_query_gives_it_with_its_answer(console: Page, browser: Browser) -> None:
    run(console, f"{TWO}  # ü & + %")
    link = console.get_by_role("link", name="Link to this query").evaluate("(link) => link.href")
    assert link == console.url
    for scripts in (True, False):
        with opened(browser, scripts=scripts) as (page, wrong):
            page.goto(link)
            assert text_of(page) == f"{TWO}  # ü & + %"
            assert rows_of(page) == [["absent"], ["present"]]
            assert wrong == []


def test_long_query_says_that_it_has_no_link(console: Page) -> None:
    run(console, f"{TWO} # {'x' * 7000}")
    expect(console.locator("#shared")).to_have_text("This query is too long for a link.")
    assert "query=" not in console.url


@pytest.mark.parametrize("name", ["CSV", "TSV", "JSON", "XML"])
def test_answer_is_kept_as_a_file(console: Page, name: str) -> None:
    run(console, TWO)
    with console.expect_download() as kept:
        console.get_by_role("button", name=name).click()
    assert kept.value.suggested_filename == f"answer.{name.lower()}"
    assert "present" in Path(kept.value.path()).read_text("utf-8")


def test_stop_gives_up_waiting(console: Page) -> None:
    held: list[Route] = []

    def is_held() -> bool:
        console.wait_for_timeout(50)  # else nobody hears of the request
        return bool(held)

    console.route("**/sparql/first-rows", lambda route: held.append(route))
    write(console, TWO)
    stop = console.get_by_role("button", name="Stop")
    expect(stop).to_be_hidden()
    console.keyboard.press("Control+Enter")
    assert waited(is_held)
    stop.click()
    expect(console.locator("#status")).to_have_text("Stopped; there is no answer.")
    expect(stop).to_be_hidden()
    assert len(held) == 1
    console.unroute_all()
    run(console, TWO)
    assert rows_of(console) == [["absent"], ["present"]]


def test_server_that_does_not_answer_is_named(browser: Browser, address: str) -> None:
    if not is_bundled():
        pytest.skip("the editor was not built; `make editor` does")
    with opened(browser) as (page, _):
        page.goto(address)
        page.route("**/sparql/first-rows", lambda route: route.abort())
        write(page, TWO)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("the server could not be reached")
        assert text_of(page) == TWO
        page.unroute_all()
        run(page, TWO)
        expect(page.get_by_role("alert")).to_have_count(0)


def test_variable_of_the_text_is_offered(console: Page) -> None:
    write(console, "SELECT * WHERE { ?finding ?p ?o . ")
    console.keyboard.type("?fin")
    offered = console.locator(".cm-tooltip-autocomplete li", has_text="?finding")
    offered.click()
    assert text_of(console).endswith(". ?finding")


def test_limit_and_part_of_an_answer_are_said_loudly(
    browser: Browser, bundled_folder: Path
) -> None:
    if not is_bundled():
        pytest.skip("the editor was not built; `make editor` does")
    limited = settings_for(bundled_folder, seconds=5, rows=600)
    with served(limited) as api, opened(browser) as (page, wrong):
        page.goto(f"{api.base_url}/sparql")
        run(page, "SELECT * WHERE { ?s ?p ?o }")
        expect(page.locator("#answer .loud")).to_contain_text(
            "Only the first 500 are shown here, of more than 600 rows."
        )
        assert wrong == []
        write(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("alert")).to_contain_text("seconds")
        assert page.locator("#answer table").count() == 0


def test_slash_is_typed_in_the_editor_and_leads_to_the_search_elsewhere(console: Page) -> None:
    write(console, "")
    console.keyboard.type("SELECT * WHERE { ?s a/b ?o } #")
    assert text_of(console) == "SELECT * WHERE { ?s a/b ?o } #"
    console.locator("h1").click()
    console.keyboard.press("Control+/")
    assert console.evaluate("document.activeElement.id") != "search-box"
    console.keyboard.press("/")
    assert console.evaluate("document.activeElement.id") == "search-box"
    console.keyboard.type("a/b")
    expect(console.locator("#search-box")).to_have_value("a/b")


def test_tab_leaves_the_editor(console: Page) -> None:
    write(console, TWO)
    console.keyboard.press("Tab")
    assert console.evaluate("document.activeElement.id") == "run"
    assert text_of(console) == TWO
    console.get_by_text("Query", exact=True).click()
    console.keyboard.insert_text("#")
    assert "#" in text_of(console)


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (PHONE, True)])
def test_page_is_accessible_and_no_wider_than_its_window(
    browser: Browser, address: str, width: int, dark: bool
) -> None:
    for scripts in (True, False):
        with opened(browser, width=width, dark=dark, scripts=scripts) as (page, wrong):
            page.goto(f"{address}?{urlencode({'query': HOSTILE})}")
            found = faults(page) if scripts else []
            if scripts and is_bundled():
                page.locator("summary").first.click()
                run(page, TWO)
                write(page, "ASK { ?x a Diseas")
                page.keyboard.type("e")
                page.locator(".cm-tooltip-autocomplete li").first.wait_for()
                found += faults(page, OFFERING)
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) == 0
            assert found == []
            assert wrong == []


def test_form_works_without_scripts(browser: Browser, address: str) -> None:
    with opened(browser, scripts=False) as (page, wrong):
        page.goto(address)
        page.get_by_label("Query").fill(TWO)
        submit(page)
        assert rows_of(page) == [["absent"], ["present"]]
        page.get_by_label("and show the answer").select_option("csv")
        with page.expect_download() as kept:
            page.get_by_role("button", name="Run").click()
        assert kept.value.suggested_filename == "answer.csv"
        with page.expect_download() as kept:
            page.get_by_role("button", name="TSV").click()
        assert kept.value.suggested_filename == "answer.tsv"
        page.get_by_text("Examples").click()
        with page.expect_navigation():
            page.get_by_role("link", name="Which cases exclude a condition").click()
        assert "term/reduced-sensation>" in page.get_by_label("Query").input_value()
        assert wrong == []


def test_text_is_kept_below_its_mistake_without_scripts(browser: Browser, address: str) -> None:
    with opened(browser, scripts=False) as (page, _):
        page.goto(address)
        page.get_by_label("Query").fill(WRONG)
        submit(page)
        expect(page.get_by_role("alert")).to_contain_text("line 3")
        expect(page.get_by_role("alert").locator("pre")).to_have_text(
            "?case cg:presents ?finding ."
        )
        assert page.get_by_label("Query").input_value() == WRONG
