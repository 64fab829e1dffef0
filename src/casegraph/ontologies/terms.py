"""Terms as quads: kind, labels, synonyms, definition, links and mappings, in one named graph.

The exact synonyms are `skos:altLabel`. Broader, narrower and related ones are `skos:hiddenLabel`:
a search finds the term by them, and nobody reads them as its name. A cross-reference is a
`skos:closeMatch`, which is in no chain of the axioms, unless the file itself says that it is exact.
The name of a merged term is an exact match of the term that it means now.
"""

from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from casegraph.namespaces import CG, OWL, RDF, SKOS, XSD
from casegraph.ontologies.links import Links
from casegraph.ontologies.parsed import Entry

_TYPE = ox.NamedNode(f"{RDF}type")
_TERM = ox.NamedNode(f"{CG}Term")
_PREF_LABEL = ox.NamedNode(f"{SKOS}prefLabel")
_ALT_LABEL = ox.NamedNode(f"{SKOS}altLabel")
_HIDDEN_LABEL = ox.NamedNode(f"{SKOS}hiddenLabel")
_DEFINITION = ox.NamedNode(f"{SKOS}definition")
_DEPRECATED = ox.NamedNode(f"{OWL}deprecated")
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
        yield from ((ox.NamedNode(name), ox.NamedNode(end)) for end in ends)
    if entry.obsolete:
        yield _DEPRECATED, _TRUE


def _preferred(labels: Iterable[ox.Literal]) -> list[ox.Literal]:
    """Return the first of *labels* in each language."""
    by_language: dict[str | None, ox.Literal] = {}
    for label in labels:
        by_language.setdefault(label.language, label)
    return list(by_language.values())
