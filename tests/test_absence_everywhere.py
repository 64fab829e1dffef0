"""What a case denies, suspects or calls over is read as present in no format and on no page."""

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import typer
from typer.testing import CliRunner

from absence import Absent, Claim, absences, general, misread, terms_misread
from absence_case import SLUG, turtle
from absence_pages import read_page
from absence_readers import (
    Reader,
    read_bundles,
    read_crate,
    read_matrix,
    read_nanopubs,
    read_nothing,
    read_packets,
    read_rdf,
    read_table,
    stated,
)
from casegraph.build import build, open_store
from casegraph.cli import app
from casegraph.cli.export import app as export
from casegraph.cli.export import matrix, table
from casegraph.exporters.table import COLUMNS
from casegraph.namespaces import CG
from casegraph.resources import data_dir
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
from casegraph.web.kind import Kind
from casegraph.web.kinds import KINDS


class Way(NamedTuple):
    """A way to export: who reads the output, how it is called, and the options for it."""

    reader: Reader
    name: str
    options: tuple[str, ...] = ()


_ALL = ("--columns", ",".join(["case", *(name for name in COLUMNS if name != "case")]))
_ENDINGS = {"markdown": "md", "html": "html", "csv": "csv", "xlsx": "xlsx", "latex": "tex"}

WAYS: dict[str, tuple[Way, ...]] = {
    "turtle": (Way(read_rdf, "x.ttl"),),
    "trig": (Way(read_rdf, "x.trig"),),
    "ntriples": (Way(read_rdf, "x.nt"),),
    "nquads": (Way(read_rdf, "x.nq"),),
    "rdfxml": (Way(read_rdf, "x.rdf"),),
    "jsonld": (Way(read_rdf, "x.jsonld"),),
    "phenopackets": (Way(read_packets, "x.jsonl"),),
    "fhir": (Way(read_bundles, "x.ndjson"),),
    "nanopub": (Way(read_nanopubs, "x.trig"),),
    "crate": (Way(read_crate, "x"),),
    "table": tuple(
        Way(read_table, f"x.{_ENDINGS[form]}", ("--form", form, *_ALL)) for form in table.Form
    ),
    "matrix": tuple(
        Way(read_matrix, f"x.{form}", ("--form", form, "--header", header))
        for form in matrix.Form
        for header in matrix.Header
    ),
    "sssom": (Way(read_nothing, "x.tsv"),),
    "sparql-examples": (Way(read_nothing, "x.ttl"),),
    "void": (Way(read_rdf, "x.ttl"),),
    "dcat": (Way(read_rdf, "x.ttl"),),
}
"""For each format all its forms."""

FORMATS = tuple(typer.main.get_command(export).commands)  # type: ignore[attr-defined]
"""Every sub-command of `casegraph export`."""


NO_CASES = {"sssom", "sparql-examples", "void", "dcat"}
"""Formats that say nothing of any case."""

SAID_BESIDES = {"neck-pain", "muscle-weakness", "magnetic-resonance-imaging"}
"""Terms of the invented case that are there by one statement and not by another.

Formats that tell of terms and not of statements have them either way.
"""

UNNOTICED = {
    "phenopackets": SAID_BESIDES,
    "table": SAID_BESIDES,
    "matrix": {*SAID_BESIDES, "barium-swallow", "isoniazid", "posterior-spinal-fusion"},
}
"""Terms that a format has at no polarity, or has either way; a matrix counts nothing done."""


class Stored(NamedTuple):
    """A store of the bundled cases and the invented one.

    absent: what it does not say to be there. general: the places of its claims about no patient.
    """

    path: Path
    absent: tuple[Absent, ...]
    general: frozenset[str]


def made(folder: Path, *, turned: bool) -> Stored:
    """Return a new store; turned: whether the invented case says the contrary."""
    files = folder / "data"
    shutil.copytree(data_dir(), files)
    (files / "cases" / f"{SLUG}.ttl").write_text(turtle(turned=turned), encoding="utf-8")
    with build(files, store=folder / "store").store as store:
        assert store.count() == 4
        return Stored(folder / "store", absences(store), general(store))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    """Give the cases as they are."""
    return made(tmp_path_factory.mktemp("as-it-is"), turned=False)


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store in which the invented case says the contrary of each absence."""
    return made(tmp_path_factory.mktemp("turned"), turned=True).path


def claims(name: str, store: Path, absent: Collection[Absent], out: Path) -> Iterator[set[Claim]]:
    """Yield for each form of the format *name* what it claims."""
    for number, way in enumerate(WAYS[name]):
        file = out / str(number) / way.name
        file.parent.mkdir()
        given = [] if name == "sparql-examples" else ["--store", str(store)]
        done = CliRunner().invoke(app, ["export", name, *given, *way.options, "--out", str(file)])
        assert done.exit_code == 0, done.output
        yield set(way.reader(file, absent))


def pages(kind: Kind, store: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the HTML of each page of *kind*."""
    with open_store(store) as source:
        catalogue = Catalogue(source)
        for key in kind.keys(catalogue):
            path = kind.path(key)
            first = kind.values(catalogue, key, 1)
            for number in range(1, first.pager.of + 1):
                page = first if number == 1 else kind.values(catalogue, key, number)
                html = rendered(kind, page, path, catalogue, Site("0"))
                yield addresses.numbered(path, number), html


