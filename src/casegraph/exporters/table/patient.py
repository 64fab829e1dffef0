"""Whose case it is, and where it was published."""

from casegraph.exporters.table import ages
from casegraph.exporters.table.cells import Cell, texts
from casegraph.exporters.table.told import Told
from casegraph.namespaces import CG, DCTERMS, slug_of
from casegraph.narrative.bibliography import reference

_IDENTIFIER = f"{DCTERMS}identifier"


def slug(told: Told) -> Cell:
    """Return the name by which commands know the case."""
    return texts(slug_of(told.facts.document))


def title(told: Told) -> Cell:
    """Return the label of the case."""
    return texts(told.facts.label_of(told.case))


def source(told: Told) -> Cell:
    """Return the publications that report the case, and which of their patients it is."""
    facts = told.facts
    works = []
    for work in facts.nodes_of(told.case, f"{CG}reportedIn"):
        cited = reference(facts, work)
        ids = [one for one in facts.literals(work, _IDENTIFIER) if one not in cited]
        works.append(". ".join([cited.removesuffix("."), *ids]))
    names = [name for one in _patients(told) for name in facts.literals(one, _IDENTIFIER)]
    return texts(*works, *names) if works else title(told)


def age(told: Told) -> Cell:
    """Return the age at presentation, or else when last seen, in words."""
    return texts(*(said for one in _patients(told) for said in ages.age(told.facts, one)))


def sex(told: Told) -> Cell:
    """Return the sex."""
    return texts(
        *(said for one in _patients(told) for said in told.facts.labels_of(one, f"{CG}sex"))
    )


def _patients(told: Told) -> list[str]:
    return told.facts.nodes_of(told.case, f"{CG}patient")
