"""What the generator writes with: the terms it chooses from, and a case file in the making."""

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass

from casegraph.namespaces import CG, RDF, SKOS, TERM
from casegraph.quads import subject_of, value_of
from casegraph.vocabulary import Vocabulary

PREFIXES = """\
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix publication: <https://w3id.org/casegraph/publication/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix term: <https://w3id.org/casegraph/term/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

TEXT_LENGTH = 4000
STRETCH = 40  # characters of the text that does not exist, for each node with evidence


@dataclass(frozen=True)
class Terms:
    """The vocabulary as the generator needs it: names of terms, without the namespace.

    kinds: the terms of each class. labels: the preferred label of each. above: each with all that
    is broader. placed: the terms that imply a site.
    """

    kinds: dict[str, list[str]]
    labels: dict[str, str]
    above: dict[str, set[str]]
    placed: set[str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Terms":
        """Return the terms of *vocabulary*."""
        said: dict[str, set[tuple[str, str]]] = {}
        for quad in vocabulary.quads:
            name = subject_of(quad).value.removeprefix(TERM)
            value = value_of(quad.object).removeprefix(TERM)
            said.setdefault(quad.predicate.value, set()).add((name, value))
        labels = {iri.removeprefix(TERM): label for iri, label in vocabulary.labels.items()}
        above = {name: {name} for name in labels}
        growing = True
        while growing:
            before = sum(map(len, above.values()))
            for name, value in said[f"{SKOS}broader"]:
                above[name] |= above[value]
            growing = sum(map(len, above.values())) > before
        kinds: dict[str, list[str]] = {}
        for name, kind in sorted(said[f"{RDF}type"]):
            if name in labels:
                kinds.setdefault(kind.removeprefix(CG), []).append(name)
        return cls(kinds, labels, above, {name for name, _ in said[f"{CG}impliesSite"]})

    def narrow(self, kind: str, *, besides: str = "") -> list[str]:
        """Return the terms of *kind* that are below another, so no headings; none of *besides*."""
        others = set(self.kinds.get(besides, ()))
        return [one for one in self.kinds[kind] if len(self.above[one]) > 1 and one not in others]

    def deniable(self, names: Iterable[str], affirmed: Iterable[str]) -> list[str]:
        """Return those of *names* that are neither one of *affirmed* nor broader than one."""
        present = {name for one in affirmed for name in self.above[one]}
        return [name for name in names if name not in present]


class CaseWriter:
    """One case file in the making."""

    def __init__(self, slug: str, choice: random.Random, terms: Terms) -> None:
        self.slug = slug
        self.choice = choice
        self.terms = terms
        self._stanzas: list[str] = []
        self._listed: dict[str, list[str]] = {}
        self._position = 0

    def add(self, listed_by: str, name: str, kind: str, *said: str) -> str:
        """Write a node with evidence, list it under the case, and return how to refer to it."""
        node, words = f"<#{name}>", self._evidence()
        self._listed.setdefault(listed_by, []).append(node)
        self._stanzas.append(" ;\n    ".join((f"{node} a {kind}", *said, words)) + " .\n")
        return node

    def state(self, name: str, kind: str, polarity: str, term: str, *said: str) -> str:
        """Write a statement of the authors, labelled after its term and polarity."""
        return self.add(
            "hasStatement",
            name,
            f"cg:{kind}",
            label(_words(self.terms.labels[term], polarity)),
            f"cg:{polarity} term:{term}",
            *said,
            "cg:voice cg:AuthorObservation",
        )

    def add_reference(self, node: str, number: int) -> None:
        """Write a cited work of which the text has only the number."""
        said = (label(f"reference {number}"), f"cg:referenceNumber {number}", self._evidence())
        self._stanzas.append(" ;\n    ".join((f"{node} a cg:UnresolvedReference", *said)) + " .\n")

    def turtle(self) -> str:
        """Return the file."""
        lists = (f"cg:{name} {', '.join(nodes)} ;" for name, nodes in self._listed.items())
        listed = "\n    ".join(lists)
        digest = hashlib.sha256(self.slug.encode()).hexdigest()
        age, sex = self.choice.randint(20, 80), self.choice.choice(("Female", "Male"))
        head = f"""\
@base <https://w3id.org/casegraph/case/{self.slug}> .
{PREFIXES}
<> a prov:Entity ;
    dcterms:conformsTo <https://w3id.org/casegraph/ontology/0.1.0> ;
    dcterms:created "2026-11-21"^^xsd:date ;
    dcterms:creator <https://w3id.org/casegraph> ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    prov:wasDerivedFrom <#text> .

<#case> a cg:Case ;
    {label(f"invented case {self.slug}")} ;
    cg:patient <#patient> ;
    cg:reportedIn publication:{self.slug} ;
    {listed}
    cg:outcomeReported true .

<#patient> a cg:Patient ;
    cg:ageAtPresentation "P{age}Y"^^xsd:duration ;
    cg:sex cg:{sex} ;
    {self._evidence()} .

<#text> a cg:SourceText ;
    cg:sha256 "{digest}" ;
    cg:characterCount {TEXT_LENGTH} ;
    cg:textOf publication:{self.slug} .

publication:{self.slug} a fabio:ClinicalCaseReport ;
    {label(f"invented report {self.slug}")} .
"""
        return "\n".join((head, *self._stanzas))

    def _evidence(self) -> str:
        """Describe the next stretch of the text, and return the property that leads to it."""
        start, end = self._position + 1, self._position + STRETCH - 2
        self._position += STRETCH
        words = f"<#text-{start}-{end}>"
        self._stanzas.append(
            f"{words} a oa:SpecificResource ;\n    oa:hasSource <#text> ;\n    oa:hasSelector"
            f" [ a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} ] .\n"
        )
        return f"cg:evidence {words}"


def label(words: str) -> str:
    """Return the property that labels a node."""
    return f'rdfs:label "{words}"@en'


def _words(term: str, polarity: str) -> str:
    match polarity:
        case "denies" | "deniesAt" | "notPerformed":
            return f"no {term}"
        case "suspects":
            return f"{term} suspected"
        case "resolves":
            return f"{term} gone"
        case _:
            return term
