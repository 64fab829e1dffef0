"""What the page of a case shows, as plain values, in the order in which it shows them."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from casegraph import namespaces
from casegraph.namespaces import CG, PREFIXES
from casegraph.narrative import Line, Narrative, Section, told
from casegraph.narrative.bibliography import authors
from casegraph.narrative.facts import Facts
from casegraph.narrative.sections import (
    CITATIONS,
    CLAIMS,
    COURSE,
    CURATOR,
    FIGURES,
    PRESENTATION,
    REASONING,
    REST,
    SOURCE,
    TREATMENT,
    WORK_UP,
)
from casegraph.pictures import Picture, links, reasoning, timeline
from casegraph.texts import SHA256
from casegraph.web import addresses, ground
from casegraph.web.case.brief import brief
from casegraph.web.case.described import described
from casegraph.web.case.following import Following, following
from casegraph.web.case.quotes import quotes, source_text
from casegraph.web.case.summary import Clause, summary
from casegraph.web.case.unreported import unreported
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.lines import Quote
from casegraph.web.similar import Alike
from casegraph.web.values import Link, Page

_IDS = {
    PRESENTATION: "section-presentation",
    WORK_UP: "section-work-up",
    REASONING: "section-reasoning",
    TREATMENT: "section-treatment",
    COURSE: "section-course",
    CURATOR: "section-curator",
    CLAIMS: "section-claims",
    FIGURES: "section-figures",
    CITATIONS: "section-citations",
    REST: "section-rest",
}
"""The id of each section that tells lines, in the order of the page."""

_SHARED = 8
"""How many shared terms of a similar case are named."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A similar case.

    presented, involved: what both have, the rarest first. more: how many terms are not named.
    """

    case: Link
    presented: tuple[Link, ...]
    involved: tuple[Link, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class Case(Page):
    """The page of a case.

    summary: the case in clauses. ending: that no outcome is told, when it is not. sections: the
    story, then what the publication says in general, each with its id; the patient's own line is
    the first of the first. evidence: by the node of a line. following: what was inferred.
    unreported: sentences, with the statement that they are about. record: the lines about the
    report, its text and the encoding. voices: whose words the quotes are, empty when no text is at
    hand. digests: the SHA-256 of each source text. timeline, reasoning: pictures, None when there
    is nothing to draw. previous, next: the cases beside it in the list of all.
    """

    slug: str
    summary: tuple[Clause, ...]
    ending: str
    sections: tuple[tuple[str, Section], ...]
    evidence: Mapping[str, tuple[Quote, ...]]
    following: tuple[Following, ...]
    unreported: tuple[Link, ...]
    record: tuple[Line, ...]
    voices: str
    digests: tuple[str, ...]
    similar: tuple[Neighbour, ...]
    timeline: Picture | None
    reasoning: Picture | None
    previous: Link | None
    next: Link | None


def values(catalogue: Catalogue, document: str, _: int = 1) -> Case:
    """Return what the page of *document* shows."""
    facts = Facts(catalogue.store, document, catalogue.background)
    case = namespaces.case_iri(document)
    narrative = told(facts)
    clauses = summary(facts, narrative)
    ending = _note(narrative, COURSE)
    said = " ".join([*(f"{clause.text}." for clause in clauses), ending]).rstrip()
    sources = sorted(facts.instances("SourceText"))
    texts = {
        source: text
        for source in sources
        if (text := source_text(facts, source, catalogue.texts)) is not None
    }
    previous, after = _beside(catalogue, document)
    return Case(
        title=narrative.title,
        description=brief(clauses, ending),
        iri=document,
        crumbs=(Link("Cases", "cases"),),
        schema=described(facts, case, narrative, said),
        slug=narrative.slug,
        summary=clauses,
        ending=ending,
        sections=tuple(_sections(narrative)),
        evidence=quotes(facts, narrative.lines(), texts),
        following=following(facts, case),
        unreported=unreported(facts, case, narrative),
        record=tuple(line for line in _source(narrative) if line.kind != "patient"),
        voices=_voices(facts, case) if texts else "",
        digests=tuple(chain.from_iterable(facts.literals(source, SHA256) for source in sources)),
        similar=tuple(_neighbour(catalogue, alike) for alike in catalogue.similar.to(document)),
        timeline=timeline.picture(
            timeline.of_case(facts, case), prefix="timeline", href=links.within
        ),
        reasoning=reasoning.picture(
            reasoning.of_case(facts, case), prefix="reasoning", href=links.within
        ),
        previous=previous,
        next=after,
    )


def _sections(narrative: Narrative) -> Iterable[tuple[str, Section]]:
    sections = {section.title: section for section in narrative.sections}
    patients = tuple(line for line in _source(narrative) if line.kind == "patient")
    for title, place in _IDS.items():
        section = sections.get(title, Section(title, ()))
        if title == PRESENTATION:
            section = Section(title, (*patients, *section.lines), section.note)
        if section.lines or section.note:
            yield place, section


def _note(narrative: Narrative, title: str) -> str:
    return next((section.note for section in narrative.sections if section.title == title), "")


def _source(narrative: Narrative) -> tuple[Line, ...]:
    return next((section.lines for section in narrative.sections if section.title == SOURCE), ())


def _voices(facts: Facts, case: str) -> str:
    """Return whose words the source text has: those of the report's authors, by name if told."""
    works = facts.nodes_of(case, f"{CG}reportedIn")
    people = [
        next(iter(facts.literals(person, f"{PREFIXES['foaf']}name")), facts.label_of(person))
        for work in works
        for person in authors(facts, work)
    ]
    return ", ".join(people) or "the authors of the report, whom it does not name"


def _beside(catalogue: Catalogue, document: str) -> tuple[Link | None, Link | None]:
    """Return the cases before and after *document* in the list of all, None beyond its ends."""
    cases = catalogue.cases
    place = bisect_left(cases, document)
    before = cases[place - 1] if place else None
    after = next(iter(cases[place + 1 : place + 2]), None)
    return (
        None if before is None else _titled(catalogue, before),
        None if after is None else _titled(catalogue, after),
    )


def _titled(catalogue: Catalogue, document: str) -> Link:
    return Link(catalogue.label(namespaces.case_iri(document)), document)


def _neighbour(catalogue: Catalogue, alike: Alike) -> Neighbour:
    presented = alike.presented[:_SHARED]
    involved = alike.involved[:_SHARED]
    more = len(alike.presented) + len(alike.involved) - len(presented) - len(involved)
    return Neighbour(
        case=_titled(catalogue, alike.document),
        presented=tuple(Link(catalogue.label(iri), iri) for iri in presented),
        involved=tuple(Link(catalogue.label(iri), iri) for iri in involved),
        more=more,
    )


def _quads(catalogue: Catalogue, document: str) -> Iterable[ox.Quad]:
    """Yield what the case asserts and its provenance; what follows has a graph of its own."""
    yield from catalogue.background.graph(document)
    yield from catalogue.background.graph(namespaces.provenance_graph(document))


KIND = Kind(
    "case",
    keys=lambda catalogue: catalogue.cases,
    path=addresses.case_path,
    values=values,
    quads=_quads,
    ground=ground.of_case,
)
