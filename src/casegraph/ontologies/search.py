"""Terms by their labels and synonyms, spelt rightly or nearly so.

The words are compared by `rapidfuzz`, whatever their case and their order. Over the 40,000 names of
a large ontology that takes some hundredths of a second, and reading the names takes most.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import pyoxigraph as ox
from rapidfuzz import fuzz, process, utils

from casegraph.namespaces import CG, DCTERMS, OWL, RDF, SKOS, TERMS, VOCABULARY, is_term_graph
from casegraph.ontologies import names
from casegraph.ontologies.kinds import KINDS
from casegraph.store import Store

_TYPE = f"{RDF}type"
_PREFERRED = f"{SKOS}prefLabel"
_BROADER = f"{SKOS}broader"
_DEPRECATED = f"{OWL}deprecated"
_REPLACED = f"{DCTERMS}isReplacedBy"
_NAMES = (_PREFERRED, f"{SKOS}altLabel", f"{SKOS}hiddenLabel")
_LEAST = 60
"""Of 100: how alike a name and the text must be."""
_LEAST_OF_A_WORD = 70
"""The same for a single word and one of the text."""
_IN_OTHER_ORDER, _AMONG_OTHERS = 0.98, 0.9
"""What words count that stand in another order, and those that are some of a name's."""
_BEGINNING = 3
"""How many letters are enough for the beginning of a word."""
_CANDIDATES = 300
"""How many names each of the fast comparisons chooses for the careful one."""
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}

_LABELS = "SELECT ?term ?label WHERE {{ GRAPH <{}> {{ ?term <{}> ?label }} }}"
_SAID = """
SELECT DISTINCT ?term ?property ?value
WHERE {{
  VALUES ?term {{ {terms} }}
  VALUES ?property {{ {properties} }}
  ?term ?property ?value .
}}
"""
_OBSOLETE = f"SELECT DISTINCT ?term WHERE {{ ?term <{_DEPRECATED}> true }}"

Value = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Match:
    """A term that a search found.

    score: from 0 to 100, for the label itself. synonym: the name that matched, None when that is
    the label. ontology: the last part of its graph's name, `casegraph` for the project's own terms.
    kinds: without a prefix. parents: labels of the terms directly above it. replaced_by: for an
    obsolete term.
    """

    score: float
    iri: str
    label: str
    synonym: str | None
    ontology: str
    kinds: tuple[str, ...]
    parents: tuple[str, ...]
    obsolete: bool
    replaced_by: tuple[str, ...]

    @property
    def curie(self) -> str:
        """The name of the term with a prefix, in angle brackets when none fits."""
        return names.curie(self.iri)


class _Name(NamedTuple):
    """A name of a term. kind: the property's place in `_NAMES`, so labels come first."""

    text: str
    kind: int
    term: str
    graph: str


def search(store: Store, text: str, *, limit: int = 10) -> tuple[Match, ...]:
    """Return the terms of *store* that *text* may mean, the likeliest first, at most *limit*.

    text: a label or synonym, perhaps misspelt, or a CURIE or an IRI.

    >>> from casegraph.ontologies import search
    >>> import casegraph
    >>> with casegraph.open() as store:
    ...     search(store, "atlantoaxial sublaxation", limit=1)[0].label
    'atlanto-axial subluxation'
    """
    known = list(_names(store))
    best: dict[tuple[str, str], tuple[float, _Name]] = {}
    for score, name in _ranked(known, text):
        best.setdefault((name.term, name.graph), (score, name))
    return tuple(_matches(store, list(best.values())[:limit]))


def near_words(store: Store, text: str, *, limit: int = 3) -> tuple[str, ...]:
    """Return words from the names of the terms of *store* that are like words of *text*.

    They are in lower case, the most alike first, at most *limit*: for who found nothing.

    >>> import casegraph
    >>> with casegraph.open() as store:
    ...     near_words(store, "qqqq zzzz allar", limit=1)
    ('alar',)
    """
    known = sorted({word for name in _names(store) for word in _split(name.text)})
    found: dict[str, float] = {}
    for wanted in _split(text):
        for word, score, _ in process.extract(
            wanted, known, scorer=fuzz.ratio, limit=limit, score_cutoff=_LEAST_OF_A_WORD
        ):
            found[word] = max(score, found.get(word, 0))
    return tuple(sorted(found, key=lambda word: (-found[word], word))[:limit])


def labels(store: Store) -> Mapping[str, frozenset[str]]:
    """Return the terms that each label or exact synonym in *store* names, by its lower case form.

    Obsolete terms are left out. A label that stands for several terms has them all.
    """
    obsolete = _obsolete(store)
    found: dict[str, set[str]] = {}
    for name in _names(store, _NAMES[:2]):
        if name.term not in obsolete:
            found.setdefault(" ".join(name.text.casefold().split()), set()).add(name.term)
    return {text: frozenset(terms) for text, terms in found.items()}


