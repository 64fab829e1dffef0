"""The words of the evidence in their context, from the texts that were given.

A text is taken only when its digest and length are those that the case tells. What is quoted are
the words of the report's authors; without the text there is only the position.
"""

import re
from collections.abc import Iterable, Mapping

from casegraph.errors import EvidenceError
from casegraph.narrative import Line
from casegraph.narrative.facts import Facts, Place
from casegraph.texts import CHARACTER_COUNT, SHA256, SourceText, Texts
from casegraph.web.lines import Quote, Words

_AROUND = 70
"""How many characters stand before and after the words, at least."""
_GAP = 200
"""How many characters between two parts are told; of more only the ends."""


def source_text(facts: Facts, source: str, texts: Texts | None) -> str | None:
    """Return the text of the source *source*, None when it is not at hand."""
    if texts is None:
        return None
    known = SourceText(
        source, digest=facts.literal(source, SHA256), count=facts.literal(source, CHARACTER_COUNT)
    )
    try:
        return texts.find(known)[1]
    except EvidenceError:
        return None


def quotes(
    facts: Facts, lines: Iterable[Line], texts: Mapping[str, str]
) -> dict[str, tuple[Quote, ...]]:
    """Return the evidence of each line by its node.

    texts: the texts at hand, by the IRI of their source.
    """
    found: dict[str, tuple[Quote, ...]] = {}
    seen: set[str] = set()
    for line in lines:
        quoted = []
        for place in facts.places(line.node):
            iri = "" if place.resource in seen else place.resource
            seen.add(place.resource)
            quoted.append(Quote(place.said, _parts(place, texts.get(place.source, "")), iri))
        if quoted:
            found[line.node] = tuple(quoted)
    return found


def _parts(place: Place, text: str) -> tuple[Words, ...]:
    if not place.spans or any(not 0 <= start < end <= len(text) for start, end in place.spans):
        return ()
    (first, _), (_, last) = place.spans[0], place.spans[-1]
    begin, end = _back(text, first), _on(text, last)
    parts = [Words(("… " if begin else "") + _line(text[begin:first]), marked=False)]
    for index, (start, stop) in enumerate(place.spans):
        if index:
            parts.append(Words(_between(text[place.spans[index - 1][1] : start]), marked=False))
        parts.append(Words(_line(text[start:stop]), marked=True))
    parts.append(Words(_line(text[last:end]) + (" …" if end < len(text) else ""), marked=False))
    return tuple(part for part in parts if part.text)


def _between(text: str) -> str:
    """Return what stands between two parts; of much only its ends."""
    if len(text) <= _GAP:
        return _line(text)
    return f"{_line(text[: _on(text, 0)])} … {_line(text[_back(text, len(text)) :])}"


def _back(text: str, end: int) -> int:
    """Return where the context before *end* begins: at a word, the first of *text* if near."""
    start = max(0, end - _AROUND)
    space = text.find(" ", start, end)
    return start if start == 0 or space < 0 else space + 1


def _on(text: str, start: int) -> int:
    """Return where the context after *start* ends: at the end of a word."""
    end = min(len(text), start + _AROUND)
    space = text.rfind(" ", start, end)
    return end if end == len(text) or space < 0 else space


def _line(text: str) -> str:
    """Return *text* on one line; a blank at its ends stays, as it parts it from what is beside."""
    return re.sub(r"\s+", " ", text)
