"""What the packets share: their terms with kinds and labels, and their publications.

The same packets give the same terms, in whatever order they are read: of several labels the one
used most is preferred, and of two kinds that exclude each other the one used most is kept. The
other labels may name another thing: the term is found by them, and they are not read as its name.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from casegraph.importers.phenopackets.chunk import Chunk
from casegraph.importers.phenopackets.draft import VariantUse
from casegraph.importers.phenopackets.known import Said
from casegraph.importers.phenopackets.works import Work
from casegraph.namespaces import (
    CG,
    DCTERMS,
    PREFIXES,
    PUBLICATIONS,
    RDF,
    SKOS,
    TERMS,
    VOCABULARY,
)
from casegraph.quads import graph_of, value_of

_TYPE = ox.NamedNode(f"{RDF}type")
_LABEL = ox.NamedNode(f"{SKOS}prefLabel")
_OTHER = ox.NamedNode(f"{SKOS}altLabel")
_HIDDEN = ox.NamedNode(f"{SKOS}hiddenLabel")
_NAMES = (_LABEL, _OTHER, _HIDDEN)
_IN_TERMS = ox.NamedNode(TERMS)
_IN_PUBLICATIONS = ox.NamedNode(PUBLICATIONS)

_GROUPS = {
    "Disease": "condition",
    "FindingType": "condition",
    "Variant": "condition",
    "AnatomicalStructure": "matter",
    "Substance": "matter",
    "Procedure": "procedure",
    "Observable": "observable",
    "Qualifier": "qualifier",
    "Population": "population",
    "Gene": "gene",
    "Term": "",
}
"""Kind of term to the group within which a term may have several, as the axioms have it."""


@dataclass
class Catalogue:
    """The terms and works of all packets.

    kinds: how often each term is used as which kind. labels: the words used for it. works: how
    often each is named.
    """

    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    labels: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    variants: dict[str, VariantUse] = field(default_factory=dict)
    works: Counter[Work] = field(default_factory=Counter)

    def add(self, chunk: Chunk, left_out: Container[int] = ()) -> None:
        """Add what the packets of *chunk* name, but for those cases of it that are *left_out*."""
        for (term, kind), cases in chunk.kinds.items():
            if kept := _without(cases, left_out):
                self.kinds[term][kind] += kept
        for (term, label), cases in chunk.labels.items():
            if kept := _without(cases, left_out):
                self.labels[term][label] += kept
        for work, cases in chunk.works.items():
            if kept := _without(cases, left_out):
                self.works[work] += kept
        for iri, uses in chunk.variants.items():
            for index, use in uses:
                if index not in left_out:
                    known = self.variants.get(iri)
                    self.variants[iri] = use if known is None else known | use

    def names(self) -> list[str]:
        """Return the IRIs of all terms and works."""
        return [*self.kinds, *dict.fromkeys(work.iri for work in self.works)]

    def misused(self, known: Said) -> Iterator[tuple[str, str, str]]:
        """Yield each term with a kind that it cannot have, and the kind that it has instead.

        What is known of a term decides; else the kind that is used most.
        """
        for term, counts in self.kinds.items():
            stated = known_kinds(known.get(term, ()))
            groups: Counter[str] = Counter()
            for kind, count in counts.items():
                groups[_GROUPS[kind]] += count
            del groups[""]
            allowed = {_GROUPS[kind] for kind in stated if _GROUPS.get(kind)}
            if not allowed and len(groups) > 1:
                allowed = {min(groups, key=lambda group: (-groups[group], group))}
            if allowed:
                kept = min(allowed)
                for kind in sorted(counts):
                    if _GROUPS[kind] and _GROUPS[kind] not in allowed:
                        yield term, kind, kept

    def relabelled(self, known: Said) -> Mapping[str, list[str]]:
        """Return the terms that go by several labels, with these, the preferred one first.

        What a term was called before counts, what a public ontology calls it even more, and its
        synonyms are no other labels.
        """
        found: dict[str, list[str]] = {}
        for term, labels in sorted(self.labels.items()):
            before = sorted(known.get(term, ()), key=is_public, reverse=True)
            preferred = [value_of(quad.object) for quad in before if quad.predicate == _LABEL]
            names = {
                value_of(quad.object).lower()
                for quad in before
                if quad.predicate in (_LABEL, _OTHER)
            }
            others = [label for label in _by_use(labels) if label.lower() not in names]
            if len(preferred[:1] + others) > 1:
                found[term] = preferred[:1] + others
        return found

    def quads(self, known: Said) -> Iterator[ox.Quad]:
        """Yield what is to be said of the terms and works beside what is *known* of them."""
        for term in self.kinds:
            yield from self._term(term, known.get(term, ()))
        works: dict[str, list[Work]] = defaultdict(list)
        for work in self.works:
            works[work.iri].append(work)
        for iri, same in works.items():
            if iri not in known:
                yield from self._work(iri, same)

    def _term(self, iri: str, known: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        known = list(known)
        node = ox.NamedNode(iri)
        said = [quad for quad in known if graph_of(quad) == TERMS]
        stated = known_kinds(known)
        kinds = [kind for kind in sorted(self.kinds[iri]) if kind != "Term"]
        new = [
            ox.Quad(node, _TYPE, ox.NamedNode(f"{CG}{kind}"), _IN_TERMS)
            for kind in (kinds or ([] if stated else ["Term"]))
            if kind not in stated
        ]
        if not any(map(is_public, known)):
            new += self._labels(iri, said)
        variant = self.variants.get(iri)
        if variant is not None:
            new += [_link(node, f"{CG}inGene", gene) for gene in sorted(variant.genes)]
            new += [_link(node, f"{SKOS}broader", above) for above in sorted(variant.broader)]
        if set(new) - set(said):
            yield from dict.fromkeys((*said, *new))

    def _labels(self, iri: str, said: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Return the labels that are new; the first is preferred when there is none yet."""
        variant = self.variants.get(iri)
        labels = list(variant.names) if variant else _by_use(self.labels.get(iri, Counter()))
        other = _OTHER if variant else _HIDDEN
        there = {value_of(quad.object) for quad in said if quad.predicate in _NAMES}
        preferred = any(quad.predicate == _LABEL for quad in said)
        node = ox.NamedNode(iri)
        new = []
        for label in labels:
            if label not in there:
                predicate = other if preferred else _LABEL
                new.append(ox.Quad(node, predicate, ox.Literal(label, language="en"), _IN_TERMS))
                preferred = True
        return new

    def _work(self, iri: str, same: list[Work]) -> Iterator[ox.Quad]:
        node = ox.NamedNode(iri)
        titles = Counter[str]()
        for work in same:
            if work.title:
                titles[work.title] += self.works[work]
        identifiers = sorted({one for work in same for one in work.identifiers})
        addresses = sorted({work.address for work in same if work.address})
        yield ox.Quad(node, _TYPE, ox.NamedNode(f"{PREFIXES['fabio']}Work"), _IN_PUBLICATIONS)
        for title in _by_use(titles)[:1]:
            yield ox.Quad(
                node, ox.NamedNode(f"{DCTERMS}title"), ox.Literal(title), _IN_PUBLICATIONS
            )
        for one in identifiers:
            yield ox.Quad(
                node, ox.NamedNode(f"{DCTERMS}identifier"), ox.Literal(one), _IN_PUBLICATIONS
            )
        for address in addresses:
            same_as = ox.NamedNode(f"{PREFIXES['schema']}sameAs")
            yield ox.Quad(node, same_as, ox.NamedNode(address), _IN_PUBLICATIONS)


def is_public(quad: ox.Quad) -> bool:
    """Return whether *quad* is from a public ontology."""
    return graph_of(quad).startswith(VOCABULARY)


def known_kinds(said: Iterable[ox.Quad]) -> set[str]:
    """Return the local names of the kinds that *said* gives a term."""
    types = (value_of(quad.object) for quad in said if quad.predicate == _TYPE)
    return {one.removeprefix(CG) for one in types if one.startswith(CG)}


def _without(cases: Iterable[int], left_out: Container[int]) -> int:
    """Return how many of *cases* are not *left_out*."""
    return sum(case not in left_out for case in cases)


def _by_use(labels: Counter[str]) -> list[str]:
    return sorted(labels, key=lambda label: (-labels[label], label))


def _link(node: ox.NamedNode, predicate: str, target: str) -> ox.Quad:
    return ox.Quad(node, ox.NamedNode(predicate), ox.NamedNode(target), _IN_TERMS)
