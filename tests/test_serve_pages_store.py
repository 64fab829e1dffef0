"""The page of the store: what it holds, what it rests on, and what the shapes find."""

from pathlib import Path

import httpx
import pytest

from casegraph.exporters.datasets.count import part_of
from casegraph.quads import nquads
from casegraph.serve import Limits, Settings
from casegraph.serve.pages.store import page
from casegraph.serve.pages.store.limits import limits
from casegraph.serve.pages.store.page import OfStore, of_store
from casegraph.serve.pages.store.routes import made
from casegraph.serve.workers import Context
from casegraph.store import Store

ALAR = "alar-ligament-calcification-ra"


def page_over(
    folder: Path, store: Store, *, counted: bool = False, checked: bool = False
) -> OfStore:
    context = Context(Settings(store=folder), store)
    return of_store(context, counted=counted, checked=checked)


def test_every_triple_is_counted_once(bundled_folder: Path, bundled_store: Store) -> None:
    shown = page_over(bundled_folder, bundled_store)
    assert shown.triples is not None
    assert sum(number for _, number in shown.triples) == sum(1 for _ in bundled_store.quads())
    parts = {part_of(graph) for graph in bundled_store.graphs()}
    assert len(shown.triples) == len({words for words, _ in shown.triples}) == len(parts)


def test_shapes_are_asked_only_when_somebody_wants_it(api: httpx.Client) -> None:
    plain, checked = api.get("/store").text, api.get("/store?check").text
    assert "care-administration" not in plain
    assert '<a href="shapes.html#care-administration">care-administration</a>' in checked
    assert "<td>violation</td>" not in checked


def test_of_many_cases_the_shapes_look_at_the_first_and_it_is_said(
    bundled_folder: Path, bundled_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = page_over(bundled_folder, bundled_store, checked=True).findings
    monkeypatch.setattr(page, "FEW_CASES", 1)
    context = Context(Settings(store=bundled_folder), bundled_store)
    first = of_store(context, counted=False, checked=True).findings
    assert whole
    assert first == () != whole
    said = "Only the first 1 cases, by name, were looked at."
    assert said in b"".join(made(context, False, True).body).decode()
    plain = b"".join(made(context, False, False).body).decode()
    assert '<a href="?check#shapes">Ask the shapes again about the first 1 cases</a>' in plain
    assert said not in plain


def test_a_removed_case_is_listed_and_a_build_of_old_is_told(
    bundled_store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    with Store.open(folder, write=True) as store:
        with store.rewriting(bundled_store.built, empty=True) as rewrite:
            rewrite.load(nquads(bundled_store.quads()))
        store.remove_cases([f"https://w3id.org/casegraph/case/{ALAR}"])
    with Store.open(folder) as store:
        shown = page_over(folder, store)
    assert shown.removed == (ALAR,)
    assert shown.counts[0][0] == 2
    assert shown.outdated == ()
    assert shown.written.endswith("UTC")


def test_limits_are_told_in_words() -> None:
    told = dict(limits(Settings(store=Path(), limits=Limits(seconds=1, rows=10, queries=3))))
    assert told["One question"] == "1 second at most, then it is ended and says so."
    assert told["One answer"].startswith("10 rows or triples, and 256 MiB")
    assert told["Writing"] == "Nobody may write here."
    assert told["Other endpoints"] == "SERVICE is refused."
    open_one = Settings(
        store=Path(),
        token="a",  # noqa: S106 - of no server
        federation=("https://example.org/sparql",),
    )
    told = dict(limits(open_one))
    assert told["Writing"].startswith("Who has the token may write")
    assert told["Other endpoints"] == "SERVICE may ask https://example.org/sparql."


@pytest.mark.parametrize("path", ["/store", "/store.html", "/store?count"])
def test_page_is_there(api: httpx.Client, path: str) -> None:
    found = api.get(path)
    assert found.status_code == 200
    assert "casegraph/ontology/0.1.0" in found.text
