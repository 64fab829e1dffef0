"""No query makes Oxigraph open a connection, however it spells SERVICE; what is allowed does."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api_served import served, settings_for
from casegraph.errors import QueryError
from casegraph.namespaces import XSD
from casegraph.query import query
from casegraph.query.checks import check, check_services
from casegraph.query.services import disguised
from casegraph.query.sparql import Sparql
from casegraph.store import Store

ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
    b"Connection: close\r\nContent-Length: 49\r\n\r\n"
    b'{"head":{"vars":[]},"results":{"bindings":[{ }]}}'
)


@dataclass
class Listener:
    """A port that notes who comes. came: how many have."""

    port: int
    came: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Give a port on this machine that answers each request with one empty solution."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(server.getsockname()[1])

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    connection.settimeout(60)
                    connection.recv(65536)
                    listener.came += 1
                    connection.sendall(ANSWER)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        """Else what is left of the request breaks the answer off."""

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)
    thread.join(60)


def run(text: str) -> None:
    """Run *text* as the server does, and read the answer."""
    check_services(Sparql(text))
    read(text)


def read(text: str) -> None:
    """Read the answer to *text* over one triple, whatever is asked for it."""
    store = ox.Store()
    number = ox.Literal("1", datatype=ox.NamedNode(f"{XSD}integer"))
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), number))
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(True)))
    found = store.query(text)
    if not isinstance(found, ox.QueryBoolean):
        list(found)


ASKING = (
    "SELECT * { SERVICE <{url}> { ?s ?p ?o } }",
    "SELECT * { SERVICE<{url}>{} }",
    "SELECT * { service SILENT <{url}> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <{url}> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE <{url}> { } }",
    "SELECT * { ?s ?p 1e5SERVICE <{url}> { } }",
    "SELECT * { ?s ?p trueSERVICE SILENT <{url}> { ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?x)SERVICE <{url}> { } }",
    "SELECT * { # it's\n SERVICE <{url}> { } }",
    "SELECT * { # '\r SERVICE <{url}> { } # ' }\r}",
    "SELECT * { ?s ?p '''\\''' SERVICE ''' SERVICE <{url}> { } }",
    "PREFIX SERVICE: <{url}> SELECT * { SERVICE SERVICE: { } }",
    "PREFIX zERVICE: <{url}> PREFIX : <{url}> SELECT * { SERVICE: { } }",
    "PREFIX zERVICE: <{url}> PREFIX : <{url}> SELECT * { ?s ?p 1SERVICE: { } }",
    "BASE <{url}> SELECT * { SERVICE <> { } }",
    "BASE <{url}> SELECT * { SERVICE <#service> { } }",
    "SELECT * { { SELECT * { SERVICE <{url}> { } } } }",
    "SELECT * { OPTIONAL { SERVICE <{url}> { } } }",
    "SELECT * { {} MINUS { SERVICE <{url}> { } } }",
    "SELECT * { FILTER EXISTS { SERVICE <{url}> { } } }",
    "SELECT (EXISTS { SERVICE <{url}> { } } AS ?x) { }",
    "SELECT * { } ORDER BY EXISTS { SERVICE <{url}> { } }",
    "SELECT (COUNT(*) AS ?n) { } HAVING (EXISTS { SERVICE <{url}> { } })",
    "SELECT * { {} LATERAL { SERVICE <{url}> { } } }",
    "ASK { SERVICE <{url}> { } }",
    "CONSTRUCT { <x:a> <x:b> <x:c> } WHERE { SERVICE <{url}> { } }",
    "DESCRIBE <x:a> { SERVICE <{url}> { } }",
    'VERSION "1.2" ASK { SERVICE <{url}> { } }',
)


@pytest.mark.parametrize("template", ASKING)
def test_each_of_these_would_ask_and_is_refused(template: str, listener: Listener) -> None:
    text = template.replace("{url}", listener.url)
    before = listener.came
    read(text)
    asked = listener.came
    assert asked > before, "Oxigraph does not ask, so that this test shows nothing"
    with pytest.raises(QueryError):
        run(text)
    with pytest.raises(QueryError), Store.open() as store:
        query(text, store=store)
    assert listener.came == asked


@pytest.mark.parametrize(
    "text",
    [
        "ASK { \\u0053ERVICE <x:y> {} }",
        "ASK { \\U00000073ervice <x:y> {} }",
        "ASK { VALUES ?e { <x:y> } SERVICE ?e {} }",
        "ASK { BIND(IRI('x:y') AS ?e) SERVICE SILENT ?e {} }",
    ],
)
def test_what_another_version_of_oxigraph_may_ask_is_refused_too(text: str) -> None:
    with pytest.raises(QueryError):
        check_services(Sparql(text))


PIECES = (
    *("SERVICE", "service", "SeRvIcE", "SILENT", "GRAPH", "zERVICE", "SERVICE:", "\\u0053ERVICE"),
    *(" ", "\n", "\r", "\t", "#", "# '\n", "'", '"', "'''", '"""', "\\", "\\'", "\\u0027"),
    *(
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "<",
        ">",
        ":",
        "?e",
        "?service",
        "$x",
        "_:service",
    ),
    *("1", "1.", "1e5", "true", "a", "<x:service>", "<x:p>", "'x'@en", "^^", "*", "/", "|", "!"),
    *("UNION", "OPTIONAL", "MINUS", "LATERAL", "FILTER EXISTS", "VALUES ?e", "BIND(", "AS ?x)"),
    "<{url}>",
    "SERVICE <{url}> { }",
    "SERVICE SILENT <{url}> { }",
    "SERVICE ?e { }",
    "SERVICE : { }",
)


