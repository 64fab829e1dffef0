"""What one case tells of the terms: by its statements, and by what follows from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casegraph.namespaces import CG, case_iri
from casegraph.narrative.facts import Facts
from casegraph.narrative.statements import outline, polarity_of
from casegraph.web.catalogue import Catalogue
from casegraph.web.tally import RELATIONS

STRUCTURES, MEASUREMENTS, FURTHER = "Structures", "Measurements", "Further statements"

GROUPS = {
    "Finding": "Findings",
    "Diagnosis": "Diagnoses",
    "Investigation": "Investigations",
    "Treatment": "Treatments",
    "Outcome": "Course",
}
"""A kind of statements, and the heading of the rows of the terms that they name."""

_SITE = "site"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement about a term.

    polarity: the local name of its predicate; `site` for what names the place of a finding, None
    for a measurement that is no finding. word, text, when: as the page of the case tells it. group:
    the heading that its kind has. is_curator: whether only the curator says so.
    """

    term: str
    node: str
    polarity: str | None
    word: str
    text: str
    when: str
    group: str
    is_curator: bool

    @property
    def is_ground(self) -> bool:
        """Whether something follows from it for other terms: the authors state it of this one."""
        return not self.is_curator and self.group != MEASUREMENTS


@dataclass(frozen=True, slots=True)
class Told:
    """A case. holds: for each case predicate the terms that follow from what its authors state."""

    document: str
    label: str
    said: tuple[Said, ...]
    holds: Mapping[str, frozenset[str]]


def told(catalogue: Catalogue, document: str) -> Told:
    """Return what the case *document* tells."""
    facts = Facts(catalogue.store, document, catalogue.background)
    case = case_iri(document)
    said = [
        one
        for step, is_curator in (("hasStatement", False), ("hasInference", True))
        for node in facts.nodes_of(case, CG + step)
        for one in _of(facts, node, is_curator=is_curator)
    ]
    return Told(document, catalogue.label(case), tuple(said), _holds(catalogue, case))


def _of(facts: Facts, node: str, *, is_curator: bool) -> Iterator[Said]:
    """Yield what the statement *node* says of each term that it names."""
    polarity = polarity_of(facts, node)
    measured = facts.nodes_of(node, f"{CG}measures")
    if polarity is None and not measured:
        return
    line = outline(facts, node)
    group = next((GROUPS[kind] for kind in GROUPS if kind in facts.types(node)), FURTHER)

    def one(term: str, named: str | None, heading: str) -> Said:
        return Said(term, node, named, line.word, line.text, line.when, heading, is_curator)

    for term in facts.nodes_of(node, CG + polarity) if polarity else ():
        yield one(term, polarity, group)
    for term in measured:
        yield one(term, polarity, MEASUREMENTS)
    if polarity == "affirms":
        for term in facts.nodes_of(node, f"{CG}site"):
            yield one(term, _SITE, STRUCTURES)


def _holds(catalogue: Catalogue, case: str) -> Mapping[str, frozenset[str]]:
    relations = " ".join(f"<{CG}{name}>" for name in RELATIONS)
    sparql = f"""
    SELECT ?case ?relation ?term
    WHERE {{ VALUES ?relation {{ {relations} }} ?case ?relation ?term }}
    """
    found: dict[str, set[str]] = {name: set() for name in RELATIONS}
    for solution in catalogue.solutions(sparql, {"case": case}):
        name = solution["relation"].value.removeprefix(CG)
        found[name].add(solution["term"].value)
    return {name: frozenset(terms) for name, terms in found.items()}
