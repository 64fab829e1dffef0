"""From an IRI to its words, and from a reader's words to an IRI.

Enters a store; leaves labels, term IRIs and case documents. A thing's label is its
`skos:prefLabel`, else its `rdfs:label`, in English where there is a choice. A term is found by its
labels and synonyms, its CURIE or its IRI.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import cast

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from casegraph import curies, namespaces
from casegraph.errors import QueryError, UnknownCaseError
from casegraph.namespaces import RDFS, SKOS
from casegraph.store import Store

_LISTED = 20
"""How many cases an error lists."""

_NEAR, _ALIKE = 3, 60
"""How many names are near at most, and how alike one must be, in per cent."""

_LONGEST = 200
"""Characters of a word that are compared with names."""

_LABELS_OF_ONE = f"""
SELECT ?thing ?property ?label
WHERE {{
  VALUES ?property {{ <{SKOS}prefLabel> <{RDFS}label> }}
  ?thing ?property ?label .
}}
"""
_LABELS_OF_TERMS = f"""
SELECT DISTINCT ?property ?label ?thing
WHERE {{
  VALUES ?property {{ <{SKOS}prefLabel> <{SKOS}altLabel> }}
  ?thing ?property ?label .
}}
"""
_USES = (
    "SELECT ?thing WHERE { { ?thing ?outward ?value } UNION { ?subject ?inward ?thing } } LIMIT 1"
)


def label(store: Store, iri: str) -> str | None:
    """Return the words for *iri*, or None when *store* has none."""
    solutions = cast(
        "ox.QuerySolutions", store.query(_LABELS_OF_ONE, {ox.Variable("thing"): ox.NamedNode(iri)})
    )
    return best_label((solution["property"].value, solution["label"]) for solution in solutions)


def best_label(labels: Iterable[tuple[str, ox.Literal]]) -> str | None:
    """Return the label that stands for a thing, or None when it has none.

    labels: each with the property that gives it, `skos:prefLabel` or `rdfs:label`.
    """
    languages = {"en": 0, None: 1}
    ranked = [
        (step != f"{SKOS}prefLabel", languages.get(label.language, 2), label.value)
        for step, label in labels
    ]
    return min(ranked)[2] if ranked else None


def term(store: Store, text: str) -> str:
    """Return the IRI of the term that *text* means: a label, a synonym, a CURIE or an IRI.

    Letter case does not matter in a label, nor whether words are joined by spaces or hyphens. A
    preferred label goes before a synonym, and a term of the project before one that was added.

    :raises QueryError: when *store* has no such term, with the nearest labels, or several.
    """
    return finder(store)(text)


def finder(store: Store) -> Callable[[str], str]:
    """Return what `term` does for *store*, with the labels read only once, for many terms."""
    return partial(_term, store, cache(partial(_labelled, store)))


def case(store: Store, text: str) -> str:
    """Return the case document that *text* means: a slug, the document's IRI or any IRI inside it.

    :raises UnknownCaseError: when *store* does not hold it, with the nearest slugs.
    """
    return case_finder(store)(text)


def case_finder(store: Store) -> Callable[[str], str]:
    """Return what `case` does for *store*, with the cases listed only once, for many texts."""
    return partial(_case, store, cache(partial(_slugs, store)))


def _case(store: Store, slugs: Callable[[], list[str]], text: str) -> str:
    document = namespaces.document_named(text.strip())
    if not store.has_case(document):
        known = slugs()
        listed = f"The cases are: {_some(known)}." if known else "The store holds no case."
        raise UnknownCaseError(
            f"there is no case {text!r}",
            repair=suggestion(namespaces.slug_of(document), known) or listed,
        )
    return document


def _slugs(store: Store) -> list[str]:
    return [namespaces.slug_of(case) for case in store.cases()]


def _some(slugs: list[str]) -> str:
    more = len(slugs) - _LISTED
    return ", ".join(slugs[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """Return a sentence with up to three of *known* that are near to *word*, None without any.

    >>> suggestion("neck pian", ["neck pain", "back pain", "fever"])
    'Did you mean neck pain or back pain?'
    """
    return _asking(_near(word, known))


def _near(word: str, known: Iterable[str]) -> list[str]:
    found = process.extract(
        word[:_LONGEST], list(known), scorer=fuzz.ratio, limit=_NEAR, score_cutoff=_ALIKE
    )
    return [name for name, _, _ in found]


def _asking(near: list[str]) -> str | None:
    if not near:
        return None
    return f"Did you mean {' or '.join([', '.join(near[:-1]), near[-1]] if near[1:] else near)}?"


@dataclass
class _Label:
    """A label as it is written, and the terms that bear it with their rank."""

    written: str = ""
    ranks: dict[str, int] = field(default_factory=dict)


def _term(store: Store, labelled: Callable[[], dict[str, _Label]], text: str) -> str:
    iri = _expanded(text.strip())
    if iri is not None and _is_used(store, iri):
        return iri
    labels = labelled()
    ranked = labels.get(_normal(text), _Label()).ranks
    best = sorted(thing for thing, rank in ranked.items() if rank == min(ranked.values()))
    if len(best) == 1:
        return best[0]
    if best:
        raise QueryError(
            f"{text!r} is the label of {len(best)} terms",
            repair=f"Give one of them: {', '.join(map(namespaces.curie, best))}.",
        )
    near = _near(_normal(re.split(r"[:/#]", text)[-1]), labels)
    raise QueryError(
        f"no term is called {text!r}",
        repair=_asking([labels[label].written for label in near])
        or "Give a label, a synonym, a CURIE such as term:neck-pain, or an IRI.",
    )


def _labelled(store: Store) -> dict[str, _Label]:
    """Return every label of a term in *store* by its normal form."""
    found: dict[str, _Label] = {}
    for solution in cast("ox.QuerySolutions", store.query(_LABELS_OF_TERMS)):
        iri, written = solution["thing"].value, solution["label"].value
        synonym = solution["property"].value != f"{SKOS}prefLabel"
        rank = 2 * (not iri.startswith(namespaces.TERM)) + synonym
        ranks = found.setdefault(_normal(written), _Label(written)).ranks
        ranks[iri] = min(rank, ranks.get(iri, rank))
    return found


def _is_used(store: Store, iri: str) -> bool:
    try:
        thing = ox.NamedNode(iri)
    except ValueError:
        return False
    return bool(list(cast("ox.QuerySolutions", store.query(_USES, {ox.Variable("thing"): thing}))))


def _expanded(text: str) -> str | None:
    """Return the IRI that *text* is or abbreviates, None when it is neither."""
    bare = text.removeprefix("<").removesuffix(">")
    prefix, colon, local_name = bare.partition(":")
    if not colon or " " in bare:
        return None
    if prefix in namespaces.PREFIXES:
        return namespaces.PREFIXES[prefix] + local_name
    return curies.expanded(bare) or bare


def _normal(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
