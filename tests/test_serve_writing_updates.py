"""SPARQL Update without a server: what operations change, and what is refused."""

from pathlib import Path

import pytest

from casegraph.build import build
from casegraph.errors import CasegraphError, QueryError, ReadError, UnknownCaseError
from casegraph.namespaces import BASE, CASE, ONTOLOGY, PUBLICATIONS, TERMS, provenance_graph
from casegraph.serve.errors import RefusedError
from casegraph.serve.settings import Settings
from casegraph.serve.writing import tasks
from casegraph.serve.writing.change import Done
from casegraph.serve.writing.operations import Modify, operations
from casegraph.serve.writing.rejected import RejectedError
from casegraph.store import Store
from casegraph.store.database import Dataset
from conftest import case_turtle
from writing_store import (
    DENIED,
    EAR,
    NECK,
    NEW,
    PROLOGUE,
    affirmed,
    commented,
    content,
    labels,
    made,
    opening,
    settings_of,
)

NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("updates"))


@pytest.fixture
def settings(store: Path, tmp_path: Path) -> Settings:
    return settings_of(store, tmp_path)


def update(settings: Settings, text: str, using: Dataset | None = None) -> Done:
    return tasks.update(opening(settings), PROLOGUE + text, using)


def refused(settings: Settings, text: str, using: Dataset | None = None) -> CasegraphError:
    """Return why *text* is refused, which changes nothing and leaves nothing behind."""
    before = content(settings)
    with pytest.raises(CasegraphError) as error:
        update(settings, text, using)
    assert content(settings) == before
    with Store.open(settings.store, write=True):
        assert len(list(settings.store.glob("generation-*"))) == 1
    return error.value


def test_inserted_data_are_built_into_their_case(settings: Settings) -> None:
    done = update(settings, f"INSERT DATA {{ GRAPH <{NECK}> {{ {commented(NECK, 'new')} }} }}")
    assert done.stored == (NECK,)
    assert labels(settings, NECK) == ["new"]


def test_what_follows_is_computed_again(settings: Settings) -> None:
    assert affirmed(settings) == 0
    update(
        settings,
        f"""DELETE {{ GRAPH <{NECK}> {{ ?finding cg:denies ?term }} }}
        INSERT {{ GRAPH <{NECK}> {{ ?finding cg:affirms ?term }} }}
        WHERE {{ ?finding cg:denies ?term FILTER(?finding = <{NECK}#no-trauma>) }}""",
    )
    assert affirmed(settings) == 1
    with Store.open(settings.store) as store:
        inferred = "".join(map(str, store.graph(f"{NECK}/inferred")))
        assert "denies" not in inferred


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{NECK}> {{ {DENIED} }} }}",
        f"INSERT {{ GRAPH ?g {{ ?s cg:affirms ?o }} }} WHERE {{ GRAPH ?g {{ ?s cg:denies ?o }} "
        f"FILTER(?g = <{NECK}>) }}",
        f"WITH <{NECK}> INSERT {{ ?s cg:affirms ?o }} WHERE {{ ?s cg:denies ?o }}",
        f"INSERT DATA {{ GRAPH <{EAR}> {{ {commented(EAR, 'x')} }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{NECK}> {{ {DENIED} }} }}",
        f"DROP GRAPH <{EAR}> ; INSERT DATA {{ GRAPH <{NECK}> {{ {DENIED} }} }}",
    ],
)
def test_affirming_what_a_case_denies_is_rejected_whole(settings: Settings, text: str) -> None:
    error = refused(settings, text)
    assert isinstance(error, RejectedError)
    assert any("no-trauma" in result.focus for result in error.report.violations)
    assert affirmed(settings) == 0


def test_patterns_read_the_union_of_all_graphs(settings: Settings) -> None:
    update(
        settings,
        f"INSERT {{ GRAPH <{NECK}> {{ ?case rdfs:comment ?label }} }} "
        f"WHERE {{ ?case a cg:Case ; rdfs:label ?label FILTER(?case = <{NECK}#case>) }}",
    )
    assert labels(settings, NECK) == ["Neck pain in a woman of 50"]


