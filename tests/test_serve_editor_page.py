"""The SPARQL page as a plain form, and what the script in it asks the server."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from casegraph.query import queries
from casegraph.query.checks import check
from casegraph.query.sparql import Sparql
from casegraph.serve import Limits, Settings
from casegraph.serve.editor import bundle, tasks
from casegraph.serve.editor.asked import LONGEST_LINK, Question
from casegraph.serve.editor.example import text
from casegraph.serve.editor.files import ROWS, TRIPLES
from casegraph.serve.editor.shown import LONGEST, MOST_ROWS, MOST_TRIPLES, Shown, shown
from casegraph.serve.sparql import Asked
from casegraph.serve.sparql.answers import solved
from casegraph.serve.workers import Context
from casegraph.store import Store
from npm import installed
from test_site_html import RULES

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
UNUSED = Path("unused")
MANY = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
TRIPLES_OF_ALL = "CONSTRUCT WHERE { ?s ?p ?o }"


class Reader(HTMLParser):
    """What a page says. areas: texts of text areas. links: addresses. ids: of the elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.areas: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self._in_area = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []
        if tag == "textarea":
            self._in_area = True
            self.areas.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_area = self._in_area and tag != "textarea"

    def handle_data(self, data: str) -> None:
        if self._in_area:
            self.areas[-1] += data
        self.words += data.split()

    @property
    def text(self) -> str:
        """The text of the query in the form; a browser drops the first line feed."""
        return self.areas[0].removeprefix("\n")

    @property
    def said(self) -> str:
        """All text, each space one."""
        return " ".join(self.words)


@pytest.fixture
def context(bundled_store: Store) -> Context:
    """Return what a task of these tests works with: an answer has no more than 700 rows."""
    return Context(Settings(store=UNUSED, limits=Limits(rows=700)), bundled_store)


def first_part(context: Context, query: str) -> Shown:
    return shown(context, solved(context, Asked(query)))


def asked(api: httpx.Client, **fields: str) -> httpx.Response:
    return api.post("/sparql", data=fields, headers=BROWSER)


def test_browser_without_a_query_gets_the_form(api: httpx.Client) -> None:
    response = api.get("/sparql", headers=BROWSER)
    page = Reader(response.text)
    assert response.status_code == 200
    assert "text/html" in response.headers["content-type"]
    assert {"Accept", "Host"} <= set(response.headers["vary"].split(", "))
    check(Sparql(page.text))
    assert "answer-head" not in page.ids


def test_program_gets_data_where_a_browser_gets_the_page(api: httpx.Client) -> None:
    response = api.get("/sparql", params={"query": "ASK {}"}, headers={"accept": "*/*"})
    assert response.json()["boolean"] is True


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_answer_stands_below_the_query_that_was_asked(api: httpx.Client, method: str) -> None:
    query = 'SELECT ?word WHERE {\n  VALUES ?word { "a\\\\b" "denied" }\n}'
    if method == "GET":
        response = api.get("/sparql", params={"query": query}, headers=BROWSER)
    else:
        response = asked(api, query=query)
    page = Reader(response.text)
    assert response.status_code == 200
    assert page.text == query
    assert "2 rows." in page.said
    assert "denied" in page.said


def test_lines_of_a_form_are_those_that_were_typed(api: httpx.Client) -> None:
    page = Reader(asked(api, query='SELECT ("""a\r\nb""" AS ?x)\r\n{}').text)
    assert page.text == 'SELECT ("""a\nb""" AS ?x)\n{}'


def test_text_is_kept_below_what_is_wrong_with_it(api: httpx.Client) -> None:
    query = "SELECT *\nWHERE { ?a ?b </textarea> }"
    response = asked(api, query=query)
    page = Reader(response.text)
    assert response.status_code == 400
    assert page.text == query
    assert "No answer: line 2" in page.said
    assert page.ids.index("problem") < page.ids.index("query")


def test_service_is_refused_on_the_page_too(api: httpx.Client) -> None:
    query = "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }"
    assert asked(api, query=query).status_code == 400
    response = api.post("/sparql/first-rows", data={"query": query})
    assert response.status_code == 400
    assert "SERVICE" in response.json()["detail"]


@pytest.mark.parametrize("name", ROWS)
def test_rows_can_be_had_as_a_file(api: httpx.Client, name: str) -> None:
    response = asked(api, query='SELECT ("é" AS ?x) {}', file=name)
    assert response.status_code == 200
    assert f'attachment; filename="answer.{name}"' == response.headers["content-disposition"]
    assert "é" in response.content.decode()


@pytest.mark.parametrize("name", TRIPLES)
def test_triples_can_be_had_as_a_file(api: httpx.Client, name: str) -> None:
    query = 'CONSTRUCT { <x:s> <x:p> "o" } WHERE {}'
    response = asked(api, query=query, file=name)
    assert response.status_code == 200
    assert response.headers["content-disposition"].startswith("attachment; filename=")
    assert "x:s" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "file", "status"),
    [("SELECT * {", "csv", 400), ("ASK {}", "exe", 400), ("ASK {}", "turtle", 406)],
)
def test_file_that_cannot_be_had_leaves_the_page_with_its_text(
    api: httpx.Client, query: str, file: str, status: int
) -> None:
    response = asked(api, query=query, file=file)
    page = Reader(response.text)
    assert response.status_code == status
    assert page.text == query
    assert "problem" in page.ids
    assert "content-disposition" not in response.headers


