"""A case in a few lines: who, with what, and what became of it.

Made from the lines of the narrative alone. Each clause holds lines of one polarity and says which,
so that nothing absent stands among what is present.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from casegraph import namespaces
from casegraph.namespaces import CG
from casegraph.narrative import Line, Narrative, Section
from casegraph.narrative.facts import Facts
from casegraph.narrative.sections import COURSE, PRESENTATION, REASONING, TREATMENT, WORK_UP
from casegraph.narrative.words import duration, last_seen, listing

_NAMED = 3
"""How many things a clause names."""
_ADULT = 18

SHOWN = "Shown:"
"""The words before what an investigation showed."""

_QUALIFIER = f"{CG}qualifier"
_PLACES = tuple(CG + name for name in ("site", "targetSite", "laterality"))

_QUESTIONS = {"suspects", "performs"}
"""The polarities of what a complaint leads to: a suspicion, or an investigation."""

_GROWN = {"Female": "Woman", "Male": "Man"}
_YOUNG = {"Female": "Girl", "Male": "Boy"}
_OF_ANY_AGE = {"Female": "Female patient", "Male": "Male patient"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the summary: lines of one polarity under the words that introduce them.

    more: how many further lines there are that it does not name. when: the time of all its lines,
    empty when they differ.
    """

    words: str
    lines: tuple[Line, ...] = ()
    more: int = 0
    when: str = ""

    @property
    def text(self) -> str:
        """The clause as plain words."""
        named = [
            line.text if self.when or not line.when else f"{line.text} {line.when}"
            for line in self.lines
        ]
        more = [f"{self.more} more"] if self.more else []
        return " ".join(part for part in (self.words, listing([*named, *more]), self.when) if part)


def summary(facts: Facts, narrative: Narrative) -> tuple[Clause, ...]:
    """Return the clauses of the summary; the first is the patient, with the diseases known before.

    A clause names what came of the reasoning, and what moved it, before all else.
    """
    sections = {section.title: section for section in narrative.sections}
    history, course = _roots(sections.get(PRESENTATION)), _roots(sections.get(COURSE))
    reasoning, work_up = _all(sections.get(REASONING)), _all(sections.get(WORK_UP))
    known = [line for line in _affirmed(history) if line.kind == "diagnosis"]
    complaints = [
        line
        for line in _affirmed(history)
        if line.kind != "diagnosis" and not _is_earlier(facts, line)
    ]
    asking = [line for line in (*reasoning, *work_up) if line.polarity in _QUESTIONS]
    moving = _among(complaints, _reasons(facts, asking))
    diagnosed = [line for line in reasoning if stands(line)]
    ruled_out = [line for line in reasoning if line.polarity == "denies"]
    shown = _among(_affirmed(work_up), _reasons(facts, [*diagnosed, *ruled_out]))
    clauses = (
        _clause("Presented with" if moving else "Present:", moving or complaints),
        _clause(SHOWN, _unlike(facts, shown, diagnosed)),
        _clause("Diagnosed:", _qualified(facts, diagnosed, shown)),
        _clause("Suspected:", _open(reasoning, [*known, *diagnosed])),
        _clause("Ruled out:", ruled_out),
        _clause("Treated by:", _for_one_of(facts, diagnosed, _roots(sections.get(TREATMENT)))),
        _clause("Resolved:", [line for line in course if line.polarity == "resolves"]),
        _clause("In the course:", _affirmed(course)),
    )
    return (
        _known(patient(facts, namespaces.case_iri(narrative.case)), known),
        *(clause for clause in clauses if clause.lines),
    )


def patient(facts: Facts, case: str) -> str:
    """Return the patient in few words, such as "Woman of 38"; "Patient" when nothing is told."""
    node = next(iter(facts.nodes_of(case, f"{CG}patient")), "_:nobody")
    age = facts.literal(node, f"{CG}ageAtPresentation")
    sexes = (iri.removeprefix(CG) for iri in facts.nodes_of(node, f"{CG}sex"))
    words = _words(facts.following(node, f"{CG}ageYears"))
    who = next((words[sex] for sex in sexes if sex in words), "Patient")
    if age:
        return f"{who} of {re.sub(' years?$', '', duration(age))}"
    seen = facts.literal(node, f"{CG}atAge")
    return f"{who} ({last_seen(seen)})" if seen else who


