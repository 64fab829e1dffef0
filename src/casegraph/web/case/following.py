"""What follows from a case by the axioms, apart from what its authors say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casegraph import curies, namespaces
from casegraph.namespaces import CG
from casegraph.narrative.facts import Facts
from casegraph.web.suspicions import outcomes
from casegraph.web.values import Link


@dataclass(frozen=True, slots=True)
class Relation:
    """A case predicate, and where its terms come from.

    name: local name of the case predicate. heading: before the terms. polarities: of the
    statements whose terms are the start of it; for structures, the properties that name places.
    reach: what the further terms are.
    """

    name: str
    heading: str
    polarities: tuple[str, ...]
    reach: str


RELATIONS = (
    Relation("presents", "Presents", ("affirms",), "broader"),
    Relation("excludes", "Excludes", ("denies",), "narrower"),
    Relation("considers", "Considers", ("suspects",), "broader"),
    Relation("underwent", "Underwent", ("performs",), "broader"),
    Relation("involves", "Involves", ("site",), "implied, wider or adjoining"),
)


@dataclass(frozen=True, slots=True)
class Following:
    """The terms that follow by one relation.

    said: those that statements name. further: those that only follow. elsewhere: the names of
    either in other vocabularies. later: what became of a suspicion, by the IRI of its term.
    """

    relation: Relation
    said: tuple[Link, ...]
    further: tuple[Link, ...]
    elsewhere: tuple[Link, ...]
    later: Mapping[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many terms there are, each once, whatever its other names."""
        return len(self.said) + len(self.further)


def following(facts: Facts, case: str) -> tuple[Following, ...]:
    """Return what follows for *case*, relation by relation, those without terms left out."""
    statements = facts.nodes_of(case, f"{CG}hasStatement")
    found = []
    for relation in RELATIONS:
        named = {
            term
            for statement in statements
            for step in relation.polarities
            for term in facts.nodes_of(statement, CG + step)
        }
        said: list[Link] = []
        further: list[Link] = []
        elsewhere: list[Link] = []
        for iri in facts.followed(case, CG + relation.name):
            label = facts.label_of(iri)
            if label == namespaces.curie(iri):
                elsewhere.append(Link(curies.contracted(iri) or label, iri))
            else:
                (said if iri in named else further).append(Link(label, iri))
        if said or further or elsewhere:
            later = outcomes(facts, case) if relation.name == "considers" else {}
            found.append(
                Following(relation, _sorted(said), _sorted(further), _sorted(elsewhere), later)
            )
    return tuple(found)


def _sorted(links: list[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (link.text.casefold(), link.target)))
