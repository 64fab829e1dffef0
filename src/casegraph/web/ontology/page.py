"""What the page of the whole ontology shows, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.namespaces import DCTERMS, ONTOLOGY, OWL, PREFIXES
from casegraph.pictures import Picture, classes
from casegraph.query.library_query import parse
from casegraph.resources import ontology_dir
from casegraph.shacl.told import told_shapes
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.downloads import FOLDER, MODEL, Download
from casegraph.web.kind import Kind
from casegraph.web.ontology import axioms as worded
from casegraph.web.ontology.axioms import Axiom, axioms
from casegraph.web.ontology.ends import Ends, ends
from casegraph.web.ontology.polarities import Polarity, polarities
from casegraph.web.ontology.said import said
from casegraph.web.ontology.stanzas import Section, sections
from casegraph.web.ontology.words import Words, mentioned
from casegraph.web.schema import LICENCE, thing
from casegraph.web.values import Page

_GROUPS = {
    worded.CHAIN: (
        "What follows for a case",
        "Presence rises to broader terms, absence falls to narrower ones, and a place is within "
        "all that it is a part of.",
    ),
    worded.DISJOINT: (
        "What is never together",
        "What breaks one of these is an error in the data, not a new fact.",
    ),
    worded.CLASS: ("Kinds", ""),
    worded.BETWEEN: ("Between properties", ""),
    worded.ALIGNED: (
        "To other vocabularies",
        "Nothing that carries a polarity is said to be a fact elsewhere.",
    ),
    worded.BORROWED: (
        "Properties of other vocabularies",
        "What SKOS and CiTO say of their own, repeated so that no import is needed.",
    ),
}
"""The groups of axioms on the page, each with its title and what there is to say of all of it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Axioms that belong together."""

    id: str
    title: str
    note: str
    axioms: tuple[Axiom, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. name: of its file. description: with the names in it apart."""

    name: str
    summary: str
    description: Words


@dataclass(frozen=True, kw_only=True)
class Ontology(Page):
    """The ontology. words, reach: what its vocabulary and its axioms say of themselves.

    prefixes: each with its namespace.
    """

    version: str
    version_iri: str
    created: str
    licence: str
    words: str
    reach: str
    sections: tuple[Section, ...]
    polarities: tuple[Polarity, ...]
    groups: tuple[Group, ...]
    ends: tuple[Ends, ...]
    rules: tuple[Rule, ...]
    shapes: int
    prefixes: tuple[tuple[str, str], ...]
    downloads: tuple[Download, ...]
    folder: str
    picture: Picture


def values(catalogue: Catalogue, _: str, __: int) -> Ontology:
    """Return what the page shows.

    :raises VocabularyError: when an axiom has no words.
    """
    ontology = said()
    described = ontology.text(ONTOLOGY, f"{DCTERMS}description")
    version = ontology.text(ONTOLOGY, f"{OWL}versionInfo")
    return Ontology(
        title="The casegraph ontology",
        description="The vocabulary in which published case reports are told as linked data: "
        "classes, properties, what follows, and what is asked of every case.",
        iri=ONTOLOGY,
        version=version,
        version_iri=next(iter(ontology.nodes(ONTOLOGY, f"{OWL}versionIRI")), ""),
        created=ontology.text(ONTOLOGY, f"{DCTERMS}created"),
        licence=next(iter(ontology.nodes(ONTOLOGY, f"{DCTERMS}license")), LICENCE),
        words=described,
        reach=ontology.text(f"{ONTOLOGY}/axioms", f"{DCTERMS}description"),
        sections=sections(),
        polarities=tuple(polarities(ontology)),
        groups=tuple(
            Group(f"axioms-{name}", title, note, found)
            for name, (title, note) in _GROUPS.items()
            if (found := tuple(axiom for axiom in axioms() if axiom.group == name))
        ),
        ends=tuple(ends(ontology)),
        rules=_rules(),
        shapes=len({told.name for file in told_shapes() for told in file.shapes}),
        prefixes=tuple(sorted(PREFIXES.items())),
        downloads=MODEL,
        folder=FOLDER,
        picture=_picture(catalogue),
        schema=thing(
            "DefinedTermSet",
            ONTOLOGY,
            ontology.text(ONTOLOGY, f"{DCTERMS}title"),
            description=described,
            version=version,
            license=LICENCE,
            dateCreated=ontology.text(ONTOLOGY, f"{DCTERMS}created"),
            hasDefinedTerm=[
                {"@type": "DefinedTerm", "@id": entry.iri, "name": entry.label}
                for section in sections()
                for entry in section.entries
            ],
        ),
    )


def _rules() -> tuple[Rule, ...]:
    """Return the rules of this installation, in the order of their names.

    :raises QueryError: for one whose header is bad.
    """
    found = []
    for path in sorted((ontology_dir() / "rules").glob("*.rq")):
        header = parse(path.read_text("utf-8"), name=path.stem, path=f"rules/{path.name}")
        told = mentioned(" ".join(header.description.split()))
        found.append(Rule(path.stem, header.summary, told))
    return tuple(found)


def _picture(catalogue: Catalogue) -> Picture:
    def href(iri: str) -> str:
        path = addresses.ontology_path(iri)
        return addresses.relative(path, "ontology") if catalogue.has_page(iri) else ""

    return classes.picture(classes.of_ontology(catalogue.label), prefix="classes", href=href)


def _quads(catalogue: Catalogue, _: str) -> Iterable[ox.Quad]:
    return catalogue.store.graph(ONTOLOGY)


KIND = Kind(
    "ontology",
    keys=lambda _: (ONTOLOGY,),
    path=addresses.ontology_path,
    values=values,
    quads=_quads,
)
