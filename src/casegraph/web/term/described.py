"""What a term means: its words, its neighbours, its names elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from casegraph import curies
from casegraph.namespaces import CG, DCTERMS, OWL, SKOS, TERMS, TERMS_INFERRED
from casegraph.quads import graph_of, subject_of
from casegraph.web.catalogue import Catalogue
from casegraph.web.schema import thing
from casegraph.web.values import Link

_TYPES = {
    "Disease": "MedicalCondition",
    "FindingType": "MedicalSignOrSymptom",
    "AnatomicalStructure": "AnatomicalStructure",
    "Procedure": "MedicalProcedure",
    "Substance": "Substance",
}
"""The class of schema.org for a kind of terms; any other kind is a `DefinedTerm`."""

_NEIGHBOURS = (
    ("Part of", f"{CG}partOf", f"{CG}hasPart"),
    ("Has part", f"{CG}hasPart", f"{CG}partOf"),
    ("Spans", f"{CG}spans", ""),
    ("Spanned by", "", f"{CG}spans"),
    ("Its site", f"{CG}impliesSite", ""),
    ("Replaced by", f"{DCTERMS}isReplacedBy", ""),
    ("Replaces", "", f"{DCTERMS}isReplacedBy"),
)
"""Over a list of terms: the property that leads to them, and the one that leads back."""

_MATCHES = (
    ("the same as", f"{SKOS}exactMatch"),
    ("close to", f"{SKOS}closeMatch"),
    ("narrower than", f"{SKOS}broadMatch"),
    ("broader than", f"{SKOS}narrowMatch"),
    ("related to", f"{SKOS}relatedMatch"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A term in words.

    kinds: what it is. neighbours: by heading. mappings: how it is related, and to what. source: the
    ontology that it comes from. obsolete: whether that says not to use it any more.
    """

    kinds: tuple[str, ...]
    definitions: tuple[str, ...]
    notes: tuple[str, ...]
    synonyms: tuple[str, ...]
    neighbours: tuple[tuple[str, tuple[Link, ...]], ...]
    mappings: tuple[tuple[str, Link], ...]
    source: str
    obsolete: bool


def meaning(catalogue: Catalogue, term: str) -> Meaning:
    """Return what the store says of *term* itself."""
    said = list(catalogue.about(term, catalogue.term_graphs))
    matches = tuple(
        (words, Link(curies.contracted(iri) or iri, iri))
        for words, property_ in _MATCHES
        for iri in _iris(said, property_)
    )
    return Meaning(
        kinds=tuple(
            catalogue.label(CG + kind) for kind in catalogue.kinds_of(term) if kind != "Term"
        ),
        definitions=_texts(said, f"{SKOS}definition"),
        notes=_texts(said, f"{SKOS}scopeNote"),
        synonyms=_texts(said, f"{SKOS}altLabel"),
        neighbours=tuple(
            (heading, links)
            for heading, forth, back in _NEIGHBOURS
            if (links := _links(catalogue, neighbours(catalogue, term, forth, back)))
        ),
        mappings=tuple(dict.fromkeys(matches)),
        source=_source(catalogue, said),
        obsolete=any(quad.predicate.value == f"{OWL}deprecated" for quad in said),
    )


def neighbours(catalogue: Catalogue, term: str, forth: str, back: str) -> list[str]:
    """Return the terms to which the store says that *term* leads, in the order of their labels.

    forth: the property that leads there, back: the one that leads from there; either may be empty.
    What only follows is left out, since hierarchies are transitive.
    """
    ways = [f"?term <{forth}> ?it"] if forth else []
    ways += [f"?it <{back}> ?term"] if back else []
    pattern = " UNION ".join(f"{{ GRAPH ?graph {{ {way} }} }}" for way in ways)
    sparql = f"""
    SELECT DISTINCT ?term ?it
    WHERE {{ {pattern} FILTER(?graph != <{TERMS_INFERRED}>) }}
    """
    found = (solution["it"] for solution in catalogue.solutions(sparql, {"term": term}))
    iris = {value.value for value in found if isinstance(value, ox.NamedNode)} - {term}
    return sorted(iris, key=lambda iri: (catalogue.label(iri).casefold(), iri))


def schema(term: str, label: str, kinds: Iterable[str], said: Meaning) -> dict[str, Any]:
    """Return the term in the words of schema.org."""
    kind = next((_TYPES[kind] for kind in kinds if kind in _TYPES), "DefinedTerm")
    same = [link.target for words, link in said.mappings if words == "the same as"]
    return thing(
        kind,
        term,
        label,
        alternateName=list(said.synonyms),
        description=" ".join(said.definitions),
        sameAs=[iri for iri in same if iri.startswith(("http://", "https://"))],
    )


def _source(catalogue: Catalogue, said: Iterable[ox.Quad]) -> str:
    """Return the public ontology that describes the term, in the words of its graph."""
    graphs = {graph_of(quad) for quad in said} - {TERMS}
    titles = (
        title.value
        for graph in graphs
        for title in catalogue.background.properties(graph).get(f"{DCTERMS}title", ())
    )
    return ", ".join(sorted(titles))


def _links(catalogue: Catalogue, iris: Iterable[str]) -> tuple[Link, ...]:
    return tuple(Link(catalogue.label(iri), iri) for iri in iris)


def _iris(said: Iterable[ox.Quad], property_: str) -> list[str]:
    return sorted(
        quad.object.value
        for quad in said
        if quad.predicate.value == property_
        and isinstance(quad.object, ox.NamedNode)
        and quad.object != subject_of(quad)
    )


def _texts(said: Iterable[ox.Quad], property_: str) -> tuple[str, ...]:
    found = {
        quad.object.value
        for quad in said
        if quad.predicate.value == property_
        and isinstance(quad.object, ox.Literal)
        and quad.object.language in (None, "en")
    }
    return tuple(sorted(found, key=str.casefold))