def test_every_example_of_the_page_runs(api: httpx.Client, bundled_store: Store) -> None:
    page = Reader(api.get("/sparql", headers=BROWSER).text)
    links = [link for link in page.links if "example=" in link]
    assert len(links) == len(queries())
    for link in links:
        shown_text = Reader(api.get(urljoin("/sparql", link), headers=BROWSER).text).text
        script_text = api.get(f"/sparql/example/{link.partition('=')[2]}").text
        assert shown_text == script_text
        check(Sparql(shown_text))
        bundled_store.query(shown_text)


def test_example_is_bound_to_what_the_address_says(api: httpx.Client) -> None:
    params = {"example": "cases-presenting", "term": "neck pain"}
    page = Reader(api.get("/sparql", params=params, headers=BROWSER).text)
    assert "<https://w3id.org/casegraph/term/neck-pain>" in page.text


@pytest.mark.parametrize("params", [{"example": "nothing"}, {"example": "drugs", "none": "1"}])
def test_example_that_is_none_is_named(api: httpx.Client, params: dict[str, str]) -> None:
    response = api.get("/sparql", params=params, headers=BROWSER)
    assert response.status_code == 400
    assert "No answer:" in Reader(response.text).said


def test_example_that_asks_about_some_cases_says_so(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("casegraph.query.cases"), "FEW_CASES", 1)
    first, second, *_ = text(context, "timeline", {}).splitlines()
    assert first == "# What happened when?"
    assert re.match("# only .* of 3 cases", second)


def test_graphs_of_the_request_stay_with_the_form(api: httpx.Client) -> None:
    graph = "https://w3id.org/casegraph/ontology"
    fields = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "default-graph-uri": graph}
    response = asked(api, **fields)
    everything = asked(api, query=fields["query"])
    number = re.compile(r'<td class="number"><bdi>(\d+)')
    (few,), (all_of_it,) = number.findall(response.text), number.findall(everything.text)
    assert 0 < int(few) < int(all_of_it)
    assert response.text.count(f'name="default-graph-uri" value="{graph}"') == 2


def test_short_query_has_a_link_and_a_long_one_says_that_it_has_none(api: httpx.Client) -> None:
    query = "ASK { ?a ?b 'ä' }"
    page = Reader(asked(api, query=query).text)
    (link,) = [link for link in page.links if link.startswith("?query=")]
    assert Reader(api.get(urljoin("/sparql", link), headers=BROWSER).text).text == query
    long = Reader(asked(api, query=f"ASK {{}} # {'x' * LONGEST_LINK}").text)
    assert not any(link.startswith("?query=") for link in long.links)
    assert "This query is too long for a link." in long.said


def test_part_of_a_long_answer_never_reads_as_the_whole(context: Context) -> None:
    few = first_part(context, f"{MANY} LIMIT {MOST_ROWS}")
    assert (few.is_all, few.summary) == (True, "500 rows.")
    more = first_part(context, f"{MANY} LIMIT {MOST_ROWS + 1}")
    assert len(more.rows) == MOST_ROWS
    assert not more.is_all
    assert more.summary == "Only the first 500 are shown here, of 501 rows."
    too_many = first_part(context, MANY)
    assert len(too_many.rows) == MOST_ROWS
    assert not too_many.is_all
    assert too_many.summary == "Only the first 500 are shown here, of more than 700 rows."


def test_part_of_many_triples_never_reads_as_the_whole(bundled_store: Store) -> None:
    context = Context(Settings(store=UNUSED), bundled_store)
    found = first_part(context, f"{TRIPLES_OF_ALL} LIMIT {MOST_TRIPLES + 1}")
    assert not found.is_all
    assert "of 1,001 triples" in found.summary
    whole = first_part(context, "CONSTRUCT { <x:a> <x:b> 1 } {}")
    assert (whole.is_all, whole.summary) == (True, "1 triple.")
    assert "<x:a>" in whole.turtle


def test_limit_below_what_is_shown_is_told(bundled_store: Store) -> None:
    settings = Settings(store=UNUSED, limits=Limits(rows=10))
    found = first_part(Context(settings, bundled_store), MANY)
    assert (len(found.rows), found.is_all) == (10, False)
    assert found.summary == "Only the first 10 are shown here, of more than 10 rows."


