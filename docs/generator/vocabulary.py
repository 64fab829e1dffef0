"""docs/vocabulary.md from ontology/casegraph.ttl: each name, what it means, and an example."""

import re
from collections.abc import Iterator

import rdflib
from rdflib.namespace import SKOS

from casegraph.namespaces import CG
from casegraph.resources import ontology_dir
from generator.markdown import table

_HEAD = """\
# The vocabulary

Every name in `cg:`, that is `https://w3id.org/casegraph/ontology#`, in the order of its file.
[The model](model.md) says how they hang together, [How a report is encoded](encoding.md) how they
are used. This page is made from `ontology/casegraph.ttl` by `make docs`; the axioms stand in
`ontology/axioms.ttl`, what means the same elsewhere in `ontology/alignments.ttl`.
"""
_SECTION = re.compile(r"## (.+)")
_STANZA = re.compile(r"cg:(\w+) a ")


def vocabulary_page() -> str:
    """Return the page: a section for each section of the file, a row for each name."""
    text = (ontology_dir() / "casegraph.ttl").read_text("utf-8")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    parts = [_HEAD]
    for section, names in _sections(text):
        rows = [(f"`cg:{name}`", *_meaning(graph, name)) for name in names]
        lines = table(("name", "meaning", "example"), rows)
        parts.append("\n".join((f"## {section}", "", *lines, "")))
    return "\n".join(parts)


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each section of the file with the names that it defines, in their order."""
    section, names = "", list[str]()
    for line in text.splitlines():
        if heading := _SECTION.match(line):
            if names:
                yield section, names
            section, names = heading[1], []
        elif stanza := _STANZA.match(line):
            names.append(stanza[1])
    yield section, names


def _meaning(graph: rdflib.Graph, name: str) -> tuple[str, str]:
    """Return definition and scope note of *name*, and its examples."""
    node = rdflib.URIRef(CG + name)
    said = [
        [str(value) for value in graph.objects(node, predicate)]
        for predicate in (SKOS.definition, SKOS.scopeNote, SKOS.example)
    ]
    return " ".join(said[0] + said[1]), " ".join(sorted(said[2]))
