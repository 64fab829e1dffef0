"""What stands in a cell of a comparison: what a case states of a term, and what follows for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from casegraph.narrative.polarity import NEUTRAL, SUSPECTED, Mark, mark
from casegraph.serve.pages.compare.kin import Kin
from casegraph.serve.pages.compare.told import MEASUREMENTS, STRUCTURES, Said, Told

_CURATOR = "the curator's inference"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in a cell.

    link: the words of the statement *node*. how: how that bears on the term when it is about
    another. voice: whose it is, empty for the authors.
    """

    mark: Mark
    word: str
    link: str
    node: str
    how: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """How a term follows from a statement about another.

    polarity: of the statement. relation: the case predicate that must hold, empty when the
    statement alone tells. rises: whether from narrower terms to broader ones, else the other way.
    """

    polarity: str
    relation: str
    rises: bool
    word: str
    how: str


_FOLLOWING = (
    _Step("affirms", "presents", True, "present", "by a kind of it"),
    _Step("denies", "excludes", False, "absent", "denied more broadly"),
    _Step("performs", "underwent", True, "done", "by a kind of it"),
)
_OTHERWISE = (
    _Step("suspects", "considers", True, "suspected", "by a kind of it"),
    _Step("resolves", "", True, "resolved", "by a kind of it"),
    _Step("deniesAt", "", False, "absent at one place", "denied more broadly"),
    _Step("notPerformed", "", False, "not done", "left out more broadly"),
)
"""What is told only where nothing nearer is."""

_WITHIN = _Step("site", "involves", True, "involved", "by a part of it")


def cell(term: str, heading: str, case: Told, kin: Kin) -> tuple[Entry, ...]:
    """Return what *case* tells of *term* in the rows under *heading*, empty when it is silent."""
    stated = [said for said in case.said if _is_of(said, term, heading, kin)]
    entries = tuple(dict.fromkeys(_stated(said) for said in stated))
    known = {said.polarity for said in stated if not said.is_curator}
    if heading == MEASUREMENTS:
        return entries
    if heading == STRUCTURES:
        return (*entries, *_following((_WITHIN,), known, term, case, kin))
    entries += tuple(_following(_FOLLOWING, known, term, case, kin))
    found = entries or _otherwise(known, term, case, kin)
    return (*found, *_settled(found, term, case, kin))


def _otherwise(known: set[str | None], term: str, case: Told, kin: Kin) -> tuple[Entry, ...]:
    """Return what else *case* tells of *term*, which is no more than one of `_OTHERWISE`."""
    return next(
        (
            found
            for found in (
                *(tuple(_following((step,), known, term, case, kin)) for step in _OTHERWISE),
                tuple(_kinds_denied(term, case, kin)),
            )
            if found
        ),
        (),
    )


def _is_of(said: Said, term: str, heading: str, kin: Kin) -> bool:
    apart = (STRUCTURES, MEASUREMENTS)
    is_there = said.group == heading if {said.group, heading} & {*apart} else True
    return is_there and kin.own(said.term) == term


def _stated(said: Said) -> Entry:
    return Entry(
        mark(said.polarity, said.word),
        "involved" if said.polarity == "site" else said.word,
        f"{said.text} {said.when}".strip(),
        said.node,
        voice=_CURATOR if said.is_curator else "",
    )


def _following(
    steps: tuple[_Step, ...], known: set[str | None], term: str, case: Told, kin: Kin
) -> Iterator[Entry]:
    """Yield what follows for *term* by each of *steps*, but what is *known* of it already."""
    for step in steps:
        if step.polarity in known or (step.relation and term not in case.holds[step.relation]):
            continue
        said = next((one for one in case.said if _leads(one, term, step, kin)), None)
        seen = mark(step.polarity)
        if said is not None:
            yield Entry(seen, step.word, said.text, said.node, step.how)
        elif step.relation:
            yield Entry(seen, step.word, "what follows in this case", case.document)


def _leads(said: Said, term: str, step: _Step, kin: Kin) -> bool:
    if not said.is_ground or said.polarity != step.polarity:
        return False
    return kin.is_within(said.term, term) if step.rises else kin.is_within(term, said.term)


def _kinds_denied(term: str, case: Told, kin: Kin) -> Iterator[Entry]:
    """Yield the narrower term that is denied, which leaves *term* open."""
    for said in case.said:
        if said.is_ground and said.polarity == "denies" and kin.is_within(said.term, term):
            yield Entry(NEUTRAL, "only a kind of it absent", said.text, said.node)
            return


def _settled(found: tuple[Entry, ...], term: str, case: Told, kin: Kin) -> Iterator[Entry]:
    """Yield the kind of *term* that was suspected and ruled out, where *found* suspects the term.

    Nothing where the case presents or excludes the term itself, which *found* then tells.
    """
    if SUSPECTED not in {entry.mark for entry in found} or any(
        term in case.holds[relation] for relation in ("presents", "excludes")
    ):
        return
    suspected = {said.term for said in case.said if said.is_ground and said.polarity == "suspects"}
    for said in case.said:
        is_kind = said.term in suspected and kin.is_within(said.term, term)
        if is_kind and said.is_ground and said.polarity == "denies":
            yield Entry(NEUTRAL, "a kind of it ruled out", said.text, said.node)
            return
