"""A term between its broader and its narrower terms, as a picture."""

from collections.abc import Iterator

from casegraph.pictures import svg
from casegraph.pictures.hierarchy.values import Counted, Hierarchy
from casegraph.pictures.links import Href, nowhere
from casegraph.pictures.picture import Picture, Row
from casegraph.pictures.svg import BODY, LINE, SMALL
from casegraph.pictures.wording import width, wrapped

WIDTH = 480
_HEAD = 34
_GAP = 8
_INDENTS = (26, 48, 70)
"""Where broader terms, the term itself and narrower ones begin."""

_ABOVE, _BELOW = 12, 56
"""Where the lines stand that join the term with those above and those below it."""

_MIDDLE = 9
"""How far below a row's upper edge its first line has its middle."""

_COLUMNS = (390, 468)
"""Where the numbers end."""

_ROOM = _COLUMNS[0] - 54


def picture(
    hierarchy: Hierarchy, *, prefix: str = "hierarchy", href: Href = nowhere, most: int = 20
) -> Picture:
    """Return *hierarchy* drawn. most: so many broader and so many narrower terms have a row."""
    title = f"Broader and narrower terms: {hierarchy.term.label}"
    description = _described(hierarchy)
    drawn = list(_head(hierarchy))
    top = float(_HEAD)
    first = top + _MIDDLE
    for term in hierarchy.broader[:most]:
        row, height = _row(term, _counts(term, hierarchy), 0, top, href)
        drawn += [_branch(_ABOVE, top, _INDENTS[0]), row]
        top += height
    top, more = _more(len(hierarchy.broader) - most, 0, top)
    drawn += more
    if hierarchy.broader:
        y = top + _MIDDLE
        drawn.append(svg.line((_ABOVE, first), (_ABOVE, y), (_INDENTS[1] - 7, y), faint=True))
    row, height = _row(hierarchy.term, _counts(hierarchy.term, hierarchy), 1, top, href)
    drawn.append(row)
    top += height
    stem = last = top
    for term in hierarchy.narrower[:most]:
        row, height = _row(term, _counts(term, hierarchy), 2, top, href)
        drawn += [_branch(_BELOW, top, _INDENTS[2]), row]
        last = top + _MIDDLE
        top += height
    if hierarchy.narrower:
        drawn.append(svg.line((_BELOW, stem - 7), (_BELOW, last), faint=True))
    top, more = _more(len(hierarchy.narrower) - most, 2, top)
    drawn += more
    return Picture(
        svg.document(
            drawn, prefix=prefix, width=WIDTH, height=top, title=title, description=description
        ),
        width=WIDTH,
        height=round(top),
        title=title,
        description=description,
        header=("term", *(mark.word for mark in hierarchy.marks)),
        rows=tuple(_rows(hierarchy, href)),
    )


def _head(hierarchy: Hierarchy) -> Iterator[str]:
    for x, mark in zip(_COLUMNS, hierarchy.marks, strict=False):
        yield svg.shape(mark, x - width(mark.word, SMALL) - 16, 7, size=12)
        yield svg.text(x, 18, mark.word, size=SMALL, anchor="end")


def _row(
    term: Counted, counts: tuple[int, ...], depth: int, top: float, href: Href
) -> tuple[str, float]:
    """Return a term's row and its height; depth 1 is that of the term itself."""
    own = depth == 1
    x = _INDENTS[depth]
    lines = wrapped(term.label, BODY * (1.1 if own else 1), _ROOM - x, lines=2)
    words = svg.lines_of(x, top + BODY, lines, bold=own)
    for right, count in zip(_COLUMNS, counts, strict=False):
        words += svg.text(right, top + BODY, str(count), anchor="end", bold=own, faint=not count)
    height = len(lines) * LINE + _GAP
    if own:
        box = svg.element(
            "rect",
            x=x - 7,
            y=top - 4,
            width=WIDTH - x + 5,
            height=height - 1,
            rx=6,
            fill=svg.ACCENT,
            fill_opacity=0.16,
            stroke="currentColor",
        )
        return box + words, height + 4
    return svg.linked(words, href(term.iri)), height


def _branch(x: float, top: float, indent: float) -> str:
    return svg.line((x, top + _MIDDLE), (indent - 6, top + _MIDDLE), faint=True)


def _more(count: int, depth: int, top: float) -> tuple[float, list[str]]:
    """Return where the next row begins, and the row that tells of *count* more terms."""
    if count <= 0:
        return top, []
    words = svg.text(_INDENTS[depth], top + BODY, f"and {count} more", size=SMALL, faint=True)
    return top + LINE + _GAP, [words]


def _counts(term: Counted, hierarchy: Hierarchy) -> tuple[int, ...]:
    """Return the numbers of *term* that are shown."""
    return (term.presented, term.excluded)[: len(hierarchy.marks)]


def _described(hierarchy: Hierarchy) -> str:
    term = hierarchy.term
    numbers = zip(hierarchy.marks, _counts(term, hierarchy), strict=True)
    said = " and ".join(f"{mark.word} in {count}" for mark, count in numbers)
    cases = f"Cases: {term.label} is {said}. " if said else ""
    return (
        f"{cases}Broader terms: {len(hierarchy.broader)}; "
        f"narrower terms: {len(hierarchy.narrower)}."
    )


def _rows(hierarchy: Hierarchy, href: Href) -> Iterator[Row]:
    """Yield every term, those that the picture leaves out too."""
    depths = (
        *((term, 0) for term in hierarchy.broader),
        (hierarchy.term, 1),
        *((term, 2) for term in hierarchy.narrower),
    )
    for term, depth in depths:
        own = term is hierarchy.term
        yield Row(
            (term.label, *map(str, _counts(term, hierarchy))),
            depth=depth,
            href="" if own else href(term.iri),
        )
