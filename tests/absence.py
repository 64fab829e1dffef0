"""What must not be read as present: each term that a case denies, suspects, or calls over.

Enters a store; leaves an `Absent` for each such statement, and for what follows from denials. A
reader of a format leaves claims: what its output says to be present or done, by whatever name.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.namespaces import CG, RDFS, SKOS, document_of, slug_of
from casegraph.quads import value_of
from casegraph.store import Store
from casegraph.web.addresses import place_of

Claim = tuple[str, str]
"""The slug of a case, and the name of a term or statement that is present or done there."""

POLARITIES = ("denies", "deniesAt", "suspects", "resolves", "notPerformed")
SHOWN = {"affirms": "presents", "performs": "underwent"}

GUARDS = re.compile(
    r"\b(no|not|without|absent|excludes|excluded|excluding|denies|denied|ruled out|refuted"
    r"|suspects|suspected|considers|considered|unconfirmed|resolved|gone"
    r"|curator|inference|inferred)\b"
)
"""Words that take back what follows them in a clause."""

_CLAUSES = re.compile(r"[;.\n•]| by |<br>")


@dataclass(frozen=True)
class Absent:
    """A term that a case does not say to be present or done, at one place of it or nowhere.

    case: its slug. statement: its IRI, empty for what is inferred. said: local name of the
    polarity. term: its IRI. names: all by which a claim would be wrong; those of the term are among
    them only when the case nowhere presents it. label: of such a term, else empty.
    """

    case: str
    statement: str
    said: str
    term: str
    names: frozenset[str]
    label: str


def absences(store: Store) -> tuple[Absent, ...]:
    """Return all that the cases of *store* do not say to be there."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in store.quads():
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            found[quad.predicate.value].append((quad.subject.value, quad.object.value))
    there = {
        (slug_of(str(document_of(case))), term)
        for relation in SHOWN.values()
        for case, term in found[f"{CG}{relation}"]
    }
    labels = dict(found[f"{RDFS}label"]) | dict(found[f"{SKOS}prefLabel"])
    codes = defaultdict(set)
    for term, code in found[f"{SKOS}exactMatch"]:
        codes[term].add(code)
    inferences = {statement for _, statement in found[f"{CG}hasInference"]}
    said = [(name, *pair) for name in POLARITIES for pair in found[f"{CG}{name}"]]
    said += [
        ("inferred", *pair)
        for name in SHOWN
        for pair in found[f"{CG}{name}"]
        if pair[0] in inferences
    ]
    said += [("excludes", *pair) for pair in found[f"{CG}excludes"]]

    def absent(name: str, subject: str, term: str) -> Absent:
        slug = slug_of(str(document_of(subject)))
        names = set() if name == "excludes" else names_of(subject)
        label = "" if (slug, term) in there else labels.get(term, "").casefold()
        if label:
            names |= {label, *names_of(term)}.union(*map(names_of, codes[term]))
        return Absent(slug, subject, name, term, frozenset(names), label)

    return tuple(absent(*one) for one in sorted(set(said)))


def general(store: Store) -> frozenset[str]:
    """Return the places, in the pages of a site, of claims that are about no patient."""
    quads = (quad for quad in store.quads() if quad.predicate.value == f"{CG}hasClaim")
    return frozenset("#".join(place_of(value_of(quad.object))) for quad in quads)


def names_of(iri: str) -> set[str]:
    """Return the names by which formats call *iri*: itself, CURIEs, codes, and its page here."""
    local = re.split(r"[/#]", iri)[-1]
    path, place = place_of(iri)
    page = f"{path}#{place}" if place else path
    if document_of(iri):
        return {iri, page}
    return {iri, page, local, local.replace("_", ":"), f"casegraph:{local}", f"term:{local}"}


def misread(claims: Iterable[Claim], absent: Collection[Absent]) -> list[str]:
    """Return what of *absent* is among *claims*, in words."""
    made = set(claims)
    return sorted(
        f"{one.case}: {one.said} {one.term}, there as {name!r}"
        for one in absent
        for name in one.names
        if (one.case, name) in made
    )


def terms_misread(claims: Iterable[Claim], absent: Collection[Absent], case: str) -> set[str]:
    """Return the terms of *case* in *absent* that are among *claims*."""
    made = set(claims)
    return {
        one.term for one in absent if one.case == case and any((case, n) in made for n in one.names)
    }


def said_in(text: str, case: str, absent: Iterable[Absent]) -> Iterator[Claim]:
    """Yield the labels of *absent* that stand in *text* and that no word before them takes back."""
    clauses = [clause for clause in _CLAUSES.split(text.casefold()) if clause]
    for one in absent:
        if one.case == case and one.label and any(is_said(one.label, part) for part in clauses):
            yield case, one.label


def is_said(label: str, clause: str) -> bool:
    """Return whether *clause* has *label* and nothing before it that takes it back.

    >>> is_said("fever", "fever at night"), is_said("fever", "ruled out: fever")
    (True, False)
    """
    before, found, _ = clause.partition(label)
    is_word = not (before[-1:].isalpha() or clause[len(before) + len(label) :][:1].isalpha())
    return bool(found) and is_word and not GUARDS.search(before)
