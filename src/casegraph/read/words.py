"""The words that a case file written by hand may use: labels and synonyms, to IRIs.

They come from the bundled terms and from the closed lists of the ontology (sides, sexes, voices).
A word is written as the vocabulary has it or in lower case.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from casegraph.namespaces import CG, OWL, RDF, RDFS, SKOS
from casegraph.quads import subject_of, value_of
from casegraph.resources import ontology_dir

LABEL = f"{SKOS}prefLabel"
SYNONYM = f"{SKOS}altLabel"

_HIERARCHY = (f"{SKOS}broader", f"{SKOS}narrower")
_NO_WORD = re.compile(r"[:/]|^@")


@dataclass(frozen=True)
class Words:
    """Words for terms.

    terms: word to the IRIs of the terms that it names, more than one when it is ambiguous.
    labels: term to its preferred label.
    more: words that are looked at when *terms* does not have one, as `before` adds them.
    """

    terms: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]
    more: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def named(self, word: str) -> frozenset[str]:
        """Return the IRIs of the terms that *word* names, none when nobody defined it.

        >>> sorted(bundled_words().named("spinal column"))
        ['https://w3id.org/casegraph/term/spine']
        """
        return self.terms.get(word) or self.more.get(word, frozenset())

    def nearest(self, word: str, count: int = 3) -> tuple[str, ...]:
        """Return words of other terms that *word* is likely to mean, the likeliest first.

        >>> bundled_words().nearest("alar ligment")[0]
        'alar ligament'
        """
        by_term: dict[frozenset[str], str] = {}
        for words in (self.terms, self.more):
            for near, _, _ in process.extract(
                word.lower(), words.keys(), scorer=fuzz.ratio, limit=4 * count, score_cutoff=60
            ):
                by_term.setdefault(self.named(near), near)
        return tuple(by_term.values())[:count]

    def word_for(self, iri: str) -> str | None:
        """Return the label of the term *iri*, or None when that is no word for it alone."""
        label = self.labels.get(iri)
        return label if label is not None and self.named(label) == {iri} else None

    def before(self, other: "Words") -> "Words":
        """Return these words, and those of *other* where these have none.

        So the public ontologies of a store, which have a name for nearly everything, make no
        bundled word ambiguous.
        """
        return Words(self.terms, {**other.labels, **self.labels}, other.terms)

    def __or__(self, other: "Words") -> "Words":
        """Return the words of both; what each calls something else is ambiguous.

        *more* is that of the first that has any.
        """
        terms = dict(self.terms)
        for word, iris in other.terms.items():
            terms[word] = terms.get(word, frozenset()) | iris
        return Words(terms, {**other.labels, **self.labels}, self.more or other.more)


def words_of(named: Iterable[tuple[str, str, str]]) -> Words:
    """Return the words for terms.

    named: term, `LABEL` or `SYNONYM`, and the name. A name with a colon or a slash is no word,
    since JSON-LD reads it as an IRI (JSON-LD 1.1 API, section 4.2.2, step 14).
    """
    terms: dict[str, frozenset[str]] = {}
    labels: dict[str, str] = {}
    for iri, kind, name in named:
        if kind == LABEL:
            labels.setdefault(iri, name)
        for word in {name, name.lower()}:
            if is_word(word):
                terms[word] = terms.get(word, frozenset()) | {iri}
    return Words(terms, labels)


def is_word(text: str) -> bool:
    """Return whether *text* can stand for an IRI in a JSON-LD context, whatever that has besides.

    >>> is_word("alar ligament"), is_word("C3/4")
    (True, False)
    """
    return bool(text) and not _NO_WORD.search(text)


@cache
def bundled_words() -> Words:
    """Return the words of the bundled terms."""
    files = sorted((ontology_dir() / "terms").glob("*.ttl"))
    return words_of(
        (subject_of(triple).value, triple.predicate.value, value_of(triple.object))
        for file in files
        for triple in ox.parse(path=file)
        if triple.predicate.value in (LABEL, SYNONYM)
    )


@cache
def term_properties() -> frozenset[str]:
    """Return the IRIs of the properties whose values are terms, by their `rdfs:range`."""
    named = {iri for iri, ranges in _values(f"{RDFS}range").items() if f"{CG}Term" in ranges}
    return frozenset(named | set(_HIERARCHY))


@cache
def closed_list(iri: str) -> Mapping[str, str]:
    """Return the values of the property *iri* when the ontology lists them all: word to IRI.

    Each has its local name and its label as words.

    >>> closed_list("https://w3id.org/casegraph/ontology#laterality")["left"]
    'https://w3id.org/casegraph/ontology#Left'
    """
    ranges = _values(f"{RDFS}range").get(iri, ())
    members = [
        member
        for member, classes in _values(f"{RDF}type").items()
        if member.startswith(CG) and not classes.isdisjoint(ranges)
    ]
    labels = _values(f"{RDFS}label")
    words = {label: member for member in members for label in labels.get(member, ())}
    return words | {member.removeprefix(CG): member for member in members}


@cache
def classes() -> frozenset[str]:
    """Return the local names of the classes of the ontology."""
    return frozenset(
        iri.removeprefix(CG)
        for iri, types in _values(f"{RDF}type").items()
        if iri.startswith(CG) and f"{OWL}Class" in types
    )


@cache
def statement_classes() -> tuple[str, ...]:
    """Return the local names of the classes that a statement can have, in alphabetical order.

    >>> statement_classes()[:3]
    ('Diagnosis', 'Finding', 'Investigation')
    """
    above = _values(f"{RDFS}subClassOf")
    found, waiting = set[str](), {f"{CG}Statement"}
    while waiting:
        waiting = {iri for iri, parents in above.items() if not parents.isdisjoint(waiting)} - found
        found |= waiting
    return tuple(sorted(iri.removeprefix(CG) for iri in found))


@cache
def _values(predicate: str) -> Mapping[str, frozenset[str]]:
    """Return what the ontology and its axioms say with *predicate*, by subject."""
    found: dict[str, frozenset[str]] = {}
    for triple in _ontology():
        if triple.predicate.value == predicate and isinstance(triple.subject, ox.NamedNode):
            subject = triple.subject.value
            found[subject] = found.get(subject, frozenset()) | {value_of(triple.object)}
    return found


@cache
def _ontology() -> tuple[ox.Quad, ...]:
    files = (ontology_dir() / name for name in ("casegraph.ttl", "axioms.ttl"))
    return tuple(quad for file in files for quad in ox.parse(path=file))
