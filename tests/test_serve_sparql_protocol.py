"""The SPARQL 1.1 Protocol, after the W3C's descriptions of its tests for queries.

Where a test of the W3C has a name there, the docstring has it too. The two servers are real ones.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api_served import served, settings_for
from casegraph.store import Store

GRAPHS = tuple(f"https://example.org/data{number}" for number in range(4))
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with four graphs, each with one triple that says its own name."""
    folder = tmp_path_factory.mktemp("protocol") / "store"
    quads = (f'<{graph}> <{graph}#type> "{graph}" <{graph}> .\n' for graph in GRAPHS)
    with Store.open(folder, write=True) as store, store.rewriting(empty=True) as rewrite:
        rewrite.load("".join(quads).encode())
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    """Give a client of a server over the four graphs, whose answers have ten rows at most."""
    with served(settings_for(folder, rows=10)) as client:
        yield client


def asked(client: httpx.Client, query: str, **params: Any) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **params})


def names(answer: httpx.Response) -> set[str]:
    """Return the values of the first variable of *answer*."""
    assert answer.status_code == 200, answer.text
    (name, *_) = answer.json()["head"]["vars"]
    return {row[name]["value"] for row in answer.json()["results"]["bindings"]}


# Queries


def test_query_get(client: httpx.Client) -> None:
    """W3C: query_get."""
    answer = asked(client, "ASK {}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] in {JSON, "application/sparql-results+xml"}
    assert answer.json()["boolean"] is True


def test_query_post_form(client: httpx.Client) -> None:
    """W3C: query_post_form."""
    assert client.post("/sparql", data={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", ';charset="UTF-8"', "; CHARSET=UTF-8"])
def test_query_post_direct(client: httpx.Client, charset: str) -> None:
    """W3C: query_post_direct."""
    headers = {"content-type": QUERY + charset}
    answer = client.post("/sparql", content="ASK { FILTER('é' = '\\u00E9') }", headers=headers)
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("SELECT (1 AS ?value) {}", {JSON, "application/sparql-results+xml", "text/csv"}),
        ("ASK {}", {JSON, "application/sparql-results+xml"}),
        ("DESCRIBE <https://example.org/data1>", {"text/turtle", "application/rdf+xml"}),
        ("CONSTRUCT { <x:s> <x:p> 1 } WHERE {}", {"text/turtle", "application/rdf+xml"}),
    ],
)
def test_query_content_type(client: httpx.Client, query: str, offered: set[str]) -> None:
    """W3C: query_content_type_select, _ask, _describe and _construct."""
    assert asked(client, query).headers["content-type"].partition(";")[0] in offered


# The dataset

DEFAULT = "SELECT ?s { ?s ?p ?o }"
NAMED = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"


def test_without_a_dataset_the_default_graph_is_the_union(client: httpx.Client) -> None:
    assert names(asked(client, DEFAULT)) == set(GRAPHS)
    assert names(asked(client, NAMED)) == set(GRAPHS)


@pytest.mark.parametrize("how", ["get", "form", "direct"])
def test_query_dataset_default_graph(client: httpx.Client, how: str) -> None:
    """W3C: query_dataset_default_graphs_get and _post."""
    graphs = {"default-graph-uri": list(GRAPHS[:2])}
    if how == "get":
        answer = asked(client, DEFAULT, **graphs)
        alone = asked(client, NAMED, **graphs)
    elif how == "form":
        answer = client.post("/sparql", data={"query": DEFAULT, **graphs})
        alone = client.post("/sparql", data={"query": NAMED, **graphs})
    else:
        direct: dict[str, Any] = {"params": graphs, "headers": {"content-type": QUERY}}
        answer = client.post("/sparql", content=DEFAULT, **direct)
        alone = client.post("/sparql", content=NAMED, **direct)
    assert names(answer) == set(GRAPHS[:2])
    assert names(alone) == set()


def test_query_dataset_named_graphs(client: httpx.Client) -> None:
    """W3C: query_dataset_named_graphs_get and _post."""
    graphs = {"named-graph-uri": list(GRAPHS[:2])}
    for answer in (
        asked(client, NAMED, **graphs),
        client.post("/sparql", data={"query": NAMED, **graphs}),
    ):
        assert names(answer) == set(GRAPHS[:2])
    assert names(asked(client, DEFAULT, **graphs)) == set()


def test_query_dataset_full(client: httpx.Client) -> None:
    """W3C: query_dataset_full."""
    query = "SELECT ?v { { ?v ?p ?o } UNION { GRAPH ?v { ?a ?b ?c } } }"
    graphs = {"default-graph-uri": GRAPHS[3], "named-graph-uri": list(GRAPHS[1:3])}
    assert names(asked(client, query, **graphs)) == set(GRAPHS[1:])


def test_query_multiple_dataset(client: httpx.Client) -> None:
    """W3C: query_multiple_dataset. What the request names goes before what the text names."""
    query = "SELECT ?s FROM <{0}> FROM NAMED <{0}> {{ ?s ?p ?o }}".format(GRAPHS[0])  # noqa: S608 - not SQL
    assert names(asked(client, query)) == {GRAPHS[0]}
    assert names(asked(client, query, **{"default-graph-uri": GRAPHS[1]})) == {GRAPHS[1]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT ?s FROM <{0}> FROM <{1}> {{ ?s ?p ?o }}", {0, 1}),
        ("SELECT ?g FROM <{0}> FROM NAMED <{1}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {1}),
        ("SELECT ?s FROM NAMED <{1}> {{ ?s ?p ?o }}", set()),
        ("PREFIX e: <https://example.org/> SELECT ?s FROM e:data2 WHERE {{ ?s ?p ?o }}", {2}),
        ("BASE <https://example.org/x> SELECT ?s FROM <data2> {{ ?s ?p ?o }}", {2}),
        ("SELECT ?s (EXISTS {{ <x:FROM> ?a '}}' }} AS ?b) FROM <{3}> {{ ?s ?p ?o }}", {3}),
        ("SELECT ?s {{ ?s ?p ?o FILTER(?o != 'FROM <x:y>') }} # FROM <x:y>", {0, 1, 2, 3}),
        ("SELECT ?from {{ ?from ?p ?o }}", {0, 1, 2, 3}),
        ("# FROM <x:y>\nSELECT*FROM<{1}>{{ ?s ?p ?o }}", {1}),
    ],
)
def test_the_text_names_the_dataset_too(client: httpx.Client, query: str, found: set[int]) -> None:
    assert names(asked(client, query.format(*GRAPHS))) == {GRAPHS[number] for number in found}


@pytest.mark.parametrize("where", ["FROM", "FROM NAMED", "default-graph-uri", "named-graph-uri"])
def test_a_graph_that_the_store_lacks_is_an_error_that_names_near_ones(
    client: httpx.Client, where: str
) -> None:
    wrong = "https://example.org/data9"
    if where.startswith("FROM"):
        answer = asked(client, f"SELECT * {where} <{wrong}> {{ ?s ?p ?o }}")
    else:
        answer = asked(client, DEFAULT, **{where: wrong})
    assert answer.status_code == 400
    assert wrong in answer.json()["detail"]
    assert any(graph in answer.json()["repair"] for graph in GRAPHS)


def test_a_graph_is_named_by_an_absolute_iri(client: httpx.Client) -> None:
    for name in ("data1", "", "https://example.org/a b"):
        assert asked(client, DEFAULT, **{"default-graph-uri": name}).status_code == 400


# What is refused


def assert_refused(answer: httpx.Response, *statuses: int) -> None:
    """Check that *answer* is a refusal that says what to change."""
    assert answer.status_code in statuses, answer.text
    if answer.request.method != "HEAD":
        assert answer.json()["detail"]
        assert answer.json()["repair"]


@pytest.mark.parametrize("how", ["get", "form", "both"])
def test_bad_multiple_queries(client: httpx.Client, how: str) -> None:
    """W3C: bad_multiple_queries."""
    twice: Any = [("query", "ASK {}"), ("query", "SELECT * {}")]
    if how == "get":
        assert_refused(client.get("/sparql", params=twice), 400)
    elif how == "form":
        assert_refused(client.post("/sparql", data={"query": ["ASK {}", "ASK {}"]}), 400)
    else:
        content: dict[str, Any] = {"content": "ASK {}", "headers": {"content-type": QUERY}}
        assert_refused(client.post("/sparql", params=twice[:1], **content), 400)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "SEARCH"])
