"""The lines of a case as HTML: polarity, words, time and voice, what else is told, the evidence.

Like the links of a `Place` they are made here and not by macros, which take three times as long: a
page of a case is made of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from casegraph.narrative.values import Line
from casegraph.web.place import Place
from casegraph.web.polarity import polarity


@dataclass(frozen=True, slots=True)
class Words:
    """A run of the text.

    marked: whether it is the evidence, and not what stands around it.
    """

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """One position of evidence.

    said: the position. parts: the words there, with those around them, none when the text is not at
    hand. iri: of the evidence, empty where it was quoted before.
    """

    said: str
    parts: tuple[Words, ...]
    iri: str


def told(place: Place, line: Line, evidence: Mapping[str, Sequence[Quote]]) -> Markup:
    """Return *line* and what stands under it as an item of a list.

    evidence: by the node of a line.
    """
    return Markup("".join(_told(place, line, evidence)))  # noqa: S704 - escaped below


def _told(place: Place, line: Line, evidence: Mapping[str, Sequence[Quote]]) -> Iterator[str]:
    yield f'<li class="statement"{_id(place, line.node)}>\n<div class="stated">\n{_opening(line)}\n'
    yield f'<div class="saying">\n<p>{_saying(place, line)}</p>\n'
    for detail in line.details:
        name, words = escape(detail.name), place.linked(detail.pieces, detail.text)
        yield f'<p class="detail"><span class="name">{name}</span> {words}</p>\n'
    yield f"</div>\n{_evidence(place, evidence.get(line.node, ()))}\n</div>\n"
    if line.lines:
        yield '<ul class="statements">\n'
        for below in line.lines:
            yield from _told(place, below, evidence)
        yield "</ul>\n"
    yield "</li>\n"


def _opening(line: Line) -> str:
    """Return the first word of *line*, with its shape if it has a polarity."""
    if line.polarity or line.kind == "measurement":
        return polarity(line.polarity, line.word)
    sort = "sign" if line.kind == "claim" else "word"
    return f'<span class="polarity {sort}">{escape(line.word)}</span>'


def _saying(place: Place, line: Line) -> str:
    said = [str(place.linked(line.pieces, line.text, cited=line.kind == "citation"))]
    if line.when:
        when = place.linked(line.times, line.when, bare=True)
        said.append(f'<span class="when">{when}</span>')
    if line.voice:
        said.append(f'<span class="voice">{escape(line.voice)}</span>')
    if place.is_part(line.node):
        name = f"Permanent link to {escape(line.word)}: {escape(line.label or line.text)}"
        href = escape(place.href(line.node))
        said.append(f'<a class="anchor" href="{href}"><span class="unseen">{name}</span></a>')
    return " ".join(said)


def _evidence(place: Place, quotes: Sequence[Quote]) -> str:
    """Return where the text says so: the words when the text is at hand, else their position."""
    if not quotes:
        return ""
    if quotes[0].parts:
        positions = ", ".join([_position(quote) for quote in quotes])
        words = "".join([_words(place, quote) for quote in quotes])
        summary = f'<summary><span class="unseen">The words at </span>{positions}</summary>'
        return f'<details class="evidence">\n{summary}\n{words}</details>'
    positions = ", ".join(
        [f"<span{_id(place, quote.iri)}>{_position(quote)}</span>" for quote in quotes]
    )
    unseen = '<span class="unseen">in the source: </span>'
    return f'<span class="evidence position">{unseen}{positions}</span>'


def _words(place: Place, quote: Quote) -> str:
    said = "".join(
        [
            f"<mark>{escape(one.text)}</mark>" if one.marked else escape(one.text)
            for one in quote.parts
        ]
    )
    return f"<blockquote{_id(place, quote.iri)}><p>{said}</p></blockquote>\n"


def _position(quote: Quote) -> str:
    """Return a position, which breaks between its parts, and a pointer between its steps."""
    parts = str(escape(quote.said)).replace("/", "<wbr>/").split("+")
    return "+".join([f'<span class="part-at">{part}</span>' for part in parts])


def _id(place: Place, iri: str) -> str:
    """Return the attribute for the id of *iri*, none when it has no place in the page."""
    return f' id="{escape(place.id_of(iri))}"' if place.is_part(iri) else ""
