"""The page of a publication: what it is, the cases it reports, what it cites and who cites it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from casegraph import curies
from casegraph.namespaces import CG, CITO, DCTERMS, PREFIXES, PUBLICATIONS, RDFS
from casegraph.narrative.bibliography import author, authors, reference, resolved
from casegraph.narrative.facts import Facts
from casegraph.narrative.words import from_camel_case
from casegraph.quads import nquads
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.schema import thing
from casegraph.web.values import Link, Page, Pager

_FOAF = PREFIXES["foaf"]
_SCHEMA = PREFIXES["schema"]
_ELSEWHERE = (f"{_SCHEMA}sameAs", f"{DCTERMS}identifier", f"{RDFS}seeAlso", f"{_SCHEMA}url")


@dataclass(frozen=True, slots=True)
class Citation:
    """A work that is cited, or that cites. citation: the IRI of the citation. number: its own."""

    work: Link
    citation: str
    number: str = ""
    roles: tuple[str, ...] = ()
    voice: str = ""


@dataclass(frozen=True, kw_only=True)
class Publication(Page):
    """The page of a publication.

    reference: as one cites it. authors: each with its id in the page. notes: in the curator's
    words. elsewhere: its identifiers, and where it can be read. cases: reported in it, those on
    this page of the list. count: of all of them.
    """

    reference: str
    authors: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    elsewhere: tuple[Link, ...]
    cases: tuple[Link, ...]
    count: int
    cites: tuple[Citation, ...]
    cited_by: tuple[Citation, ...]


def _values(catalogue: Catalogue, work: str, number: int) -> Publication:
    facts = Facts(catalogue.store, work, catalogue.background)
    cases = catalogue.once("reported", lambda: _reported(catalogue)).get(work, ())
    pager = Pager.over(len(cases), number)
    title = facts.literal(work, f"{DCTERMS}title") or facts.label_of(work)
    people = authors(facts, work)
    elsewhere = tuple(_elsewhere(facts, work))
    shown = tuple(Link(catalogue.label(case), case) for case in pager.part(cases))
    first = number == 1
    cites, cited_by = catalogue.once("citations", lambda: _cited(catalogue))
    cited = reference(facts, work)
    return Publication(
        title=title,
        description=cited,
        iri=work,
        crumbs=(Link("Publications", "publications"),),
        pager=pager,
        schema=_schema(facts, work, title, people, elsewhere),
        reference="" if cited == title else cited,
        authors=tuple((addresses.place_of(person)[1], author(facts, person)) for person in people),
        notes=tuple(facts.literals(work, f"{RDFS}comment")),
        elsewhere=elsewhere,
        cases=shown,
        count=len(cases),
        cites=_citations(catalogue, cites.get(work, ())) if first else (),
        cited_by=_citations(catalogue, cited_by.get(work, ())) if first else (),
    )


def _reported(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """Return the cases that each work reports, sorted."""
    found: dict[str, set[str]] = {}
    for solution in catalogue.solutions(f"SELECT ?case ?work {{ ?case <{CG}reportedIn> ?work }}"):
        found.setdefault(solution["work"].value, set()).add(solution["case"].value)
    return {work: sorted(cases) for work, cases in found.items()}


_Cited = Mapping[str, list[tuple[str, ...]]]
"""By work: IRI of the citation, other work, number, voice, and IRIs of its roles."""


def _cited(catalogue: Catalogue) -> tuple[_Cited, _Cited]:
    """Return the citations by the work that cites, and by the work that is cited."""
    sparql = f"""
    SELECT ?citation ?citing ?cited ?role ?number ?voice
    WHERE {{
      ?citation <{CITO}hasCitingEntity> ?citing .
      ?citation <{CITO}hasCitedEntity> ?cited .
      OPTIONAL {{ ?citation <{CITO}hasCitationCharacterization> ?role }}
      OPTIONAL {{ ?citation <{CG}referenceNumber> ?number }}
      OPTIONAL {{ ?citation <{CG}voice> ?voice }}
    }}
    """
    ends: dict[tuple[str, str, str], tuple[str, str]] = {}
    roles: dict[str, set[str]] = {}
    for solution in catalogue.solutions(sparql):
        citation, citing, cited, role, number, voice = (
            "" if term is None else term.value for term in solution
        )
        ends[citation, citing, cited] = number, voice
        if role:
            roles.setdefault(citation, set()).add(role)
    cites: dict[str, list[tuple[str, ...]]] = {}
    cited_by: dict[str, list[tuple[str, ...]]] = {}
    for (citation, citing, cited), said in sorted(ends.items()):
        known = (*said, *sorted(roles.get(citation, ())))
        cites.setdefault(citing, []).append((citation, cited, *known))
        cited_by.setdefault(cited, []).append((citation, citing, *known))
    return cites, cited_by


def _citations(catalogue: Catalogue, found: Iterable[tuple[str, ...]]) -> tuple[Citation, ...]:
    """Return the citations *found* in the order of their numbers."""
    said = [
        Citation(
            Link(catalogue.label(end), end),
            citation,
            number=number,
            roles=tuple(sorted({_role(catalogue, role) for role in roles})),
            voice=catalogue.label(voice) if voice else "",
        )
        for citation, end, number, voice, *roles in found
    ]
    return tuple(sorted(said, key=lambda one: (len(one.number), one.number, one.work.text)))


def _role(catalogue: Catalogue, iri: str) -> str:
    """Return the words for the role of a citation, those in its name when it has no label."""
    known = catalogue.background.label(iri)
    return known or from_camel_case(iri.removeprefix(CITO))


def _elsewhere(facts: Facts, work: str) -> Iterator[Link]:
    """Yield the identifiers of *work*, each with where it leads."""
    for property_ in _ELSEWHERE:
        for iri in facts.nodes_of(work, property_):
            yield Link(curies.contracted(iri) or iri, iri)
        for text in facts.literals(work, property_):
            yield Link(text, resolved(text))


def _schema(
    facts: Facts, work: str, title: str, people: Iterable[str], elsewhere: Iterable[Link]
) -> dict[str, Any]:
    """Return *work* in the words of schema.org."""
    return thing(
        "MedicalScholarlyArticle",
        work,
        title,
        author=[
            thing("Person", person, name)
            for person in people
            for name in facts.literals(person, f"{_FOAF}name")[:1]
        ],
        sameAs=[link.target for link in elsewhere if link.target.startswith("http")],
        isPartOf=facts.literal(work, f"{PREFIXES['prism']}publicationName"),
    )


def _quads(catalogue: Catalogue, work: str) -> Iterator[ox.Quad]:
    """Yield what the store says of *work*, of its authors and of where they work."""
    waiting, seen = [work], {work}
    while waiting:
        for quad in catalogue.about(waiting.pop(), (PUBLICATIONS,)):
            yield quad
            value = quad.object
            if (
                isinstance(value, ox.NamedNode)
                and value.value.startswith(f"{work}#")
                and value.value not in seen
            ):
                seen.add(value.value)
                waiting.append(value.value)


def _ground(catalogue: Catalogue, work: str) -> Iterator[bytes]:
    """Yield what the store says of *work*, and the cases and works that its page names."""
    yield nquads(_quads(catalogue, work))
    for predicate, values in sorted(catalogue.background.properties(work).items()):
        yield f"{predicate} {sorted(map(str, values))}\n".encode()
    cases = catalogue.once("reported", lambda: _reported(catalogue)).get(work, ())
    cites, cited_by = catalogue.once("citations", lambda: _cited(catalogue))
    cited = (*cites.get(work, ()), *cited_by.get(work, ()))
    yield repr((cases, cites.get(work), cited_by.get(work))).encode()
    for iri in (*cases, *(one[1] for one in cited)):
        yield f"{iri} {catalogue.label(iri)}\n".encode()


KIND = Kind(
    "publication",
    keys=lambda catalogue: catalogue.publications,
    path=addresses.publication_path,
    values=_values,
    quads=_quads,
    ground=_ground,
)