def _names(store: Store, properties: Sequence[str] = _NAMES) -> Iterator[_Name]:
    """Yield the names of the terms of *store*.

    They are read as one table of text: a term of Oxigraph made for each costs three times as much.
    """
    for graph in store.graphs():
        if is_term_graph(graph):
            for kind, name in enumerate(properties):
                answer = cast("ox.QuerySolutions", store.query(_LABELS.format(graph, name)))
                table = answer.serialize(format=ox.QueryResultsFormat.TSV) or b""
                for line in table.decode().split("\n")[1:-1]:
                    term, label = line.split("\t")
                    yield _Name(_text(label), kind, term[1:-1], graph)


def _text(literal: str) -> str:
    """Return the text of a *literal* in the syntax of SPARQL."""
    text = literal[1 : literal.rindex('"')]
    return _ESCAPED.sub(lambda found: _ESCAPES[found[1]], text) if "\\" in text else text


def _ranked(known: Sequence[_Name], text: str) -> Iterator[tuple[float, _Name]]:
    """Yield the names that are like *text*, the most alike first.

    Among those equally alike, labels go before synonyms and short ones before long ones.
    """
    iri = names.expanded(text)
    yield from ((100.0, name) for name in known if name.term == iri and name.kind == 0)
    wanted = utils.default_process(text)
    written = [utils.default_process(name.text) for name in known]
    likely = {
        at
        for scorer in (fuzz.ratio, fuzz.token_set_ratio, fuzz.partial_ratio)
        for _, _, at in process.extract(wanted, written, scorer=scorer, limit=_CANDIDATES)
    }
    found = [(score, known[at]) for at in likely if (score := _likeness(wanted, written[at]))]
    yield from sorted(
        found, key=lambda pair: (-pair[0], pair[1].kind, len(pair[1].text), pair[1].term)
    )


def _split(text: str) -> list[str]:
    """Return the words of *text* that are long enough to be told from others."""
    return [word for word in utils.default_process(text).split() if len(word) >= _BEGINNING]


def _likeness(wanted: str, name: str) -> float:
    """Return how alike the text *wanted* and *name* are, of 100; 0 when it is too little.

    A name with the words of the text and more besides counts less than one that is the text.
    """
    whole = max(fuzz.ratio(wanted, name), _IN_OTHER_ORDER * fuzz.token_sort_ratio(wanted, name))
    words = name.split()
    best = [max((_word(one, word) for word in words), default=0.0) for one in wanted.split()]
    likeness = max(whole, _AMONG_OTHERS * sum(best) / max(len(best), 1))
    return likeness if likeness >= _LEAST else 0.0


def _word(wanted: str, word: str) -> float:
    """Return how alike two words are, of 100; one may be the beginning of the other."""
    begins = len(wanted) >= _BEGINNING and word.startswith(wanted)
    return _IN_OTHER_ORDER * 100 if begins and wanted != word else fuzz.ratio(wanted, word)


def _matches(store: Store, found: Sequence[tuple[float, _Name]]) -> Iterator[Match]:
    about = _about(store, {name.term for _, name in found})
    for score, name in found:
        said = about[name.term]
        label = min(said.get(_PREFERRED, [ox.Literal(name.text)]), key=_reading_order).value
        yield Match(
            score=round(score, 1),
            iri=name.term,
            label=label,
            synonym=None if name.text == label else name.text,
            ontology=name.graph.removeprefix(VOCABULARY) if name.graph != TERMS else "casegraph",
            kinds=tuple(
                kind
                for value in said.get(_TYPE, ())
                if (kind := value.value.removeprefix(CG)) in KINDS
            ),
            parents=tuple(sorted(_words(about, value.value) for value in said.get(_BROADER, ()))),
            obsolete=_DEPRECATED in said,
            replaced_by=tuple(
                sorted(names.curie(value.value) for value in said.get(_REPLACED, ()))
            ),
        )


def _about(store: Store, terms: Iterable[str]) -> Mapping[str, Mapping[str, list[Value]]]:
    """Return what *store* says of *terms*, and the labels of those above them."""
    about: dict[str, dict[str, list[Value]]] = {}

    def ask(wanted: Iterable[str], properties: Iterable[str]) -> None:
        sparql = _SAID.format(
            terms=" ".join(f"<{term}>" for term in sorted(wanted)),
            properties=" ".join(f"<{name}>" for name in properties),
        )
        for term, name, value in cast("ox.QuerySolutions", store.query(sparql)):
            about.setdefault(term.value, {}).setdefault(name.value, []).append(value)

    terms = set(terms)
    ask(terms, (_PREFERRED, _TYPE, _BROADER, _DEPRECATED, _REPLACED))
    above = {value.value for said in about.values() for value in said.get(_BROADER, ())}
    ask(above - terms, (_PREFERRED,))
    return about


def _words(about: Mapping[str, Mapping[str, list[Value]]], term: str) -> str:
    """Return the label of *term*, else its name with a prefix."""
    found = about.get(term, {}).get(_PREFERRED)
    return min(found, key=_reading_order).value if found else names.curie(term)


def _reading_order(label: Value) -> tuple[bool, str]:
    """Put English before other languages."""
    return getattr(label, "language", None) not in (None, "en"), label.value


def _obsolete(store: Store) -> frozenset[str]:
    rows = cast("ox.QuerySolutions", store.query(_OBSOLETE))
    return frozenset(row["term"].value for row in rows)
