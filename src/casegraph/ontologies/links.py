"""The links between the terms of an ontology: those that can be stored, and a count of the others.

A link is left out when its end is a term that the file does not define, when it leads back to where
it starts, or when it would make a case that presents one kind of thing present another. An exact
match that would do so becomes a close one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casegraph.namespaces import CG, DCTERMS, OWL, SKOS
from casegraph.ontologies import names
from casegraph.ontologies.circles import links_in_circles
from casegraph.ontologies.exact import merged_terms, untenable
from casegraph.ontologies.parsed import Entry

BROADER = f"{SKOS}broader"
PART_OF = f"{CG}partOf"
REPLACED_BY = f"{DCTERMS}isReplacedBy"
EXACT = f"{SKOS}exactMatch"
CLOSE = f"{SKOS}closeMatch"

_STRUCTURE = f"{CG}AnatomicalStructure"
_CONDITIONS = frozenset((f"{CG}Disease", f"{CG}FindingType"))
_OTHERS = frozenset(
    f"{CG}{kind}" for kind in ("Procedure", "Observable", "Population", "Qualifier")
)
_NOT_ABOVE_CONDITION = _OTHERS | {_STRUCTURE, f"{CG}Substance"}
_NOT_ABOVE_STRUCTURE = _OTHERS | _CONDITIONS
_NAMED = 3
_THING = f"{OWL}Thing"
"""What everything is in OWL, and so no term."""

Kinds = Mapping[str, Sequence[str]]
Links = Mapping[str, Sequence[str]]
"""Property to the terms that it leads to."""


@dataclass
class Left:
    """What is left out of an ontology.

    dangling: links to undefined terms. to_itself, circles, across, apart: links of a term to
    itself, on a circle, broader ones between kinds, part-of ones outside anatomy. crossing,
    doubled: exact matches between kinds, and those that make two terms of an ontology one; they
    are close ones. unread: names of relations that are not read. unreplaced: obsolete terms
    without one replacement. unmapped: cross-references without an IRI. unnamed: names of terms and
    links that make no IRI.
    """

    unmapped: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    dangling: list[tuple[str, str, str]] = field(default_factory=list)
    to_itself: list[tuple[str, str]] = field(default_factory=list)
    circles: list[tuple[str, str]] = field(default_factory=list)
    across: list[tuple[str, str]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    crossing: list[tuple[str, str]] = field(default_factory=list)
    doubled: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unreplaced: list[str] = field(default_factory=list)

    def counts(self) -> Mapping[str, int]:
        """Return how many of each there are, by name."""
        return {
            "links to undefined terms": len(self.dangling),
            "links of a term to itself": len(self.to_itself),
            "links in circles": len(self.circles),
            "links between kinds": len(self.across),
            "part-of links outside anatomy": len(self.apart),
            "exact matches between kinds": len(self.crossing),
            "exact matches not one to one": len(self.doubled),
            "other relations": len(self.unread),
            "obsolete terms without one replacement": len(self.unreplaced),
            "cross-references without an IRI": len(self.unmapped),
            "names that make no IRI": len(self.unnamed),
        }

    def notes(self) -> Iterator[str]:
        """Yield what was left out in words, with the first examples."""
        ends = sorted({end for _, _, end in self.dangling})
        if ends:
            yield (
                f"{_count(len(self.dangling), 'link')} to {_count(len(ends), 'term')} that the "
                f"file does not define: {_some(map(names.curie, ends))}"
            )
        for pairs, thing, what in (
            (self.to_itself, "link", "of a term to itself"),
            (self.circles, "link", "in circles"),
            (self.across, "link", "to a broader term of another kind"),
            (self.apart, "link", "of part of between what are no anatomical structures"),
            (self.crossing, "exact match", "with another kind of term, now close"),
            (
                self.doubled,
                "exact match",
                "that would make two terms of one ontology one, now close",
            ),
        ):
            if pairs:
                starts = _some(names.curie(start) for start, _ in pairs)
                yield f"{_count(len(pairs), thing)} {what}: {starts}"
        if self.unread:
            relations = Counter(self.unread).most_common()
            yield (
                f"{_count(len(self.unread), 'relation')} other than is a and part of: "
                f"{_some(name for name, _ in relations)}"
            )
        if self.unreplaced:
            yield (
                f"what {_count(len(self.unreplaced), 'obsolete term')} without one replacement "
                f"now means: {_some(map(names.curie, self.unreplaced))}"
            )
        if self.unmapped:
            prefixes = Counter(name.partition(":")[0] for name in self.unmapped)
            yield (
                f"{_count(len(self.unmapped), 'cross-reference')} without an IRI: "
                f"{_some(prefix for prefix, _ in prefixes.most_common())}"
            )
        if self.unnamed:
            yield f"{_count(len(self.unnamed), 'name')} without an IRI: {_some(self.unnamed)}"


def links_of(entries: Sequence[Entry], kinds: Kinds, left: Left) -> Mapping[str, Links]:
    """Return the links of each term that can be stored, and put the others into *left*.

    The terms are those of *entries*, and those that were merged into them.
    """
    defined = {entry.iri for entry in entries}
    merged = merged_terms(entries)
    links: dict[str, dict[str, list[str]]] = {}
    for entry in entries:
        own = links[entry.iri] = {}
        for name, ends in (
            (BROADER, [*entry.broader, *_replacement(entry, merged, left)]),
            (PART_OF, entry.part_of),
            (REPLACED_BY, entry.replaced_by),
        ):
            own[name] = []
            for end in dict.fromkeys(ends):
                if end == _THING:
                    continue
                if end == entry.iri:
                    left.to_itself.append((entry.iri, end))
                elif end not in defined:
                    left.dangling.append((entry.iri, name, end))
                elif name == BROADER and _crosses(kinds.get(entry.iri, ()), kinds.get(end, ())):
                    left.across.append((entry.iri, end))
                elif name == PART_OF and not _within_anatomy(kinds, entry.iri, end):
                    left.apart.append((entry.iri, end))
                else:
                    own[name].append(end)
    for name in (BROADER, PART_OF, REPLACED_BY):
        turning = links_in_circles({iri: own[name] for iri, own in links.items()})
        left.circles += sorted(turning)
        for lower, upper in turning:
            links[lower][name].remove(upper)
    _add_matches(entries, kinds, left, links)
    for name, now in merged.items():
        links[name][EXACT].append(now)
        if now not in links[name][REPLACED_BY]:
            links[name][REPLACED_BY].append(now)
    left.unread += [relation for entry in entries for relation in entry.unread]
    return links


def _replacement(entry: Entry, merged: Mapping[str, str], left: Left) -> Sequence[str]:
    """Return the term that replaces an obsolete *entry* and so is true of its cases, in a list.

    What is replaced need not mean the same (OBO 1.4, replaced_by: for instances alone): the
    absence of the old says nothing of the new. A merged term is one with its replacement.
    """
    if not entry.obsolete or entry.iri in merged:
        return ()
    ends = list(dict.fromkeys(entry.replaced_by))
    if len(ends) == 1:
        return ends
    left.unreplaced.append(entry.iri)
    return ()


def _add_matches(
    entries: Sequence[Entry], kinds: Kinds, left: Left, links: Mapping[str, dict[str, list[str]]]
) -> None:
    """Add exact and close matches to *links*; what cannot be exact becomes close."""
    crossing, doubled = untenable(entries, kinds)
    for entry in entries:
        own = links[entry.iri]
        exact = [end for end in dict.fromkeys(entry.exact) if end != entry.iri]
        close = [end for end in dict.fromkeys(entry.close) if end != entry.iri]
        if entry.iri in crossing or entry.iri in doubled:
            pairs = left.crossing if entry.iri in crossing else left.doubled
            pairs += [(entry.iri, end) for end in exact]
            exact, close = [], list(dict.fromkeys((*exact, *close)))
        own[EXACT] = exact
        own[CLOSE] = [end for end in close if end not in exact]


def _crosses(lower: Sequence[str], upper: Sequence[str]) -> bool:
    """Return whether presence would rise from one kind of thing to another.

    The shapes condition-under-condition and structure-under-structure say the same.
    """
    if not _CONDITIONS.isdisjoint(lower):
        return _CONDITIONS.isdisjoint(upper) and not _NOT_ABOVE_CONDITION.isdisjoint(upper)
    if _STRUCTURE in lower:
        return _STRUCTURE not in upper and not _NOT_ABOVE_STRUCTURE.isdisjoint(upper)
    return False


def _within_anatomy(kinds: Kinds, part: str, whole: str) -> bool:
    return _STRUCTURE in kinds.get(part, ()) and _STRUCTURE in kinds.get(whole, ())


def _count(count: int, thing: str) -> str:
    ending = "es" if thing.endswith("ch") else "s"
    return f"{count} {thing}{ending * (count != 1)}"


def _some(examples: Iterable[str]) -> str:
    """Return the first of *examples*, without repetition."""
    different = list(dict.fromkeys(examples))
    more = ", ..." if len(different) > _NAMED else ""
    return f"{', '.join(different[:_NAMED])}{more}"
