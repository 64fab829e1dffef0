"""The static site: links resolve, data is the store's, and only what has changed is written."""

import gc
import gzip
import json
import re
import shutil
import weakref
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from casegraph.build import build
from casegraph.cli import app
from casegraph.errors import EvidenceError, ExportError
from casegraph.exporters.datasets import Download, description, void
from casegraph.namespaces import BASE, CASE, RDFS, case_iri, provenance_graph
from casegraph.narrative import told
from casegraph.narrative.facts import Facts
from casegraph.quads import canonical
from casegraph.query import queries
from casegraph.shacl.told import told_shapes
from casegraph.site import Summary, write_site
from casegraph.site.folder import Folder
from casegraph.site.part import FILES
from casegraph.site.w3id import redirects
from casegraph.store import Store
from casegraph.web import addresses
from casegraph.web.briefs import Brief
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
from casegraph.web.kind import Kind
from casegraph.web.kinds import KINDS
from casegraph.web.values import Link, Pager
from conftest import case_turtle
from site_pages import Page, broken, pages

HOSTILE = (
    "</script><script>alert('1')</script> \"quoted\" & <b>bold</b> \u202eright to left ÄÖ 脊柱"
)


@pytest.fixture(scope="module")
def site(bundled_site: Path) -> Path:
    """Return the site of the bundled cases; not to be changed."""
    return bundled_site


@pytest.fixture(scope="module")
def site_pages(site: Path) -> dict[Path, Page]:
    """Return its pages, by their files."""
    return pages(site)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store of two small cases and its site; not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "cases").mkdir()
    for slug in ("one-neck", "other-neck"):
        (folder / "cases" / f"{slug}.ttl").write_text(case_turtle(slug))
    assert build(folder / "cases", store=folder / "store").report.conforms
    write_site(folder / "out", store=folder / "store")
    return folder


@pytest.fixture
def small_store(small: Path, tmp_path: Path) -> Path:
    """Return the path of a store with two small cases."""
    return Path(shutil.copytree(small / "store", tmp_path / "store"))


@pytest.fixture
def small_site(small: Path, tmp_path: Path) -> Path:
    """Return the folder of the site of that store."""
    return Path(shutil.copytree(small / "out", tmp_path / "out"))


def rename(path: Path, slug: str, title: str) -> None:
    """Give a case of the store at *path* another title."""
    document = f"{CASE}{slug}"
    with Store.open(path, write=True) as store:
        quads = list(store.graph(document))
        label = ox.NamedNode(f"{RDFS}label")
        changed = [
            ox.Quad(quad.subject, label, ox.Literal(title, language="en"), quad.graph_name)
            if quad.predicate == label and str(quad.subject) == f"<{case_iri(document)}>"
            else quad
            for quad in quads
        ]
        assert changed != quads
        store.replace_graphs((document,), changed)


def content(out: Path) -> dict[str, bytes]:
    """Return the files of a site without our records, each with its bytes."""
    files = (file for file in out.rglob("*") if file.is_file())
    return {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in files
        if ".casegraph" not in file.parts
    }


def test_every_link_inside_the_site_leads_somewhere(
    site: Path, site_pages: dict[Path, Page]
) -> None:
    assert len(site_pages) > 50
    assert list(broken(site, site_pages)) == []


def test_links_outside_go_to_the_web_and_nowhere_else(site_pages: dict[Path, Page]) -> None:
    schemes = {
        match.group()
        for page in site_pages.values()
        for reference in page.references
        if (match := re.match(r"[a-zA-Z][\w+.-]*:", reference))
    }
    assert schemes <= {"http:", "https:"}


def test_no_page_has_a_script_or_a_style_of_its_own(site_pages: dict[Path, Page]) -> None:
    for page in site_pages.values():
        assert "style" not in page.tags
        assert not {name for name in page.attributes if name == "style" or name.startswith("on")}
        assert {kind for kind, _ in page.scripts} <= {"application/ld+json"}


def test_every_page_has_its_landmarks_and_one_title(site_pages: dict[Path, Page]) -> None:
    for page in site_pages.values():
        assert {"header", "nav", "footer"} <= set(page.tags)
        for tag in ("main", "h1"):
            assert page.tags.count(tag) == 1, (page.file, tag)


def test_no_id_stands_twice_in_a_page(site_pages: dict[Path, Page]) -> None:
    assert {str(file): page.repeated for file, page in site_pages.items() if page.repeated} == {}


def test_no_file_tells_where_it_was_made(site: Path) -> None:
    for file in site.rglob("*"):
        if file.is_file() and file.suffix != ".gz" and ".casegraph" not in file.parts:
            assert str(site.parent).encode() not in file.read_bytes()