def test_bad_query_method(client: httpx.Client, method: str) -> None:
    """W3C: bad_query_method."""
    answer = client.request(method, "/sparql", params={"query": "ASK {}"})
    assert_refused(answer, 405)
    allowed = {name.strip() for name in answer.headers["allow"].split(",")}
    assert allowed == {"GET", "HEAD", "POST", "OPTIONS"}


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "text/turtle",
        "multipart/form-data; boundary=a",
        "application/sparql",
        "x",
    ],
)
def test_bad_query_wrong_media_type(client: httpx.Client, content_type: str | None) -> None:
    """W3C: bad_query_wrong_media_type, bad_query_missing_form_type and _direct_type."""
    headers = {"content-type": content_type} if content_type else {}
    answer = client.post("/sparql", content=b"query=ASK%20%7B%7D", headers=headers)
    assert_refused(answer, 415)
    assert QUERY in answer.headers["accept-post"]


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "nothing", "x" * 1000])
def test_bad_query_non_utf8(client: httpx.Client, charset: str) -> None:
    """W3C: bad_query_non_utf8."""
    headers = {"content-type": f"{QUERY}; charset={charset}"}
    answer = client.post("/sparql", content="ASK {}".encode("utf-16"), headers=headers)
    assert_refused(answer, 415)


