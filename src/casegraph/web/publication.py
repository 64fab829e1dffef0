"""The page of a publication: what it is, the cases it reports, what it cites and who cites it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from casegraph import curies
from casegraph.namespaces import CG, CITO, DCTERMS, PREFIXES, PUBLICATIONS, RDFS
from casegraph.narrative.bibliography import author, authors, reference, resolved
from casegraph.narrative.facts import Facts
from casegraph.narrative.words import from_camel_case
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
    cases = _column(catalogue, f"SELECT ?work ?it WHERE {{ ?it <{CG}reportedIn> ?work }}", work)
    pager = Pager.over(len(cases), number)
    title = facts.literal(work, f"{DCTERMS}title") or facts.label_of(work)
    people = authors(facts, work)
    elsewhere = tuple(_elsewhere(facts, work))
    shown = tuple(Link(catalogue.label(case), case) for case in pager.part(cases))
    first = number == 1
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
        cites=_citations(catalogue, work, "hasCitingEntity", "hasCitedEntity") if first else (),
        cited_by=_citations(catalogue, work, "hasCitedEntity", "hasCitingEntity") if first else (),
    )


def _citations(catalogue: Catalogue, work: str, own: str, other: str) -> tuple[Citation, ...]:
    """Return the citations of which *work* is one end, in the order of their numbers.

    own, other: the properties of the citation that name *work*, and the work at the other end.
    """
    sparql = f"""
    SELECT ?work ?citation ?other ?role ?number ?voice
    WHERE {{
      ?citation <{CITO}{own}> ?work .
      ?citation <{CITO}{other}> ?other .
      OPTIONAL {{ ?citation <{CITO}hasCitationCharacterization> ?role }}
      OPTIONAL {{ ?citation <{CG}referenceNumber> ?number }}
      OPTIONAL {{ ?citation <{CG}voice> ?voice }}
    }}
    """
    found: dict[str, Citation] = {}
    roles: dict[str, set[str]] = {}
    for solution in catalogue.solutions(sparql, {"work": work}):
        citation, end = solution["citation"].value, solution["other"].value
        if solution["role"] is not None:
            roles.setdefault(citation, set()).add(_role(catalogue, solution["role"].value))
        voice, number = solution["voice"], solution["number"]
        found[citation] = Citation(
            Link(catalogue.label(end), end),
            citation,
            number=number.value if number is not None else "",
            voice=catalogue.label(voice.value) if voice is not None else "",
        )
    said = [
        replace(one, roles=tuple(sorted(roles.get(citation, ()))))
        for citation, one in found.items()
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


def _column(catalogue: Catalogue, sparql: str, work: str) -> list[str]:
    return sorted({one["it"].value for one in catalogue.solutions(sparql, {"work": work})})


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


KIND = Kind(
    "publication",
    keys=lambda catalogue: catalogue.publications,
    path=addresses.publication_path,
    values=_values,
    quads=_quads,
)
