"""The page of a question: its form, what is wrong beside each field, its answer, and its copies."""

import asyncio
import csv
import re
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse

from api_served import served, settings_for
from casegraph.errors import CasegraphError
from casegraph.query import LibraryQuery, queries, run
from casegraph.query.library_query import parse
from casegraph.serve import Limits, Settings, pages
from casegraph.serve.api import answers
from casegraph.serve.pages.fields import fields, given
from casegraph.serve.pages.question import PAGE, ROWS, Asked, answered, question
from casegraph.serve.server import Server
from casegraph.serve.workers import Answer, BusyError, Context, LimitError, Pool, Workers
from casegraph.store import Store

BY_NAME = {query.name: query for query in queries()}
ALAR = "alar-ligament-calcification-ra"
BARIUM = "cervical-calcinosis-ssc-barium-swallow"
LONG = "evidence-positions"
"""A question with more rows than stand on one page."""


class Shown(HTMLParser):
    """What a page shows. fields: the attributes of each by name. copies: texts by their names.

    cells: the rows of the answer. links: where it leads.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, dict[str, str]] = {}
        self.labels: set[str] = set()
        self.copies: dict[str, str] = {}
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self._in_answer = self._in_cell = False
        self._copy = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("input", "select") and found.get("name") not in ("q", None):
            self.fields[found["name"]] = found
        elif tag == "label":
            self.labels.add(found.get("for", ""))
        elif tag == "pre":
            self._copy = found.get("data-copy", "")
        elif tag == "table":
            self._in_answer = found.get("class") == "answer"
        elif tag == "tr" and self._in_answer:
            self.rows.append([])
        elif tag == "td" and self._in_answer:
            self._in_cell = True
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(found.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._copy = ""
        elif tag == "td":
            self._in_cell = False
        elif tag == "table":
            self._in_answer = False

    def handle_data(self, data: str) -> None:
        if self._copy:
            self.copies[self._copy] = self.copies.get(self._copy, "") + data
        elif self._in_cell:
            self.rows[-1][-1] += data

    @property
    def answer(self) -> list[list[str]]:
        """The rows without their head."""
        return [row for row in self.rows if row]


def shown(api: httpx.Client, name: str, status: int = 200, **given: str) -> Shown:
    """Return the page of the question *name* asked with *given*."""
    found = api.get(f"/query/{name}", params=given, headers={"accept": "text/html"})
    assert found.status_code == status, found.text
    return Shown(found.text)


def test_every_question_has_its_page_with_its_answer(
    api: httpx.Client, bundled_store: Store
) -> None:
    counts = {}
    for query in queries():
        page = shown(api, query.name, page="1")
        counts[query.name] = len(page.answer)
        assert {param.name for param in query.params} == page.fields.keys() - {PAGE}
        assert {f"field-{param.name}" for param in query.params} <= page.labels
    rows = {query.name: len(run(query, bundled_store, {})) for query in queries()}
    assert counts == {name: min(count, ROWS) for name, count in rows.items()}
    assert len(counts) > 30


def test_sparql_without_its_header_is_otherwise_whole() -> None:
    sparql = 'SELECT ?a WHERE {\n#+ a remark\n?a ?p """\n#+ text\n""" }'
    query = parse(f"#+ summary: s\n#+ description: d\n\n{sparql}\n", name="x")
    assert query.plain == sparql


def test_no_parameter_is_called_as_the_page_of_an_answer() -> None:
    assert [
        query.name for query in queries() if PAGE in {param.name for param in query.params}
    ] == []


def test_fields_are_typed_and_have_their_defaults(api: httpx.Client) -> None:
    fields = shown(api, "unusual-cases").fields
    assert (fields["old_from"]["type"], fields["old_from"]["value"]) == ("number", "65")
    assert fields["old_from"]["step"] == "any"
    assert fields["case"]["data-suggests"] == "case"
    assert shown(api, "cases-presenting").fields["term"]["data-suggests"] == "term"


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(api: httpx.Client) -> None:
    given = {"old_from": "sixty", "case": "no-such-case", "young_below": "30"}
    found = api.get("/query/unusual-cases.html", params=given)
    assert found.status_code == 400
    page = Shown(found.text)
    assert {name: field["value"] for name, field in page.fields.items() if name != PAGE} == given
    assert page.fields["old_from"]["aria-describedby"] == "help-old_from fault-old_from"
    assert page.fields["old_from"]["type"] == "text"
    assert "aria-invalid" not in page.fields["young_below"]
    assert "is not of type decimal. Write, for example, 0.25." in found.text
    assert "there is no case" in found.text
    assert page.answer == []