def test_data_beside_a_case_is_what_the_store_has(site: Path, bundled_store: Store) -> None:
    for document in bundled_store.cases():
        path = site / addresses.case_path(document)
        graphs = (document, provenance_graph(document))
        quads = [quad for graph in graphs for quad in bundled_store.graph(graph)]
        expected = canonical(ox.Quad(*quad.triple) for quad in quads)
        for ending, syntax in (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)):
            back = ox.parse((path.parent / f"{path.name}.{ending}").read_bytes(), format=syntax)
            assert canonical(back) == expected


def test_page_and_data_are_linked_both_ways(site: Path) -> None:
    page = (site / "case" / "alar-ligament-calcification-ra.html").read_text()
    for ending, media in (("ttl", "text/turtle"), ("jsonld", "application/ld+json")):
        name = f"alar-ligament-calcification-ra.{ending}"
        assert re.search(rf'<link rel="alternate" type="{re.escape(media)}"[^>]*{name}"', page)


def test_json_ld_inside_pages_is_json_with_a_type(site_pages: dict[Path, Page]) -> None:
    found = 0
    for page in site_pages.values():
        for _, text in page.scripts:
            said = json.loads(text)
            assert said["@context"] == "https://schema.org"
            assert said["@type"]
            found += 1
    assert found > 50


def test_whole_graph_reads_back_as_the_store(site: Path, bundled_store: Store) -> None:
    expected = canonical(bundled_store.quads())
    for name, syntax in (("nq", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)):
        data = gzip.decompress((site / "data" / f"casegraph.{name}.gz").read_bytes())
        assert canonical(ox.parse(data, format=syntax)) == expected
    turtle = gzip.decompress((site / "data" / "casegraph.ttl.gz").read_bytes())
    triples = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert len(triples) == len({quad.triple for quad in bundled_store.quads()})


