"""What a picture of the reasoning shows, as plain values."""

from dataclasses import dataclass
from typing import Literal

from casegraph.narrative.polarity import Mark

Kind = Literal["towards", "away", "prompted", "showed", "became"]
"""What one step did to the next.

A ground moved towards a diagnosis that is suspected or made, and away from one that is ruled out.
A step prompted an investigation, an investigation showed a finding, and a suspicion became what
revises it.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement. node: its IRI. word: its polarity. hypothesis: it is a diagnosis."""

    node: str
    mark: Mark
    word: str
    text: str
    hypothesis: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """What *source* did to *target*, both IRIs of steps."""

    source: str
    target: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Reasoning:
    """The steps of a case's reasoning in the order in which they are told, and their links."""

    case: str
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
