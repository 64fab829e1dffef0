"""Publications as a reader cites them, as far as they are known."""

from urllib.parse import quote

from casegraph.namespaces import DCTERMS, PREFIXES, RDF, RDFS
from casegraph.narrative.facts import Facts
from casegraph.narrative.words import listing

_BIBO, _FABIO, _FOAF, _SCHEMA = (PREFIXES[name] for name in ("bibo", "fabio", "foaf", "schema"))
_PRISM = "http://prismstandard.org/namespaces/basic/2.0/"

_YEARS = (f"{DCTERMS}issued", f"{DCTERMS}date", f"{_FABIO}hasPublicationYear")

_RESOLVERS = {
    "doi": "https://doi.org/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
}
"""Where a scheme of identifiers is resolved, by its name in small letters."""

TOLD = frozenset(
    {
        f"{RDF}type",
        f"{RDFS}label",
        f"{DCTERMS}title",
        f"{DCTERMS}creator",
        f"{_BIBO}authorList",
        f"{_PRISM}publicationName",
        f"{_PRISM}volume",
        f"{_PRISM}pageRange",
        *_YEARS,
    }
)
"""What a reference tells of a publication."""


def reference(facts: Facts, work: str) -> str:
    """Return *work* as one cites it; a work of which nothing more is known goes by its label."""
    title = facts.literal(work, f"{DCTERMS}title")
    if not title:
        return facts.label_of(work)
    names = [
        name for author in authors(facts, work) for name in facts.literals(author, f"{_FOAF}name")
    ]
    year = next((year for step in _YEARS for year in facts.literals(work, step)), "")
    volume = facts.literal(work, f"{_PRISM}volume")
    pages = facts.literal(work, f"{_PRISM}pageRange")
    place = f"{year}{f';{volume}' if volume else ''}{f':{pages}' if pages else ''}"
    journal = facts.literal(work, f"{_PRISM}publicationName") or ""
    source = " ".join(part for part in (journal, place) if part)
    return ". ".join(part for part in (", ".join(names), title, source) if part)


def resolved(identifier: str) -> str:
    """Return where *identifier* leads; empty when nobody resolves it.

    >>> resolved("PMID:123"), resolved("Patient 1")
    ('https://pubmed.ncbi.nlm.nih.gov/123', '')
    """
    scheme, _, name = identifier.partition(":")
    resolver = _RESOLVERS.get(scheme.lower())
    return resolver + quote(name, safe="/") if resolver else ""


def authors(facts: Facts, work: str) -> list[str]:
    """Return the authors of *work* in their order."""
    return facts.list_at(work, f"{_BIBO}authorList") or facts.nodes_of(work, f"{DCTERMS}creator")


def author(facts: Facts, person: str) -> str:
    """Return an author with what else the publication tells of them."""
    names = listing(facts.literals(person, f"{_FOAF}name")) or facts.label_of(person)
    degrees = facts.literals(person, f"{_SCHEMA}honorificSuffix")
    places = []
    for organisation in facts.nodes_of(person, f"{_SCHEMA}affiliation"):
        places += facts.literals(organisation, f"{_FOAF}name") or [facts.label_of(organisation)]
        places += facts.literals(organisation, f"{_SCHEMA}address")
    said = ", ".join([names, *degrees])
    return f"{said} ({', '.join(places)})" if places else said