@given(st.lists(st.sampled_from(PIECES), max_size=10), st.integers(0, 3))
@example(["1", "SERVICE <{url}> { }"], 1)
@settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_passes_never_asks(listener: Listener, pieces: list[str], frame: int) -> None:
    frames = (
        "PREFIX : <{url}> SELECT * { %s }",
        "PREFIX : <{url}> PREFIX zERVICE: <{url}> SELECT * { ?s ?p %s }",
        "PREFIX : <{url}> ASK { VALUES ?e { <{url}> } %s }",
        "PREFIX SERVICE: <{url}> ASK { { %s } }",
    )
    text = (frames[frame] % "".join(pieces)).replace("{url}", listener.url)
    before = listener.came
    with suppress(QueryError, SyntaxError, RuntimeError, ValueError, OSError):
        run(text)
    assert listener.came == before, text


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?b 'SERVICE <x:y> {}' } # SERVICE",
        "PREFIX service: <x:y/service/> SELECT * { service:a service:SERVICE _:service }",
        "SELECT * { ?a ?b 'the health \\u0073ervice', 'caf\\u00E9'@service }",
        "SELECT * { <https://example.org/service?SERVICE=1#service> ?b ?c.?service ?SERVICE ?c }",
        'SELECT * { ?a ?b """it\'s a "service" {""" } ORDER BY ?service',
    ],
)
def test_the_word_elsewhere_changes_nothing(text: str) -> None:
    run(text)


def test_a_mistake_is_told_as_such_though_the_word_occurs() -> None:
    with pytest.raises(QueryError, match="line 2, column 10: not SPARQL"):
        check_services(Sparql("SELECT ?service {\n  FILTR (?service = 1) }"))


def test_a_text_without_the_word_is_not_read_for_it() -> None:
    text = "SELECT * { ?ser ?vice 'S E R V I C E' }"
    assert disguised(text) is text


# An allow-list


def test_an_endpoint_of_the_list_is_asked(listener: Listener) -> None:
    text = f"SELECT * {{ SERVICE SILENT <{listener.url}> {{ ?s ?p 'a service' }} }}"
    check_services(Sparql(text), [listener.url])
    check(Sparql(text), [listener.url])
    before = listener.came
    read(text)
    assert listener.came > before


def test_the_check_itself_asks_nobody(listener: Listener) -> None:
    before = listener.came
    check(Sparql(f"ASK {{ SERVICE <{listener.url}> {{ }} }}"), [listener.url])
    assert listener.came == before


@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <http://127.0.0.1:1/other> { }",
        "SERVICE <{url}/more> { }",
        "SERVICE <{url}> { SERVICE <http://127.0.0.1:1/other> { } }",
        "VALUES ?e { <{url}> } SERVICE ?e { }",
        "SERVICE : { }",
        "SERVICE <> { }",
        "SERVICE <%> { }".replace("%", "{url}/../other"),
        "SERVICE # <{url}>\n <http://127.0.0.1:1/other> { }",
        "SERVICE # SERVICE <{url}>\n ?e { }",
        "?s ?p 'SERVICE <{url}>' . 1SERVICE <http://127.0.0.1:1/other> { }",
    ],
)
def test_no_other_endpoint_is_asked(pattern: str, listener: Listener) -> None:
    written = pattern.replace("{url}", listener.url)
    text = f"PREFIX : <{listener.url}> SELECT * {{ {written} }}"
    with pytest.raises(QueryError) as caught:
        check_services(Sparql(text), [listener.url])
    assert caught.value.repair


def test_a_server_asks_the_endpoint_of_its_list_and_no_other(
    bundled_folder: Path, listener: Listener
) -> None:
    settings_of_one = replace(settings_for(bundled_folder), federation=(listener.url,))
    with served(settings_of_one) as client:
        before = listener.came
        query = f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"
        answer = client.get("/sparql", params={"query": query})
        assert answer.json()["results"]["bindings"] == [{}]
        assert listener.came == before + 1
        refused = client.get("/sparql", params={"query": query.replace("/sparql>", "/other>")})
        assert refused.status_code == 400
        assert listener.url in refused.json()["repair"]
        assert listener.came == before + 1


def test_a_server_without_a_list_asks_nobody(api: httpx.Client, listener: Listener) -> None:
    before = listener.came
    for template in ASKING:
        query = template.replace("{url}", listener.url)
        assert api.get("/sparql", params={"query": query}).status_code == 400
    assert listener.came == before
