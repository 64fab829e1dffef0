"""The boxes of what an SVG picture says, read from the picture itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from casegraph.pictures.wording import width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Words:
    """One line of text in a picture, with its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Words") -> bool:
        """Return whether both cover a common area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def parsed(svg: str) -> ElementTree.Element:
    """Return *svg* as XML."""
    return ElementTree.fromstring(svg)  # noqa: S314 - drawn by the tests themselves


def words_of(svg: str) -> list[Words]:
    """Return every line of text in *svg*, as wide as the widest font makes it."""
    return list(_words(parsed(svg), 0.0, 0.0))


def overlapping(svg: str) -> list[tuple[str, str]]:
    """Return the lines of text of which one covers another."""
    return [
        (one.text, other.text)
        for one, other in combinations(words_of(svg), 2)
        if one.overlaps(other)
    ]


def said(svg: str) -> str:
    """Return all that *svg* says in the picture, without its title and description."""
    return " ".join(one.text for one in words_of(svg))


def _words(node: ElementTree.Element, x: float, y: float) -> Iterator[Words]:
    moved = re.match(r"translate\((\S+) (\S+)\)", node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if node.tag == f"{SVG}text":
        size = float(node.get("font-size", "14"))
        text = "".join(node.itertext())
        room = width(text, size, bold=node.get("font-weight") == "bold") / 1.1
        base = y + float(node.get("y", "0"))
        left = x + float(node.get("x", "0"))
        left -= {"middle": room / 2, "end": room}.get(node.get("text-anchor", ""), 0)
        yield Words(text, left, base - 0.72 * size, left + room, base + 0.1 * size)
    for child in node:
        yield from _words(child, x, y)
