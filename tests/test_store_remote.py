"""A store at an endpoint answers as one on disk does, and its faults are told as errors."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import casegraph
from casegraph.errors import CasegraphError, QueryError, StoreError
from casegraph.namespaces import TERMS, inferred_graph, provenance_graph
from casegraph.quads import canonical
from casegraph.store import Built, Store, graphs_of
from sparql_endpoint import Reply, SparqlEndpoint, serving

CASE = "https://w3id.org/casegraph/case/stiff-neck"
OTHER = "https://w3id.org/casegraph/case/stiff-ear"
BUILT = Built("https://w3id.org/casegraph/ontology/0.1.0", "terms", "rules", "shapes", "0.1.0")


def quad(graph: str, value: str = "1", subject: str | None = None) -> ox.Quad:
    named = ox.NamedNode(subject or f"{graph}#x")
    return ox.Quad(named, ox.NamedNode(f"{CASE}#p"), ox.Literal(value), ox.NamedNode(graph))


def nquads(*quads: ox.Quad) -> bytes:
    return "".join(f"{quad} .\n" for quad in quads).encode()


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the user's netrc file and proxies out of the tests."""
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def endpoint() -> Iterator[SparqlEndpoint]:
    """Give an endpoint that is being served."""
    with serving(SparqlEndpoint()) as endpoint:
        yield endpoint


# The same as a store on disk


def test_what_is_put_into_a_remote_store_is_there(endpoint: SparqlEndpoint) -> None:
    value = 'a "quoted" \\ line\nand \u2028 é \U0001f9b4'
    with Store.open(endpoint.url, write=True) as store:
        store.replace_case(CASE, [quad(CASE, value)], built=BUILT)
        store.replace_graphs([TERMS], [quad(TERMS)])
    with Store.open(endpoint.url) as store:
        assert set(store.quads()) == {quad(CASE, value), quad(TERMS)}
        assert (store.cases(), store.count(), store.built) == ((CASE,), 1, BUILT)
        assert store.has_case(CASE)
        assert not store.has_case(OTHER)
        assert store.graphs() == (CASE, TERMS)


def test_replacing_and_removing_leave_the_other_cases(endpoint: SparqlEndpoint) -> None:
    with Store.open(endpoint.url, write=True) as store:
        store.replace_case(OTHER, [quad(OTHER)])
        store.replace_case(CASE, [quad(graph, "old") for graph in graphs_of(CASE)])
        before = len(endpoint.requests)
        store.replace_case(CASE, [quad(CASE, "new")])
        assert endpoint.requests[before:] == ["POST /update"]
        assert set(store.quads()) == {quad(OTHER), quad(CASE, "new")}
        store.remove_cases([CASE])
        assert list(store.quads()) == [quad(OTHER)]


def test_builds_are_not_mixed(endpoint: SparqlEndpoint) -> None:
    with Store.open(endpoint.url, write=True) as store:
        store.replace_case(CASE, [quad(CASE)], built=BUILT)
        with pytest.raises(StoreError, match="casegraph is 2, the store was built with 0.1.0"):
            store.replace_case(
                OTHER, [quad(OTHER)], built=Built(BUILT.ontology, "terms", "rules", "shapes", "2")
            )
        assert store.cases() == (CASE,)


def test_queries_have_answers_of_every_form(endpoint: SparqlEndpoint) -> None:
    with Store.open(endpoint.url, write=True) as store:
        store.replace_graphs([CASE, TERMS], [quad(CASE), quad(TERMS)])
        rows = store.query("SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s")
        assert isinstance(rows, ox.QuerySolutions)
        assert [row["s"].value for row in rows] == [f"{CASE}#x", f"{TERMS}#x"]
        assert bool(store.query("ASK { ?s ?p 1 }")) is False
        triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(triples, ox.QueryTriples)
        assert set(triples) == {quad(CASE).triple, quad(TERMS).triple}


def test_substitution_is_a_term_and_never_text(endpoint: SparqlEndpoint) -> None:
    dangerous = '" } ; DROP ALL #'
    with Store.open(endpoint.url, write=True) as store:
        store.replace_case(CASE, [quad(CASE, dangerous), quad(CASE, "2")])
        found = store.query(
            "SELECT ?s ?o WHERE { ?s ?p ?o }", {ox.Variable("o"): ox.Literal(dangerous)}
        )
        assert isinstance(found, ox.QuerySolutions)
        assert [row["o"].value for row in found] == [dangerous]


def test_blank_nodes_of_a_graph_stay_one_node(endpoint: SparqlEndpoint) -> None:
    node, p = ox.BlankNode("b"), ox.NamedNode(f"{CASE}#p")
    quads = [ox.Quad(p, p, node, ox.NamedNode(CASE)), ox.Quad(node, p, p, ox.NamedNode(CASE))]
    with Store.open(endpoint.url, write=True) as store:
        store.replace_case(CASE, quads)
        assert canonical(store.quads()) == canonical(quads)