def test_a_misspelt_term_is_told_its_neighbours(api: httpx.Client) -> None:
    found = api.get("/query/cases-presenting.html", params={"term": "nekc pain"})
    assert found.status_code == 400
    assert "Did you mean neck pain" in found.text


def test_an_empty_field_has_its_default(api: httpx.Client) -> None:
    assert shown(api, "cases-presenting", term="").answer == shown(api, "cases-presenting").answer


def test_a_parameter_that_is_none_or_stands_twice_is_refused(api: httpx.Client) -> None:
    unknown = api.get("/query/cases-presenting.html", params={"trem": "neck pain"})
    assert unknown.status_code == 400
    assert "no parameter &#39;trem&#39;" in unknown.text
    twice = api.get("/query/cases-presenting.html?term=neck+pain&term=fever")
    assert twice.status_code == 400
    assert "term is given 2 times" in twice.text


def test_a_question_that_is_none_is_not_found(api: httpx.Client) -> None:
    assert api.get("/query/ruled-out.html").status_code == 404
    assert api.get("/query/..%2F..%2Fetc%2Fpasswd.html").status_code == 404


def test_a_polarity_has_its_word_and_its_shape(api: httpx.Client) -> None:
    html = api.get("/query/present-absent-or-silent.html").text
    for name, word in (("present", "present"), ("absent", "absent"), ("neutral", "not reported")):
        assert f'<span class="polarity mark-{name}"><svg class="mark mark-{name}"' in html
        assert f"</svg> {word}</span>" in html


def test_a_long_answer_is_shown_in_parts(api: httpx.Client, bundled_store: Store) -> None:
    count = len(run(BY_NAME[LONG], bundled_store, {}))
    assert count > 2 * ROWS
    parts = [shown(api, LONG, page=str(number)).answer for number in (1, 2, 3)]
    assert [len(part) for part in parts] == [ROWS, ROWS, count - 2 * ROWS]
    with_all = Counter(tuple(row) for part in parts for row in part)
    assert max(with_all.values()) == 1
    assert shown(api, LONG, page="999").answer == parts[2]
    for number in ("0", "-1", "x", "9" * 50):
        assert shown(api, LONG, page=number).answer == parts[0]
    html = api.get(f"/query/{LONG}.html?page=2").text
    assert "Rows 101 to 200 of" in html


def test_an_answer_leads_to_the_same_in_other_formats(api: httpx.Client) -> None:
    page = shown(api, "cases-presenting", term="neck pain", page="1")
    references = [link for link in page.links if "/answer?" in link]
    assert len(references) == 4
    here = api.base_url.join("/query/cases-presenting")
    answers = {link.rpartition("=")[2]: api.get(here.join(link)) for link in references}
    assert {name: found.status_code for name, found in answers.items()} == dict.fromkeys(
        answers, 200
    )
    rows = list(csv.reader(answers["csv"].text.splitlines()))
    assert len(rows) == 1 + len(page.answer)


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)
def test_copied_sparql_gives_the_same_rows(api: httpx.Client, query: LibraryQuery) -> None:
    text = shown(api, query.name).copies["the SPARQL"]
    asked = {"query": text}
    accept = {"accept": "application/sparql-results+json"}
    copied = api.get("/sparql", params=asked, headers=accept).json()["results"]["bindings"]
    answer = api.get(f"/api/queries/{query.name}/answer", headers=accept).json()
    assert copied or query.name not in ("cases-presenting", "figures")
    assert sorted(map(repr, copied)) == sorted(map(repr, answer["results"]["bindings"]))


def test_copied_sparql_has_the_values_that_were_typed(api: httpx.Client) -> None:
    text = shown(api, "cases-presenting", term="neck pain", page="1").copies["the SPARQL"]
    assert "VALUES ?_term { <https://w3id.org/casegraph/term/neck-pain> }" in text
    assert "#+" not in text


