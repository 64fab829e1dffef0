"""What a chart shows, as plain values."""

from dataclasses import dataclass
from decimal import Decimal

from casegraph.narrative.polarity import Mark


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar. size: 0 or more. mark, word: of its polarity, None and empty without any."""

    size: Decimal
    mark: Mark | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar. label: what it is of. href: where that leads, or empty."""

    label: str
    pieces: tuple[Piece, ...]
    href: str = ""

    @property
    def size(self) -> Decimal:
        """The length of the bar."""
        return sum((piece.size for piece in self.pieces), Decimal())


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart.

    title: what it is. thing: what is counted, such as `cases`. of: what the bars are of. bars: at
    least one. more: how many bars the answer has beside those drawn.
    """

    title: str
    thing: str
    of: str
    bars: tuple[Bar, ...]
    more: int = 0