def test_library_answers_the_same_over_an_endpoint(
    endpoint: SparqlEndpoint, bundled_store: Store
) -> None:
    case = "alar-ligament-calcification-ra"
    endpoint.store.extend(bundled_store.quads())
    with Store.open(endpoint.url) as remote:
        answers = [
            (
                casegraph.query("cases-presenting", store=store, params={"term": "neck pain"}),
                casegraph.show(case, store=store),
                casegraph.export("nquads", store=store, case=case),
            )
            for store in (bundled_store, remote)
        ]
    assert answers[0] == answers[1]


# Rewriting


def test_rewrite_changes_each_case_in_one_update(endpoint: SparqlEndpoint) -> None:
    with Store.open(endpoint.url, write=True) as store:
        for case in (CASE, OTHER):
            store.replace_case(case, [quad(case), quad(provenance_graph(case))])
        before = len(endpoint.requests)
        with store.rewriting(BUILT) as rewrite:
            rewrite.remove([*graphs_of(CASE), *graphs_of(OTHER)])
            rewrite.load(nquads(quad(CASE, "new"), quad(TERMS), quad(inferred_graph(CASE))))
            assert endpoint.requests[before:] == ["POST /update"] * 2
            assert store.has_case(OTHER)
        assert set(store.quads()) == {quad(CASE, "new"), quad(inferred_graph(CASE)), quad(TERMS)}
        assert store.built == BUILT


def test_rewrite_that_is_broken_off_keeps_whole_cases(endpoint: SparqlEndpoint) -> None:
    def break_off() -> None:
        with store.rewriting(BUILT, empty=True) as rewrite:
            rewrite.load(nquads(quad(CASE, "new")))
            raise ValueError("of the caller")

    with Store.open(endpoint.url, write=True) as store:
        for case in (CASE, OTHER):
            store.replace_case(case, [quad(case)])
        with pytest.raises(ValueError, match="of the caller"):
            break_off()
        assert set(store.quads()) == {quad(CASE, "new"), quad(OTHER)}
        assert store.built is None


def test_rewrite_from_nothing_leaves_graphs_of_others_alone(endpoint: SparqlEndpoint) -> None:
    foreign = "http://example.org/graph"
    with Store.open(endpoint.url, write=True) as store:
        store.replace_graphs([CASE, TERMS, foreign], [quad(CASE), quad(TERMS), quad(foreign)])
        with store.rewriting(empty=True) as rewrite:
            rewrite.load(nquads(quad(OTHER)))
        assert store.graphs() == (foreign, OTHER)


def test_rewrite_takes_nquads_alone(endpoint: SparqlEndpoint) -> None:
    with Store.open(endpoint.url, write=True) as store:
        with pytest.raises(StoreError, match="is not N-Quads"), store.rewriting() as rewrite:
            rewrite.load(b"nonsense")
        assert store.graphs() == ()


# Servers of different kinds


@pytest.mark.parametrize(
    ("queries", "updates", "graphs"),
    [
        ("/query", "/update", "/data"),
        ("/", "/", None),
        ("/", "/statements", "/rdf-graphs/service"),
    ],
)
def test_where_a_server_answers_is_found_by_asking(
    queries: str, updates: str, graphs: str | None
) -> None:
    server = SparqlEndpoint(queries=queries, updates=updates, graphs=graphs)
    with serving(server), Store.open(server.url, write=True) as store:
        store.replace_case(CASE, [quad(CASE)])
        assert list(store.quads()) == [quad(CASE)]
        assert list(store.graph(OTHER)) == []


def test_union_is_asked_for_where_it_has_to_be() -> None:
    with serving(SparqlEndpoint(union="asked")) as server:
        for _ in range(2):
            with Store.open(server.url, write=True) as store:
                store.replace_case(CASE, [quad(CASE)])
                assert bool(store.query("ASK { ?s ?p ?o }")) is True


def test_server_without_the_union_of_graphs_is_refused() -> None:
    with serving(SparqlEndpoint(union="never")) as server:
        with Store.open(server.url, write=True) as store:
            store.replace_case(CASE, [quad(CASE)])
            with pytest.raises(StoreError, match="is not the union of all graphs"):
                store.query("ASK { ?s ?p ?o }")
        with pytest.raises(StoreError, match="is not the union of all graphs"):
            Store.open(server.url)