def test_rows_are_counted_as_far_as_that_is_cheap(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casegraph.serve.editor.shown.MOST_COUNTED", 600)
    assert first_part(context, f"{MANY} LIMIT 600").summary.endswith("of 600 rows.")
    assert first_part(context, f"{MANY} LIMIT 601").summary.endswith("of more than 600 rows.")


def test_nothing_found_and_no_are_said_in_words(context: Context) -> None:
    assert first_part(context, "SELECT * { ?s <x:none> ?o }").summary == "No rows."
    assert first_part(context, "ASK { ?s <x:none> ?o }").summary == "No."
    assert first_part(context, "ASK {}").summary == "Yes."


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("https://w3id.org/casegraph/term/calcinosis", "term/calcinosis.html"),
        ("https://w3id.org/casegraph/ontology#denies", "ontology/property/denies.html"),
        ("https://w3id.org/casegraph/vocabulary/hp", "./vocabulary/hp"),
        ("https://w3id.org/casegraph///evil.example/", "."),
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("urn:x", ""),
    ],
)
def test_iri_leads_to_its_page_or_to_the_web_or_nowhere(
    context: Context, iri: str, href: str
) -> None:
    ((cell,),) = first_part(context, f"SELECT (<{iri}> AS ?x) {{}}").rows
    if href == ".":
        assert urljoin("https://here/sparql", cell.href).startswith("https://here/")
    else:
        assert cell.href == href


def test_terms_are_shown_as_they_are_with_what_they_mean_beside_them(context: Context) -> None:
    query = """
    PREFIX cg: <https://w3id.org/casegraph/ontology#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT (cg:denies AS ?a) ("absent"@en AS ?b) ("P50Y"^^xsd:duration AS ?c) (4 AS ?d) (1/0 AS ?e)
    WHERE {}
    """
    found = first_part(context, query)
    ((name, word, duration, number, unbound),) = found.rows
    assert (name.text, name.note) == ("cg:denies", "denies")
    assert (word.text, word.note) == ("absent", "@en")
    assert (duration.text, duration.note) == ("P50Y", "xsd:duration")
    assert (number.text, number.note) == ("4", "")
    assert (unbound.text, unbound.href, unbound.note) == ("", "", "")
    assert found.numeric == ("d",)


def test_long_literal_says_how_much_of_it_is_left_out(context: Context) -> None:
    ((cell,),) = first_part(context, f'SELECT ("{"x" * (LONGEST + 3)}" AS ?x) {{}}').rows
    assert cell.text == f"{'x' * LONGEST} … (3 more characters)"


def test_script_gets_the_same_part_of_an_answer(api: httpx.Client, context: Context) -> None:
    query = "SELECT ?s ?p WHERE { ?s ?p ?o FILTER(isIRI(?s)) } ORDER BY ?s ?p LIMIT 5"
    response = api.post("/sparql/first-rows", data={"query": query})
    found = first_part(context, query)
    assert response.json()["columns"] == list(found.columns)
    assert [[cell["text"] for cell in row] for row in response.json()["rows"]] == [
        [cell.text for cell in row] for row in found.rows
    ]


def test_words_for_the_editor_are_those_of_the_ontology(api: httpx.Client) -> None:
    said = json.loads(api.get("/sparql/words").content)
    names = {name["name"]: name for name in said["names"]}
    assert said["prefixes"]["cg"] == "https://w3id.org/casegraph/ontology#"
    assert names["cg:Disease"]["kind"] == "class"
    assert names["cg:denies"]["kind"] == "property"
    assert names["cg:Female"]["kind"] == "individual"
    assert names["cg:denies"]["definition"]
    tag = api.get("/sparql/words").headers["etag"]
    assert api.get("/sparql/words", headers={"if-none-match": tag}).status_code == 304


def test_page_is_valid_html(api: httpx.Client, tmp_path: Path) -> None:
    program = installed("html-validate", "bin", "html-validate.mjs")
    node = shutil.which("node")
    if not node:
        pytest.skip("no node on the path")
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps({"root": True, **RULES}), encoding="utf-8")
    asked_for = ["SELECT * { ?s ?p ?o } LIMIT 3", "SELECT * {", "CONSTRUCT { <x:a> <x:b> 1 } {}"]
    for number, query in enumerate(asked_for):
        (tmp_path / f"{number}.html").write_text(asked(api, query=query).text, encoding="utf-8")
    done = subprocess.run(
        [node, str(program), "--config", str(rules), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0


def test_page_works_where_no_editor_was_built(
    context: Context, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bundle, "_BUNDLE", tmp_path / "editor.js")
    without = b"".join(tasks.page(context, Question(), "https://x/sparql").body).decode()
    (tmp_path / "editor.js").write_text("")
    with_it = b"".join(tasks.page(context, Question(), "https://x/sparql").body).decode()
    assert "editor.js" not in without
    assert 'src="static/editor/editor.js"' in with_it
    assert Reader(without).text == Reader(with_it).text


def test_example_says_that_a_term_left_open_asks_about_all(bundled_store: Store) -> None:
    context = Context(Settings(store=UNUSED), bundled_store)
    for query in queries():
        example = text(context, query.name, {})
        for param in query.params:
            if param.type == "term":
                is_open = re.search(rf"VALUES \?_{param.name} {{ UNDEF }}", example) is not None
                assert is_open is (param.default is None), query.name
                assert (f"# ?_{param.name} is UNDEF, which asks about all" in example) is is_open
