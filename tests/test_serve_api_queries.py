"""The query library as an API: what it lists, what it answers, and what it refuses."""

import csv
import io
import json
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import parse_qsl, urljoin

import httpx
import pyoxigraph as ox
import pytest
import rdflib.query

from casegraph import lookup
from casegraph.namespaces import CASE, CG, RDF
from casegraph.query import LibraryQuery, queries, query
from casegraph.serve import Limits, Settings
from casegraph.serve.api.answers import answered
from casegraph.serve.api.question import OWN, Question
from casegraph.serve.errors import RefusedError
from casegraph.serve.workers import Context, LimitError
from casegraph.solutions import Solutions
from casegraph.store import Store

JSON = "application/sparql-results+json"
ANSWER = "/api/queries/statements-by-polarity-and-voice/answer"


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of SPARQL results JSON, each term as Oxigraph writes it."""
    found = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: str(row[name]) for name in names if row[name] is not None} for row in found]


def written(answer: Solutions) -> list[dict[str, str]]:
    return [{name: str(term) for name, term in row.items()} for row in answer.terms]


def question(name: str, limit: int | None = None, **values: str) -> Question:
    return Question(name, tuple(values.items()), 0, limit, JSON)


def many_cases(number: int) -> Store:
    """Return a store with so many cases, of which nothing is said."""
    store = Store.open()
    lines = (f"<{CASE}c{at}#case> <{RDF}type> <{CG}Case> <{CASE}c{at}> .\n" for at in range(number))
    with store.rewriting(empty=True) as rewrite:
        rewrite.load("".join(lines).encode())
    return store


@pytest.mark.parametrize("asked", queries(), ids=lambda asked: asked.name)
def test_each_query_answers_as_the_library_does(
    api: httpx.Client, bundled_store: Store, asked: LibraryQuery
) -> None:
    response = api.get(f"/api/queries/{asked.name}/answer")
    expected = query(asked.name, store=bundled_store)
    assert response.status_code == 200
    assert rows_of(response.content) == written(expected)
    assert response.headers["x-total-count"] == str(len(expected))


@pytest.mark.parametrize("asked", queries(), ids=lambda asked: asked.name)
def test_paging_gives_every_row_once_in_order(api: httpx.Client, asked: LibraryQuery) -> None:
    whole = api.get(f"/api/queries/{asked.name}/answer").content
    size = max(1, len(rows_of(whole)) // 4)
    address, found = f"/api/queries/{asked.name}/answer?limit={size}", []
    while address:
        page = api.get(address)
        found += rows_of(page.content)
        following = page.links.get("next", {}).get("url", "")
        address = urljoin(address, following) if following else ""
    assert found == rows_of(whole)


def test_a_page_leads_to_its_neighbours_with_all_that_was_asked(api: httpx.Client) -> None:
    slug = "alar-ligament-calcification-ra"
    page = api.get(ANSWER, params={"case": slug, "offset": 3, "limit": 2, "format": "csv"})
    assert dict(parse_qsl(page.links["next"]["url"].lstrip("?"))) == {
        "case": slug,
        "offset": "5",
        "limit": "2",
        "format": "csv",
    }
    assert dict(parse_qsl(page.links["prev"]["url"].lstrip("?")))["offset"] == "1"


def test_no_page_follows_the_last_and_none_goes_before_the_first(api: httpx.Client) -> None:
    total = int(api.get(ANSWER).headers["x-total-count"])
    assert "link" not in api.get(ANSWER, params={"limit": total}).headers
    beyond = api.get(ANSWER, params={"limit": 2, "offset": total + 10})
    assert rows_of(beyond.content) == []
    assert beyond.links.keys() == {"prev"}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
    ],
)
def test_the_client_chooses_the_format(api: httpx.Client, accept: str, media_type: str) -> None:
    response = api.get(ANSWER, headers={"accept": accept})
    assert response.headers["content-type"] == media_type
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_each_format_has_all_rows(api: httpx.Client, form: str) -> None:
    content = api.get(ANSWER, params={"format": form}, headers={"accept": "image/png"}).content
    if form in {"json", "xml"}:
        count = len(rdflib.query.Result.parse(io.BytesIO(content), format=form))
    else:
        delimiter = "," if form == "csv" else "\t"
        count = len(list(csv.DictReader(io.StringIO(content.decode()), delimiter=delimiter)))
    assert count == int(api.get(ANSWER).headers["x-total-count"]) > 1


def test_what_no_client_of_ours_takes_is_refused_with_what_there_is(api: httpx.Client) -> None:
    response = api.get(ANSWER, headers={"accept": "image/png"})
    assert response.status_code == 406
    assert JSON in response.json()["repair"]


def test_an_answer_about_some_cases_says_so_in_every_format() -> None:
    context = Context(Settings(store=Path()), many_cases(101))
    for media_type in (JSON, "text/csv"):
        reply = answered(context, Question("authors", (), 0, None, media_type))
        assert "of 101 cases" in dict(reply.headers)["casegraph-note"]
    head = json.loads(b"".join(answered(context, question("authors")).body))["head"]
    assert "of 101 cases" in head["note"]
    every = answered(context, question("authors", case="all"))
    assert "casegraph-note" not in dict(every.headers)


def test_an_answer_with_too_many_rows_is_refused_and_a_page_of_it_is_not(
    bundled_store: Store,
) -> None:
    settings = Settings(store=Path(), limits=Limits(rows=2))
    context = Context(settings, bundled_store)
    with pytest.raises(LimitError, match="has at most 2") as refused:
        answered(context, question("authors"))
    assert refused.value.limit == "rows"
    page = answered(context, question("authors", limit=2))
    assert len(rows_of(b"".join(page.body))) == 2


def test_a_page_is_of_the_answer_that_was_asked_whatever_was_asked_before(
    bundled_store: Store,
) -> None:
    context = Context(Settings(store=Path()), bundled_store)
    slugs = ("alar-ligament-calcification-ra", "cervical-calcinosis-ssc-barium-swallow")
    for name, slug in (("authors", slugs[0]), ("authors", slugs[1]), ("provenance", slugs[1])):
        page = answered(context, question(name, limit=1, case=slug))
        expected = query(name, store=bundled_store, params={"case": slug})
        assert rows_of(b"".join(page.body)) == written(expected)[:1]
        assert dict(page.headers)["x-total-count"] == str(len(expected))


def test_a_client_that_has_the_answer_gets_it_no_second_time(api: httpx.Client) -> None:
    for path in (ANSWER, "/api/queries", "/api/queries/authors", "/api/openapi.json"):
        tag = api.get(path).headers["etag"]
        again = api.get(path, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_head_says_what_get_says(api: httpx.Client) -> None:
    for path in (ANSWER, "/api/queries", "/api/queries/authors"):
        get, head = api.get(path), api.head(path)
        names = ("content-type", "content-length", "etag", "vary")
        assert [head.headers.get(name) for name in names] == [
            get.headers.get(name) for name in names
        ]
        assert head.content == b""


def test_the_list_has_each_query_with_what_it_can_be_asked(api: httpx.Client) -> None:
    found = api.get("/api/queries").json()
    assert [row["name"] for row in found["queries"]] == [each.name for each in queries()]
    assert found["count"] == len(queries())
    drugs = next(row for row in found["queries"] if row["name"] == "drugs")
    assert [(each["name"], each["type"]) for each in drugs["params"]] == [
        ("case", "case"),
        ("drug", "term"),
    ]


def test_links_of_the_list_and_of_a_description_lead_somewhere(api: httpx.Client) -> None:
    for address in ("/api/queries", "/api/queries/drugs"):
        said = api.get(address).json()
        row = next(r for r in said.get("queries", [said]) if r["name"] == "drugs")
        for name in ("self", "answer"):
            target = urljoin(address, row["links"][name])
            assert api.get(target).status_code == 200, target
        assert urljoin(address, row["links"]["page"]) == "/query/drugs"


def test_a_tag_chooses_queries(api: httpx.Client) -> None:
    found = api.get("/api/queries", params={"tag": "absence"}).json()
    expected = [each.name for each in queries() if "absence" in each.tags]
    assert [row["name"] for row in found["queries"]] == expected
    refused = api.get("/api/queries", params={"tag": "absense"})
    assert refused.status_code == 400
    assert "absence" in refused.json()["repair"]


def test_a_description_has_the_sparql_and_is_it_for_who_asks_so(api: httpx.Client) -> None:
    asked = queries()[0]
    assert api.get(f"/api/queries/{asked.name}").json()["sparql"] == asked.text
    bare = api.get(f"/api/queries/{asked.name}", headers={"accept": "application/sparql-query"})
    assert bare.text == asked.text


def test_a_query_that_there_is_not_is_not_found_and_near_names_are_said(api: httpx.Client) -> None:
    for path in ("/api/queries/authers", "/api/queries/authers/answer"):
        response = api.get(path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert "authors" in response.json()["repair"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("?cas=x", "Did you mean case?"),
        ("?case=a&case=b", "Give it once."),
        ("?limit=0", "limit="),
        ("?limit=-1", "limit="),
        ("?limit=1e3", "limit="),
        ("?limit=%C2%B2", "limit="),
        ("?offset=x", "offset="),
        ("?offset=99999999999999", "offset="),
        ("?limit=", "limit="),
        ("?format=jsn", "json"),
        ("?format=", "json"),
        ("?case=" + "a" * 1_001, "1,000"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_change(
    api: httpx.Client, sent: str, said: str
) -> None:
    response = api.get(f"/api/queries/authors/answer{sent}")
    assert response.status_code == 400
    assert said in response.json()["repair"]


def test_a_value_of_the_wrong_type_names_its_parameter(api: httpx.Client) -> None:
    response = api.get("/api/queries/unusual-cases/answer", params={"old_from": "old"})
    assert response.status_code == 400
    assert "parameter old_from" in response.json()["detail"]
    assert "0.25" in response.json()["repair"]


@pytest.mark.parametrize(
    ("name", "parameter", "value", "near"),
    [
        ("authors", "case", "alar-ligament-calcification", "alar-ligament-calcification-ra"),
        ("authors", "case", "", "The cases are"),
        ("drugs", "drug", "isoniazide", "isoniazid"),
    ],
)
def test_a_term_or_case_that_the_store_lacks_is_not_found_and_near_names_are_said(
    api: httpx.Client, name: str, parameter: str, value: str, near: str
) -> None:
    response = api.get(f"/api/queries/{name}/answer", params={"case": "all", parameter: value})
    assert response.status_code == 404
    assert f"parameter {parameter}" in response.json()["detail"]
    assert near in response.json()["repair"]


def test_no_query_of_the_library_has_a_parameter_of_the_api() -> None:
    for asked in queries():
        assert not {each.name for each in asked.params} & {*OWN}, asked.name


def test_a_question_that_is_drawn_says_of_what(api: httpx.Client) -> None:
    listed = {one["name"]: one for one in api.get("/api/queries").json()["queries"]}
    drawn = {query.name: query.chart for query in queries() if query.chart}
    assert drawn
    assert drawn.keys() == {name for name, one in listed.items() if "chart" in one}
    for name, chart in drawn.items():
        assert api.get(f"/api/queries/{name}").json()["chart"] == listed[name]["chart"]
        assert listed[name]["chart"]["label"] == chart.label
        assert None not in listed[name]["chart"].values()


def test_the_labels_of_a_snapshot_are_read_once(
    bundled_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Mock(wraps=lookup._labelled)
    monkeypatch.setattr(lookup, "_labelled", reading)
    context = Context(Settings(store=Path()), bundled_store)
    for term in ("neck pian", "neck pain", "nekc pain"):
        with nullcontext() if term == "neck pain" else pytest.raises(RefusedError):
            answered(context, question("cases-presenting", term=term))
    assert reading.call_count == 1