@pytest.mark.parametrize(
    "body", [b"ASK { ?s ?p '\xff' }", "ASK {}".encode("utf-16"), b"\xed\xa0\x80"]
)
def test_bytes_that_are_no_utf8_are_refused(client: httpx.Client, body: bytes) -> None:
    assert_refused(client.post("/sparql", content=body, headers={"content-type": QUERY}), 400)
    form = b"query=" + quote(body).encode()
    assert_refused(client.post("/sparql", content=form, headers={"content-type": FORM}), 400)
    assert_refused(client.get(f"/sparql?query={quote(body)}"), 400)


@pytest.mark.parametrize(
    "query", ["ASK {", "SELECT ?x WHERE", "", "   ", "# ASK {}", "CLEAR ALL", "\0"]
)
def test_bad_query_syntax(client: httpx.Client, query: str) -> None:
    """W3C: bad_query_syntax."""
    assert_refused(asked(client, query), 400)


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("foo", "/api/queries lists those of the library"),
        ("CLEAR ALL", "by POST as `update`"),
    ],
)
def test_what_is_no_query_is_told_what_to_do_over_http(
    client: httpx.Client, query: str, advice: str
) -> None:
    repair = asked(client, query).json()["repair"]
    assert advice in repair
    assert "casegraph " not in repair


def test_a_mistake_is_told_with_line_and_column(client: httpx.Client) -> None:
    answer = asked(client, "SELECT *\nWHERE { ?s ?p }")
    assert_refused(answer, 400)
    assert "line 2, column 15" in answer.json()["detail"]
    answer = asked(client, "SELECT * { ?s term:p ?o }")
    assert "PREFIX term: <https://w3id.org/casegraph/term/>" in answer.json()["repair"]


def test_a_request_with_a_dataset_and_no_query_is_refused(client: httpx.Client) -> None:
    assert_refused(client.get("/sparql", params={"default-graph-uri": GRAPHS[0]}), 400)
    assert_refused(client.post("/sparql", data={"queri": "ASK {}"}), 400)
    assert_refused(client.post("/sparql", headers={"content-type": FORM}), 400)
    assert_refused(client.post("/sparql", headers={"content-type": QUERY}), 400)


def test_an_update_is_refused_and_the_option_told(client: httpx.Client) -> None:
    update = "INSERT DATA { <x:a> <x:b> <x:c> }"
    content: dict[str, Any] = {
        "content": update,
        "headers": {"content-type": "application/sparql-update"},
    }
    for answer in (
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", **content),
    ):
        assert_refused(answer, 403)
        assert "--writable" in answer.json()["repair"]


@pytest.mark.parametrize(
    "fields",
    [{"update": "CLEAR ALL", "query": "ASK {}"}, {"update": ["CLEAR ALL", "CLEAR ALL"]}],
)
def test_bad_multiple_updates(client: httpx.Client, fields: dict[str, Any]) -> None:
    """W3C: bad_multiple_updates."""
    assert_refused(client.post("/sparql", data=fields), 400)


def test_bad_update_get(client: httpx.Client) -> None:
    """W3C: bad_update_get."""
    assert_refused(client.get("/sparql", params={"update": "CLEAR ALL"}), 400, 405)


def test_service_is_refused(client: httpx.Client) -> None:
    answer = asked(client, "SELECT * { ?s ?p 1SERVICE SILENT <http://127.0.0.1:1/> { ?a ?b ?c } }")
    assert_refused(answer, 400)
    assert "column 19: SERVICE is refused" in answer.json()["detail"]


