"""Case files in YAML may use the words of the terms that a store has."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.build import build, words_in
from casegraph.errors import ReadError
from casegraph.namespaces import OWL, RDF, SKOS, VOCABULARY
from casegraph.read import bundled_words, read
from casegraph.store import Store
from casegraph.syntaxes.yaml import yaml

PUBLIC = ox.NamedNode(f"{VOCABULARY}ex")
SEIZURE = ox.NamedNode("http://example.org/term/seizure")
OLD = ox.NamedNode("http://example.org/term/old")


def named(term: ox.NamedNode, name: str, label: str) -> ox.Quad:
    return ox.Quad(term, ox.NamedNode(SKOS + name), ox.Literal(label, language="en"), PUBLIC)


def filled(folder: Path) -> Path:
    """Return a folder with a store that has a public ontology."""
    kind = ox.NamedNode(f"{RDF}type")
    scheme = ox.NamedNode(f"{SKOS}ConceptScheme")
    finding = ox.NamedNode("https://w3id.org/casegraph/ontology#FindingType")
    deprecated = ox.NamedNode(f"{OWL}deprecated")
    true = ox.Literal(True)
    with Store.open(folder / "store", write=True) as store:
        store.replace_graphs(
            [PUBLIC.value],
            [
                ox.Quad(PUBLIC, kind, scheme, PUBLIC),
                ox.Quad(SEIZURE, kind, finding, PUBLIC),
                named(SEIZURE, "prefLabel", "Seizure"),
                named(SEIZURE, "altLabel", "Fit"),
                named(OLD, "prefLabel", "Old fit"),
                ox.Quad(OLD, deprecated, true, PUBLIC),
            ],
        )
    return folder / "store"


def yaml_case(case_file: Path, word: str) -> Path:
    """Return the small case in YAML, with *word* for its finding."""
    file = case_file.with_suffix(".yaml")
    text = yaml(read(case_file).quads)
    assert "present: neck pain" in text
    file.write_text(text.replace("present: neck pain", f"present: {word}"))
    return file


@pytest.mark.parametrize("word", ["Seizure", "fit"])
def test_words_of_a_store_are_read(case_file: Path, tmp_path: Path, word: str) -> None:
    place = filled(tmp_path)
    file = yaml_case(case_file, word)
    with Store.open(place) as store:
        quads = read(file, words=words_in(store)).quads
    assert SEIZURE in {quad.object for quad in quads}
    done = build(file, store=place)
    assert done.stored, done.report.results
    assert SEIZURE in {quad.object for quad in done.store.graph(done.stored[0])}


def test_words_that_only_a_store_has_need_it(case_file: Path) -> None:
    with pytest.raises(ReadError, match="Seizure"):
        read(yaml_case(case_file, "Seizure"))


def test_obsolete_terms_have_no_words(tmp_path: Path) -> None:
    with Store.open(filled(tmp_path)) as store:
        words = words_in(store)
    assert words.named("Old fit") == frozenset()
    assert words.named("Seizure") == {SEIZURE.value}


def test_bundled_words_come_first(tmp_path: Path) -> None:
    with Store.open(filled(tmp_path)) as store:
        words = words_in(store)
    assert words.named("neck pain") == bundled_words().named("neck pain")
