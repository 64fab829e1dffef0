"""What the page of a term shows, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph import curies
from casegraph.namespaces import SKOS
from casegraph.narrative.polarity import ABSENT, DONE, INVOLVED, PRESENT
from casegraph.pictures import hierarchy
from casegraph.pictures.picture import Picture
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.tally import Counts, tally
from casegraph.web.term.cases import FOLLOWING, PRESENTS, SAID, Entry, Relation, entries, related
from casegraph.web.term.described import Meaning, meaning, neighbours, schema
from casegraph.web.term.inferences import Inference, inferences
from casegraph.web.term.together import Claim, Together, claims, together
from casegraph.web.terms import has_list, list_path, list_title
from casegraph.web.values import PAGE_LENGTH, Link, Page, Pager

_COUNTED = {
    "AnatomicalStructure": ("involves", (INVOLVED,)),
    "Procedure": ("underwent", (DONE,)),
    "Substance": ("underwent", (DONE,)),
    "Gene": ("presents", ()),
    "Observable": ("presents", ()),
    "Population": ("presents", ()),
    "Qualifier": ("presents", ()),
}
"""What is counted of terms of a kind, and its marks; of others what presents and excludes them.

What can be neither there nor missing, such as a qualifier, has no marks.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that stand in one relation to the term.

    count: of all. told: what became of how many suspicions. entries: those on this page.
    """

    relation: Relation
    count: int
    told: tuple[str, ...]
    page: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Term(Page):
    """The page of a term, or a further page of the cases that have to do with it.

    curie: of a public term. groups: every relation that has cases, also those of which none is on
    this page. hierarchy: the term between its neighbours, None on further pages.
    """

    curie: str
    meaning: Meaning
    groups: tuple[Group, ...]
    together: tuple[Together, ...]
    presented: int
    claims: tuple[Claim, ...]
    inferences: tuple[Inference, ...]
    hierarchy: Picture | None


def values(catalogue: Catalogue, term: str, number: int) -> Term:
    """Return what page *number* about *term* shows."""
    label = catalogue.terms[term]
    kinds = tuple(kind for kind in catalogue.kinds_of(term) if kind != "Term")
    said = meaning(catalogue, term)
    everything = related(catalogue, term)
    pager = Pager.over(len(everything.cases), number)
    shown = entries(catalogue, pager.part(everything.cases), everything)
    counts = tally(catalogue).get(term, Counts())
    first = number == 1
    presenting = [case for relation, case in everything.cases if relation is PRESENTS]
    return Term(
        title=label,
        description=_description(label, said, counts),
        iri=term,
        crumbs=(Link("Terms", list_path("")), *_of_kind(kinds)),
        pager=pager,
        schema=schema(term, label, kinds, said),
        curie=curies.contracted(term) or "",
        meaning=said,
        groups=tuple(
            Group(
                relation,
                count,
                counts.told(relation.name),
                _page_of(everything.cases, relation),
                shown.get(relation, ()),
            )
            for relation in (*FOLLOWING, *SAID)
            if (count := sum(1 for each, _ in everything.cases if each is relation))
        ),
        together=together(catalogue, term, presenting) if first else (),
        presented=len(presenting),
        claims=claims(catalogue, term) if first else (),
        inferences=inferences(catalogue, term) if first else (),
        hierarchy=_hierarchy(catalogue, term) if first else None,
    )


def _description(label: str, said: Meaning, counts: Counts) -> str:
    """Return what the term means, and how many cases stand in which relation to it."""
    told = "; ".join(
        ", ".join((f"{relation.word} in {number}", *counts.told(relation.name)))
        for relation in FOLLOWING
        if (number := getattr(counts, relation.name))
    )
    counted = [f"Of the cases told: {told}."] if told else []
    return " ".join([*(said.definitions or (label,)), *counted])


def _of_kind(kinds: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(list_title(kind), list_path(kind)) for kind in kinds if has_list(kind))[:1]


def _page_of(cases: tuple[tuple[Relation, str], ...], relation: Relation) -> int:
    """Return the number of the page on which the cases of *relation* begin."""
    place = next(place for place, (each, _) in enumerate(cases) if each is relation)
    return place // PAGE_LENGTH + 1


def _hierarchy(catalogue: Catalogue, term: str) -> Picture:
    """Return the term between its neighbours, with the counts that its kind of term has."""
    kinds = catalogue.kinds_of(term)
    name, marks = next(
        (counted for kind, counted in _COUNTED.items() if kind in kinds),
        ("presents", (PRESENT, ABSENT)),
    )

    def counted(iri: str) -> hierarchy.Counted:
        counts = tally(catalogue).get(iri, Counts())
        return hierarchy.Counted(iri, catalogue.label(iri), getattr(counts, name), counts.excludes)

    up, down = f"{SKOS}broader", f"{SKOS}narrower"
    drawn = hierarchy.Hierarchy(
        term=counted(term),
        broader=tuple(map(counted, neighbours(catalogue, term, up, down))),
        narrower=tuple(map(counted, neighbours(catalogue, term, down, up))),
        marks=marks,
    )
    here = addresses.term_path(term)

    def href(iri: str) -> str:
        path = addresses.term_path(iri)
        return addresses.relative(path, here) if catalogue.has_page(iri) else ""

    return hierarchy.picture(drawn, prefix="hierarchy", href=href)


def _quads(catalogue: Catalogue, term: str) -> Iterable[ox.Quad]:
    return catalogue.about(term, catalogue.term_graphs)


KIND = Kind(
    "term",
    keys=lambda catalogue: catalogue.terms,
    path=addresses.term_path,
    values=values,
    quads=_quads,
)
