"""What the page of a name shows, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.namespaces import CG, DCTERMS, ONTOLOGY, SKOS, curie
from casegraph.shacl.told import ToldShape
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.name.asked import asked_of
from casegraph.web.name.examples import Example, example
from casegraph.web.name.relatives import Fact, alignments, relatives
from casegraph.web.name.uses import Uses, uses
from casegraph.web.ontology.axioms import ENDS, Axiom, axioms
from casegraph.web.ontology.said import Said, said
from casegraph.web.ontology.stanzas import KINDS, Section, sections
from casegraph.web.ontology.words import Words, mentioned
from casegraph.web.schema import thing
from casegraph.web.values import Link, Page

_EXAMPLES = 4
"""How many cases are shown, each with one use."""


@dataclass(frozen=True, kw_only=True)
class Name(Page):
    """A name. curie: of it. kind: what it is, in words.

    meaning, notes, examples: as the ontology has them, other names in them apart. sources: where
    the definition is from. relatives, axioms, asked, alignments: what the axioms, the shapes and
    other vocabularies have to do with it. uses, used: what the collection has. section: of the
    vocabulary's file, None for a name that this installation lacks.
    """

    curie: str
    kind: str
    meaning: Words
    notes: tuple[Words, ...]
    examples: tuple[str, ...]
    sources: tuple[str, ...]
    relatives: tuple[Fact, ...]
    axioms: tuple[Axiom, ...]
    asked: tuple[ToldShape, ...]
    alignments: tuple[tuple[str, Link], ...]
    uses: Uses
    used: tuple[Example, ...]
    section: Section | None


def values(catalogue: Catalogue, iri: str, _: int) -> Name:
    """Return what the page of the name *iri* shows."""
    ontology = said()
    label = catalogue.label(iri)
    kind = _kind_of(ontology, iri)
    meaning = ontology.text(iri, f"{SKOS}definition")
    found = uses(catalogue, iri, kind, _EXAMPLES)
    return Name(
        title=label,
        description=meaning,
        iri=iri,
        crumbs=(Link("Ontology", "ontology"),),
        curie=curie(iri),
        kind=kind,
        meaning=mentioned(meaning),
        notes=tuple(map(mentioned, ontology.texts(iri, f"{SKOS}scopeNote"))),
        examples=tuple(sorted(ontology.texts(iri, f"{SKOS}example"))),
        sources=tuple(sorted(ontology.nodes(iri, f"{DCTERMS}source"))),
        relatives=tuple(relatives(ontology, iri)),
        axioms=tuple(axiom for axiom in axioms() if axiom.group != ENDS and axiom.mentions(iri)),
        asked=asked_of(iri),
        alignments=alignments(catalogue, iri),
        uses=found,
        used=tuple(example(catalogue, iri, kind, graph) for graph in found.graphs),
        section=_section_of(iri),
        schema=thing(
            "DefinedTerm",
            iri,
            label,
            termCode=curie(iri),
            description=meaning,
            inDefinedTermSet=ONTOLOGY,
        ),
    )


def _kind_of(ontology: Said, iri: str) -> str:
    """Return what the name *iri* is; of one that this installation lacks its first letter tells."""
    unknown = "class" if iri.removeprefix(CG)[:1].isupper() else "property"
    return next((words for kind, words in KINDS.items() if kind in ontology.types(iri)), unknown)


def _section_of(iri: str) -> Section | None:
    for section in sections():
        if any(entry.iri == iri for entry in section.entries):
            return section
    return None


def _quads(catalogue: Catalogue, iri: str) -> Iterable[ox.Quad]:
    return catalogue.about(iri, (ONTOLOGY,))


KIND = Kind(
    "name",
    keys=lambda catalogue: catalogue.ontology,
    path=addresses.ontology_path,
    values=values,
    quads=_quads,
)