def data(kind: Kind, store: Path) -> Iterator[ox.Quad]:
    """Yield what stands as data beside the pages of *kind*."""
    with open_store(store) as source:
        catalogue = Catalogue(source)
        for key in kind.keys(catalogue):
            yield from kind.quads(catalogue, key) if kind.quads else ()


def stated_terms(absent: Collection[Absent]) -> set[str]:
    """Return the local names of what a statement of the invented case does not say to be there."""
    return {_local(one.term) for one in absent if one.case == SLUG and one.said != "excludes"}


def noticed(found: set[Claim], absent: Collection[Absent]) -> set[str]:
    """Return the local names of what *found* claims of the invented case."""
    asserted = [one for one in absent if one.said != "excludes"]
    return {_local(term) for term in terms_misread(found, asserted, SLUG)}


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_every_format_has_a_reader() -> None:
    assert set(FORMATS) == WAYS.keys()


def test_what_is_looked_for_is_all_that_cases_do_not_affirm(stored: Stored) -> None:
    said = {(one.case, one.said) for one in stored.absent}
    bundled = {"denies", "deniesAt", "suspects", "resolves", "inferred", "excludes"}
    assert {polarity for case, polarity in said if case != SLUG} == bundled
    assert {polarity for case, polarity in said if case == SLUG} == {*bundled, "notPerformed"}
    assert len({one.statement for one in stored.absent if one.case != SLUG}) == 20
    assert stated_terms(stored.absent) > SAID_BESIDES


@pytest.mark.parametrize("name", FORMATS)
def test_absence_is_absence_in_each_format(name: str, stored: Stored, tmp_path: Path) -> None:
    for found in claims(name, stored.path, stored.absent, tmp_path):
        assert misread(found, stored.absent) == []
        assert not (found and name in NO_CASES)


@pytest.mark.parametrize("name", sorted({*FORMATS} - NO_CASES))
def test_presence_in_place_of_absence_is_noticed_in_each_format(
    name: str, stored: Stored, turned: Path, tmp_path: Path
) -> None:
    expected = stated_terms(stored.absent) - UNNOTICED.get(name, set())
    for found in claims(name, turned, stored.absent, tmp_path):
        assert noticed(found, stored.absent) == expected


@pytest.mark.parametrize("name", sorted(NO_CASES))
def test_case_is_noticed_in_a_format_without_any(name: str, stored: Stored, tmp_path: Path) -> None:
    (way,) = WAYS[name]
    file = tmp_path / way.name
    denied = next(one for one in stored.absent if one.case == SLUG and one.said == "denies")
    file.write_text(f"<{denied.statement}> <{CG}affirms> <{denied.term}> .\n", encoding="utf-8")
    assert misread(way.reader(file, stored.absent), stored.absent) != []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_absence_is_absence_on_each_page(kind: Kind, stored: Stored) -> None:
    number = 0
    for number, (path, html) in enumerate(pages(kind, stored.path), start=1):  # noqa: B007
        found = read_page(html, path, stored.absent, stored.general)
        assert misread(found, stored.absent) == [], path
    assert number > 0
    assert misread(stated(data(kind, stored.path)), stored.absent) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_line_that_says_present_is_noticed_on_each_page(kind: Kind, stored: Stored) -> None:
    path, html = next(pages(kind, stored.path))
    assert html.count("</main>") == 1
    up = "../" * path.count("/")
    own = "" if path == f"case/{SLUG}" else f'<a href="{up}case/{SLUG}.html">A stiff neck</a>'
    term = f'<a href="{up}term/traumatic-injury.html">trauma</a>'
    for mark, is_wrong in (("absent", False), ("present", True)):
        line = f'<ul><li><span class="polarity mark-{mark}">{mark}</span> {term} {own}</li></ul>'
        changed = html.replace("</main>", f"{line}</main>")
        found = read_page(changed, path, stored.absent, stored.general)
        assert bool(misread(found, stored.absent)) == is_wrong


@pytest.mark.parametrize("name", ["case", "term"])
def test_presence_in_place_of_absence_is_noticed_on_pages(
    name: str, stored: Stored, turned: Path
) -> None:
    (kind,) = [one for one in KINDS if one.name == name]
    found = {
        claim
        for path, html in pages(kind, turned)
        for claim in read_page(html, path, stored.absent, stored.general)
    }
    assert noticed(found, stored.absent) == stated_terms(stored.absent)
