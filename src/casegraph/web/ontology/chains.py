"""The property chains in words: what follows for a case from what is said of its patient."""

from collections.abc import Mapping

from casegraph.errors import VocabularyError
from casegraph.namespaces import CG, RDFS, SKOS, curie
from casegraph.web.ontology.said import Said
from casegraph.web.ontology.words import Words, a
from casegraph.web.values import Link

_VERBS: Mapping[str, str] = {
    f"{CG}affirms": "affirms",
    f"{CG}suspects": "suspects",
    f"{CG}denies": "denies",
    f"{CG}performs": "performs",
    f"{CG}site": "has as its site",
    f"{CG}impliesSite": "implies as its site",
    f"{CG}presents": "presents",
    f"{CG}considers": "considers",
    f"{CG}excludes": "excludes",
    f"{CG}underwent": "underwent",
    f"{CG}involves": "involves",
}
"""The verb of a property, between what has it and what it leads to."""

_MEMBERS: Mapping[str, tuple[str, str]] = {
    f"{CG}hasStatement": ("a ", "statement of it"),
    f"{CG}presents": ("something that it ", "presents"),
}
"""What stands for the thing in the middle of a chain, the name of its property apart."""

_REACHES: Mapping[str, tuple[str, str]] = {
    f"{SKOS}broaderTransitive": ("all that is ", "broader"),
    f"{SKOS}narrowerTransitive": ("all that is ", "narrower"),
    f"{SKOS}exactMatch": ("what ", "matches it exactly"),
    f"{CG}partOf": ("what it is ", "part of"),
    f"{CG}spans": ("what it ", "spans"),
}
"""What else a property leads to from a thing, the name of the property apart."""


def chain_words(ontology: Said, node: str, steps: tuple[str, ...]) -> Words:
    """Return the axiom that *steps*, one after the other, give the property *node*.

    :raises VocabularyError: for a chain or a property that has no words here.
    """
    kinds = ontology.nodes(node, f"{RDFS}domain")
    if node in _VERBS and len(steps) == 2 and kinds:
        verb = Link(_VERBS[node], node)
        whose = (Link("A "), a(ontology, kinds[0])[1])
        first, second = steps
        if first == node and second in _REACHES:
            reach = reaches(second)
            something = Link(" something ")
            return *whose, Link(" that "), verb, something, verb, Link(" "), *reach, Link(" too.")
        if first in _MEMBERS and second in _VERBS:
            before, member = _MEMBERS[first]
            says = (Link(member, first), Link(" "), Link(_VERBS[second], second))
            return *whose, Link(" "), verb, Link(f" what {before}"), *says, Link(".")
    raise VocabularyError(
        "there are no words for a chain of " + " and ".join(map(curie, steps)),
        node=curie(node),
        repair="Give its words in casegraph.web.ontology.chains.",
    )


def reaches(step: str) -> Words:
    """Return in words what the property *step* leads to from a thing."""
    before, words = _REACHES[step]
    return Link(before), Link(words, step)