# Negotiation


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/json", "application/json"),
        ("text/turtle, application/sparql-results+json;q=0.1", JSON),
    ],
)
def test_rows_come_as_accept_says(client: httpx.Client, accept: str | None, given: str) -> None:
    with httpx.Client(base_url=client.base_url, timeout=60) as bare:
        del bare.headers["accept"]
        headers = {} if accept is None else {"accept": accept}
        answer = bare.get("/sparql", params={"query": DEFAULT}, headers=headers)
    assert answer.headers["content-type"].partition(";")[0] == given
    assert "accept" in answer.headers["vary"].lower()


def test_what_nobody_offers_is_not_acceptable(client: httpx.Client) -> None:
    for query, accept, offered in (
        (DEFAULT, "text/turtle", "text/csv"),
        ("ASK {}", "image/png", JSON),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", "text/turtle"),
    ):
        answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
        assert_refused(answer, 406)
        assert offered in answer.json()["repair"]


@pytest.mark.parametrize(
    ("name", "rows", "triples"),
    [
        ("json", JSON, "application/ld+json"),
        ("XML", "application/sparql-results+xml", "application/rdf+xml"),
        ("csv", "text/csv", None),
        ("text/tab-separated-values", "text/tab-separated-values", None),
        ("turtle", None, "text/turtle"),
        ("application/n-quads", None, "application/n-quads"),
    ],
)
def test_a_field_names_the_format_before_accept_does(
    client: httpx.Client, name: str, rows: str | None, triples: str | None
) -> None:
    queries = {DEFAULT: rows, "CONSTRUCT WHERE { ?s ?p ?o }": triples}
    for query, expected in queries.items():
        fields = {"query": query, "format": name, "output": name}
        answer = client.get("/sparql", params=fields, headers={"accept": "image/png"})
        if expected is None:
            assert_refused(answer, 406)
        else:
            assert answer.headers["content-type"].partition(";")[0] == expected


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize("params", [{}, {"query": DEFAULT}, {"query": "SELECT", "format": ""}])
def test_a_browser_gets_a_page(client: httpx.Client, params: dict[str, str]) -> None:
    answer = client.get("/sparql", params=params, headers={"accept": BROWSER})
    assert answer.headers["content-type"].startswith("text/html")
    assert "accept" in answer.headers["vary"].lower()
    assert answer.status_code == (400 if "format" in params else 200)


def test_a_browser_gets_a_file_when_it_names_the_format(client: httpx.Client) -> None:
    params = {"query": DEFAULT, "format": "csv"}
    answer = client.get("/sparql", params=params, headers={"accept": BROWSER})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_what_is_sent_as_it_is_typed_is_read_too(client: httpx.Client) -> None:
    body = "query=ASK {FILTER(STRLEN('é')=1)}".encode()
    answer = client.post("/sparql", content=body, headers={"content-type": FORM})
    assert answer.json()["boolean"] is True


def test_an_unknown_format_is_refused_with_those_that_there_are(client: httpx.Client) -> None:
    answer = asked(client, "ASK {}", format="yaml")
    assert_refused(answer, 400)
    assert "turtle" in answer.json()["repair"]


# Methods, limits, tags


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    got = asked(client, DEFAULT)
    head = client.head("/sparql", params={"query": DEFAULT})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "vary", "etag"):
        assert head.headers[name] == got.headers[name]


def test_options_tells_what_may_be_sent(client: httpx.Client) -> None:
    answer = client.options("/sparql")
    assert answer.status_code == 204
    assert "POST" in answer.headers["allow"]
    assert QUERY in answer.headers["accept-post"]


