"""What a picture of a term's place shows, as plain values."""

from dataclasses import dataclass

from casegraph.narrative.polarity import ABSENT, PRESENT, Mark


@dataclass(frozen=True, slots=True)
class Counted:
    """A term with the number of cases that present it and of those that exclude it."""

    iri: str
    label: str
    presented: int = 0
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A term between its direct neighbours, each in the order in which they are to stand.

    marks: what the one and the other number of each term count; with one mark only the first is
    shown, as for a procedure that is done, and without marks neither, as for a qualifier.
    """

    term: Counted
    broader: tuple[Counted, ...] = ()
    narrower: tuple[Counted, ...] = ()
    marks: tuple[Mark, ...] = (PRESENT, ABSENT)
