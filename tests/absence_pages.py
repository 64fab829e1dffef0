"""What a page says to be present or done: of each link and each word, by the mark that governs it.

A mark governs what follows it in the same line, row or picture; a word in front of a term (`no`,
`ruled out`) takes it back. What no mark governs counts as present where it is told of a case.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Union
from urllib.parse import unquote, urldefrag

from absence import GUARDS, Absent, Claim, said_in

_VOID = {"br", "hr", "img", "input", "link", "meta", "area", "col", "source", "wbr"}
_UNITS = {"li", "tr", "a", "figure", "section", "dt", "details"}
_BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "dt", "dd", "summary", "caption", "title"}
_BLOCKS |= {"desc", "blockquote", "label", "text", "figcaption", "pre"}
_MARK = re.compile(r"(?:.*\bmark-|polarity |(?=sign$))([a-z-]+)")
_PRESENT = {"present", "done"}


@dataclass
class Element:
    """An element of a page with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Union["Element", None] = None
    children: list[Union["Element", str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    @property
    def above(self) -> Iterator["Element"]:
        """This element and those around it, the nearest first."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent

    def all(self, *tags: str) -> Iterator["Element"]:
        """Yield this element and those in it, of some tags when these are given."""
        if not tags or self.tag in tags:
            yield self
        for one in self.children:
            if isinstance(one, Element):
                yield from one.all(*tags)

    @property
    def mark(self) -> str:
        """The name of the mark that this element is, empty for none."""
        found = _MARK.match(self.attributes.get("class", ""))
        return found[1] if found else ""


class _Reading(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self._at = Element("")
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(made)
        if tag not in _VOID:
            self._at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at.children.append(Element(tag, {n: value or "" for n, value in attrs}, self._at))

    def handle_endtag(self, tag: str) -> None:
        for one in self._at.above:
            if one.tag == tag and one.parent is not None:
                self._at = one.parent
                return

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)


def read_page(
    html: str, path: str, absent: Collection[Absent], general: Collection[str] = ()
) -> Iterator[Claim]:
    """Yield what the page *html* at *path* says to be present or done, of which cases.

    general: the places of claims about no patient; a line that leads to one tells of none.

    A term is claimed by its page or its label, a statement by its place in the page of its case.
    """
    root = _Reading(html).root
    words = html.casefold()
    absent = [one for one in absent if one.label and one.label in words]
    own = path.removeprefix("case/") if path.startswith("case/") else ""
    for link in root.all("a"):
        target = _target(link.attributes.get("href", ""), path)
        told = _case_of(link, own, path)
        case, _, place = target.removeprefix("case/").partition("#")
        if _is_taken_back(link, general, path):
            continue
        if target.startswith("case/") and place and _is_present(link, bool(own)):
            yield case, target
        elif target.startswith("case/") and not place and _governor(link) in _PRESENT:
            yield case, path
        elif told and target.startswith("term/") and _is_present(link, bool(told)):
            yield told, target
    for block in root.all():
        told = _case_of(block, own, path) if _is_lowest(block) else ""
        if told and _is_present(block, True) and not _is_taken_back(block, general, path):
            yield from said_in(_unmarked(block), told, absent)
    if own:
        yield from _described(root, own, absent)


def _is_lowest(element: Element) -> bool:
    """Return whether *element* is a block with no block in it."""
    return element.tag in _BLOCKS and [one.tag in _BLOCKS for one in element.all()].count(True) == 1


def _unmarked(element: Element) -> str:
    """Return the text of *element* without the links in it that have a mark of their own."""
    return "".join(
        one
        if isinstance(one, str)
        else "; "
        if one.tag == "a" and any(below.mark for below in one.all())
        else _unmarked(one)
        for one in element.children
    )


def _target(href: str, path: str) -> str:
    """Return the path to which *href* leads from the page at *path*, with the place in it."""
    to, place = urldefrag(href)
    if to.startswith("http"):
        return ""
    steps = path.split("/")[:-1]
    for step in to.split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    found = unquote("/".join(steps)).removesuffix(".html") if to else path
    return f"{found}#{unquote(place)}" if place else found


def _case_of(element: Element, own: str, path: str) -> str:
    """Return of which case *element* tells: that of the page, or the one its line or row names."""
    if own:
        return "" if any(one.tag == "nav" for one in element.above) else own
    for around in element.above:
        if around.tag in ("li", "tr"):
            named = {
                target.removeprefix("case/").partition("#")[0]
                for link in around.all("a")
                if (target := _target(link.attributes.get("href", ""), path)).startswith("case/")
            }
            if named:
                return named.pop() if len(named) == 1 else ""
    return ""


def _governor(element: Element) -> str:
    """Return the mark that governs *element*: one inside it, or the nearest before it."""
    inside = [one.mark for one in element.all() if one.mark] if element.tag == "a" else []
    if inside:
        return inside[0]
    below = element
    for around in element.above:
        found = ""
        for one in around.children if around is not element else []:
            if one is below:
                break
            if isinstance(one, Element):
                found = next(_marks(one), "") or found
        if found:
            return found
        below = around
    return ""


def _marks(element: Element) -> Iterator[str]:
    """Yield the marks in *element* that also govern what comes after it."""
    if element.tag in _UNITS:
        return
    if element.mark:
        yield element.mark
        return
    for one in element.children:
        if isinstance(one, Element):
            yield from _marks(one)


def _is_taken_back(element: Element, general: Collection[str], path: str) -> bool:
    """Return whether the row or line of *element*, or what all rows are of, says it is not so."""
    line = next((one for one in element.above if one.tag in ("li", "tr")), None)
    if line is None:
        return False
    if any(_target(link.attributes.get("href", ""), path) in general for link in line.all("a")):
        return True
    if "the curator" in line.text.casefold():
        return True
    words = []
    if line.tag == "tr":
        table = next(one for one in line.above if one.tag == "table")
        words += [one.text for one in (*table.all("th"), *line.all("td"))]
    if path.startswith(("query/", "ontology/")):
        root = [*element.above][-1]
        words += [one.text for one in root.all("h1")]
    return bool(GUARDS.search(" ".join(words).casefold()))


def _is_present(element: Element, is_told: bool) -> bool:
    """Return whether *element* is said to be so, by the mark that governs it or for want of one."""
    for around in element.above:
        if "curator" in around.attributes.get("class", "").split():
            return False
        if around.attributes.get("class") in ("untold", "legend"):
            return False
    mark = _governor(element)
    return mark in _PRESENT if mark else is_told


def _described(root: Element, case: str, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield what the description of the page says, and its JSON-LD by schema.org."""
    for meta in root.all("meta"):
        yield from said_in(meta.attributes.get("content", ""), case, absent)
    for script in root.all("script"):
        if script.attributes.get("type") == "application/ld+json":
            yield from _schema(json.loads(script.text), case, absent)


def _schema(part: Any, case: str, absent: Collection[Absent]) -> Iterator[Claim]:
    """Yield each medical thing in JSON-LD but what is a differential diagnosis."""
    if isinstance(part, dict):
        if "@id" in part and str(part.get("@type", "")).startswith("Medical"):
            yield case, part["@id"]
        for key, one in part.items():
            if isinstance(one, str):
                yield from said_in(one, case, absent)
            elif key != "differentialDiagnosis":
                yield from _schema(one, case, absent)
    elif isinstance(part, list):
        for one in part:
            yield from _schema(one, case, absent)