def test_description_has_the_numbers_of_the_store(site: Path, bundled_store: Store) -> None:
    downloads = [Download(f"{BASE}/{file}") for file in FILES.values()]
    expected = void(description(bundled_store), downloads=downloads)
    found = ox.parse((site / "data" / "void.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    assert canonical(found) == canonical(expected)


def test_case_goes_from_memory_when_it_is_told(bundled_store: Store) -> None:
    """Without a look for circles, which would cost a site an eighth of its time."""
    gc.disable()
    try:
        facts = Facts(bundled_store, bundled_store.cases()[0])
        assert told(facts).sections
        left = weakref.ref(facts)
        del facts
        assert left() is None
    finally:
        gc.enable()


def test_second_run_writes_nothing(small_store: Path, small_site: Path) -> None:
    before = content(small_site)
    number = len(pages(small_site))
    done = write_site(small_site, store=small_store)
    assert done == Summary(number, len(before), written=0, removed=0)
    assert content(small_site) == before


def test_same_cases_built_again_give_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "case.ttl"
    file.write_text(case_turtle())
    for name in ("one", "two"):
        with build(file).store as store:
            write_site(tmp_path / name, store=store)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_several_processes_write_the_same_site(
    small_store: Path, small_site: Path, tmp_path: Path
) -> None:
    done = write_site(tmp_path / "two", store=small_store, workers=2)
    assert done.written == done.files
    assert content(tmp_path / "two") == content(small_site)


def test_page_of_a_case_that_is_gone_is_removed_and_other_files_stay(
    small_store: Path, small_site: Path
) -> None:
    out = small_site
    (out / "CNAME").write_text("cases.example.org")
    (out / "case" / "mine.txt").write_text("my own notes")
    with Store.open(small_store, write=True) as store:
        store.remove_cases([f"{CASE}other-neck"])
    done = write_site(out, store=small_store)
    left = content(out)
    assert done.removed >= 3
    assert not [name for name in left if name.startswith("case/other-neck")]
    assert "case/one-neck.html" in left
    assert left["CNAME"] == b"cases.example.org"
    assert left["case/mine.txt"] == b"my own notes"
    assert "other-neck" not in left["cases.html"].decode()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths of the pages that are made from now on, in their order."""
    paths: list[str] = []

    def noted(kind: Kind, page: object, path: str, catalogue: Catalogue, site: Site) -> str:
        paths.append(path)
        return rendered(kind, page, path, catalogue, site)  # type: ignore[arg-type]

    monkeypatch.setattr("casegraph.site.work.rendered", noted)
    return paths


def test_page_that_did_not_change_is_not_even_made(
    small_store: Path, small_site: Path, made: list[str]
) -> None:
    write_site(small_site, store=small_store)
    assert made == []
    (small_site / "case" / "one-neck.html").unlink()
    write_site(small_site, store=small_store)
    assert made == ["case/one-neck"]
    assert (small_site / "case" / "one-neck.html").is_file()


def test_case_that_changed_changes_the_pages_that_show_it(
    small_store: Path, small_site: Path, tmp_path: Path, made: list[str]
) -> None:
    rename(small_store, "other-neck", "Stiffness of the neck, told again")
    write_site(small_site, store=small_store)
    assert {"case/other-neck", "case/one-neck", "publication/other-neck", "cases"} <= set(made)
    assert "publication/one-neck" not in made
    write_site(tmp_path / "new", store=small_store)
    assert content(small_site) == content(tmp_path / "new")


def test_page_is_made_again_when_the_program_is_another(
    small_store: Path, small_site: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = len(pages(small_site))
    monkeypatch.setattr("casegraph.site.ground._program", lambda: "with other templates")
    assert write_site(small_site, store=small_store).written == 0
    assert len(made) == number


def test_page_of_a_run_that_was_killed_is_not_taken_for_that_of_the_last(
    small_store: Path, small_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    before = content(small_site)
    renamed = shutil.copytree(small_store, tmp_path / "renamed")
    rename(renamed, "other-neck", "Stiffness of the neck, told again")
    with monkeypatch.context() as patch:
        patch.setattr("casegraph.site.run.extras", killed)
        with pytest.raises(KeyboardInterrupt):
            write_site(small_site, store=renamed)
    assert content(small_site) != before
    write_site(small_site, store=small_store)
    assert content(small_site) == before


def test_run_that_is_killed_leaves_nothing_that_the_next_does_not_know(
    small_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("casegraph.site.run.extras", killed)
        with pytest.raises(KeyboardInterrupt):
            write_site(out, store=small_store)
    assert (out / "case" / "other-neck.html").is_file()
    with Store.open(small_store, write=True) as store:
        store.remove_cases([f"{CASE}other-neck"])
    write_site(out, store=small_store)
    left = content(out)
    assert not [name for name in left if name.startswith("case/other-neck")]
    assert left.keys() == {file for entry in Folder(out).entries().values() for file in entry.files}


def test_folder_that_is_no_site_is_refused(small_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "index.html").write_text("my thesis")
    with pytest.raises(ExportError, match="is not a site"):
        write_site(folder, store=small_store)
    assert (folder / "index.html").read_text() == "my thesis"
    assert len(list(folder.iterdir())) == 1


def test_file_that_somebody_put_where_a_page_belongs_is_not_overwritten(
    small_store: Path, small_site: Path
) -> None:
    out = small_site
    records = out / ".casegraph" / "manifest"
    kept = [line for line in records.read_text().splitlines() if '"cases"' not in line]
    records.write_text("".join(f"{line}\n" for line in kept))
    (out / "cases.html").write_text("mine")
    with pytest.raises(ExportError, match="is in the way"):
        write_site(out, store=small_store)
    assert (out / "cases.html").read_text() == "mine"


def test_data_that_somebody_put_beside_a_page_is_not_overwritten(
    small_store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    write_site(out, store=small_store)
    mine = next((out / "case").glob("*.ttl"))
    records = out / ".casegraph" / "manifest"
    lines = records.read_text().splitlines()
    records.write_text("".join(f"{line}\n" for line in lines if mine.stem not in line))
    mine.with_suffix(".html").unlink()
    mine.write_text("mine")
    with pytest.raises(ExportError, match="is in the way"):
        write_site(out, store=small_store)
    assert mine.read_text() == "mine"


def test_texts_that_are_not_there_leave_no_folder(small_store: Path, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError):
        write_site(tmp_path / "site", store=small_store, sources=tmp_path / "nowhere")
    assert not (tmp_path / "site").exists()


def test_records_that_lead_out_of_the_site_remove_nothing(
    small_store: Path, small_site: Path, tmp_path: Path
) -> None:
    out = small_site
    (tmp_path / "precious.txt").write_text("mine")
    records = out / ".casegraph" / "manifest"
    records.write_text(f'{records.read_text()}["x", "", "../precious.txt"]\n')
    (out / ".casegraph" / "journal").write_text("../precious.txt\n")
    write_site(out, store=small_store)
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "case.ttl"
    written = json.dumps(HOSTILE, ensure_ascii=False)
    file.write_text(case_turtle().replace('"Neck pain in a woman of 50"', written))
    with build(file).store as store:
        assert store.count() == 1
        write_site(tmp_path / "out", store=store)
    read = pages(tmp_path / "out")
    assert list(broken(tmp_path / "out", read)) == []
    for page in read.values():
        assert "b" not in page.tags
        assert {kind for kind, _ in page.scripts} <= {"application/ld+json"}
        assert not [text for _, text in page.scripts if not text.startswith("{")]
    assert HOSTILE in read[tmp_path / "out" / "cases.html"].text
    index = (tmp_path / "out" / "search" / "sc.js").read_text()
    assert index.startswith("casegraphSearch.shard(")


def test_link_to_what_is_no_address_of_the_web_is_none(bundled_store: Store) -> None:
    cases = next(kind for kind in KINDS if kind.name == "cases")
    page = cases.values(Catalogue(bundled_store), "", 1)
    links = (Link("click", "javascript:alert(1)"), Link("data", "data:text/html,x"), Link("n", ""))
    evil = tuple(Brief(link, "", ()) for link in links)
    changed = replace(page, cases=evil)  # type: ignore[call-arg]
    html = rendered(cases, changed, "cases", Catalogue(bundled_store), Site("0"))
    assert "javascript:" not in html
    assert "data:text" not in html
    query = next(kind for kind in KINDS if kind.name == "query")
    named = replace(query.values(Catalogue(bundled_store), "authors", 1), iri="javascript:alert(1)")
    html = rendered(query, named, "query/authors", Catalogue(bundled_store), Site("0"))
    assert 'href="javascript:' not in html


def test_names_that_are_no_file_names_get_some(bundled_store: Store) -> None:
    for iri in ("http://example.org/a b/ä", "http://example.org/../etc", "urn:x:1", "http://x.y/#"):
        path = addresses.term_path(iri)
        assert re.fullmatch(r"term/[A-Za-z0-9_][A-Za-z0-9._~-]*", path), path
    assert addresses.term_path("http://e.org/x#A") != addresses.term_path("http://e.org/y#A")
    paths = [addresses.ontology_path(iri).casefold() for iri in Catalogue(bundled_store).ontology]
    assert len(paths) == len(set(paths))


def test_long_list_has_pages_that_lead_to_each_other() -> None:
    entries = tuple(range(201))
    pagers = [Pager.over(len(entries), number) for number in (1, 2, 3)]
    assert [len(pager.part(entries)) for pager in pagers] == [100, 100, 1]
    assert sum((tuple(pager.part(entries)) for pager in pagers), ()) == entries
    assert addresses.relative("terms", "terms/2") == "../terms.html"


def test_pages_of_every_question_and_shape(site: Path, site_pages: dict[Path, Page]) -> None:
    for query in queries():
        assert query.summary in site_pages[site / "query" / f"{query.name}.html"].text
    shapes = site_pages[site / "shapes.html"]
    for file in told_shapes():
        assert {shape.name for shape in file.shapes} <= shapes.ids


def test_figures_keep_the_polarity_of_what_they_show(
    site: Path, site_pages: dict[Path, Page]
) -> None:
    text = " ".join(site_pages[site / "figures.html"].text.split())
    assert "absent cervical epidural abscess" in text
    assert "present cervical epidural abscess" not in text


def test_search_index_finds_terms_by_synonyms_and_cases(site: Path) -> None:
    def shard(key: str) -> list[list[str]]:
        script = (site / "search" / f"{key}.js").read_text()
        name, rows = json.loads(f"[{script.partition('(')[2].rpartition(')')[0]}]")
        assert name == key
        assert isinstance(rows, list)
        return rows

    assert "term/c1" in {row[1] for row in shard("at")}
    assert "case/alar-ligament-calcification-ra" in {row[1] for row in shard("al")}
    keys = json.loads(
        (site / "search" / "keys.js").read_text().partition("(")[2].rpartition(")")[0]
    )
    for key, (name, number) in keys.items():
        assert (site / "search" / f"{name}.js").is_file()
        assert number > 0
        assert key


def test_sitemap_has_every_page(small_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_site(out, store=small_store, base_url="https://example.org/cases/")
    root = ET.fromstring((out / "sitemap.xml").read_bytes())  # noqa: S314 - our own file
    listed = {element.text for element in root.iter() if element.tag.endswith("loc")}
    made = {
        f"https://example.org/cases/{file.relative_to(out).as_posix()}"
        for file in out.rglob("*.html")
        if file.name not in {"404.html", "search.html", "index.html"}
    }
    assert listed == made | {"https://example.org/cases/"}
    assert "Sitemap: https://example.org/cases/sitemap.xml" in (out / "robots.txt").read_text()


def test_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is not where a site can be"):
        write_site(tmp_path / "out", base_url="example.org")
    assert not (tmp_path / "out").exists()


def test_command_says_what_it_wrote(small_store: Path, small_site: Path) -> None:
    (small_site / "cases.html").unlink()
    arguments = ["site", "--out", str(small_site), "--store", str(small_store), "--workers", "1"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert " 1 written, " in done.stderr
    assert " 0 removed" in done.stderr


HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("case/neck", HTML, "case/neck.html"),
        ("case/neck", "*/*", "case/neck.html"),
        ("case/neck", "text/turtle", "case/neck.ttl"),
        ("case/neck", "application/ld+json", "case/neck.jsonld"),
        ("case/neck", "text/turtle;q=0.9, text/html;q=0.5", "case/neck.ttl"),
        ("case/neck/inferred", "text/turtle", "case/neck.html#section-following"),
        ("mappings", HTML, "downloads.html"),
        ("np/RAxyz", "text/turtle", "downloads.html"),
        ("case/neck/source", HTML, "case/neck.html"),
        ("term/neck-pain", "application/ld+json, text/turtle", "term/neck-pain.jsonld"),
        ("term/inferred", HTML, "terms.html"),
        ("vocabulary/HP", HTML, "terms.html"),
        ("publication", HTML, "publications.html"),
        ("query", HTML, "queries.html"),
        ("query", "text/turtle", "data/queries.ttl"),
        ("dataset", HTML, "downloads.html"),
        ("dataset", "text/turtle", "data/void.ttl"),
        ("catalogue", "text/turtle", "data/dcat.ttl"),
        ("ontology", "text/turtle", "ontology.ttl"),
        ("ontology/0.1.0", HTML, "ontology.html"),
        ("ontology/0.1.0/axioms", "text/turtle", "data/axioms.ttl"),
        ("shape", HTML, "shapes.html"),
        ("shape/structure/0.1.0", HTML, "shapes.html"),
        ("shape/one-polarity", HTML, "shapes.html#one-polarity"),
        ("shape/one-polarity", "text/turtle", "data/shapes.ttl"),
        ("query/ruled-out-by", HTML, "query/ruled-out-by.html"),
        ("case/neck.ttl", HTML, "case/neck.ttl"),
        ("", HTML, ""),
    ],
)
def test_permanent_address_leads_to_what_the_client_wants(
    path: str, accept: str, expected: str
) -> None:
    assert redirected(path, accept) == expected


@pytest.mark.parametrize("accept", [HTML, "text/turtle", "application/ld+json"])
def test_every_name_in_the_data_leads_to_a_file(
    site: Path, bundled_store: Store, accept: str
) -> None:
    names = set(bundled_store.graphs())
    for file in ("void", "dcat", "queries", "vocabulary", "axioms", "alignments", "shapes"):
        names |= _named(
            ox.parse((site / f"data/{file}.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
        )
    for graph in bundled_store.graphs():
        names |= _named(bundled_store.graph(graph))
    paths = {
        name.removeprefix(BASE).removeprefix("/").partition("#")[0]
        for name in names
        if name.startswith(BASE)
    }
    assert len(paths) > 300
    found = {path: redirected(path, accept).partition("#")[0] or "index.html" for path in paths}
    assert {path: file for path, file in found.items() if not (site / file).is_file()} == {}


def test_base_url_is_no_reference_to_what_a_rule_found() -> None:
    rules = redirects("https://example.org/my%20cases/$1")
    assert r"https://example.org/my\%20cases/\$1/$1.html" in rules


def _named(quads: Iterable[ox.Quad | ox.Triple]) -> set[str]:
    """Return the IRIs in *quads*."""
    nodes = (node for quad in quads for node in (quad.subject, quad.predicate, quad.object))
    return {node.value for node in nodes if isinstance(node, ox.NamedNode)}


def redirected(path: str, accept: str) -> str:
    """Return where the rules lead *path*, as Apache applies them.

    In order; one only when the condition before it holds.
    """
    condition: str | None = None
    for line in redirects("https://example.org/cg").splitlines():
        name, *words = line.split()[:3] or [""]
        if name == "RewriteCond":
            condition = words[1]
        elif name == "RewriteRule":
            holds = condition is None or re.search(condition, accept)
            condition = None
            if holds and re.search(words[0], path):
                target = re.sub(words[0], words[1].replace("$1", r"\1"), path, count=1)
                if "[R=303" in line:
                    return target.removeprefix("https://example.org/cg").removeprefix("/")
                path = target
    pytest.fail("no rule fits")