def _words(years: str | None) -> Mapping[str, str]:
    """Return what one calls a patient of that age, by sex."""
    if years is None:
        return _OF_ANY_AGE
    return _YOUNG if float(years) < _ADULT else _GROWN


def _known(who: str, lines: Sequence[Line]) -> Clause:
    """Return the clause of the patient and the diseases known before."""
    if not lines:
        return Clause(who)
    clause = _clause(f"{who} with", lines)
    return replace(clause, when=clause.when and f"({lines[0].word} {clause.when})")


def _clause(words: str, lines: Sequence[Line]) -> Clause:
    whens = {line.when for line in lines}
    when = next(iter(whens)) if len(whens) == 1 else ""
    return Clause(words, tuple(lines[:_NAMED]), max(0, len(lines) - _NAMED), when)


def _roots(section: Section | None) -> list[Line]:
    return list(section.lines) if section else []


def _all(section: Section | None) -> list[Line]:
    return [line for root in _roots(section) for line in root.walk()]


def stands(line: Line) -> bool:
    """Return whether *line* affirms what no later step of the reasoning takes back."""
    taken_back = (below.kind == "diagnosis" and below.polarity == "denies" for below in line.walk())
    return line.polarity == "affirms" and not any(taken_back)


def _affirmed(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.polarity == "affirms"]


def _open(reasoning: Iterable[Line], diagnosed: Iterable[Line]) -> list[Line]:
    """Return the suspicions of which nothing became, and that are no diagnosis elsewhere."""
    settled = {_term(line) for line in diagnosed}
    return [
        line
        for line in reasoning
        if line.polarity == "suspects" and not line.lines and _term(line) not in settled
    ]


def _unlike(facts: Facts, lines: Iterable[Line], others: Iterable[Line]) -> list[Line]:
    """Return those of *lines* that name another thing than *others* and those before them."""
    told = {_thing(facts, line) for line in others}
    new = []
    for line in lines:
        thing = _thing(facts, line)
        if thing not in told:
            told.add(thing)
            new.append(line)
    return new


def _qualified(facts: Facts, diagnosed: Iterable[Line], shown: Sequence[Line]) -> list[Line]:
    """Return each diagnosis once, with the qualifiers of the findings that showed just it."""
    found: dict[str, Line] = {}
    for line in diagnosed:
        thing = _thing(facts, line)
        own = facts.labels_of(line.node, _QUALIFIER)
        further = dict.fromkeys(
            label
            for other in shown
            if _thing(facts, other) == thing
            for label in facts.labels_of(other.node, _QUALIFIER)
            if label not in own
        )
        if further:
            begun = f"{line.text.removesuffix(')')}, " if own else f"{line.text} ("
            line = replace(line, text=f"{begun}{', '.join(further)})")
        found.setdefault(_term(line), line)
    return list(found.values())


def _thing(facts: Facts, line: Line) -> tuple[str, frozenset[str]]:
    """Return what *line* is about: its term, with its side and its places."""
    return _term(line), frozenset(
        value for step in _PLACES for value in facts.nodes_of(line.node, step)
    )


def _term(line: Line) -> str:
    return next((piece.node for piece in line.pieces if piece.node), line.text)


def _is_earlier(facts: Facts, line: Line) -> bool:
    return facts.days(line.node) < 0 or bool(facts.literals(line.node, f"{CG}inYear"))


def _reasons(facts: Facts, lines: Iterable[Line]) -> frozenset[str]:
    """Return the statements that moved one of *lines*."""
    return frozenset(
        reason for line in lines for reason in facts.nodes_of(line.node, f"{CG}because")
    )


def _for_one_of(facts: Facts, diagnosed: Sequence[Line], treatments: list[Line]) -> list[Line]:
    """Return the treatments that were given because of one of *diagnosed*."""
    known = {line.node for line in diagnosed}
    return [
        line
        for line in treatments
        if line.polarity == "performs"
        and not known.isdisjoint(facts.nodes_of(line.node, f"{CG}because"))
    ]


def _among(lines: Iterable[Line], nodes: frozenset[str]) -> list[Line]:
    return [line for line in lines if line.node in nodes]
