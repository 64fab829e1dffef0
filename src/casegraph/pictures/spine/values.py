"""What the pictures of the spine show, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["left", "midline", "right", "unknown", ""]
"""A side; `unknown` where the report gives none, empty for all cases, whatever the side.

What is on both sides counts left and right.
"""

SIDES: tuple[Side, ...] = ("left", "midline", "right", "unknown")


@dataclass(frozen=True, slots=True)
class Count:
    """Cases: in which something is *present*, and whose report says that something is *absent*."""

    present: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """An anatomical structure with its cases by side.

    iri: empty when the store has no term for it. label: short, as on the picture ("C3"). name: in
    full ("C3 vertebra").
    """

    iri: str
    label: str
    name: str
    counts: Mapping[Side, Count] = field(default_factory=dict)

    def count(self, side: Side = "") -> Count:
        """Return the cases of *side*, all of them without one."""
        return self.counts.get(side, Count())


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure, with the labels of its first and its last level, empty when it has none."""

    place: Place
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Spine:
    """The places of the spine.

    levels: from the occiput to the sacrum. segments: by the upper of its two levels. regions: by
    the level with which each begins. structures: those of the neck with the cases there.
    """

    levels: tuple[Place, ...]
    segments: Mapping[str, Place]
    regions: Mapping[str, Place]
    structures: tuple[Structure, ...] = ()
