"""A store changes as a whole or not at all, has one writer, and says clearly what is no store."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.errors import CasegraphError, QueryError, StoreError
from casegraph.namespaces import TERMS, inferred_graph, provenance_graph
from casegraph.quads import canonical
from casegraph.store import Built, Store, graphs_of

CASE = "https://w3id.org/casegraph/case/stiff-neck"
OTHER = "https://w3id.org/casegraph/case/stiff-ear"
BUILT = Built("https://w3id.org/casegraph/ontology/0.1.0", "terms", "rules", "shapes", "0.1.0")
OPEN = """
import sys
from casegraph.errors import CasegraphError
from casegraph.store import Built, Store, graphs_of
try:
    with Store.open(sys.argv[1], write=sys.argv[2] == "write") as store:
        print(len(list(store.quads())))
except CasegraphError as error:
    print(error)
"""


def quad(graph: str, value: str = "1", subject: str | None = None) -> ox.Quad:
    named = ox.NamedNode(subject or f"{graph}#x")
    return ox.Quad(named, ox.NamedNode(f"{CASE}#p"), ox.Literal(value), ox.NamedNode(graph))


def in_another_process(path: Path, mode: str, rights: Sequence[str] = ()) -> str:
    """Return what another process says that opens the store at *path*.

    rights: the command that starts it with other rights.
    """
    command = [*rights, sys.executable, "-c", OPEN, str(path), mode]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_what_is_put_into_a_store_on_disk_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    value = 'a "quoted" \\ line\nand \u2028 é \U0001f9b4'
    with Store.open(tmp_path / "store", write=True) as store:
        store.replace_case(CASE, [quad(CASE, value)], built=BUILT)
    with Store.open(tmp_path / "store") as store:
        assert list(store.quads()) == [quad(CASE, value)]
        assert store.cases() == (CASE,)
        assert store.built == BUILT


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_blank_nodes_of_two_new_cases_stay_two_nodes(tmp_path: Path, place: str) -> None:
    with Store.open(None if place == "memory" else tmp_path / "store", write=True) as store:
        for case in (CASE, OTHER):
            node, name = ox.BlankNode("b"), ox.NamedNode(case)
            store.replace_case(case, [ox.Quad(node, ox.NamedNode("x:p"), ox.Literal(case), name)])
        assert len({found.subject for found in store.quads()}) == 2


def test_replacing_a_case_leaves_nothing_of_the_old_and_all_of_the_others() -> None:
    graphs = (CASE, inferred_graph(CASE), provenance_graph(CASE))
    with Store.open() as store:
        store.replace_case(OTHER, [quad(OTHER)])
        store.replace_case(CASE, [quad(graph, "old") for graph in graphs])
        store.replace_case(CASE, [quad(CASE, "new")])
        assert set(store.quads()) == {quad(OTHER), quad(CASE, "new")}
        assert store.graphs() == (OTHER, CASE)


def test_blank_nodes_of_a_case_stay_one_node(tmp_path: Path) -> None:
    node, graph = ox.BlankNode("b"), ox.NamedNode(CASE)
    p = ox.NamedNode(f"{CASE}#p")
    quads = [ox.Quad(ox.NamedNode(f"{CASE}#x"), p, node, graph), ox.Quad(node, p, p, graph)]
    with Store.open(tmp_path / "store", write=True) as store:
        store.replace_case(CASE, quads)
        assert canonical(store.quads()) == canonical(quads)


def test_quad_of_another_graph_changes_nothing() -> None:
    with Store.open() as store:
        store.replace_case(CASE, [quad(CASE)])
        with pytest.raises(StoreError, match="a quad of the graph <.*stiff-ear>"):
            store.replace_case(CASE, [quad(CASE, "new"), quad(OTHER)])
        assert list(store.quads()) == [quad(CASE)]


def test_several_cases_are_replaced_at_once() -> None:
    with Store.open() as store:
        store.replace_graphs([CASE, OTHER], [quad(CASE), quad(OTHER)])
        with pytest.raises(StoreError, match="cannot be written"):
            store.replace_graphs([CASE, OTHER, "not > an IRI"], [quad(CASE, "2"), quad(OTHER, "2")])
        assert set(store.quads()) == {quad(CASE), quad(OTHER)}


def test_removing_cases_leaves_nothing_of_them_and_all_of_the_others() -> None:
    with Store.open() as store:
        store.replace_case(OTHER, [quad(OTHER)])
        store.replace_case(CASE, [quad(graph) for graph in graphs_of(CASE)])
        store.remove_cases([CASE, f"{CASE}-that-is-not-there"])
        assert list(store.quads()) == [quad(OTHER)]
        store.remove_cases([])
        assert store.graphs() == (OTHER,)


def test_case_is_told_from_graphs_of_other_kinds() -> None:
    with Store.open() as store:
        store.replace_graphs([TERMS, *graphs_of(CASE)], [quad(TERMS), quad(CASE)])
        assert (store.count(), store.cases()) == (1, (CASE,))
        assert store.has_case(CASE)
        assert not store.has_case(OTHER)
        assert not store.has_case(TERMS)
        assert not store.has_case(f"{CASE} > }} no IRI")


def test_failing_write_changes_nothing() -> None:
    with Store.open() as store:
        store.replace_case(CASE, [quad(CASE)])
        with pytest.raises(StoreError, match="cannot be written"):
            store.replace_graphs([CASE, "not > an IRI"], [quad(CASE, "new")])
        assert list(store.quads()) == [quad(CASE)]


def test_asserted_only_leaves_out_every_inferred_graph() -> None:
    graphs = (CASE, inferred_graph(CASE), provenance_graph(CASE), TERMS, f"{TERMS}/inferred")
    with Store.open() as store:
        store.replace_graphs(graphs, [quad(graph) for graph in graphs])
        kept = {found.graph_name for found in store.quads(asserted_only=True)}
    assert kept == {ox.NamedNode(graph) for graph in (CASE, provenance_graph(CASE), TERMS)}


# Queries


def test_query_sees_the_union_of_all_graphs() -> None:
    with Store.open() as store:
        store.replace_graphs([CASE, TERMS], [quad(CASE), quad(TERMS)])
        rows = store.query("SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s")
        assert isinstance(rows, ox.QuerySolutions)
        assert [row["s"].value for row in rows] == [f"{CASE}#x", f"{TERMS}#x"]


def test_substitution_is_a_term_and_never_text() -> None:
    dangerous = '" } ; DROP ALL #'
    with Store.open() as store:
        store.replace_case(CASE, [quad(CASE, dangerous), quad(CASE, "2")])
        rows = store.query(
            "SELECT ?s ?o WHERE { ?s ?p ?o }", {ox.Variable("o"): ox.Literal(dangerous)}
        )
        assert isinstance(rows, ox.QuerySolutions)
        assert len(list(rows)) == 1


@pytest.mark.parametrize(
    "query", ["SELECT", "hello", "DROP ALL", "SELECT ?x WHERE { ?s foo:p ?o }"]
)
def test_query_that_is_none_is_a_query_error(query: str) -> None:
    with Store.open() as store, pytest.raises(QueryError, match="is not SPARQL"):
        store.query(query)


# What the content was built with


def test_content_of_two_builds_is_not_mixed() -> None:
    newer = replace(BUILT, ontology="https://w3id.org/casegraph/ontology/0.2.0", shapes="other")
    with Store.open() as store:
        assert store.built is None
        store.replace_case(CASE, [quad(CASE)], built=BUILT)
        store.replace_case(OTHER, [quad(OTHER)], built=BUILT)
        with pytest.raises(StoreError, match="the ontology is 0.2.0, the store was built with"):
            store.replace_case(CASE, [quad(CASE, "new")], built=newer)
        assert set(store.quads()) == {quad(CASE), quad(OTHER)}
        assert store.built == BUILT


@pytest.mark.parametrize("part", ["ontology", "vocabulary", "rules", "shapes", "software"])
def test_each_part_of_a_build_that_differs_is_told(part: str) -> None:
    assert BUILT.differences(BUILT) == ()
    (said,) = BUILT.differences(replace(BUILT, **{part: "http://example.org/2"}))
    assert ("casegraph is" if part == "software" else part) in said


# Opening


def test_second_writer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True):
        assert "another process is writing to this store" in in_another_process(path, "write")
        with pytest.raises(StoreError, match="another process is writing"):
            Store.open(path, write=True)
    assert in_another_process(path, "write").strip() == "0"


def test_reader_needs_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as writer:
        writer.replace_case(CASE, [quad(CASE)])
    with Store.open(path) as one, Store.open(path) as other:
        assert list(one.quads()) == list(other.quads())
        assert in_another_process(path, "read").strip() == "1"


def test_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "store"
    Store.open(path, write=True).close()
    with Store.open(path) as store, pytest.raises(StoreError, match="open for reading only"):
        store.replace_case(CASE, [quad(CASE)])


def test_closed_store_says_so() -> None:
    store = Store.open()
    store.close()
    store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        store.graphs()


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize(
    "kind", ["file", "folder", "manifest", "cut", "other", "newer", "below a file"]
)
def test_path_that_is_no_store_is_refused_and_left_alone(
    tmp_path: Path, kind: str, write: bool
) -> None:
    path = tmp_path / "store"
    if kind == "file":
        path.write_text("precious")
    elif kind == "folder":
        path.mkdir()
        (path / "precious").write_text("precious")
    elif kind == "below a file":
        path.write_text("precious")
        path = path / "store"
    else:
        path.mkdir()
        newer = json.dumps({"format": 99, "generation": None, "built": None})
        content = {"newer": newer, "cut": newer[:20], "other": '{"format": 2}'}
        (path / "casegraph.json").write_text(content.get(kind, "precious"))
    before = tree(tmp_path)
    with pytest.raises(StoreError) as caught:
        Store.open(path, write=write)
    assert caught.value.file == str(path)
    assert caught.value.repair
    assert tree(tmp_path) == before


def test_missing_store_is_not_made_by_a_reader(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        Store.open(tmp_path / "store")
    assert tree(tmp_path) == {}


def test_folder_that_cannot_be_written_is_a_clear_error() -> None:
    with pytest.raises(StoreError, match="cannot be made a store"):
        Store.open("/proc/casegraph", write=True)


def test_damaged_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as store:
        store.replace_case(CASE, [quad(CASE)])
    for file in (path / "generation-1").iterdir():
        file.write_bytes(b"damaged")
    for write in (False, True):
        with pytest.raises(CasegraphError, match="cannot be opened") as caught:
            Store.open(path, write=write)
        assert caught.value.file == str(path)


@pytest.mark.parametrize("what", ["folder", "content"])
def test_missing_database_is_never_taken_for_an_empty_one(tmp_path: Path, what: str) -> None:
    path = tmp_path / "store"
    Store.open(path, write=True).close()
    shutil.rmtree(path / "generation-1")
    if what == "content":
        (path / "generation-1").mkdir()
    for write in (False, True):
        with pytest.raises(StoreError, match="generation-1 is missing"):
            Store.open(path, write=write)


def test_store_whose_making_was_interrupted_is_made_by_the_next_writer(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.mkdir()
    (path / "lock").touch()
    (path / ".casegraph.json.x").write_text("{")
    with pytest.raises(StoreError, match="is not a casegraph store"):
        Store.open(path)
    with Store.open(path, write=True) as store:
        assert store.graphs() == ()
    assert sorted(file.name for file in path.iterdir()) == [
        "casegraph.json",
        "generation-1",
        "lock",
    ]


def test_store_in_which_nothing_was_written_yet_is_empty(tmp_path: Path) -> None:
    manifest = {"format": 2, "generation": None, "built": None}
    (tmp_path / "casegraph.json").write_text(json.dumps(manifest))
    (tmp_path / "generation-1").mkdir()
    for write in (False, True, False):
        with Store.open(tmp_path, write=write) as store:
            assert store.graphs() == ()


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="no setpriv to give up root's rights")
def test_folder_that_cannot_be_written_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as store:
        store.replace_case(CASE, [quad(CASE)])
    folders = (path, path / "generation-1")
    for folder in folders:
        folder.chmod(0o555)
    try:
        rights = ["setpriv", "--bounding-set=-dac_override"]
        assert in_another_process(path, "read", rights).strip() == "1"
        assert "cannot be opened" in in_another_process(path, "write", rights)
    finally:
        for folder in folders:
            folder.chmod(0o755)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below *folder* with their content."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