def test_later_operations_see_earlier_ones(settings: Settings) -> None:
    done = update(
        settings,
        f"""INSERT DATA {{ GRAPH <{NECK}> {{ {commented(NECK, "one")} }} }} ;
        PREFIX again: <{EAR}#>
        INSERT {{ GRAPH <{EAR}> {{ again:case rdfs:comment ?c }} }}
        WHERE {{ <{NECK}#case> rdfs:comment ?c }} ;
        DELETE WHERE {{ GRAPH <{NECK}> {{ ?s rdfs:comment ?c }} }}""",
    )
    assert done.stored == (EAR,)
    assert (labels(settings, EAR), labels(settings, NECK)) == (["one"], [])


def test_variable_graph_is_each_that_the_pattern_finds(settings: Settings) -> None:
    done = update(
        settings,
        "INSERT { GRAPH ?graph { ?case rdfs:comment 'seen' } } "
        "WHERE { GRAPH ?graph { ?case a cg:Case } FILTER(!CONTAINS(STR(?graph), 'inferred')) }",
    )
    assert done.stored == (EAR, NECK)
    assert (labels(settings, EAR), labels(settings, NECK)) == (["seen"], ["seen"])


def test_unbound_variables_write_nothing(settings: Settings) -> None:
    done = update(
        settings,
        f"INSERT {{ GRAPH <{NECK}> {{ ?case rdfs:comment ?none }} GRAPH ?none {{ ?case a ?c }} }}"
        " WHERE { ?case a cg:Case OPTIONAL { ?case cg:nothing ?none } }",
    )
    assert done == Done((), (), (), 0)


def test_using_says_which_graphs_a_pattern_reads(settings: Settings) -> None:
    text = f"INSERT {{ GRAPH <{NECK}> {{ <{NECK}#case> rdfs:comment ?name }} }} "
    where = "WHERE { ?case a cg:Case BIND(STRAFTER(STR(?case), 'stiff-') AS ?name) }"
    update(settings, f"{text} USING <{EAR}> {where}")
    assert labels(settings, NECK) == ["ear#case"]
    update(settings, f"{text} USING NAMED <{EAR}> {where}")
    assert labels(settings, NECK) == ["ear#case"]
    update(settings, text + where, Dataset(default=(NECK,)))
    assert labels(settings, NECK) == ["ear#case", "neck#case"]


@pytest.mark.parametrize("clause", [f"USING <{EAR}>", f"USING NAMED <{EAR}>"])
def test_using_in_text_and_request_is_refused(settings: Settings, clause: str) -> None:
    text = (
        f"INSERT {{ GRAPH <{NECK}> {{ ?s rdfs:comment 'x' }} }} {clause} WHERE {{ ?s a cg:Case }}"
    )
    assert isinstance(refused(settings, text, Dataset((NECK,))), QueryError)
    text = f"WITH <{NECK}> DELETE {{ ?s rdfs:comment ?c }} WHERE {{ ?s rdfs:comment ?c }}"
    assert isinstance(refused(settings, text, Dataset((), (NECK,))), QueryError)


@pytest.mark.parametrize("verb", ["DROP", "CLEAR", "DROP SILENT"])
def test_dropping_the_graph_of_a_case_removes_the_case(settings: Settings, verb: str) -> None:
    assert update(settings, f"{verb} GRAPH <{NECK}>").removed == (NECK,)
    with Store.open(settings.store) as store:
        assert (store.cases(), store.removed()) == ((EAR,), (NECK,))
        assert not [graph for graph in store.graphs() if graph.startswith(NECK)]


def test_one_case_goes_and_another_changes_together(settings: Settings) -> None:
    done = update(
        settings,
        f"DELETE WHERE {{ GRAPH <{NECK}> {{ ?s ?p ?o }} }} ;"
        f"INSERT DATA {{ GRAPH <{EAR}> {{ {commented(EAR, 'alone')} }} }}",
    )
    assert (done.stored, done.removed) == ((EAR,), (NECK,))
    with Store.open(settings.store) as store:
        assert (store.cases(), store.removed()) == ((EAR,), (NECK,))


