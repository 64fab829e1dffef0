"""The rows of a comparison: a term, what each case tells of it, and how the cases stand to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casegraph.serve.pages.compare.cells import Entry, cell
from casegraph.serve.pages.compare.kin import Kin
from casegraph.serve.pages.compare.told import FURTHER, GROUPS, MEASUREMENTS, STRUCTURES, Told

GENERAL = "Shared more generally"
_ORDER = (*GROUPS.values(), STRUCTURES, MEASUREMENTS, FURTHER, GENERAL)

_LEADING = (GROUPS["Diagnosis"], *_ORDER)
"""The headings in the order in which one is chosen for a term that several kinds name."""

OPPOSITE, SHARED, ABSENT, NOT_DONE, ONE = "opposite", "shared", "absent", "not-done", "one"
"""How cases stand to a term, in the order in which the rows are sorted."""

_PRESENCE = ("presents", "underwent", "involves")


@dataclass(frozen=True, slots=True)
class Row:
    """A term. cells: one for each case, empty where it is not reported. place: its id in the page.

    standings: all that hold of `opposite`, `shared`, `absent` and `not-done` (in several), or
    `one` (only the authors of one case tell it). present: how many cases have it.
    """

    term: str
    cells: tuple[tuple[Entry, ...], ...]
    standings: tuple[str, ...]
    present: int
    place: str


def rows(cases: Sequence[Told], kin: Kin) -> dict[str, tuple[Row, ...]]:
    """Return the rows under their headings, the telling ones first under each."""
    found: dict[str, list[Row]] = {}
    for number, (heading, term) in enumerate(_terms(cases, kin), start=1):
        row = _row(term, heading, cases, kin, f"row-{number}")
        found.setdefault(heading, []).append(row)
    return {
        heading: tuple(sorted(found[heading], key=_first)) for heading in _ORDER if heading in found
    }


def common(cases: Sequence[Told]) -> frozenset[str]:
    """Return the terms that more than one of *cases* presents, by itself or by what follows."""
    presented = [case.holds["presents"] for case in cases]
    return frozenset(
        term
        for at, terms in enumerate(presented)
        for other in presented[:at]
        for term in terms & other
    )


def _terms(cases: Sequence[Told], kin: Kin) -> Iterator[tuple[str, str]]:
    """Yield each heading with a term, once, in the order of the cases."""
    headings: dict[tuple[bool, str], list[str]] = {}
    for case in cases:
        for said in case.said:
            key = (said.group in (STRUCTURES, MEASUREMENTS), kin.own(said.term))
            headings.setdefault(key, []).append(said.group)
    for (_, term), stated in headings.items():
        yield min(stated, key=_LEADING.index), term
    named = {term for _, term in headings}
    shared = {kin.own(term) for term in common(cases)} - named
    for term in sorted(shared):
        if not any(kin.is_narrower(other, term) for other in common(cases)):
            yield GENERAL, term


def _row(term: str, heading: str, cases: Sequence[Told], kin: Kin, place: str) -> Row:
    cells = tuple(cell(term, heading, case, kin) for case in cases)
    present = [case for case in cases if _has(term, case)]
    others = [case for case in cases if not _has(term, case)]
    absent = [case for case in others if term in case.holds["excludes"]]
    not_done = [case for case in others if _is_withheld(term, case, kin)]
    told = [cell for cell in cells if any(not entry.voice for entry in cell)]
    holding = {
        OPPOSITE: bool(present and (absent or not_done)),
        SHARED: len(present) > 1,
        ABSENT: len(absent) > 1,
        NOT_DONE: len(not_done) > 1,
    }
    several = tuple(standing for standing, holds in holding.items() if holds)
    alone = (ONE,) if len(told) == 1 else ()
    return Row(term, cells, several or alone, len(present), place)


def _has(term: str, case: Told) -> bool:
    return any(term in case.holds[name] for name in _PRESENCE)


def _is_withheld(term: str, case: Told, kin: Kin) -> bool:
    """Return whether the authors of *case* say that *term* was not done, or what is wider."""
    return any(
        said.is_ground and said.polarity == "notPerformed" and kin.is_within(term, said.term)
        for said in case.said
    )


def _first(row: Row) -> tuple[int, int]:
    order = (OPPOSITE, SHARED, ABSENT, NOT_DONE, "", ONE)
    return order.index(row.standings[0] if row.standings else ""), -row.present
