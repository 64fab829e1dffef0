"""SVG as text: elements, escaped, and the frame that names them for those who do not see them.

There is no script and no style attribute, as the pages' Content-Security-Policy lets neither run.
Colours are `currentColor`, and the page's property `--picture-accent` with a fall-back, so that one
drawing serves dark pages, light ones and paper.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from casegraph.narrative.polarity import Mark

ACCENT = "var(--picture-accent, #2b7a9b)"
"""The colour of areas that tell by their shade; the numbers in them stand in `currentColor`."""

SMALL, BODY, LINE = 12, 14, 18
"""The sizes of small and of other text, and the height of a line, in units of the view box."""

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0, section 2.2, has no way to write."""

_SPECIAL = re.compile("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd]")
"""What does not stand in XML as it is, or has to be looked at again."""

_KEPT = 16_384
"""How many attributes and coordinates are remembered; most stand in every picture."""


def escaped(text: str) -> str:
    """Return *text* as it stands in XML, between tags or in double quotes."""
    if not _SPECIAL.search(text):
        return text
    clean = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        clean = clean.replace(character, entity)
    return clean


@lru_cache(maxsize=_KEPT)
def number(value: float) -> str:
    """Return a coordinate with one decimal at most.

    >>> number(12.0), number(3.25), number(-0.01)
    ('12', '3.2', '0')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def element(name: str, content: str | None = None, **attributes: str | float | None) -> str:
    """Return an element. content: SVG, None for an empty element.

    In the names of attributes `_` stands for `-`, and one at the end is dropped (`class_`); those
    whose value is None are left out.
    """
    written = "".join(
        [_attribute(key, value) for key, value in attributes.items() if value is not None]
    )
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


@lru_cache(maxsize=_KEPT)
def _attribute(key: str, value: str | float) -> str:
    """Return an attribute after a space, as `element` names it."""
    written = escaped(value) if isinstance(value, str) else number(value)
    return f' {key.rstrip("_").replace("_", "-")}="{written}"'


def path(points: Iterable[tuple[float, float]], curve: float) -> str:
    """Return the data of a path through *points*, straight where it is upright, else bent.

    curve: how far a bend reaches at most.
    """
    points = list(points)
    said = f"M{_point(points[0])}"
    for (x, y), (next_x, next_y) in pairwise(points):
        bend = min(curve, abs(next_y - y) / 2) * (1 if next_y >= y else -1)
        said += (
            f"L{_point((next_x, next_y))}"
            if x == next_x
            else f"C{_point((x, y + bend))} {_point((next_x, next_y - bend))} "
            f"{_point((next_x, next_y))}"
        )
    return said


def _point(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"


def text(
    x: float,
    y: float,
    content: str,
    *,
    size: float = BODY,
    anchor: str | None = None,
    bold: bool = False,
    faint: bool = False,
) -> str:
    """Return one line of text with its base line at *y*. anchor: `middle`, `end` or None."""
    return element(
        "text",
        escaped(content),
        x=x,
        y=y,
        font_size=size,
        text_anchor=anchor,
        font_weight="bold" if bold else None,
        fill_opacity=0.8 if faint else None,
    )


def lines_of(
    x: float,
    y: float,
    lines: Iterable[str],
    *,
    size: float = BODY,
    bold: bool = False,
    faint: bool = False,
) -> str:
    """Return several lines of text below each other, the first with its base line at *y*."""
    return "".join(
        text(x, y + rank * LINE, line, size=size, bold=bold, faint=faint)
        for rank, line in enumerate(lines)
    )


def opened(x: float, y: float, lines: tuple[str, ...], word: str) -> str:
    """Return several lines of text, of which the first opens with *word* in bold."""
    first, *others = lines
    rest = first.removeprefix(word)
    opening = (
        element("tspan", escaped(word), font_weight="bold") + escaped(rest)
        if rest != first
        else escaped(first)
    )
    return element("text", opening, x=x, y=y, font_size=BODY) + lines_of(x, y + LINE, others)


def line(
    *points: tuple[float, float],
    width: float = 1.5,
    dashes: str | None = None,
    faint: bool = False,
    end: str | None = None,
) -> str:
    """Return a line through *points*. end: the id of the marker at its end."""
    return element(
        "path",
        d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in points),
        fill="none",
        stroke="currentColor",
        stroke_width=width,
        stroke_dasharray=dashes,
        stroke_opacity=0.5 if faint else None,
        marker_end=f"url(#{end})" if end else None,
    )


def shape(mark: Mark, x: float, y: float, size: float = 16) -> str:
    """Return the shape of *mark* in a square of *size* with its left upper corner at *x*, *y*."""
    scale = "" if size == 16 else f" scale({size / 16:.3g})"
    place = f"translate({number(x)} {number(y)}){scale}"
    return element("g", mark.drawing, class_=mark.css, transform=place)


def linked(content: str, href: str, name: str = "") -> str:
    """Return *content* as a link, or as it is when *href* is empty.

    name: the title of the link, where its words do not tell whereto.
    """
    title = element("title", escaped(name)) if name else ""
    return element("a", title + content, href=href) if href else content


def document(
    content: Iterable[str],
    *,
    prefix: str,
    width: float,
    height: float,
    title: str,
    description: str,
) -> str:
    """Return the `svg` element of a picture.

    prefix: what its ids begin with, so that several pictures may stand in one page. A picture with
    links is a group of them to those who do not see it, one without is an image.
    """
    drawn = "".join(content)
    return element(
        "svg",
        element("title", escaped(title), id=f"{prefix}-title")
        + element("desc", escaped(description), id=f"{prefix}-desc")
        + drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="picture",
        id=prefix,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group" if "<a " in drawn else "img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family="system-ui, sans-serif",
        fill="currentColor",
    )