def test_new_case_is_inserted(settings: Settings) -> None:
    triples = case_turtle("stiff-back").split("\n\n", 1)[1]
    prologue = "".join(
        line[1:].removesuffix(" .") + "\n"
        for line in case_turtle("stiff-back").splitlines()
        if line.startswith("@")
    )
    parts = triples.split(f"<{PUBLICATIONS}/stiff-back> a ")
    document, case = parts[0].split("<#case> a", 1)
    update(
        settings,
        f"{prologue} INSERT DATA {{ GRAPH <{NEW}> {{ <#case> a {case} }}"
        f" GRAPH <{provenance_graph(NEW)}> {{ {document} }}"
        f" GRAPH <{PUBLICATIONS}> {{ <{PUBLICATIONS}/stiff-back> a {parts[1]} }} }}",
    )
    with Store.open(settings.store) as store:
        assert store.has_case(NEW)
        assert list(store.graph(f"{NEW}/inferred"))


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{NEW}> {{ <x:a> <x:b> <x:c> }} }}",
        f"INSERT DATA {{ GRAPH <{NEW}> {{ <{NEW}#case> <x:b> <x:c> }} }}",
        f"WITH <{NECK}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?s != <{NECK}#patient>) }}",
        f"DELETE DATA {{ GRAPH <{NECK}> {{ <{NECK}#case> a cg:Case }} }}",
    ],
)
def test_graph_without_its_case_is_rejected_in_the_words_of_a_build(
    settings: Settings, tmp_path: Path, text: str
) -> None:
    (tmp_path / "x.nq").write_text(f"<x:a> <x:b> <x:c> <{CASE}x> .")
    (told,) = build(tmp_path / "x.nq").errors.values()
    error = refused(settings, text)
    assert isinstance(error, RejectedError)
    assert told.message == "nothing in this document is a cg:Case"
    assert [told.message in one for one in error.errors] == [True]
    assert error.errors[0].startswith("the update: ")


def test_case_of_which_little_is_left_is_rejected(settings: Settings) -> None:
    text = f"WITH <{NECK}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?o != cg:Case) }}"
    error = refused(settings, text)
    assert isinstance(error, RejectedError)
    assert error.report.violations


def test_publication_is_changed_and_its_cases_are_built_again(settings: Settings) -> None:
    done = update(
        settings,
        f"INSERT {{ GRAPH <{PUBLICATIONS}> {{ ?page rdfs:comment 'seen' }} }}"
        f" WHERE {{ <{NECK}#case> cg:reportedIn ?page }}",
    )
    assert (done.stored, done.again) == ((), (NECK,))
    assert labels(settings, PUBLICATIONS) == ["seen"]


def test_graphs_are_not_copied_into_others(settings: Settings) -> None:
    for text in (
        f"COPY <{NECK}> TO <{EAR}>",
        f"MOVE <{NECK}> TO <{EAR}>",
        f"ADD <{NECK}> TO <{NEW}>",
    ):
        assert isinstance(refused(settings, text), ReadError)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("INSERT DATA { <x:a> <x:b> <x:c> }", 403),
        ("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", 403),
        ("DELETE WHERE { ?s ?p ?o }", 403),
        ("CLEAR ALL", 403),
        ("DROP SILENT NAMED", 403),
        ("CLEAR DEFAULT", 403),
        (f"COPY <{NECK}> TO DEFAULT", 403),
        (f"DROP SILENT GRAPH <{ONTOLOGY}>", 403),
        (f"INSERT DATA {{ GRAPH <{NECK}/inferred> {{ {DENIED} }} }}", 403),
        ("INSERT DATA { GRAPH <x:graph> { <x:a> <x:b> <x:c> } }", 403),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", 403),
        (f"DELETE WHERE {{ GRAPH <{PUBLICATIONS}> {{ ?s ?p ?o }} }}", 403),
        (f"INSERT DATA {{ GRAPH <{TERMS}> {{ term:neck-pain rdfs:comment 'mine' }} }}", 403),
        (f"WITH <{TERMS}> DELETE {{ term:neck-pain ?p ?o }} WHERE {{ term:neck-pain ?p ?o }}", 403),
        (f"DROP GRAPH <{NEW}>", 409),
        (f"COPY <{NEW}> TO <{NECK}>", 409),
        (f"CREATE GRAPH <{NECK}>", 409),
    ],
)
def test_what_no_build_would_do_is_refused(settings: Settings, text: str, status: int) -> None:
    error = refused(settings, text)
    assert isinstance(error, RefusedError)
    assert error.status == status
    assert error.repair


