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

OPPOSITE, SHARED, BOTH_ABSENT, ONE = "opposite", "shared", "absent", "one"
_PRESENCE = ("presents", "underwent", "involves")


@dataclass(frozen=True, slots=True)
class Row:
    """A term. cells: one for each case, empty where it is not reported. place: its id in the page.

    standing: `opposite`, `shared`, `absent` (in several), `one` (told of one case), or empty.
    present: how many cases have it.
    """

    term: str
    cells: tuple[tuple[Entry, ...], ...]
    standing: str
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
    present = [_has(term, case) for case in cases]
    absent = [_lacks(term, case, kin) for case in cases]
    is_opposite = any(
        has and lacks
        for at, has in enumerate(present)
        for other, lacks in enumerate(absent)
        if at != other
    )
    standing = ""
    if is_opposite:
        standing = OPPOSITE
    elif sum(present) > 1:
        standing = SHARED
    elif sum(absent) > 1:
        standing = BOTH_ABSENT
    elif sum(map(bool, cells)) == 1:
        standing = ONE
    return Row(term, cells, standing, sum(present), place)


def _has(term: str, case: Told) -> bool:
    return any(term in case.holds[name] for name in _PRESENCE)


def _lacks(term: str, case: Told, kin: Kin) -> bool:
    withheld = (said.term for said in case.said if said.polarity == "notPerformed")
    return term in case.holds["excludes"] or any(kin.is_within(term, one) for one in withheld)


def _first(row: Row) -> tuple[int, int]:
    standings = (OPPOSITE, SHARED, BOTH_ABSENT, "", ONE)
    return standings.index(row.standing), -row.present