def test_copied_command_gives_the_same_rows(api: httpx.Client) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl on the path")
    page = shown(api, "cases-presenting", term="neck pain", page="1")
    command = page.copies["the command"]
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert len(list(csv.reader(done.stdout.splitlines()))) == 1 + len(page.answer) > 1


def test_copied_program_gives_the_same_rows(api: httpx.Client) -> None:
    page = shown(api, "cases-presenting", term="neck pain", page="1")
    program = page.copies["the Python program"]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert len(done.stdout.splitlines()) == len(page.answer) > 0


def test_copies_quote_what_is_typed(api: httpx.Client) -> None:
    command = shown(api, "authors", case="all", page="1").copies["the command"]
    assert "--data-urlencode case=all" in command
    typed = "';!--\"<x>"
    page = shown(api, "unusual-cases", status=400, case=typed)
    assert page.fields["case"]["value"] == typed
    assert page.copies == {}


def test_who_likes_data_better_gets_it(api: httpx.Client) -> None:
    found = api.get("/query/drugs", headers={"accept": "text/turtle"})
    assert found.headers["content-type"].startswith("text/turtle")
    assert "sh:select" in found.text
    assert api.get("/query/drugs.ttl").headers["content-type"].startswith("text/turtle")
    page = api.get("/query/drugs", headers={"accept": "text/html, text/turtle;q=0.9"})
    assert page.headers["content-type"].startswith("text/html")
    assert "accept" in page.headers["vary"].lower()


def test_a_page_that_the_client_has_is_not_sent_again(api: httpx.Client) -> None:
    first = api.get("/query/drugs.html")
    again = api.get("/query/drugs.html", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert api.head("/query/drugs.html").headers["etag"] == first.headers["etag"]


def test_pages_work_below_a_path_of_a_proxy(bundled_folder: Path) -> None:
    with served(settings_for(bundled_folder), root_path="/below") as client:
        for path in (
            "/query/drugs",
            f"/compare?case={ALAR}&case={BARIUM}",
            "/search?q=neck",
            "/store",
        ):
            html = client.get(path, headers={"accept": "text/html"}).text
            assert re.findall(r'(?:href|src|action)="/[^"]*"', html) == []
        command = shown(client, "drugs").copies["the command"]
        assert f"{str(client.base_url).rstrip('/')}/below/api/queries/drugs/answer" in command


class Refusing:
    """Workers that refuse what strangers ask, and make pages here."""

    def __init__(self, settings: Settings, store: Store, error: Exception) -> None:
        self._context = Context(settings, store)
        self._error = error

    async def run(self, pool: Pool, do: object, *args: object) -> Answer:
        if pool is Pool.QUERIES:
            raise self._error
        reply = do(self._context, *args)  # type: ignore[operator]
        return Answer(reply.status, reply.media_type, reply.headers, whole=b"".join(reply.body))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (LimitError("seconds", "the query took longer than 30 s", repair="Ask for less."), 500),
        (BusyError("too many ask at once", repair="Ask again."), 503),
    ],
)
def test_an_answer_that_passes_a_limit_leaves_the_form_with_the_limit_above(
    bundled_folder: Path, bundled_store: Store, error: Exception, status: int
) -> None:
    settings = Settings(store=bundled_folder)
    app = Starlette(routes=pages.routes())
    workers = Refusing(settings, bundled_store, error)
    app.state.server = Server(settings, cast("Workers", workers))

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/query/cases-presenting.html?term=neck+pain")

    found = asyncio.run(asked())
    assert found.status_code == status
    assert found.headers.get("retry-after") == ("5" if status == 503 else None)
    assert "No answer:" in found.text
    assert str(error).split(".")[0] in found.text
    assert Shown(found.text).fields["term"]["value"] == "neck pain"
    assert "etag" not in found.headers


