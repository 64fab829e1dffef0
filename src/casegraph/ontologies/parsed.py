"""What an ontology file says, whatever its syntax: the ontology, and one entry for each term."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from casegraph.namespaces import OWL, RDF, RDFS, SKOS

PART_OF = "http://purl.obolibrary.org/obo/BFO_0000050"
REPLACED_BY = "http://purl.obolibrary.org/obo/IAO_0100001"
REASON = "http://purl.obolibrary.org/obo/IAO_0000231"
"""Says why a term is obsolete."""
MERGED = "http://purl.obolibrary.org/obo/IAO_0000227"
"""The reason that the term was merged into its replacement."""
OBO_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"

DEFINITION = "logical definition"
"""Stands among relations that are not read for a class made of others."""

_BUILT_IN = (OWL, RDF, RDFS, SKOS)


@dataclass(slots=True)
class Entry:
    """One term as its file has it; IRIs in full, repetitions and untrue links included.

    labels, synonyms, other_synonyms, definitions: the synonyms are the exact ones, the others
    broader, narrower or related. broader, part_of, exact, close, replaced_by: IRIs.
    unmapped: cross-references that make no IRI. alternatives: IRIs of terms merged into this one.
    merged: whether this one was merged into its replacement. unread: what its other relations are
    called, one name a relation.
    """

    iri: str
    labels: list[ox.Literal] = field(default_factory=list)
    synonyms: list[ox.Literal] = field(default_factory=list)
    other_synonyms: list[ox.Literal] = field(default_factory=list)
    definitions: list[ox.Literal] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    part_of: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    obsolete: bool = False
    merged: bool = False


@dataclass(slots=True)
class Parsed:
    """An ontology as its file has it.

    name: how it names itself, an IRI or an OBO name. version: a number or a date; version_iri:
    the IRI of this version. unnamed: names of terms and links that make no IRI, and so stand for
    nothing.
    """

    name: str | None = None
    title: str | None = None
    version: str | None = None
    version_iri: str | None = None
    licence: str | None = None
    entries: list[Entry] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)


def english(text: str) -> ox.Literal | None:
    """Return *text* in one line as an English literal, None when it is empty."""
    text = " ".join(text.split())
    return ox.Literal(text, language="en") if text else None


def add_text(literals: list[ox.Literal], text: object) -> None:
    """Add *text* to *literals*, unless it is no text or empty."""
    literal = english(text) if isinstance(text, str) else None
    if literal is not None:
        literals.append(literal)


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """Return *entries* with those of the same term made one, in the order of the first.

    The names of OWL and SKOS themselves, such as `owl:Thing`, are no terms.
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        if not entry.iri.startswith(_BUILT_IN):
            first = found.setdefault(entry.iri, entry)
            if first is not entry:
                _add(first, entry)
    return list(found.values())


def _add(first: Entry, other: Entry) -> None:
    first.labels += other.labels
    first.synonyms += other.synonyms
    first.other_synonyms += other.other_synonyms
    first.definitions += other.definitions
    first.broader += other.broader
    first.part_of += other.part_of
    first.exact += other.exact
    first.close += other.close
    first.unmapped += other.unmapped
    first.replaced_by += other.replaced_by
    first.alternatives += other.alternatives
    first.unread += other.unread
    first.obsolete = first.obsolete or other.obsolete
    first.merged = first.merged or other.merged