def test_an_answer_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    tag = asked(client, DEFAULT).headers["etag"]
    again = client.get("/sparql", params={"query": DEFAULT}, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("call", ["RAND()", "UUID()", "struuid ()", "NOW#\n()"])
def test_an_answer_that_differs_each_time_is_not_given_again(
    client: httpx.Client, call: str
) -> None:
    query = f"SELECT ({call} AS ?a) {{}}"
    assert names(asked(client, query)) != names(asked(client, query))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a { VALUES ?a { 1 2 3 4 5 6 7 8 9 10 11 } }",
        "CONSTRUCT { ?a <x:p> 1 } { VALUES ?n { 1 2 3 4 5 6 7 8 9 10 11 } "
        "BIND(IRI(CONCAT('x:', STR(?n))) AS ?a) }",
    ],
)
@pytest.mark.parametrize(
    "accept", ["*/*", "text/csv, text/turtle", "application/ld+json, text/xml"]
)
def test_too_many_rows_are_an_error_and_no_short_answer(
    client: httpx.Client, query: str, accept: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert answer.status_code == 500
    assert answer.json()["limit"] == "rows"
    assert "LIMIT" in answer.json()["repair"]
    shorter = query.replace(" 11 ", " ")
    answer = client.get("/sparql", params={"query": shorter}, headers={"accept": accept})
    assert answer.status_code == 200


@pytest.mark.parametrize("accept", ["text/csv", JSON, "application/sparql-results+xml"])
def test_a_long_answer_that_passes_the_limit_never_ends_as_if_it_were_whole(
    folder: Path, accept: str
) -> None:
    numbers = " ".join(map(str, range(100)))
    query = f"SELECT * {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} ?s ?p ?o }}"
    too_few = settings_for(folder, rows=39_999)
    with served(too_few) as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/sparql", params={"query": query}, headers={"accept": accept})
    with served(settings_for(folder, rows=40_000)) as client:
        answer = client.get("/sparql", params={"query": query}, headers={"accept": accept})
        assert answer.status_code == 200
        assert answer.content.count(b"#type") == 40_000


def test_a_query_of_nearly_the_longest_body_is_answered(client: httpx.Client) -> None:
    query = f"ASK {{ FILTER('{'x' * 1_000_000}' != 'service') }}"
    headers = {"content-type": QUERY}
    assert client.post("/sparql", content=query, headers=headers).json()["boolean"] is True
    assert_refused(client.post("/sparql", content=query + " " * 100_000, headers=headers), 413)


@pytest.mark.parametrize(
    "nested",
    ["ASK {" + "{" * 20_000, f"ASK {{ FILTER({'(' * 100_000}", "ASK { ?s ?p " + "[ ?p " * 90_000],
)
def test_a_query_that_is_nested_too_deeply_is_told_so(client: httpx.Client, nested: str) -> None:
    answer = client.post("/sparql", content=nested, headers={"content-type": QUERY})
    assert_refused(answer, 400)
    assert "500 brackets deep" in answer.json()["detail"]


def test_a_query_that_ends_its_worker_costs_one_answer(client: httpx.Client) -> None:
    deep = f"ASK {{ FILTER({'!' * 500_000}1) }}"
    answer = client.post("/sparql", content=deep, headers={"content-type": QUERY})
    assert_refused(answer, 500)
    assert asked(client, "ASK {}").status_code == 200


def test_brackets_in_text_and_many_that_are_closed_again_are_no_depth(client: httpx.Client) -> None:
    flat = f"ASK {{ {'{} ' * 600} FILTER('{'(' * 600}' != '') }} # {'[' * 600}"
    answer = client.post("/sparql", content=flat, headers={"content-type": QUERY})
    assert answer.json()["boolean"] is True


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ("query", "update", "format", "default-graph-uri", "named-graph-uri", "x")
            )
            | st.text(max_size=5),
            st.sampled_from(("ASK {}", DEFAULT, "json", "turtle", "CLEAR ALL", *GRAPHS))
            | st.text(max_size=30),
        ),
        max_size=5,
    ),
    st.sampled_from(("GET", "POST", "HEAD")),
    st.sampled_from(("*/*", "text/html", JSON, "text/turtle, */*;q=0.1", "image/png", "a;q=")),
)
@example([("query", "SELECT ?\u00b7 {}")], "GET", "text/csv")
@example([("query", "ASK { ?a ?b '\ud7ff\U0010ffff\ufffe' }")], "POST", "text/csv")
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_parameters_make_an_error_of_the_server(
    client: httpx.Client, fields: list[tuple[str, str]], method: str, accept: str
) -> None:
    headers = {"accept": accept}
    sent: dict[str, Any] = {"params": fields}
    if method == "POST":
        encoded = "&".join(f"{quote(name)}={quote(value)}" for name, value in fields)
        sent, headers = {"content": encoded}, {**headers, "content-type": FORM}
    answer = client.request(method, "/sparql", headers=headers, **sent)
    assert answer.status_code in {200, 400, 403, 406}


@given(
    st.text(alphabet=st.sampled_from("SELECT{}?a <>:\"'\\#.@1()[]|&^FROMservice\n\r\0")) | st.text()
)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_query_makes_an_error_of_the_server(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", content=query.encode(), headers={"content-type": QUERY})
    assert answer.status_code in {200, 400}
