"""Terms as quads: kind, labels, synonyms, definition, links and mappings, in one named graph.

The exact synonyms are `skos:altLabel`. Broader, narrower and related ones are `skos:hiddenLabel`:
a search finds the term by them, and nobody reads them as its name. A cross-reference is a
`skos:closeMatch`, which is in no chain of the axioms, unless the file itself says that it is exact.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from casegraph.namespaces import CG, OWL, RDF, SKOS, XSD
from casegraph.ontologies.links import REPLACED_BY, Links
from casegraph.ontologies.parsed import Entry

_TYPE = ox.NamedNode(f"{RDF}type")
_TERM = ox.NamedNode(f"{CG}Term")
_PREF_LABEL = ox.NamedNode(f"{SKOS}prefLabel")
_ALT_LABEL = ox.NamedNode(f"{SKOS}altLabel")
_HIDDEN_LABEL = ox.NamedNode(f"{SKOS}hiddenLabel")
_DEFINITION = ox.NamedNode(f"{SKOS}definition")
_EXACT = ox.NamedNode(f"{SKOS}exactMatch")
_CLOSE = ox.NamedNode(f"{SKOS}closeMatch")
_DEPRECATED = ox.NamedNode(f"{OWL}deprecated")
_REPLACED_BY = ox.NamedNode(REPLACED_BY)
_TRUE = ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean"))

Value = ox.NamedNode | ox.Literal


def quads_of(
    entry: Entry, kinds: Sequence[str], links: Links, graph: ox.NamedNode
) -> Iterator[ox.Quad]:
    """Yield what is said of the term *entry* in *graph*, each quad once.

    kinds: classes. links: property to terms.
    """
    subject = ox.NamedNode(entry.iri)
    for predicate, value in dict.fromkeys(_said(entry, kinds, links)):
        yield ox.Quad(subject, predicate, value, graph)


def merged_into(entry: Entry, name: str, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield what is said of the term *name* that was made one with *entry*."""
    subject = ox.NamedNode(name)
    yield ox.Quad(subject, _TYPE, _TERM, graph)
    yield ox.Quad(subject, _DEPRECATED, _TRUE, graph)
    yield ox.Quad(subject, _REPLACED_BY, ox.NamedNode(entry.iri), graph)


def _said(entry: Entry, kinds: Sequence[str], links: Links) -> Iterator[tuple[ox.NamedNode, Value]]:
    for kind in kinds:
        yield _TYPE, ox.NamedNode(kind)
    if not kinds:
        yield _TYPE, _TERM
    preferred = _preferred(entry.labels)
    yield from ((_PREF_LABEL, label) for label in preferred)
    synonyms = [label for label in (*entry.labels, *entry.synonyms) if label not in preferred]
    yield from ((_ALT_LABEL, label) for label in synonyms)
    known = {*preferred, *synonyms}
    yield from ((_HIDDEN_LABEL, label) for label in entry.other_synonyms if label not in known)
    yield from ((_DEFINITION, text) for text in entry.definitions)
    for name, ends in links.items():
        yield from _links(ox.NamedNode(name), ends, entry.iri)
    yield from _links(_EXACT, entry.exact, entry.iri)
    exact = set(entry.exact)
    yield from _links(_CLOSE, (end for end in entry.close if end not in exact), entry.iri)
    if entry.obsolete:
        yield _DEPRECATED, _TRUE


def _preferred(labels: Iterable[ox.Literal]) -> list[ox.Literal]:
    """Return the first of *labels* in each language."""
    by_language: dict[str | None, ox.Literal] = {}
    for label in labels:
        by_language.setdefault(label.language, label)
    return list(by_language.values())


def _links(
    predicate: ox.NamedNode, ends: Iterable[str], start: str
) -> Iterator[tuple[ox.NamedNode, Value]]:
    for end in ends:
        if end != start:
            yield predicate, ox.NamedNode(end)
