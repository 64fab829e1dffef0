"""A rewrite takes effect as a whole or not at all, and readers of the old content read on."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.errors import StoreError
from casegraph.namespaces import inferred_graph
from casegraph.quads import canonical
from casegraph.store import Built, Store, graphs_of

CASE = "https://w3id.org/casegraph/case/stiff-neck"
OTHER = "https://w3id.org/casegraph/case/stiff-ear"
BUILT = Built("https://w3id.org/casegraph/ontology/0.1.0", "terms", "rules", "shapes", "0.1.0")
WRITE = """
import sys
from casegraph.errors import CasegraphError
from casegraph.store import Store
try:
    Store.open(sys.argv[1], write=True)
except CasegraphError as error:
    print(error)
"""


def quad(graph: str, value: str = "1") -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"{graph}#x"),
        ox.NamedNode(f"{CASE}#p"),
        ox.Literal(value),
        ox.NamedNode(graph),
    )


def nquads(*quads: ox.Quad) -> bytes:
    return "".join(f"{quad} .\n" for quad in quads).encode()


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give a store with one case, open for writing."""
    path = tmp_path / "store" if request.param == "disk" else None
    with Store.open(path, write=True) as store:
        store.replace_case(CASE, [quad(CASE), quad(inferred_graph(CASE))])
        yield store


def test_rewrite_takes_effect_at_its_end(store: Store, tmp_path: Path) -> None:
    before = set(store.quads())
    with store.rewriting(BUILT) as rewrite:
        rewrite.remove(graphs_of(CASE))
        rewrite.load(nquads(quad(CASE, "new")))
        file = tmp_path / "more.nq"
        file.write_bytes(nquads(quad(OTHER)))
        rewrite.load(file)
        assert set(store.quads()) == before
        assert store.built is None
    assert set(store.quads()) == {quad(CASE, "new"), quad(OTHER)}
    assert store.built == BUILT


def test_rewrite_from_nothing_leaves_nothing_of_the_old(store: Store) -> None:
    with store.rewriting(BUILT, empty=True) as rewrite:
        rewrite.load(nquads(quad(OTHER)))
    with store.rewriting() as rewrite:
        rewrite.load(nquads(quad(CASE, "2")))
    assert set(store.quads()) == {quad(OTHER), quad(CASE, "2")}
    assert store.built == BUILT


@pytest.mark.parametrize("error", [ValueError, OSError, KeyboardInterrupt])
def test_rewrite_that_is_broken_off_changes_nothing(
    store: Store, error: type[BaseException]
) -> None:
    def break_off() -> None:
        with store.rewriting(BUILT) as rewrite:
            rewrite.remove([CASE])
            rewrite.load(nquads(quad(OTHER)))
            raise error("of the caller")

    before = set(store.quads())
    with pytest.raises(error, match="of the caller"):
        break_off()
    assert set(store.quads()) == before
    assert store.built is None
    store.replace_case(OTHER, [quad(OTHER)])
    assert set(store.quads()) == {*before, quad(OTHER)}


def test_rewrite_can_be_tried_again_while_its_error_is_handled(store: Store) -> None:
    try:
        with store.rewriting() as rewrite:
            rewrite.load(b"no N-Quads")
    except StoreError:
        with store.rewriting(empty=True) as rewrite:
            rewrite.load(nquads(quad(OTHER)))
    assert list(store.quads()) == [quad(OTHER)]


def test_change_that_a_rewrite_would_lose_is_refused(store: Store) -> None:
    before = set(store.quads())
    with store.rewriting():
        with pytest.raises(StoreError, match="the store is being rewritten"):
            store.replace_case(OTHER, [quad(OTHER)])
        with pytest.raises(StoreError, match="the store is being rewritten"):
            store.remove_cases([CASE])
        with pytest.raises(StoreError, match="the store is being rewritten"), store.rewriting():
            pass
    assert set(store.quads()) == before


