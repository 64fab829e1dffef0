"""The chart of an answer, as the header of its query asks for it.

Enters all rows of an answer; leaves a picture, or nothing where there is nothing to draw. A row
without a label or a value is not drawn; one without a polarity is drawn as not told.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from casegraph.narrative.polarity import MARKS
from casegraph.pictures.chart import Bar, Bars, Piece, picture
from casegraph.pictures.picture import Picture
from casegraph.query.charts import Chart
from casegraph.solutions import Solutions, Term
from casegraph.web.answers import are_polarities, polarity, words
from casegraph.web.catalogue import Catalogue

_MOST = 30
"""How many bars are drawn, the longest of an answer that has more."""

_UNTOLD = "not told"


def chart(
    asked: Chart, answer: Solutions, catalogue: Catalogue, href: Callable[[str], str], title: str
) -> Picture | None:
    """Return the chart of *answer*, None when it has no bars.

    href: the address for an IRI that is the label of a bar, empty for one that leads nowhere.
    """
    sizes = _sizes(asked, answer)
    marked = are_polarities(list(sizes))
    bars = [
        Bar(
            words(label, catalogue), _pieces(parts, label, asked, marked=marked), _href(label, href)
        )
        for label, parts in sizes.items()
    ]
    drawn = [bar for bar in bars if bar.size > 0]
    if not drawn:
        return None
    longest = sorted(drawn, key=lambda bar: -bar.size)[:_MOST]
    kept = tuple(bar for bar in drawn if bar in longest)
    counted = f"{asked.count}s" if asked.count else str(asked.value)
    bars_of = Bars(title, counted, asked.label, kept, len(drawn) - len(kept))
    return picture(bars_of, prefix="chart")


def _sizes(asked: Chart, answer: Solutions) -> Mapping[Term, Mapping[str, Decimal]]:
    """Return for each label, in the order of the answer, how much there is of each polarity."""
    found: dict[Term, dict[str, list[Term]]] = {}
    for row in answer.terms:
        label, amount = row.get(asked.label), row.get(asked.count or asked.value or "")
        if label is not None and amount is not None:
            by = row.get(asked.by) if asked.by else None
            word = by.value if isinstance(by, ox.Literal) else _UNTOLD
            found.setdefault(label, {}).setdefault(word, []).append(amount)
    measure = _different if asked.count else _sum
    return {
        label: {word: measure(terms) for word, terms in parts.items()}
        for label, parts in found.items()
    }


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


def _different(terms: Iterable[Term]) -> Decimal:
    return Decimal(len(set(terms)))


def _sum(terms: Iterable[Term]) -> Decimal:
    """Return the sum of those of *terms* that are numbers above zero."""
    return sum((max(Decimal(), _number(term)) for term in terms), Decimal())


def _number(term: Term) -> Decimal:
    try:
        found = Decimal(term.value) if isinstance(term, ox.Literal) else Decimal()
    except InvalidOperation:
        return Decimal()
    return found if found.is_finite() else Decimal()
