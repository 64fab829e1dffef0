"""A whole store is exported part by part: in order, without a blank node in two parts."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.exporters import FORMATS, export, parts
from casegraph.exporters.parts import parts_of
from casegraph.namespaces import (
    CASE,
    ONTOLOGY,
    PUBLICATION,
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    RDF,
    TERM,
    TERMS,
    TERMS_INFERRED,
    VOCABULARY,
    inferred_graph,
    provenance_graph,
)
from casegraph.quads import canonical, graph_of, nquads
from casegraph.store import Store

CASES = [f"{CASE}{slug}" for slug in ("a", "b", "c")]
SYNTAXES = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}
SAME = f'<{TERM}pain> <{RDF}type> <x:Term> <GRAPH> .\n<{TERM}pain> <x:in> "GRAPH" <GRAPH> .\n'
WORK = f"""
<{PUBLICATION}NAME> <x:authors> _:NAME1 <{PUBLICATIONS}> .
_:NAME1 <{RDF}first> "A" <{PUBLICATIONS}> .
_:NAME1 <{RDF}rest> _:NAME2 <{PUBLICATIONS}> .
_:NAME2 <{RDF}first> "B" <{PUBLICATIONS}> .
_:NAME2 <{RDF}rest> <{RDF}nil> <{PUBLICATIONS}> .
_:NAME1 <{RDF}type> <x:List> <{PUBLICATIONS_INFERRED}> .
"""
IN_CASE = """
<DOCUMENT#case> <x:p> _:sameNAME <DOCUMENT> .
<DOCUMENT#other> <x:p> _:sameNAME <DOCUMENT> .
_:sameNAME <x:p> "NAME" <DOCUMENT/inferred> .
<DOCUMENT> <x:p> [] <DOCUMENT/provenance> .
"""
SHARED_BLANK = f"""
<{PUBLICATION}a> <x:p> _:both <{PUBLICATIONS}> .
<{PUBLICATION}c> <x:p> _:both <{PUBLICATIONS}> .
_:both <x:p> "of both" <{PUBLICATIONS}> .
"""
ROOTLESS = f'_:root <x:p> "of nobody" <{PUBLICATIONS}> .\n'
CIRCLE = f"_:x <x:p> _:y <{PUBLICATIONS}> .\n_:y <x:p> _:x <{PUBLICATIONS}> .\n"


def stored(more: str = "") -> Store:
    """Return a store with three cases, their publications, and a term that three graphs tell of."""
    content = f"<x:class> <x:p> _:axiom <{ONTOLOGY}> .\n{more}"
    for graph in (TERMS, TERMS_INFERRED, f"{VOCABULARY}hp", "x:graph"):
        content += SAME.replace("GRAPH", graph)
    for document in CASES:
        name = document.removeprefix(CASE)
        content += WORK.replace("NAME", name)
        said = IN_CASE.replace("DOCUMENT", document).replace("NAME", name)
        content += said.replace("[]", f"_:own{name}")
    store = Store.open()
    with store.rewriting() as rewrite:
        rewrite.load(content.encode())
    return store


@pytest.fixture(params=[1, 10_000], ids=["a part for each node", "a part for all nodes"])
def _each_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a part of what cases share made of that many quads."""
    monkeypatch.setattr(parts, "_QUADS", request.param)


@pytest.mark.usefixtures("_each_size")
@pytest.mark.parametrize("more", ["", SHARED_BLANK, ROOTLESS, CIRCLE])
@pytest.mark.parametrize("format", FORMATS)
def test_parts_together_are_the_store(format: str, more: str) -> None:  # noqa: A002
    with stored(more) as store:
        content = export(format, store=store)
        quads = list(store.quads())
    assert content is not None
    back = list(ox.parse(content, format=SYNTAXES[format]))
    if not SYNTAXES[format].supports_datasets:
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert canonical(back) == canonical(quads)


@pytest.mark.usefixtures("_each_size")
def test_same_content_gives_the_same_parts() -> None:
    with stored() as one, stored() as other:
        assert list(parts_of(one)) == list(parts_of(other))


def test_what_cases_share_comes_first_and_then_case_by_case() -> None:
    with stored() as store:
        graphs = [{graph_of(quad) for quad in part} for part in parts_of(store)]
    assert graphs == [
        {ONTOLOGY},
        {TERMS, TERMS_INFERRED, f"{VOCABULARY}hp"},
        {PUBLICATIONS, PUBLICATIONS_INFERRED},
        {"x:graph"},
        *({case, inferred_graph(case), provenance_graph(case)} for case in CASES),
    ]


@pytest.mark.usefixtures("_each_size")
def test_only_what_was_asserted_when_that_is_wanted() -> None:
    with stored() as store:
        quads = [quad for part in parts_of(store, asserted_only=True) for quad in part]
        assert canonical(quads) == canonical(store.quads(asserted_only=True))


def test_publications_are_many_parts_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_QUADS", 1)
    with stored() as store:
        works = [part for part in parts_of(store) if graph_of(part[0]) == PUBLICATIONS]
    assert [len(part) for part in works] == [6, 6, 6]


def test_blank_nodes_are_those_of_one_part() -> None:
    with stored() as store:
        labels = [set(re.findall(rb"_:\w+", nquads(part))) for part in parts_of(store)]
    assert len(set().union(*labels)) == sum(map(len, labels)) == 1 + 2 * 3 + 2 * 3


def test_one_more_case_changes_no_label_of_the_others() -> None:
    with stored() as store:
        before = export("nquads", store=store)
        store.remove_cases([CASES[0]])
        after = export("nquads", store=store)
    assert before is not None
    assert after is not None
    assert set(after.splitlines()) < set(before.splitlines())


def test_what_several_graphs_say_of_a_term_stands_together_and_once() -> None:
    with stored() as store:
        store.replace_graphs(["x:graph"], [])
        content = export("turtle", store=store)
    assert content is not None
    assert content.count(b"\nterm:pain ") == 1
    assert content.count(b"<x:Term>") == 1


@pytest.mark.parametrize("format", FORMATS)
def test_a_case_is_written_before_the_next_is_read(
    format: str,  # noqa: A002
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events: list[str] = []
    graph = Store.graph

    def told(store: Store, name: str) -> Iterator[ox.Quad]:
        events.append(name)
        return graph(store, name)

    monkeypatch.setattr(Store, "graph", told)
    with stored() as store:
        export(format, store=store, out=lambda _: events.append("written"))
    for case, following in pairwise(CASES):
        assert "written" in events[events.index(case) : events.index(following)]


def test_file_and_bytes_are_the_same(tmp_path: Path) -> None:
    with stored() as store:
        for name in FORMATS:
            export(name, store=store, out=tmp_path / name)
            assert (tmp_path / name).read_bytes() == export(name, store=store)


def test_progress_is_told_for_what_is_shared_and_for_each_case() -> None:
    told: list[tuple[str, int, int]] = []
    with stored() as store:
        export("nquads", store=store, progress=lambda *how: told.append(how))
    cases = [(done, of) for doing, done, of in told if doing == "Writing cases"]
    assert cases == [(1, 3), (2, 3), (3, 3)]
    shared = [told for told in told if told[0] == "Writing what cases share"]
    assert all(done <= of for _, done, of in shared)
    assert told == [*shared, *(("Writing cases", done, of) for done, of in cases)]


def test_prefixes_are_declared_once() -> None:
    with stored() as store:
        for name in ("turtle", "trig"):
            content = export(name, store=store)
            assert content is not None
            declared = re.findall(rb"@prefix (\w+):", content)
            assert all(before < after for before, after in pairwise(declared))