def test_load_of_what_is_no_nquads_changes_nothing(store: Store) -> None:
    before = set(store.quads())
    with pytest.raises(StoreError, match="is not N-Quads"), store.rewriting() as rewrite:
        rewrite.load(nquads(quad(OTHER)) + b"<x:s> <x:p> .")
    assert set(store.quads()) == before


def test_rewrite_is_over_when_its_block_ends(store: Store) -> None:
    with store.rewriting() as rewrite:
        pass
    with pytest.raises(StoreError, match="the rewriting is over"):
        rewrite.load(nquads(quad(OTHER)))


def test_blank_nodes_of_one_load_stay_one_node(store: Store) -> None:
    node, p = ox.BlankNode("b"), ox.NamedNode(f"{CASE}#p")
    quads = [ox.Quad(p, p, node, ox.NamedNode(CASE)), ox.Quad(node, p, p, ox.NamedNode(CASE))]
    with store.rewriting(empty=True) as rewrite:
        rewrite.load(nquads(*quads))
    assert canonical(store.quads()) == canonical(quads)


# On disk


def generations(path: Path) -> list[str]:
    return sorted(file.name for file in path.glob("generation-*"))


def test_reader_reads_on_while_the_content_is_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as writer:
        writer.replace_case(CASE, [quad(CASE)])
    with Store.open(path) as reader:
        for value in ("2", "3"):
            with Store.open(path, write=True) as writer, writer.rewriting() as rewrite:
                rewrite.remove([CASE])
                rewrite.load(nquads(quad(CASE, value)))
                assert list(reader.quads()) == [quad(CASE)]
            with Store.open(path) as other:
                assert list(other.quads()) == [quad(CASE, value)]
        assert list(reader.quads()) == [quad(CASE)]


def test_generation_stays_as_long_as_somebody_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as writer, writer.rewriting() as rewrite:
        rewrite.load(nquads(quad(CASE)))
    reader = Store.open(path)
    with Store.open(path, write=True) as writer:
        for _ in range(3):
            with writer.rewriting():
                pass
        assert generations(path) == ["generation-2", "generation-4", "generation-5"]
        reader.close()
        with writer.rewriting():
            pass
        assert generations(path) == ["generation-5", "generation-6"]


def test_transactions_come_with_the_copy_before_they_are_flushed(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as store:
        for value in ("1", "2", "3"):
            store.replace_case(CASE, [quad(CASE, value)])
            with store.rewriting() as rewrite:
                rewrite.load(nquads(quad(OTHER, value)))
            store.replace_case(CASE, [quad(CASE, f"{value} again")])
    with Store.open(path) as store:
        others = {quad(OTHER, value) for value in ("1", "2", "3")}
        assert set(store.quads()) == {quad(CASE, "3 again"), *others}


def test_generations_that_do_not_count_are_removed_by_the_next_writer(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as store:
        with store.rewriting() as rewrite:
            rewrite.load(nquads(quad(CASE)))
        assert generations(path) == ["generation-1", "generation-2"]
    (path / "generation-3").mkdir()
    (path / "generation-3.tmp").mkdir()
    (path / ".casegraph.json.left").write_text("{")
    with Store.open(path) as store:
        assert list(store.quads()) == [quad(CASE)]
    Store.open(path, write=True).close()
    assert sorted(file.name for file in path.iterdir()) == [
        "casegraph.json",
        "generation-2",
        "lock",
    ]


def test_second_writer_is_refused_during_a_rewrite(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, write=True) as store, store.rewriting():
        command = [sys.executable, "-c", WRITE, str(path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "another process is writing to this store" in said


def test_reader_cannot_rewrite(tmp_path: Path) -> None:
    path = tmp_path / "store"
    Store.open(path, write=True).close()
    with Store.open(path) as store:
        with pytest.raises(StoreError, match="open for reading only"), store.rewriting():
            pass
        with pytest.raises(StoreError, match="open for reading only"):
            store.replace_case(CASE, [], built=BUILT)
        with pytest.raises(StoreError, match="open for reading only"):
            store.remove_cases([CASE])
