"""docs/terms.md from ontology/terms/ and the mapping table: each term and where it stands."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import rdflib
from rdflib.namespace import SKOS

from casegraph.namespaces import CG, TERM
from casegraph.rdflib_bridge import to_graph
from casegraph.resources import ontology_dir
from casegraph.vocabulary import bundled
from generator.markdown import table

_HEAD = """\
# The terms

Every term of `ontology/terms/`, a section a file. In a case file a term is written `term:NAME`; a
question takes its label or a synonym as well. Mappings are from `ontology/mappings.sssom.tsv`: `=`
an exact match, along which inference goes, `~` a close one, along which it does not. This page is
made by `make docs`.
"""
_PLACES = (
    ("kind of", SKOS.broader),
    ("part of", rdflib.URIRef(CG + "partOf")),
    ("spans", rdflib.URIRef(CG + "spans")),
    ("at", rdflib.URIRef(CG + "impliesSite")),
)
_MARKS = {"skos:exactMatch": "=", "skos:closeMatch": "~"}


def terms_page() -> str:
    """Return the page: a section for each file of terms, a row for each term."""
    graph = to_graph(bundled().quads)
    mapped = _mappings()
    parts = [_HEAD]
    for file in sorted((ontology_dir() / "terms").glob("*.ttl")):
        rows = [_row(graph, term, mapped) for term in _terms(file)]
        if rows:
            head = ("name", "label and synonyms", "meaning", "place", "mappings")
            parts.append("\n".join((f"## {file.stem.capitalize()}", "", *table(head, rows), "")))
    return "\n".join(parts)


def _mappings() -> Mapping[str, list[str]]:
    """Return the mappings of each term, by its CURIE, in the order of the table."""
    found = defaultdict[str, list[str]](list)
    with (ontology_dir() / "mappings.sssom.tsv").open(encoding="utf-8", newline="") as lines:
        table_lines = (line for line in lines if not line.startswith("#"))
        for row in csv.DictReader(table_lines, delimiter="\t"):
            mark = _MARKS[row["predicate_id"]]
            found[row["subject_id"]].append(f"{mark} {row['object_id']}")
    return found


def _terms(file: Path) -> list[rdflib.term.Node]:
    """Return the terms that *file* defines, by name."""
    return sorted(set(rdflib.Graph().parse(file).subjects(SKOS.prefLabel)), key=str)


def _row(
    graph: rdflib.Graph, term: rdflib.term.Node, mapped: Mapping[str, list[str]]
) -> tuple[str, ...]:
    label = graph.value(term, SKOS.prefLabel)
    synonyms = sorted(str(name) for name in graph.objects(term, SKOS.altLabel))
    places = [
        f"{word} {', '.join(names)}"
        for word, link in _PLACES
        if (names := sorted(_name(other) for other in graph.objects(term, link)))
    ]
    return (
        f"`{_name(term)}`",
        "; ".join([f"**{label}**", *synonyms]),
        str(graph.value(term, SKOS.definition)),
        "; ".join(places),
        ", ".join(mapped.get(f"term:{_name(term)}", ())),
    )


def _name(term: rdflib.term.Node) -> str:
    return str(term).removeprefix(TERM)