@pytest.mark.parametrize(
    ("address", "is_about_every_case"),
    [
        ("/query/similar-cases.html?case=all", True),
        ("/query/similar-cases.html?case=", False),
        ("/api/queries/similar-cases/answer?case=all", True),
        ("/api/queries/similar-cases/answer", False),
    ],
)
def test_a_question_about_every_case_that_passes_a_limit_says_how_to_ask_about_fewer(
    bundled_folder: Path, bundled_store: Store, address: str, is_about_every_case: bool
) -> None:
    settings = Settings(store=bundled_folder)
    error = LimitError("seconds", "the answer takes more than 30 seconds", repair="Ask for less.")
    handlers = {CasegraphError: lambda _, error: PlainTextResponse(str(error), 500)}
    app = Starlette(
        routes=[*pages.routes(), *answers.routes()],
        exception_handlers=handlers,
    )
    workers = Refusing(settings, bundled_store, error)
    app.state.server = Server(settings, cast("Workers", workers))

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(address)

    found = asyncio.run(asked())
    assert found.status_code == 500
    assert ("case=SLUG" in found.text) is is_about_every_case
    assert ("--param case=all" in found.text) is is_about_every_case
    assert ("Ask for less." in found.text) is not is_about_every_case


TYPED = """\
#+ summary: What is it?
#+ description: Nothing.
#+ params:
#+   - {name: known, type: boolean, description: Whether it is known.}
#+   - {name: many, type: integer, default: "3", description: How many.}
#+   - {name: long, type: duration, description: How long.}
#+   - {name: since, type: year, description: From when.}
#+   - {name: words, type: string, description: Which words.}
SELECT ?it WHERE {
  VALUES ?_known { UNDEF } VALUES ?_many { UNDEF } VALUES ?_long { UNDEF }
  VALUES ?_since { UNDEF } VALUES ?_words { UNDEF } ?it ?_known ?_many, ?_long, ?_since, ?_words
}
"""


def test_each_type_has_its_control_and_its_help(bundled_store: Store) -> None:
    asked = parse(TYPED, name="typed")
    context = Context(Settings(store=Path()), bundled_store)
    empty = fields(asked, (), context)
    assert [field.control for field in empty] == ["choice", "number", "text", "number", "text"]
    assert [field.value for field in empty] == ["", "3", "", "", ""]
    assert "P2Y" in empty[2].hint
    wrong = [("known", "yes"), ("many", "3.5"), ("long", "two years"), ("since", "99")]
    found = fields(asked, [*wrong, ("words", " any ")], context)
    assert [bool(field.error) for field in found] == [True, True, True, True, False]
    assert [field.value for field in found[:4]] == [value for _, value in wrong]
    assert given(found, [("words", " any "), ("many", ""), ("known", "true")]) == {
        "known": "true",
        "words": "any",
    }


def test_an_answer_with_too_many_rows_is_none(bundled_store: Store) -> None:
    for rows, is_refused in ((3, True), (1_000_000, False)):
        settings = Settings(store=Path(), limits=Limits(rows=rows))
        context = Context(settings, bundled_store)
        asked = Asked(LONG, (("page", "1"),), "")
        page = question(context, asked)
        with pytest.raises(LimitError) if is_refused else nullcontext():
            assert answered(context, asked, page).answer is not None


def test_a_text_that_no_address_holds_is_not_linked_to_the_sparql_page(
    bundled_store: Store,
) -> None:
    page = question(Context(Settings(store=Path()), bundled_store), Asked(LONG, (), ""))
    assert page.sparql_reference.startswith("sparql?query=")
    assert replace(page, sparql=f"# {'a' * 10_000}").sparql_reference == ""


def test_a_question_with_a_wrong_value_gives_nothing_to_copy_and_no_data(api: httpx.Client) -> None:
    given = {"term": "neck pian", "page": "1"}
    found = api.get("/query/present-absent-or-silent", params=given)
    assert found.status_code == 400
    page = Shown(found.text)
    assert page.copies == {}
    assert "UNDEF" not in found.text
    for link in page.links:
        assert not re.search(r"\.(ttl|jsonld)$|/api/|^sparql\?", link), link
    assert "the SPARQL" in shown(api, "present-absent-or-silent", term="neck pain").copies


def test_columns_are_named_in_words_and_as_the_query_does_in_a_file(api: httpx.Client) -> None:
    html = api.get("/query/grounds-of-diagnosis").text
    assert '<th scope="col">ground polarity</th>' in html
    assert '<th scope="col">groundPolarity' not in html
    answer = api.get("/api/queries/grounds-of-diagnosis/answer", params={"format": "csv"})
    assert "groundPolarity" in answer.text.splitlines()[0]
