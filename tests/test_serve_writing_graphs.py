"""Writing graphs, after the W3C's tests of the Graph Store HTTP Protocol (`http-rdf-update`).

Left out: the tests of the default graph and of foreign graphs, which a store of cases refuses, and
that of `multipart/form-data`, which the recommendation leaves to the server.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from casegraph.build import build
from casegraph.errors import CasegraphError, ReadError, UnknownCaseError
from casegraph.namespaces import BASE, ONTOLOGY, PUBLICATIONS, TERMS, provenance_graph
from casegraph.quads import canonical
from casegraph.serve.errors import RefusedError
from casegraph.serve.settings import Settings
from casegraph.serve.writing import tasks
from casegraph.serve.writing.change import Done
from casegraph.serve.writing.conditions import Conditions
from casegraph.serve.writing.graphs import writable
from casegraph.serve.writing.rejected import RejectedError
from casegraph.store import LockedError, Store, graphs_of
from conftest import case_turtle
from writing_store import NECK, NEW, commented, content, labels, made, opening, settings_of

ANYTHING = Conditions()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("writing"))


@pytest.fixture
def settings(store: Path, tmp_path: Path) -> Settings:
    return settings_of(store, tmp_path)


def turtle(text: str) -> tasks.Body:
    return tasks.Body(text.encode(), "text/turtle")


def put(settings: Settings, graph: str, text: str) -> Done:
    return tasks.put(opening(settings), writable(graph), ANYTHING, turtle(text))


def post(settings: Settings, graph: str, text: str) -> Done:
    return tasks.post(opening(settings), writable(graph), ANYTHING, turtle(text))


def refused(settings: Settings, write: Callable[[], Done]) -> CasegraphError:
    """Return why *write* is refused, which changes nothing."""
    before = content(settings)
    with pytest.raises(CasegraphError) as error:
        write()
    assert content(settings) == before
    return error.value


def test_put_of_a_new_graph_makes_a_case_as_a_build_does(settings: Settings) -> None:
    done = put(settings, NEW, case_turtle("stiff-back"))
    assert done.created
    assert done.stored == (NEW,)
    file = settings.store.parent / "stiff-back.ttl"
    file.write_text(case_turtle("stiff-back"))
    with Store.open(settings.store) as written, build(file).store as built:
        for graph in (*graphs_of(NEW), PUBLICATIONS):
            assert set(canonical(built.graph(graph)).splitlines()) <= set(
                canonical(written.graph(graph)).splitlines()
            )
        assert all(list(built.graph(graph)) for graph in graphs_of(NEW))


def test_put_replaces_what_was_there(settings: Settings) -> None:
    put(settings, NECK, case_turtle() + commented(NECK, "first"))
    done = put(settings, NECK, case_turtle() + commented(NECK, "second"))
    assert not done.created
    assert labels(settings, NECK) == ["second"]


def test_put_of_what_was_read_keeps_what_is_said_of_the_case(settings: Settings) -> None:
    before = content(settings)
    with Store.open(settings.store) as store:
        triples = "".join(f"{quad.triple} .\n" for quad in store.graph(NECK))
    put(settings, NECK, triples)
    assert content(settings) == before


def test_post_adds_to_what_is_there(settings: Settings) -> None:
    post(settings, NECK, commented(NECK, "first"))
    done = post(settings, NECK, commented(NECK, "second"))
    assert not done.created
    assert labels(settings, NECK) == ["first", "second"]
    with Store.open(settings.store) as store:
        assert store.has_case(NECK)


def test_post_to_a_graph_that_is_new_creates_it(settings: Settings) -> None:
    assert post(settings, NEW, case_turtle("stiff-back")).created


def test_post_without_a_graph_puts_new_cases_into_the_store(settings: Settings) -> None:
    done = tasks.post_cases(opening(settings), turtle(case_turtle("stiff-back")))
    assert (done.created, done.stored) == (True, (NEW,))
    again = refused(
        settings, lambda: tasks.post_cases(opening(settings), turtle(case_turtle("stiff-back")))
    )
    assert isinstance(again, RefusedError)
    assert again.status == 409


def test_put_to_the_graph_of_another_case_names_that_of_the_case(settings: Settings) -> None:
    error = refused(settings, lambda: put(settings, NEW, case_turtle()))
    assert isinstance(error, RefusedError)
    assert error.repair == f"Write it to <{NECK}>."


def test_put_of_what_is_no_case_is_rejected(settings: Settings) -> None:
    triple = f"<{NEW}#thing> <x:b> <x:c> ."
    error = refused(settings, lambda: put(settings, NEW, triple))
    assert isinstance(error, RejectedError)
    assert "nothing in this document is a cg:Case" in error.errors[0]


def test_delete_removes_a_case_as_the_command_does(settings: Settings) -> None:
    done = tasks.delete(opening(settings), writable(NECK), ANYTHING)
    assert done.removed == (NECK,)
    with Store.open(settings.store) as store:
        assert not [graph for graph in store.graphs() if graph.startswith(NECK)]
        assert store.removed() == (NECK,)
    with pytest.raises(RefusedError) as error:
        tasks.delete(opening(settings), writable(NECK), ANYTHING)
    assert error.value.status == 404


def test_delete_of_what_is_said_of_a_case_leaves_the_case(settings: Settings) -> None:
    tasks.delete(opening(settings), writable(provenance_graph(NECK)), ANYTHING)
    with Store.open(settings.store) as store:
        assert store.has_case(NECK)
        assert not list(store.graph(provenance_graph(NECK)))


@pytest.mark.parametrize(
    "graph",
    [
        f"{NECK}/inferred",
        f"{NECK}/else",
        ONTOLOGY,
        f"{BASE}/vocabulary/hp",
        f"{TERMS}/inferred",
        f"{PUBLICATIONS}/inferred",
        "http://example.org/graph",
        f"{BASE}/case/",
    ],
)
def test_graph_that_a_build_does_not_read_is_refused_with_the_reason(graph: str) -> None:
    with pytest.raises(RefusedError, match="nobody may write it") as error:
        writable(graph)
    assert error.value.status == 403


@pytest.mark.parametrize("graph", ["case/neck", "", "http://a b/", "http://[/"])
def test_graph_that_is_no_absolute_iri_is_refused(graph: str) -> None:
    with pytest.raises(RefusedError, match="absolute IRI") as error:
        writable(graph)
    assert error.value.status == 400


def test_case_with_a_violation_is_rejected_with_the_results(settings: Settings) -> None:
    text = case_turtle().replace("cg:sex cg:Female ;", "")
    error = refused(settings, lambda: put(settings, NECK, text))
    assert isinstance(error, RejectedError)
    assert {result.document for result in error.report.violations} == {NECK}


def test_affirming_what_a_case_denies_is_rejected(settings: Settings) -> None:
    text = f"<{NECK}#no-trauma> <{BASE}/ontology#affirms> <{TERMS}/traumatic-injury> ."
    error = refused(settings, lambda: post(settings, NECK, text))
    assert isinstance(error, RejectedError)


def test_body_about_another_case_is_refused(settings: Settings) -> None:
    error = refused(settings, lambda: put(settings, NECK, case_turtle("stiff-ear")))
    assert isinstance(error, RefusedError)
    assert error.status == 400


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [
        (b"<a", "text/turtle", "is not"),
        (b"\xff\xfe<", "text/turtle", "UTF-8"),
        (case_turtle().encode()[:700], "text/turtle", "is not"),
        (case_turtle().encode(), "application/rdf+xml", "is not"),
        (b"", "text/turtle", "no triple"),
        (b'<!DOCTYPE r [<!ENTITY a SYSTEM "/etc/passwd">]><r/>', "application/rdf+xml", "document"),
        (b'{"@context": "http://127.0.0.1/", "@id": "x"}', "application/ld+json", "remote"),
        (b'{"\\u0040context": "http://127.0.0.1/", "a": 1}', "application/ld+json", ""),
        (b"[" * 100_000, "application/ld+json", ""),
        (b"<x:a> <x:b> <x:c> <x:graph> .", "application/n-quads", "not a graph"),
        (b"<x:a> <x:b> <x:c> .", "application/n-triples", "belongs to no case"),
    ],
)
def test_body_that_no_file_may_be_is_refused(
    settings: Settings, body: bytes, media_type: str, said: str
) -> None:
    sent = tasks.Body(body, media_type)
    error = refused(settings, lambda: tasks.put(opening(settings), writable(NECK), ANYTHING, sent))
    assert isinstance(error, ReadError)
    assert said in str(error)
    assert str(settings.store) not in str(error)


def test_relative_iris_resolve_against_the_graph(settings: Settings) -> None:
    text = '<#case> <http://www.w3.org/2000/01/rdf-schema#comment> "here"@en .'
    post(settings, NECK, text)
    assert labels(settings, NECK) == ["here"]


def test_named_graphs_of_a_case_are_written_together(settings: Settings) -> None:
    before = content(settings)
    with Store.open(settings.store) as store:
        graphs = (NECK, f"{NECK}/inferred", provenance_graph(NECK))
        nquads = "".join(f"{quad} .\n" for graph in graphs for quad in store.graph(graph))
    tasks.delete(opening(settings), writable(NECK), ANYTHING)
    body = tasks.Body(nquads.encode(), "application/n-quads")
    assert tasks.put(opening(settings), writable(NECK), ANYTHING, body).created
    assert content(settings) == before


def test_what_is_said_of_a_case_that_is_not_there_is_refused(settings: Settings) -> None:
    graph = provenance_graph(NEW)
    text = f'<{NEW}> <http://purl.org/dc/terms/title> "x" .'
    assert isinstance(refused(settings, lambda: put(settings, graph, text)), UnknownCaseError)


def test_publication_that_changes_has_its_cases_built_again(settings: Settings) -> None:
    page = f"{PUBLICATIONS}/stiff-neck"
    text = f'<{page}> <http://www.w3.org/2000/01/rdf-schema#comment> "new" .'
    done = post(settings, PUBLICATIONS, text)
    assert (done.stored, done.again) == ((), (NECK,))
    assert labels(settings, PUBLICATIONS) == ["new"]
    assert post(settings, PUBLICATIONS, text).again == ()


def test_publication_that_would_make_a_case_unsound_is_rejected(settings: Settings) -> None:
    page = f"{PUBLICATIONS}/stiff-neck"
    text = f"<{page}> a <http://xmlns.com/foaf/0.1/Person>, <{BASE}/ontology#Patient> ."
    error = refused(settings, lambda: post(settings, PUBLICATIONS, text))
    assert isinstance(error, RejectedError)


@pytest.mark.parametrize("graph", [PUBLICATIONS, TERMS])
def test_shared_graphs_are_never_emptied(settings: Settings, graph: str) -> None:
    post(settings, TERMS, f'<{TERMS}/own> <http://www.w3.org/2000/01/rdf-schema#label> "own"@en .')
    text = f'<{graph}/other> <http://www.w3.org/2000/01/rdf-schema#label> "other"@en .'
    for write in (
        lambda: tasks.delete(opening(settings), writable(graph), ANYTHING),
        lambda: put(settings, graph, text),
    ):
        error = refused(settings, write)
        assert isinstance(error, RefusedError)
        assert error.status == 403


def test_terms_of_casegraph_are_not_changed(settings: Settings) -> None:
    text = f'<{TERMS}/neck-pain> <http://www.w3.org/2000/01/rdf-schema#comment> "mine"@en .'
    for graph in (TERMS, NECK):
        error = refused(settings, lambda graph=graph: post(settings, graph, text))  # type: ignore[misc]
        assert isinstance(error, RefusedError)


def test_write_that_rests_on_another_version_is_refused(settings: Settings) -> None:
    with Store.open(settings.store) as store:
        assert store.built is not None
        version = store.built.rules
    manifest = settings.store / "casegraph.json"
    manifest.write_text(manifest.read_text().replace(version, "old"))
    error = refused(settings, lambda: post(settings, NECK, commented(NECK, "x")))
    assert isinstance(error, RefusedError)
    assert error.status == 409


def test_store_that_another_process_writes_to_is_locked(settings: Settings) -> None:
    with Store.open(settings.store, write=True), pytest.raises(LockedError):
        post(settings, NECK, commented(NECK, "x"))