def test_server_that_cannot_be_written_is_read(endpoint: SparqlEndpoint) -> None:
    endpoint.store.add(quad(CASE))
    endpoint.updates = None
    with Store.open(endpoint.url) as store:
        assert store.cases() == (CASE,)
        with pytest.raises(StoreError, match="open for reading only"):
            store.remove_cases([CASE])
    with pytest.raises(StoreError, match=r"does not take SPARQL updates \(404 Not Found\)"):
        Store.open(endpoint.url, write=True)


# Secrets


def test_user_and_password_are_given_and_never_told(endpoint: SparqlEndpoint) -> None:
    endpoint.secret = "Basic bWU6aGlkZGVu"  # noqa: S105 - me:hidden
    url = endpoint.url.replace("http://", "http://me:hidden@")
    with Store.open(url, write=True) as store:
        store.replace_case(CASE, [quad(CASE)])
        endpoint.faults["/update"] = Reply(500, b"out of space\nat line 3\n")
        with pytest.raises(StoreError, match="500 Internal Server Error: out of space") as caught:
            store.remove_cases([CASE])
    assert "hidden" not in str(caught.value)
    assert "at line 3" not in str(caught.value)
    for wrong in (endpoint.url, url.replace("hidden", "wrong")):
        with pytest.raises(StoreError, match="401 Unauthorized: who are you") as caught:
            Store.open(wrong)
        assert "wrong" not in str(caught.value)


def test_secrets_come_from_the_netrc_file(endpoint: SparqlEndpoint, tmp_path: Path) -> None:
    endpoint.secret = "Basic bWU6aGlkZGVu"  # noqa: S105 - me:hidden
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password hidden\n")
    with Store.open(endpoint.url) as store:
        assert store.graphs() == ()
    (tmp_path / "netrc").write_text("what is this")
    with pytest.raises(StoreError, match="netrc: cannot be read"):
        Store.open(endpoint.url)


# Faults


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(500, b"out of memory\n"), "500 Internal Server Error: out of memory"),
        (Reply(503, b"<h1>Busy</h1>", "text/html"), "503 Service Unavailable"),
        (Reply(200, b"<h1>Welcome</h1>", "text/html"), "media type text/html"),
        (Reply(200, b"{", "application/sparql-results+json"), "no SPARQL result"),
        (Reply(200, b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": 1}]}}',
               "application/sparql-results+json"), "no SPARQL result"),
        (Reply(200, b"\xff\xfe", "application/n-triples"), "no SPARQL result"),
        (Reply(200, b"", ""), "no SPARQL result"),
        (Reply(302, headers={"Location": "/query"}), "redirect"),
        (Reply(302, headers={"Location": "ftp://example.org/"}), "cannot be reached"),
        (Reply(delay=600), "no answer within 3 seconds"),
    ],
)  # fmt: skip
def test_fault_of_the_server_is_a_clear_error(
    endpoint: SparqlEndpoint, reply: Reply, said: str
) -> None:
    with Store.open(endpoint.url, timeout=3 if reply.delay else 60) as store:
        endpoint.faults["/query"] = reply
        with pytest.raises(CasegraphError, match=said) as caught:
            store.query("SELECT ?s WHERE { ?s ?p ?o }")
        assert caught.value.file == endpoint.url
        assert caught.value.repair


def test_query_that_the_server_does_not_understand_is_a_query_error(
    endpoint: SparqlEndpoint,
) -> None:
    with Store.open(endpoint.url) as store, pytest.raises(QueryError, match="400 Bad Request"):
        store.query("SELECT nonsense")


def test_update_without_an_answer_is_told_as_not_known(endpoint: SparqlEndpoint) -> None:
    with Store.open(endpoint.url, write=True, timeout=3) as store:
        endpoint.faults["/update"] = Reply(delay=600)
        with pytest.raises(StoreError, match="whether a change was made is not known"):
            store.replace_case(CASE, [quad(CASE)])


def test_redirection_is_followed(endpoint: SparqlEndpoint) -> None:
    with serving(SparqlEndpoint()) as old:
        for path in ("/query", "/update"):
            old.faults[path] = Reply(
                308, headers={"Location": f"{endpoint.url}{path}?query=ASK{{}}"}
            )
        with Store.open(old.url, write=True) as store:
            store.replace_case(CASE, [quad(CASE)])
    assert endpoint.store.contains_named_graph(ox.NamedNode(CASE))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:1/", "cannot be reached"),
        ("http://", "cannot be reached"),
        ("http://host:port/", "is not a URL"),
        ("http://me:hidden@127.0.0.1:1/x?key=hidden", "cannot be reached"),
    ],
)
def test_url_that_leads_nowhere_is_a_clear_error(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        Store.open(url)
    assert "hidden" not in str(caught.value)


def test_closed_remote_store_says_so(endpoint: SparqlEndpoint) -> None:
    store = Store.open(endpoint.url)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        store.graphs()
