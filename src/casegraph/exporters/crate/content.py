"""The files of a crate, but for its metadata."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from casegraph.exporters.crate.part import Part
from casegraph.exporters.crate.validation import validation
from casegraph.exporters.datasets import Description, dcat, void, written
from casegraph.exporters.examples import export_examples
from casegraph.exporters.sssom import export_sssom
from casegraph.namespaces import (
    PUBLICATIONS,
    PUBLICATIONS_INFERRED,
    TERMS,
    TERMS_INFERRED,
    inferred_graph,
    provenance_graph,
)
from casegraph.progress import Progress
from casegraph.quads import canonical_quads, labelled_for
from casegraph.resources import ontology_dir, queries_dir
from casegraph.store import Store
from casegraph.syntaxes.turtle import trig, turtle

NTRIPLES = "application/n-triples"
TRIG = "application/trig"
TURTLE = "text/turtle"

_Graph = Callable[[str], str]


def write_content(
    folder: Path, store: Store, described: Description, progress: Progress
) -> Iterator[Part]:
    """Write the files of the crate of *store* into the empty *folder*, and yield what each is.

    :raises OSError: when one cannot be written.
    """
    licences = described.licences
    data = folder / "data"
    data.mkdir()
    for name, graph, title, description in _CASES:
        _cases(data / name, store, graph, title, progress)
        yield Part(f"data/{name}", title, description, TRIG, licences)
    for name, asserted, follows, title, description in _SHARED:
        text = turtle(canonical_quads(store.graph(asserted)))
        (data / f"{name}.ttl").write_text(text, encoding="utf-8")
        yield Part(f"data/{name}.ttl", title, description, TURTLE)
        lines = sorted(f"{quad.triple} .\n" for quad in store.graph(follows))
        with (data / f"{name}-inferred.nt").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        yield Part(
            f"data/{name}-inferred.nt",
            f"What follows about the {title.lower()}",
            "By the axioms of the ontology and SKOS.",
            NTRIPLES,
        )
    yield from _folders(folder)
    yield from _descriptions(folder, store, described)
    yield from _reports(folder, store, progress)


_CASES: tuple[tuple[str, _Graph, str, str], ...] = (
    (
        "cases.trig",
        str,
        "Cases",
        "What the reports say, one named graph a case: statements, claims, figures, citations, "
        "and the position of the words that each rests on.",
    ),
    (
        "cases-inferred.trig",
        inferred_graph,
        "What follows for the cases",
        "What each case presents, excludes, considers, underwent and involves, by the axioms and "
        "rules of the ontology; one named graph a case.",
    ),
    (
        "cases-provenance.trig",
        provenance_graph,
        "Provenance of the cases",
        "Who encoded each case, from which text, when and under which licence; one named graph "
        "a case.",
    ),
)
_SHARED = (
    (
        "publications",
        PUBLICATIONS,
        PUBLICATIONS_INFERRED,
        "Publications",
        "The works that report the cases and those that these cite.",
    ),
    (
        "terms",
        TERMS,
        TERMS_INFERRED,
        "Terms",
        "The terms, their hierarchy and their matches.",
    ),
)


def _cases(file: Path, store: Store, graph: _Graph, title: str, progress: Progress) -> None:
    """Write one graph of each case, one after the other."""
    documents = store.cases()
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for number, document in enumerate(documents, 1):
            quads = labelled_for(document, canonical_quads(store.graph(graph(document))))
            out.write(f"{trig(quads)}\n")
            progress(f"Writing: {title}", number, len(documents))


def _folders(folder: Path) -> Iterator[Part]:
    """Copy the ontology and the queries."""
    shutil.copytree(ontology_dir(), folder / "ontology")
    yield Part(
        "ontology/",
        "Ontology",
        "The vocabulary, its axioms, rules and SHACL shapes, the bundled terms with their SSSOM "
        "table, and the JSON-LD context.",
    )
    shutil.copytree(queries_dir(), folder / "queries")
    yield Part("queries/", "Queries", "The query library, one SPARQL file a question.")


def _descriptions(folder: Path, store: Store, described: Description) -> Iterator[Part]:
    """Write what machines ask for first: queries, matches, VoID and DCAT."""
    export_examples(folder / "sparql-examples.ttl")
    yield Part(
        "sparql-examples.ttl",
        "Queries as linked data",
        "The query library as sh:SPARQLExecutable, each query ready to run.",
        TURTLE,
    )
    export_sssom(folder / "mappings.sssom.tsv", store=store)
    yield Part(
        "mappings.sssom.tsv",
        "Matches of terms",
        "The terms and what they match in public ontologies, as SSSOM.",
        "text/tab-separated-values",
    )
    for name, quads in (("void", void(described)), ("dcat", dcat(described))):
        (folder / f"{name}.ttl").write_text(written(quads), encoding="utf-8")
        words = f"Numbers, parts, licence and version of the data, in {name.upper()}."
        yield Part(f"{name}.ttl", f"Description in {name.upper()}", words, TURTLE)


def _reports(folder: Path, store: Store, progress: Progress) -> Iterator[Part]:
    """Write what the shapes say of the cases."""
    report = validation(store, progress)
    for ending, form, media_type in (
        ("ttl", "turtle", TURTLE),
        ("txt", "text", "text/plain"),
    ):
        text = report.serialize(form)
        file = folder / f"validation.{ending}"
        file.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8")
        yield Part(
            file.name,
            f"Validation report ({'SHACL' if form == 'turtle' else 'for reading'})",
            f"What the shapes find in the {len(report.cases):,} cases: "
            f"{len(report.violations):,} violations, {len(report.warnings):,} warnings.",
            media_type,
        )
