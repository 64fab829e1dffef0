"""The boxes of a picture of the reasoning, in units of the view box."""

from dataclasses import dataclass

from casegraph.pictures.reasoning.values import Step


@dataclass(frozen=True, slots=True)
class Entry:
    """One step in a box, its words in lines."""

    step: Step
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Steps that came from the same and moved the same, in one box."""

    entries: tuple[Entry, ...]
    x: float
    y: float
    width: float
    height: float