def test_what_is_silent_or_there_already_does_nothing(settings: Settings) -> None:
    for text in (
        f"DROP SILENT GRAPH <{NEW}>",
        f"CREATE SILENT GRAPH <{NECK}>",
        f"CREATE GRAPH <{NEW}>",
        f"COPY <{NECK}> TO <{NECK}>",
        f"INSERT DATA {{ GRAPH <{NECK}> {{ <{NECK}#case> a cg:Case }} }}",
        f"DELETE DATA {{ GRAPH <{NECK}> {{ <{NECK}#case> a cg:None }} }}",
        "",
        " ; ",
    ):
        assert update(settings, text) == Done((), (), (), 0)


def test_triple_that_belongs_in_another_graph_is_refused(settings: Settings) -> None:
    text = f"INSERT DATA {{ GRAPH <{NECK}> {{ {commented(EAR, 'x')} }} }}"
    assert isinstance(refused(settings, text), ReadError)


def test_what_is_said_of_a_case_that_is_not_there_is_refused(settings: Settings) -> None:
    graph = provenance_graph(NEW)
    text = f"INSERT DATA {{ GRAPH <{graph}> {{ <{NEW}> rdfs:label 'x' }} }}"
    assert isinstance(refused(settings, text), UnknownCaseError)


@pytest.mark.parametrize(
    "text",
    [
        f"LOAD <{NOWHERE}>",
        f"LOAD SILENT <{NOWHERE}> INTO GRAPH <{NECK}>",
        f"CLEAR SILENT GRAPH <{NEW}> ; lOaD <{NOWHERE}>",
        f"PREFIX a: <x:a>LOAD<{NOWHERE}>",
        f"# LOAD\nLOAD <{NOWHERE}>",
        f"INSERT {{ }} WHERE {{ SERVICE <{NOWHERE}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ }} WHERE {{ SERVICE SILENT <{NOWHERE}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ }} WHERE {{ ?s ?p 1SERVICE <{NOWHERE}> {{ ?s ?p ?o }} }}",
        f"INSERT {{ }} WHERE {{ ?s ?p true.SERVICE <{NOWHERE}> {{ ?s ?p ?o }} }}",
        "INSERT { } WHERE { { SELECT * { OPTIONAL { SERVICE ?s { ?s ?p ?o } } } } }",
        f"INSERT {{ }} WHERE {{ FILTER EXISTS {{ SERVICE <{NOWHERE}> {{ ?s ?p ?o }} }} }}",
        f"DELETE WHERE {{ SERVICE <{NOWHERE}> {{ ?s ?p ?o }} }}",
    ],
)
def test_what_asks_another_server_is_refused(settings: Settings, text: str) -> None:
    error = refused(settings, text)
    assert isinstance(error, QueryError)
    assert "is refused" in str(error) or "not a SPARQL update" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> ?c } }",
        "DELETE DATA { GRAPH <x:g> { <x:a> <x:b> _:c } }",
        "DELETE { GRAPH <x:g> { _:a <x:b> ?c } } WHERE { ?a <x:b> ?c }",
        "INSERT DATA { GRAPH <x:g> { <a> <x:b> <x:c> } }",
        "INSERT DATA { GRAPH <x:g> { no:a <x:b> <x:c> } }",
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> ",
        "INSERT DATA { } } ; INSERT DATA { {",
        "PREFIX",
        "\0",
        "{" * 5000,
    ],
)
def test_what_is_no_update_is_refused_with_the_place(settings: Settings, text: str) -> None:
    error = refused(settings, text)
    assert isinstance(error, QueryError)
    assert error.repair


def test_words_and_marks_in_literals_are_no_syntax(settings: Settings) -> None:
    text = "} ; LOAD <x:y> ; # GRAPH { SERVICE <x:y> {}"
    update(
        settings,
        f"INSERT DATA {{ # }} ; {{\n"
        f"GRAPH <{NECK}> {{ <{NECK}#case> rdfs:comment '''{text}''' }} }}",
    )
    assert labels(settings, NECK) == [text]


def test_triples_of_one_graph_in_several_places_share_blank_nodes() -> None:
    (one,) = operations("INSERT DATA { GRAPH <x:g> { _:a <x:b> 1 } GRAPH <x:g> { _:a <x:b> 2. } }")
    assert isinstance(one, Modify)
    assert [template.graph for template in one.insert] == ["<x:g>"]


def test_refusal_names_no_path_of_the_machine(settings: Settings) -> None:
    assert str(settings.store) not in str(refused(settings, "CLEAR ALL"))
    assert BASE in str(refused(settings, "CLEAR DEFAULT"))
