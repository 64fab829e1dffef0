"""Each nanopublication holds by the package, stands alone, and asserts an absence as one."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from casegraph.build import build
from casegraph.errors import ExportError, UnknownCaseError
from casegraph.exporters.nanopub import export_nanopubs
from casegraph.exporters.nanopub.exporting import nanopubs, text
from casegraph.exporters.nanopub.naming import NANOPUBS
from casegraph.namespaces import CG, PROV, RDFS
from casegraph.quads import canonical
from casegraph.rdflib_bridge import to_graph
from casegraph.store import Store
from conftest import case_turtle
from nanopub_package import MalformedNanopubError, Nanopub, read, trusty_holds

SLUG = "alar-ligament-calcification-ra"
CASE = f"https://w3id.org/casegraph/case/{SLUG}"
POLARITIES = {
    f"{CG}{name}" for name in ("affirms", "suspects", "denies", "deniesAt", "resolves", "performs")
} | {f"{CG}notPerformed"}
PRESENT = {f"{CG}affirms", f"{CG}presents", f"{CG}performs", f"{CG}underwent"}


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib keep literals as they are written, which the package relies on."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.fixture(scope="module")
def made(bundled_store: Store) -> dict[str, list[ox.Quad]]:
    """Return the nanopublications of the bundled cases by their codes."""
    return {
        code: quads
        for document in bundled_store.cases()
        for code, quads in nanopubs(bundled_store, document)
    }


def graph_of(quads: list[ox.Quad], name: str) -> list[ox.Quad]:
    return [quad for quad in quads if str(quad.graph_name).endswith(f"#{name}>")]


def about(quads: dict[str, list[ox.Quad]], node: str) -> list[ox.Quad]:
    """Return the nanopublication of the statement called *node* in the first case."""
    held = {f"{CG}hasStatement", f"{CG}hasInference", f"{CG}hasClaim"}
    (found,) = [
        some
        for some in quads.values()
        if any(
            quad.predicate.value in held and str(quad.object) == f"<{CASE}#{node}>" for quad in some
        )
    ]
    return found


def objects(quads: list[ox.Quad], predicate: str) -> set[str]:
    return {str(quad.object) for quad in quads if quad.predicate.value == predicate}


def test_the_package_verifies_each(bundled_store: Store, tmp_path: Path) -> None:
    number = export_nanopubs(tmp_path, store=bundled_store)
    found = read(tmp_path)
    assert len(found) == number == 132
    for name, one in found.items():
        assert one.is_valid
        assert str(one.metadata.np_uri) == NANOPUBS + name
        assert trusty_holds(one)


def test_a_changed_nanopublication_is_found_out(bundled_store: Store, tmp_path: Path) -> None:
    export_nanopubs(tmp_path, store=bundled_store, case=SLUG)
    file = next(file for file in sorted(tmp_path.iterdir()) if "cg:denies " in file.read_text())
    file.write_text(file.read_text().replace("cg:denies ", "cg:affirms "))
    with pytest.raises(MalformedNanopubError):
        trusty_holds(Nanopub(rdf=file))


def test_each_statement_and_each_claim_has_one(
    made: dict[str, list[ox.Quad]], bundled_store: Store
) -> None:
    said = bundled_store.query(
        f"SELECT ?s {{ ?case <{CG}hasStatement>|<{CG}hasInference>|<{CG}hasClaim> ?s }}"
    )
    assert isinstance(said, ox.QuerySolutions)
    held = [
        str(quad.object)
        for quads in made.values()
        for quad in graph_of(quads, "assertion")
        if quad.predicate.value in {f"{CG}hasStatement", f"{CG}hasInference", f"{CG}hasClaim"}
    ]
    assert sorted(held) == sorted(str(row["s"]) for row in said)


def test_a_denied_term_never_stands_as_present(made: dict[str, list[ox.Quad]]) -> None:
    denied = 0
    for quads in made.values():
        said = [quad for quad in quads if quad.predicate.value in POLARITIES]
        assert all(quad in graph_of(quads, "assertion") for quad in said)
        assert len(said) <= 1
        absent = objects(quads, f"{CG}denies") | objects(quads, f"{CG}deniesAt")
        denied += bool(absent)
        assert not [
            quad for quad in quads if str(quad.object) in absent and quad.predicate.value in PRESENT
        ]
    assert denied == 10


def test_an_absence_says_so_of_case_and_patient(made: dict[str, list[ox.Quad]]) -> None:
    quads = graph_of(about(made, "epidural-abscess-ruled-out"), "assertion")
    assert objects(quads, f"{CG}denies") == {
        "<https://w3id.org/casegraph/term/cervical-epidural-abscess>"
    }
    assert objects(quads, f"{CG}sex") == {f"<{CG}Female>"}
    assert objects(quads, f"{CG}hasStatement") == {f"<{CASE}#epidural-abscess-ruled-out>"}


def title(quads: list[ox.Quad]) -> set[str]:
    itself = str(quads[0].graph_name).partition("#")[0] + ">"
    return {
        str(quad.object)
        for quad in graph_of(quads, "pubinfo")
        if str(quad.subject) == itself and quad.predicate.value == f"{RDFS}label"
    }


def test_a_title_says_the_polarity(made: dict[str, list[ox.Quad]]) -> None:
    assert title(about(made, "trauma")) == {'"absent: traumatic injury"@en'}
    assert title(about(made, "isoniazid")) == {'"given: isoniazid"@en'}
    assert title(about(made, "neck-pain-gone")) == {'"resolved: neck pain"@en'}
    assert title(about(made, "epidural-abscess-suspected")) == {
        '"suspected: cervical epidural abscess"@en'
    }
    assert title(about(made, "cause-of-the-neck-pain")) == {
        '"by the curator: suspected: inflammation of the alar ligament"@en'
    }
    assert title(about(made, "epidural-abscess-ruled-out")) == {
        '"ruled out: cervical epidural abscess"@en'
    }
    assert title(about(made, "claim-rare")) == {'"alar ligament calcification is rare"@en'}


def test_a_statement_with_a_site_has_one_title(made: dict[str, list[ox.Quad]]) -> None:
    with_a_site = [quads for quads in made.values() if objects(quads, f"{CG}site")]
    assert len(with_a_site) > 20
    assert {len(title(quads)) for quads in with_a_site} == {1}


def test_a_claim_is_said_of_no_patient(made: dict[str, list[ox.Quad]]) -> None:
    quads = about(made, "claim-rare")
    assert objects(quads, f"{CG}patient") == set()
    assert objects(quads, f"{CG}hasClaim") == {f"<{CASE}#claim-rare>"}


def test_what_the_curator_infers_is_the_curators(made: dict[str, list[ox.Quad]]) -> None:
    quads = about(made, "cause-of-the-neck-pain")
    assert objects(quads, f"{CG}hasStatement") == set()
    assert objects(quads, f"{CG}voice") == {f"<{CG}CuratorInference>"}
    attributed = objects(graph_of(quads, "provenance"), f"{PROV}wasAttributedTo")
    assert attributed == {"<https://w3id.org/casegraph>"}


def test_what_authors_say_is_the_authors(made: dict[str, list[ox.Quad]]) -> None:
    document = "https://w3id.org/casegraph/case/cervical-calcinosis-ssc-cord-compression#"
    authors = "<https://w3id.org/casegraph/publication/cervical-calcinosis-ssc-cord-compression#"
    found = [
        objects(quads, f"{PROV}wasAttributedTo")
        for quads in made.values()
        if any(one.startswith(f"<{document}") for one in objects(quads, f"{CG}hasStatement"))
    ]
    assert found
    assert all(len(one) == 3 and all(a.startswith(authors) for a in one) for one in found)


def test_provenance_has_the_place_of_the_words(made: dict[str, list[ox.Quad]]) -> None:
    quads = graph_of(about(made, "trauma"), "provenance")
    assert objects(quads, f"{CG}evidence") == {f"<{CASE}#text-313-343>"}
    numbers = {name: objects(quads, f"http://www.w3.org/ns/oa#{name}") for name in ("start", "end")}
    assert {name: [value.split('"')[1] for value in some] for name, some in numbers.items()} == {
        "start": ["313"],
        "end": ["343"],
    }
    assert f"<{CASE}#text>" in objects(quads, f"{PROV}wasDerivedFrom")


def test_nothing_is_a_blank_node(made: dict[str, list[ox.Quad]]) -> None:
    terms = {type(term) for quads in made.values() for quad in quads for term in quad}
    assert ox.BlankNode not in terms


def test_both_readers_read_the_same(made: dict[str, list[ox.Quad]]) -> None:
    for code, quads in list(made.items())[:20]:
        written = text(code, quads, CASE)
        assert canonical(ox.parse(written.encode(), format=ox.RdfFormat.TRIG)) == canonical(quads)
        dataset = rdflib.Dataset()
        dataset.parse(data=written, format="trig")
        union = rdflib.Graph()
        for subject, predicate, value, _ in dataset.quads():
            union.add((subject, predicate, value))
        assert isomorphic(union, to_graph(quads))


@pytest.mark.parametrize("name", ["all.nq", "all.ttl", "all.jsonld", "all.NT"])
def test_a_file_of_another_syntax_is_an_error(
    bundled_store: Store, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ExportError, match=r"nanopublications are TriG.*ends in \.trig"):
        export_nanopubs(tmp_path / name, store=bundled_store)
    assert list(tmp_path.iterdir()) == []


def test_one_file_has_what_the_folder_has(bundled_store: Store, tmp_path: Path) -> None:
    whole = tmp_path / "all.trig"
    export_nanopubs(whole, store=bundled_store, case=SLUG)
    folder = tmp_path / "each"
    export_nanopubs(folder, store=bundled_store, case=SLUG)
    apart = [quad for file in folder.iterdir() for quad in ox.parse(path=file)]
    assert canonical(ox.parse(path=whole)) == canonical(apart)


def test_the_same_store_gives_the_same_uris(tmp_path: Path) -> None:
    codes = []
    for name in ("one", "two"):
        file = tmp_path / f"{name}.ttl"
        file.write_text(case_turtle())
        with Store.open() as store:
            build([file], store=store)
            codes.append([code for code, _ in nanopubs(store, store.cases()[0])])
    assert codes[0] == codes[1]
    assert len(set(codes[0])) == 2


@pytest.mark.parametrize(
    "words", ["two\nlines", 'a "quote"', "back\\slash \\n", "tab\tand\rreturn", "é 😀 \u2028"]
)
def test_odd_words_keep_the_uri(words: str, tmp_path: Path) -> None:
    file = tmp_path / "stiff-neck.ttl"
    label = str(ox.Literal(words, language="en-GB"))
    known = 'rdfs:label "neck pain"@en'
    said = case_turtle().replace(known, f"{known} ; rdfs:comment {label}")
    file.write_text(said, encoding="utf-8")
    folder = tmp_path / "nanopubs"
    with Store.open() as store:
        build([file], store=store)
        assert export_nanopubs(folder, store=store) == 2
    assert all(trusty_holds(one) for one in read(folder).values())


def test_rdflib_still_normalises_literals(made: dict[str, list[ox.Quad]]) -> None:
    assert made
    script = (
        "import rdflib; from casegraph.exporters.nanopub.trusty import hasher; hasher(); "
        "assert rdflib.NORMALIZE_LITERALS"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_an_unknown_case_is_an_error(bundled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownCaseError):
        export_nanopubs(tmp_path / "all.trig", store=bundled_store, case="nobody")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error(bundled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export_nanopubs(tmp_path / "no" / "folder", store=bundled_store)
