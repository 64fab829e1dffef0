"""The lists of terms: all of them from A to Z, and those of each kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casegraph.namespaces import BASE, CG
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import items, thing
from casegraph.web.tally import Counts, tally
from casegraph.web.values import PAGE_LENGTH, Link, Page, Pager

_KINDS = {
    "Disease": ("diseases", "Diseases"),
    "FindingType": ("findings", "Findings"),
    "AnatomicalStructure": ("structures", "Anatomical structures"),
    "Procedure": ("procedures", "Procedures"),
    "Substance": ("substances", "Substances"),
    "Observable": ("observables", "What is measured"),
    "Population": ("populations", "Populations"),
    "Qualifier": ("qualifiers", "Qualifiers"),
    "Gene": ("genes", "Genes"),
}
"""The kinds of terms that have a list of their own: its path below `terms`, and its title."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in a list. kinds: what it is, in words."""

    iri: str
    label: str
    kinds: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Letter:
    """The first letter of labels, and the number of the page on which it begins."""

    letter: str
    page: int


@dataclass(frozen=True, kw_only=True)
class Terms(Page):
    """A part of a list. kinds: the other lists, each with the number of its terms."""

    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    letters: tuple[Letter, ...]
    kinds: tuple[tuple[Link, int], ...]
    count: int
    current: str


def list_path(kind: str) -> str:
    """Return the path of the list of *kind*, the name of a class of terms; of all when empty.

    >>> list_path("Disease"), list_path("")
    ('terms/diseases', 'terms')
    """
    return f"terms/{_KINDS[kind][0]}" if kind else "terms"


def list_title(kind: str) -> str:
    """Return the title of the list of *kind*, the name of a class of terms; of all when empty."""
    return _KINDS[kind][1] if kind else "Terms"


def has_list(kind: str) -> bool:
    """Return whether there is a list of *kind*; a variant of a gene is in that of all alone."""
    return kind in _KINDS


def _keys(catalogue: Catalogue) -> Iterable[str]:
    return ("", *(kind for kind in _KINDS if _listed(catalogue, kind)))


def _values(catalogue: Catalogue, kind: str, number: int) -> Terms:
    listed = _listed(catalogue, kind)
    pager = Pager.over(len(listed), number)
    shown = pager.part(listed)
    title = list_title(kind)
    return Terms(
        title=title,
        description=f"{title} in the collection, with the cases that present or exclude each.",
        crumbs=(Link("Terms", "terms"),) if kind else (),
        pager=pager,
        groups=_groups(catalogue, shown),
        letters=_letters(catalogue, listed),
        kinds=tuple(
            (Link(title, list_path(other)), count)
            for other, (_, title) in {"": ("", "All terms"), **_KINDS}.items()
            if (count := len(_listed(catalogue, other)))
        ),
        count=len(listed),
        current=list_path(kind),
        schema=thing(
            "DefinedTermSet",
            f"{BASE}/term",
            title,
            hasDefinedTerm=items(
                ((iri, catalogue.terms[iri]) for iri in shown), (number - 1) * PAGE_LENGTH + 1
            )["itemListElement"],
        ),
    )


def _listed(catalogue: Catalogue, kind: str) -> Sequence[str]:
    """Return the terms of *kind* in the order of their labels, of every kind when it is empty."""
    return catalogue.once(f"terms {kind}", lambda: _sorted(catalogue, kind))


def _sorted(catalogue: Catalogue, kind: str) -> Sequence[str]:
    terms = (term for term in catalogue.terms if not kind or kind in catalogue.kinds_of(term))
    return sorted(terms, key=lambda term: (_letter(catalogue, term), _key(catalogue, term)))


def _key(catalogue: Catalogue, term: str) -> tuple[str, str]:
    return catalogue.terms[term].casefold(), term


def _letter(catalogue: Catalogue, term: str) -> str:
    """Return the letter under which *term* stands, `#` for what begins with none."""
    first = catalogue.terms[term].lstrip()[:1].upper()
    return first if first.isalpha() else "#"


def _groups(
    catalogue: Catalogue, terms: Sequence[str]
) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    counts = tally(catalogue)
    found: dict[str, list[Entry]] = {}
    for term in terms:
        entry = Entry(
            term,
            catalogue.terms[term],
            tuple(
                catalogue.label(CG + kind) for kind in catalogue.kinds_of(term) if kind in _KINDS
            ),
            counts.get(term, Counts()),
        )
        found.setdefault(_letter(catalogue, term), []).append(entry)
    return tuple((letter, tuple(entries)) for letter, entries in found.items())


def _letters(catalogue: Catalogue, terms: Sequence[str]) -> tuple[Letter, ...]:
    first: dict[str, int] = {}
    for place, term in enumerate(terms):
        first.setdefault(_letter(catalogue, term), place // PAGE_LENGTH + 1)
    return tuple(Letter(letter, page) for letter, page in first.items())


KIND = Kind("terms", keys=_keys, path=list_path, values=_values)
