"""A store changes as a whole or not at all, has one writer, and says clearly what is no store."""

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.errors import CasegraphError, QueryError, StoreError
from casegraph.namespaces import TERMS, inferred_graph, provenance_graph
from casegraph.quads import canonical
from casegraph.store import Store

CASE = "https://w3id.org/casegraph/case/stiff-neck"
OTHER = "https://w3id.org/casegraph/case/stiff-ear"
OPEN = """
import sys
from casegraph.errors import CasegraphError
from casegraph.store import Store
try:
    with Store.open(sys.argv[1], write=sys.argv[2] == "write") as store:
        print(len(list(store.quads())))
except CasegraphError as error:
    print(error)
"""


def quad(graph: str, value: str = "1", subject: str | None = None) -> ox.Quad:
    named = ox.NamedNode(subject or f"{graph}#x")
    return ox.Quad(named, ox.NamedNode(f"{CASE}#p"), ox.Literal(value), ox.NamedNode(graph))


def in_another_process(path: Path, mode: str) -> str:
    """Return what another process says that opens the store at *path*."""
    command = [sys.executable, "-c", OPEN, str(path), mode]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_what_is_put_into_a_store_on_disk_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    value = 'a "quoted" \\ line\nand \u2028 é \U0001f9b4'
    with Store.open(tmp_path / "store", write=True) as store:
        store.replace_case(CASE, [quad(CASE, value)])
        store.digest = "what it was built with"
    with Store.open(tmp_path / "store") as store:
        assert list(store.quads()) == [quad(CASE, value)]
        assert store.cases() == (CASE,)
        assert store.digest == "what it was built with"


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
@pytest.mark.parametrize("kind", ["file", "folder", "manifest", "newer", "below a file"])
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
        newer = json.dumps({"format": 99, "vocabulary": None})
        (path / "casegraph.json").write_text(newer if kind == "newer" else "precious")
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
    for file in (path / "oxigraph").iterdir():
        file.write_bytes(b"damaged")
    for write in (False, True):
        with pytest.raises(CasegraphError, match="cannot be opened") as caught:
            Store.open(path, write=write)
        assert caught.value.file == str(path)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below *folder* with their content."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
