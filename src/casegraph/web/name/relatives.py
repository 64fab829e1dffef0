"""What the axioms and alignments say of a name, as headings with links."""

from collections.abc import Iterator

from casegraph.namespaces import CG, OWL, RDF, RDFS, SKOS
from casegraph.web.catalogue import Catalogue
from casegraph.web.name.asked import taken
from casegraph.web.ontology.ends import ends_of
from casegraph.web.ontology.said import Said
from casegraph.web.ontology.stanzas import KINDS
from casegraph.web.ontology.words import Words, one, short
from casegraph.web.values import Link

Fact = tuple[str, Words]
"""A heading, and what stands beside it."""

_MATCHES = (
    ("the same as", f"{SKOS}exactMatch"),
    ("close to", f"{SKOS}closeMatch"),
    ("narrower than", f"{SKOS}broadMatch"),
    ("broader than", f"{SKOS}narrowMatch"),
    ("a kind of", f"{RDFS}subClassOf"),
    ("a kind of", f"{RDFS}subPropertyOf"),
)
"""How a name may stand to one of another vocabulary, the narrowest first."""

_INVERSE = f"{OWL}inverseOf"


def relatives(ontology: Said, iri: str) -> Iterator[Fact]:
    """Yield what is above, below, before and behind the name *iri* in `cg:`, without the empty.

    :raises ShapeError: as `taken` does.
    """
    for heading, found in (
        ("Kind of", _above(ontology, iri)),
        ("Kinds of it", ontology.sources(iri, f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")),
        ("Is a", [kind for kind in ontology.types(iri) if kind not in KINDS]),
        ("Its values", ontology.sources(iri, f"{RDF}type")),
        ("The other way round", [*ontology.nodes(iri, _INVERSE), *ontology.sources(iri, _INVERSE)]),
        ("Leads from it", ontology.sources(iri, f"{RDFS}domain")),
        ("Leads to it", ontology.sources(iri, f"{RDFS}range")),
    ):
        words = tuple(one(ontology, other) for other in found if other.startswith(CG))
        if words:
            yield heading, words
    ends = ends_of(ontology, iri)
    if ends.domain:
        yield "From", ends.domain
    if ends.range:
        yield "To", ends.range
    for heading, found in (
        ("The shapes let it have", [path for kind, path in taken() if kind == iri]),
        ("The shapes let it stand on", [kind for kind, path in taken() if path == iri]),
    ):
        if found:
            yield heading, tuple(one(ontology, other) for other in found)
    if marks := ontology.nodes(iri, f"{CG}positivity"):
        yield "Positivity", tuple(one(ontology, mark) for mark in marks)


def alignments(catalogue: Catalogue, iri: str) -> tuple[tuple[str, Link], ...]:
    """Return how the name *iri* stands to those of other vocabularies, each of these once."""
    said = catalogue.background.properties(iri)
    found: dict[str, str] = {}
    for words, step in _MATCHES:
        for other in sorted(value.value for value in said.get(step, [])):
            if not other.startswith(CG):
                found.setdefault(other, words)
    return tuple((words, Link(short(other), other)) for other, words in found.items())


def _above(ontology: Said, iri: str) -> list[str]:
    steps = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")
    return [other for step in steps for other in ontology.nodes(iri, step)]
