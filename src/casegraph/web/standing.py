"""How the cases stand to a term, in few words: for lists of terms, each with its cases if few."""

from collections.abc import Collection
from dataclasses import dataclass

from casegraph.namespaces import CG
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import count
from casegraph.web.suspicions import end, kind_ruled_out
from casegraph.web.tally import RELATIONS, Counts, tally
from casegraph.web.values import Link

FEW = 3
"""How many cases are named; where there are more, none is."""

_WORDS = {
    "presents": "present",
    "considers": "suspected",
    "excludes": "absent",
    "underwent": "done",
    "involves": "involved",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their polarity. polarity: the predicate that has their mark, None for no mark."""

    polarity: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Named:
    """A case, and how it stands to a term."""

    case: Link
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How all cases stand to a term, and which these are if there are few."""

    said: tuple[Said, ...] = ()
    cases: tuple[Named, ...] = ()


def standing(catalogue: Catalogue, term: str) -> Standing:
    """Return how the cases stand to *term*; nothing is said where none has to do with it."""
    counts = tally(catalogue).get(term, Counts())
    said = tuple(
        _said(relation, _counted(relation, counts))
        for relation in RELATIONS
        if getattr(counts, relation)
    )
    return Standing(said, _named(catalogue, term, counts))


def _said(relation: str, words: str) -> Said:
    return Said(None if relation == "involves" else relation, words)


def _counted(relation: str, counts: Counts) -> str:
    """Return in how many cases, and of how many suspicions the end is told."""
    words = f"{_WORDS[relation]} in {count(getattr(counts, relation), 'case')}"
    return ", ".join((words, *counts.told(relation)))


def _named(catalogue: Catalogue, term: str, counts: Counts) -> tuple[Named, ...]:
    """Return the cases of a term that has few, by their labels."""
    if max(getattr(counts, relation) for relation in RELATIONS) > FEW:
        return ()
    relations = " ".join(f"<{CG}{relation}>" for relation in RELATIONS)
    sparql = f"""
    SELECT DISTINCT ?case ?relation
    WHERE {{ VALUES ?relation {{ {relations} }} ?case ?relation <{term}> }}
    """
    found: dict[str, set[str]] = {}
    for solution in catalogue.solutions(sparql):
        relation = solution["relation"].value.removeprefix(CG)
        found.setdefault(solution["case"].value, set()).add(relation)
    if len(found) > FEW:
        return ()
    kinds = kind_ruled_out(catalogue, term) if counts.considers else frozenset()
    named = (
        Named(
            Link(catalogue.label(case), case),
            tuple(
                _said(each, _case_words(each, relations, is_kind_excluded=case in kinds))
                for each in RELATIONS
                if each in relations
            ),
        )
        for case, relations in found.items()
    )
    return tuple(sorted(named, key=lambda one: (one.case.text.casefold(), one.case.target)))


def _case_words(relation: str, relations: Collection[str], *, is_kind_excluded: bool) -> str:
    """Return the words for one of the *relations* of a case, with what became of a suspicion."""
    word = _WORDS[relation]
    if relation != "considers":
        return word
    told = end(
        presented="presents" in relations,
        excluded="excludes" in relations,
        kind_excluded=is_kind_excluded,
    )
    return f"{word}, {told}" if told else word
