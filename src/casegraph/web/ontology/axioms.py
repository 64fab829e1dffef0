"""The axioms in words, each a sentence whose names lead to their pages.

Only what is known here is worded. An axiom of another form is an error, so that none is left out
in silence: what follows from the data must be told to who reads it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from casegraph.errors import VocabularyError
from casegraph.namespaces import CG, OWL, RDF, RDFS, curie
from casegraph.web.ontology.chains import chain_words
from casegraph.web.ontology.said import Said, name, said
from casegraph.web.ontology.words import DATATYPES, Words, a, listing, one, quoted
from casegraph.web.values import Link

CHAIN, CLASS, DISJOINT, BETWEEN, ENDS = "chain", "class", "disjoint", "between", "ends"
"""The groups of axioms: what follows for a case, classes, what is never together, properties with
each other, and what a property leads from and to."""

ALIGNED, BORROWED = "aligned", "borrowed"
"""The groups of those that name something of other vocabularies, or nothing else."""


@dataclass(frozen=True, slots=True)
class Axiom:
    """A sentence. form: what it is about. formula: the same in names, where that is short."""

    form: str
    words: Words
    formula: str = ""

    @property
    def group(self) -> str:
        """One of the above: the form, unless it is about other vocabularies."""
        if self.form not in (CLASS, BETWEEN):
            return self.form
        ours = {word.target.startswith(CG) for word in self.words if word.target}
        return self.form if ours == {True} else ALIGNED if True in ours else BORROWED

    @property
    def text(self) -> str:
        """The sentence without its links."""
        return "".join(word.text for word in self.words)

    def mentions(self, iri: str) -> bool:
        """Return whether the sentence names *iri*."""
        return any(word.target == iri for word in self.words)


@cache
def axioms() -> tuple[Axiom, ...]:
    """Return the axioms of this installation, in the order of their file.

    :raises VocabularyError: as `worded` does.
    """
    return tuple(worded(said()))


def worded(ontology: Said) -> Iterator[Axiom]:
    """Yield each axiom of *ontology* in words.

    :raises VocabularyError: for an axiom of a form that has no words here.
    """
    for subject, predicate, value, _ in ontology.quads:
        first, step, second = name(subject), predicate.value, name(value)
        if step == f"{RDF}type":
            yield from _typed(ontology, first, second)
        elif step in _WORDED:
            yield _WORDED[step](ontology, first, second)
        elif step.startswith((OWL, RDFS)) and step not in _TOLD_ELSEWHERE:
            raise _unworded(first, step)


def _typed(ontology: Said, node: str, kind: str) -> Iterator[Axiom]:
    if kind in _CHARACTERS:
        yield Axiom(BETWEEN, (quoted(ontology, node), Link(_CHARACTERS[kind])))
    elif kind in _TOGETHER:
        members = [quoted(ontology, member) for member in _members(ontology, node)]
        opening, end = _TOGETHER[kind]
        because = "".join(f" {text}" for text in ontology.texts(node, f"{RDFS}comment"))
        yield Axiom(DISJOINT, (Link(opening), *listing(members, "and"), Link(f"{end}.{because}")))
    elif kind.startswith(OWL) and kind not in _DECLARED:
        raise _unworded(node, kind)


def _members(ontology: Said, node: str) -> tuple[str, ...]:
    (cell,) = ontology.nodes(node, f"{OWL}members")
    return ontology.listed(cell)


def _chain(ontology: Said, node: str, cell: str) -> Axiom:
    steps = ontology.listed(cell)
    formula = f"{' ∘ '.join(map(curie, steps))} → {curie(node)}"
    return Axiom(CHAIN, chain_words(ontology, node, steps), formula)


def _kind_of(ontology: Said, node: str, above: str) -> Axiom:
    _named(node, above)
    return Axiom(
        CLASS, (Link("Every "), one(ontology, node), Link(" is "), *a(ontology, above), Link("."))
    )


def _never_both(ontology: Said, node: str, other: str) -> Axiom:
    _named(node, other)
    words = (*a(ontology, node), Link(" and "), *a(ontology, other))
    return Axiom(DISJOINT, (Link("Nothing is both "), *words, Link(".")))


def _from(ontology: Said, node: str, kind: str) -> Axiom:
    _named(node, kind)
    words = (quoted(ontology, node), Link(" leads from "), *a(ontology, kind), Link("."))
    return Axiom(ENDS, words)


def _to(ontology: Said, node: str, kind: str) -> Axiom:
    _named(node, kind)
    to = (Link(DATATYPES[kind], kind),) if kind in DATATYPES else a(ontology, kind)
    return Axiom(ENDS, (quoted(ontology, node), Link(" leads to "), *to, Link(".")))


def _follows(ontology: Said, node: str, above: str) -> Axiom:
    words = (Link("Where "), quoted(ontology, node), Link(" holds, "), quoted(ontology, above))
    return Axiom(BETWEEN, (*words, Link(" holds too.")))


def _inverse(ontology: Said, node: str, other: str) -> Axiom:
    words = (quoted(ontology, node), Link(" from one to another is "), quoted(ontology, other))
    return Axiom(BETWEEN, (*words, Link(" from the other to the one.")))


def _named(*nodes: str) -> None:
    """Refuse what is no name, such as a restriction."""
    for node in nodes:
        if node.startswith("_:"):
            raise _unworded(node, "a class without a name")


def _unworded(node: str, form: str) -> VocabularyError:
    return VocabularyError(
        f"there are no words for an axiom of the form {curie(form) if ':' in form else form}",
        node=node if node.startswith("_:") else curie(node),
        repair="Give its words in casegraph.web.ontology.axioms.",
    )


_WORDED: Mapping[str, Callable[[Said, str, str], Axiom]] = {
    f"{OWL}propertyChainAxiom": _chain,
    f"{OWL}inverseOf": _inverse,
    f"{OWL}disjointWith": _never_both,
    f"{RDFS}subClassOf": _kind_of,
    f"{RDFS}subPropertyOf": _follows,
    f"{RDFS}domain": _from,
    f"{RDFS}range": _to,
}

_CHARACTERS = {
    f"{OWL}TransitiveProperty": " reaches on: from a first to a second and from that to a third, "
    "it holds from the first to the third.",
    f"{OWL}SymmetricProperty": " holds in both directions.",
}

_TOGETHER = {
    f"{OWL}AllDisjointClasses": ("Nothing is of two of the classes ", ""),
    f"{OWL}AllDisjointProperties": ("No two of ", " lead from one thing to the same other"),
}

_DECLARED = {
    OWL + kind
    for kind in (
        "AnnotationProperty",
        "Class",
        "DatatypeProperty",
        "NamedIndividual",
        "ObjectProperty",
        "Ontology",
    )
}
"""What only says of which kind a name is."""

_TOLD_ELSEWHERE = {
    *(OWL + step for step in ("imports", "members", "versionIRI", "versionInfo")),
    *(RDFS + step for step in ("comment", "isDefinedBy", "label", "seeAlso")),
}
"""What is no axiom, or a part of one."""
