"""From an answer to its bars."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from casegraph.narrative.polarity import MARKS
from casegraph.pictures.chart import Bar, Bars, Piece, picture
from casegraph.pictures.picture import Picture
from casegraph.query.charts import Chart
from casegraph.serve.pages.charts.remarks import remarks
from casegraph.serve.pages.charts.rows import Row, drawn, number, word
from casegraph.solutions import Solutions, Term
from casegraph.web.answers import are_polarities, polarity, words
from casegraph.web.catalogue import Catalogue

_MOST = 30
"""How many bars are drawn, the longest of an answer that has more."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart. remarks: what a reader must know to read it, as sentences."""

    picture: Picture
    remarks: tuple[str, ...]


def chart(
    asked: Chart, answer: Solutions, catalogue: Catalogue, href: Callable[[str], str], title: str
) -> Drawn | None:
    """Return the chart of *answer*, None when it has no bars.

    A row without a polarity is drawn as not told. href: the address for an IRI that is the label of
    a bar, empty for one that leads nowhere.
    """
    sizes = _sizes(asked, answer)
    if not sizes:
        return None
    marked = are_polarities(list(sizes))
    bars = [
        Bar(
            words(label, catalogue), _pieces(parts, label, asked, marked=marked), _href(label, href)
        )
        for label, parts in sizes.items()
    ]
    longest = sorted(bars, key=lambda bar: -bar.size)[:_MOST]
    kept = tuple(bar for bar in bars if bar in longest)
    more = len(bars) - len(kept)
    counted = f"{asked.count}s" if asked.count else str(asked.value)
    return Drawn(
        picture(Bars(title, counted, asked.label, kept, more), prefix="chart"),
        tuple(remarks(asked, answer, counted, more)),
    )


def _sizes(asked: Chart, answer: Solutions) -> Mapping[Term, Mapping[str, Decimal]]:
    """Return for each label, in the order of the answer, how much there is of each polarity."""
    found: dict[Term, dict[str, list[Row]]] = {}
    for row in drawn(asked, answer):
        found.setdefault(row[asked.label], {}).setdefault(word(asked, row), []).append(row)
    return {
        label: {word: _size(asked, rows) for word, rows in parts.items()}
        for label, parts in found.items()
    }


def _size(asked: Chart, rows: Sequence[Row]) -> Decimal:
    if asked.count:
        return Decimal(len({row[asked.count] for row in rows}))
    return sum((number(row.get(asked.value or "")) for row in rows), Decimal())


def _pieces(
    parts: Mapping[str, Decimal], label: Term, asked: Chart, *, marked: bool
) -> tuple[Piece, ...]:
    """Return the pieces of a bar in the order of a legend.

    marked: whether the labels of bars are words for polarities.
    """
    if asked.by is None:
        mark = polarity(str(label.value)) if marked and isinstance(label, ox.Literal) else None
        return tuple(Piece(size, mark) for size in parts.values())
    pieces = (Piece(size, polarity(word), word) for word, size in parts.items())
    return tuple(sorted(pieces, key=_place))


def _place(piece: Piece) -> tuple[int, str]:
    return MARKS.index(piece.mark) if piece.mark in MARKS else len(MARKS), piece.word


def _href(label: Term, href: Callable[[str], str]) -> str:
    return href(label.value) if isinstance(label, ox.NamedNode) else ""
