"""The main classes of the ontology as a picture."""

from collections.abc import Iterator

from casegraph.pictures import svg
from casegraph.pictures.classes.layout import PAD, Line, Placed, laid_out
from casegraph.pictures.classes.values import Class, Classes, Relation
from casegraph.pictures.links import Href, nowhere
from casegraph.pictures.picture import Picture, Row
from casegraph.pictures.reasoning.routing import Arrow
from casegraph.pictures.svg import BODY, LINE, SMALL

_EDGE = 4
_CURVE = 14
_DASHES = "6 4"


def picture(classes: Classes, *, prefix: str = "classes", href: Href = nowhere) -> Picture:
    """Return *classes* drawn."""
    layout = laid_out(classes)
    width, legend = layout.width + 2 * _EDGE, layout.height + LINE + _EDGE
    drawn = [_arrow(*one, prefix) for one in layout.arrows]
    drawn += [_placed(one, href) for one in layout.placed]
    title = "The main classes and the properties between them"
    description = _described(classes)
    return Picture(
        svg.document(
            [
                svg.element("defs", _end(prefix)),
                svg.element("g", "".join(drawn), transform=f"translate({_EDGE} {_EDGE})"),
                svg.line((_EDGE, legend + 6), (44, legend + 6), dashes=_DASHES),
                svg.text(54, legend + 10, "follows by the axioms, never asserted", size=SMALL),
            ],
            prefix=prefix,
            width=width,
            height=legend + LINE,
            title=title,
            description=description,
        ),
        width=round(width),
        height=round(legend + LINE),
        title=title,
        description=description,
        header=("from", "property", "to"),
        rows=tuple(_rows(classes, href)),
    )


def _end(prefix: str) -> str:
    return svg.element(
        "marker",
        '<path d="M0 0 9 4.5 0 9z" fill="currentColor"/>',
        id=f"{prefix}-arrow",
        viewBox="0 0 9 9",
        refX=8,
        refY=4.5,
        markerWidth=9,
        markerHeight=9,
        markerUnits="userSpaceOnUse",
        orient="auto",
    )


def _arrow(arrow: Arrow, relation: Relation, last: bool, prefix: str) -> str:
    """Return a line; the one that reaches the class to which the relation leads has a head."""
    return svg.element(
        "path",
        d=svg.path(arrow.points, _CURVE),
        fill="none",
        stroke="currentColor",
        stroke_width=1.5,
        stroke_dasharray=_DASHES if relation.follows else None,
        stroke_opacity=0.7,
        marker_end=f"url(#{prefix}-arrow)" if last else None,
    )


def _placed(placed: Placed, href: Href) -> str:
    box, is_class = placed.box, isinstance(placed.of, Class)
    frame = svg.element(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=8,
        fill=svg.ACCENT,
        fill_opacity=0.12,
        stroke="currentColor",
        stroke_width=1.5,
    )
    left = box.x + (PAD if is_class else 0)
    top = box.y + (PAD if is_class else 2)
    words = ""
    for rank, line in enumerate(placed.lines):
        size = BODY if line.bold or not is_class else SMALL
        words += _line(line, left, top + rank * LINE + BODY, size, href)
    return (frame if is_class else "") + words


def _line(line: Line, left: float, base: float, size: float, href: Href) -> str:
    words = svg.text(left, base, line.before, size=size, faint=True) if line.before else ""
    for at, name in line.names:
        named = svg.text(left + at, base, name.label, size=size, bold=line.bold)
        words += svg.linked(named, href(name.iri))
    return words


def _described(classes: Classes) -> str:
    labels = {one.name.iri: one.name.label for one in classes.classes}
    said = [
        f"From {labels[relation.source]} to {labels[relation.target]} "
        f"{'follows' if relation.follows else 'leads'}: "
        f"{', '.join(name.label for name in relation.properties)}."
        for relation in classes.relations
    ]
    return " ".join(said)


def _rows(classes: Classes, href: Href) -> Iterator[Row]:
    labels = {one.name.iri: one.name.label for one in classes.classes}
    for one in classes.classes:
        for kind in one.kinds:
            yield Row((kind.label, "is a kind of", one.name.label), href=href(kind.iri))
    for relation in classes.relations:
        for name in relation.properties:
            ends = labels[relation.source], labels[relation.target]
            words = f"{name.label}{' (follows)' if relation.follows else ''}"
            yield Row((ends[0], words, ends[1]), href=href(name.iri))
    for one in classes.classes:
        for name in one.among:
            yield Row((one.name.label, name.label, one.name.label), href=href(name.iri))
