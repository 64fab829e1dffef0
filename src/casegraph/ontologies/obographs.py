"""OBO Graphs JSON to entries: the schema of https://github.com/geneontology/obographs.

Nodes of the type CLASS are terms. Every graph of the document is read, the first names the whole.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casegraph.errors import VocabularyError
from casegraph.namespaces import DCTERMS, OWL, SKOS
from casegraph.ontologies import names
from casegraph.ontologies.parsed import (
    DEFINITION,
    MERGED,
    OBO_IN_OWL,
    PART_OF,
    REASON,
    REPLACED_BY,
    Entry,
    Parsed,
    add_text,
)

_DC = "http://purl.org/dc/elements/1.1/"
_IS_A = ("is_a", "http://www.w3.org/2000/01/rdf-schema#subClassOf")
_OF_PART = (PART_OF, "BFO:0000050", "part_of")
_EXACT = ("hasExactSynonym", f"{OBO_IN_OWL}hasExactSynonym")

Json = Any


def is_obographs(document: Json) -> bool:
    """Return whether the JSON value *document* has the form of an OBO Graphs document."""
    return isinstance(document, dict) and isinstance(document.get("graphs"), list)


def parse(document: Json, file: str) -> Parsed:
    """Return what *document* says.

    :raises VocabularyError: when it does not have the form that the schema asks for, naming where.
    """
    parsed = Parsed()
    graphs = document["graphs"]
    entries: dict[str, Entry] = {}
    try:
        if graphs:
            _header(graphs[0], parsed)
        for graph in graphs:
            for node in graph.get("nodes") or ():
                if node.get("type") == "CLASS":
                    _node(node, parsed, entries)
            for edge in graph.get("edges") or ():
                _edge(edge, parsed, entries)
            for equals in graph.get("equivalentNodesSets") or ():
                _equivalent(equals["nodeIds"], parsed, entries)
            for definition in graph.get("logicalDefinitionAxioms") or ():
                _unread(definition["definedClassId"], DEFINITION, parsed, entries)
    except (AttributeError, KeyError, TypeError) as error:
        raise VocabularyError(
            f"is not OBO Graphs JSON: {type(error).__name__} {error}",
            file=file,
            repair="Take the file from its publisher again, or convert it to OBO.",
        ) from None
    parsed.entries = list(entries.values())
    return parsed


def read_json(text: str, file: str) -> Json:
    """Return the JSON value *text*.

    :raises VocabularyError: when it is not JSON, naming the line.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise VocabularyError(
            "JSON nested too deeply", file=file, repair="Take another file."
        ) from None
    except ValueError as error:
        raise VocabularyError(
            f"is not JSON: {getattr(error, 'msg', error)}",
            file=file,
            line=getattr(error, "lineno", None),
            repair="Take the file from its publisher again; it may be incomplete.",
        ) from None


def _header(graph: Mapping[str, Json], parsed: Parsed) -> None:
    meta = graph.get("meta") or {}
    parsed.name = graph.get("id")
    parsed.version_iri = meta.get("version")
    said = dict(_values(meta))
    parsed.version = said.get(f"{OWL}versionInfo")
    parsed.title = said.get(f"{DCTERMS}title") or said.get(f"{_DC}title") or graph.get("lbl")
    parsed.licence = said.get(f"{DCTERMS}license") or said.get(f"{_DC}rights")


def _node(node: Mapping[str, Json], parsed: Parsed, entries: dict[str, Entry]) -> None:
    iri = _iri(node["id"], parsed)
    if iri is None:
        return
    entry = entries.setdefault(iri, Entry(iri))
    meta = node.get("meta") or {}
    add_text(entry.labels, node.get("lbl"))
    if definition := meta.get("definition"):
        add_text(entry.definitions, definition["val"])
    for synonym in meta.get("synonyms") or ():
        exact = synonym["pred"] in _EXACT
        add_text(entry.synonyms if exact else entry.other_synonyms, synonym["val"])
    for reference in meta.get("xrefs") or ():
        if target := names.mapped(reference["val"]):
            entry.close.append(target)
        else:
            entry.unmapped.append(reference["val"])
    entry.obsolete = entry.obsolete or meta.get("deprecated") is True
    links = {
        REPLACED_BY: entry.replaced_by,
        f"{OBO_IN_OWL}hasAlternativeId": entry.alternatives,
        f"{SKOS}exactMatch": entry.exact,
    }
    for predicate, value in _values(meta):
        if predicate in links and (target := _iri(value, parsed)):
            links[predicate].append(target)
        elif predicate == REASON:
            entry.merged = names.expanded(value) == MERGED


def _edge(edge: Mapping[str, Json], parsed: Parsed, entries: Mapping[str, Entry]) -> None:
    subject, predicate, value = edge["sub"], edge["pred"], edge["obj"]
    if predicate not in _IS_A and predicate not in _OF_PART:
        _unread(subject, names.curie(names.expanded(predicate) or predicate), parsed, entries)
        return
    lower, upper = _iri(subject, parsed), _iri(value, parsed)
    entry = entries.get(lower or "")
    if entry is not None and upper is not None:
        (entry.broader if predicate in _IS_A else entry.part_of).append(upper)


def _equivalent(equals: Iterable[str], parsed: Parsed, entries: Mapping[str, Entry]) -> None:
    """Make each node that *equals* names an exact match of the others."""
    iris = [iri for name in equals if (iri := _iri(name, parsed))]
    for iri in iris:
        if entry := entries.get(iri):
            entry.exact += [other for other in iris if other != iri]


def _unread(name: str, relation: str, parsed: Parsed, entries: Mapping[str, Entry]) -> None:
    """Note that the term *name* has a relation that is not read."""
    if entry := entries.get(_iri(name, parsed) or ""):
        entry.unread.append(relation)


def _values(meta: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for said in meta.get("basicPropertyValues") or ():
        yield said["pred"], said["val"]


def _iri(name: str, parsed: Parsed) -> str | None:
    iri = names.expanded(name)
    if iri is None:
        parsed.unnamed.append(name)
    return iri
