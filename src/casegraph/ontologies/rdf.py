"""OWL and SKOS, in any syntax of RDF, to entries.

OWL 2 (Mapping to RDF Graphs): classes with `rdfs:subClassOf` and, between named ones,
`owl:equivalentClass`, and the restriction `BFO:0000050 some X` for part of. SKOS: concepts with
`skos:broader`, or `skos:narrower` of the other. Annotations are those of the OBO Foundry
(oboInOwl, IAO) and of SKOS.
"""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from casegraph.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS
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
    english,
)
from casegraph.quads import value_of

_DC = "http://purl.org/dc/elements/1.1/"
_IAO = "http://purl.obolibrary.org/obo/IAO_"
_TYPE = f"{RDF}type"
_SUBCLASS = f"{RDFS}subClassOf"
_EQUIVALENT = f"{OWL}equivalentClass"
_TERMS = (f"{OWL}Class", f"{RDFS}Class", f"{SKOS}Concept")
_ONTOLOGIES = (f"{OWL}Ontology", f"{SKOS}ConceptScheme")

_TEXTS: Mapping[str, str] = {
    f"{SKOS}prefLabel": "labels",
    f"{RDFS}label": "labels",
    f"{SKOS}altLabel": "synonyms",
    f"{OBO_IN_OWL}hasExactSynonym": "synonyms",
    f"{_IAO}0000118": "synonyms",
    f"{SKOS}hiddenLabel": "other_synonyms",
    f"{OBO_IN_OWL}hasBroadSynonym": "other_synonyms",
    f"{OBO_IN_OWL}hasNarrowSynonym": "other_synonyms",
    f"{OBO_IN_OWL}hasRelatedSynonym": "other_synonyms",
    f"{SKOS}definition": "definitions",
    f"{_IAO}0000115": "definitions",
}
"""Annotation to the field of an entry that takes its literals."""

_LINKS: Mapping[str, str] = {
    _SUBCLASS: "broader",
    f"{SKOS}broader": "broader",
    f"{DCTERMS}isPartOf": "part_of",
    f"{SKOS}exactMatch": "exact",
    _EQUIVALENT: "exact",
    f"{SKOS}closeMatch": "close",
    REPLACED_BY: "replaced_by",
    f"{DCTERMS}isReplacedBy": "replaced_by",
    f"{OBO_IN_OWL}hasAlternativeId": "alternatives",
}
"""Property to the field of an entry that takes the IRIs it leads to."""

_UNREAD = tuple(
    f"{SKOS}{name}" for name in ("related", "relatedMatch", "broadMatch", "narrowMatch")
)

Value = ox.NamedNode | ox.BlankNode | ox.Literal
Statements = Mapping[object, list[tuple[str, Value]]]


def parse(quads: Iterable[ox.Quad]) -> Parsed:
    """Return what *quads*, of any graphs, say as an ontology: no entries when they are none."""
    said: dict[object, list[tuple[str, Value]]] = {}
    for quad in quads:
        if not isinstance(quad.object, ox.Triple):
            said.setdefault(quad.subject, []).append((quad.predicate.value, quad.object))
    parsed = _header(said)
    entries: dict[str, Entry] = {}
    for subject, stated in said.items():
        if isinstance(subject, ox.NamedNode) and _is_term(stated):
            entry = Entry(subject.value)
            for predicate, value in stated:
                _add(entry, predicate, value, said)
            entries[entry.iri] = entry
    _turn(said, entries)
    parsed.entries = list(entries.values())
    return parsed


def _is_term(stated: Iterable[tuple[str, Value]]) -> bool:
    return any(predicate == _TYPE and value_of(value) in _TERMS for predicate, value in stated)


def _add(
    entry: Entry,
    predicate: str,
    value: Value,
    said: Statements,
) -> None:
    if isinstance(value, ox.BlankNode):
        if predicate in (_SUBCLASS, _EQUIVALENT):
            _add_class(entry, predicate, dict(said.get(value, ())))
    elif predicate == f"{OBO_IN_OWL}hasDbXref":
        if iri := names.mapped(value.value):
            entry.close.append(iri)
        else:
            entry.unmapped.append(value.value)
    elif predicate == REASON:
        entry.merged = names.expanded(value.value) == MERGED
    elif predicate in _UNREAD:
        entry.unread.append(names.curie(predicate))
    elif predicate == f"{OWL}deprecated":
        entry.obsolete = value.value in ("true", "1")
    elif predicate in _TEXTS and isinstance(value, ox.Literal):
        literal = _text(value)
        if literal is not None:
            getattr(entry, _TEXTS[predicate]).append(literal)
    elif predicate in _LINKS:
        iri = value.value if isinstance(value, ox.NamedNode) else names.expanded(value.value)
        if iri is not None:
            getattr(entry, _LINKS[predicate]).append(iri)


def _add_class(entry: Entry, predicate: str, described: Mapping[str, Value]) -> None:
    """Add what *described*, a class without a name, says of *entry*: of what it is a part."""
    relation = described.get(f"{OWL}onProperty")
    whole = described.get(f"{OWL}someValuesFrom")
    is_part = predicate == _SUBCLASS and relation == ox.NamedNode(PART_OF)
    if is_part and isinstance(whole, ox.NamedNode):
        entry.part_of.append(whole.value)
    else:
        plain = relation if predicate == _SUBCLASS else None
        entry.unread.append(names.curie(value_of(plain)) if plain else DEFINITION)


def _turn(said: Statements, entries: Mapping[str, Entry]) -> None:
    """Give each narrower concept in *said* its broader one."""
    for subject, stated in said.items():
        for predicate, value in stated:
            if predicate == f"{SKOS}narrower":
                entry = entries.get(value_of(value))
                if entry is not None and isinstance(subject, ox.NamedNode):
                    entry.broader.append(subject.value)


def _text(literal: ox.Literal) -> ox.Literal | None:
    """Return *literal* in one line, in English when it has no language; None when it is empty."""
    text = english(literal.value)
    if text is None or literal.language in (None, "en"):
        return text
    return ox.Literal(text.value, language=literal.language)


def _header(said: Statements) -> Parsed:
    """Return what *said* tells of its ontology or concept scheme, the first that has a type."""
    for subject, stated in said.items():
        if isinstance(subject, ox.NamedNode) and any(
            predicate == _TYPE and value_of(value) in _ONTOLOGIES for predicate, value in stated
        ):
            return Parsed(
                name=subject.value,
                title=_first(
                    stated, f"{DCTERMS}title", f"{_DC}title", f"{SKOS}prefLabel", f"{RDFS}label"
                ),
                version=_first(stated, f"{OWL}versionInfo"),
                version_iri=_first(stated, f"{OWL}versionIRI"),
                licence=_first(stated, f"{DCTERMS}license", f"{DCTERMS}rights", f"{_DC}rights"),
            )
    return Parsed()


def _first(stated: Iterable[tuple[str, object]], *predicates: str) -> str | None:
    """Return the value of the first of *predicates* that is stated, in English before others."""
    for wanted in predicates:
        values = [value for predicate, value in stated if predicate == wanted]
        values.sort(key=lambda value: getattr(value, "language", None) not in (None, "en"))
        for value in values:
            if isinstance(value, ox.NamedNode | ox.Literal):
                return value.value
    return None
