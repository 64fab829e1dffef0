"""Where a text has the words that an author quotes (Web Annotation, section 4.2.5).

In go a text and a quote; out come spans of the text, in Unicode code points, end exclusive. None is
ever chosen among several.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from casegraph.authoring.quotes_form import form_of, pattern_of
from casegraph.texts import inside_word

_CONTEXT = 40
"""So many characters of the text are shown before and after a quote."""

_MOST_WORDS = 8
"""So many words are tried, at most, to tell one occurrence of a quote from the others."""

_REACH = 12
"""So many characters from where a passage seems to begin or end, a better place is looked for."""

_LIKENESS = 60.0
"""How like a passage must be to be shown instead, of 100."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text, and the words directly before and after them where that tells them apart."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: start and end in code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage that is most like a quote, and by how many characters the two differ."""

    span: Span
    distance: int


class QuotedText:
    """A source text in which quotes are looked for.

    file: its name as the caller gave it. text: its characters, as they are in the file.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._form = form_of(text)

    def find(self, quote: Quote) -> tuple[Span, ...]:
        r"""Return every span of the text that is *quote*, in order; they may overlap.

        A span neither begins nor ends inside a word.

        >>> QuotedText("a.txt", "No neck pain, no back\npain.").find(Quote("back pain"))
        (Span(start=17, end=26),)
        """
        exact = pattern_of(quote.exact)
        if not exact:
            return ()
        before, after = pattern_of(quote.prefix), pattern_of(quote.suffix)
        pattern = f"{before}{before and ' ?'}(?P<exact>{exact}){after and ' ?'}{after}"
        found = {
            self._span(match.start("exact"), match.end("exact"))
            for match in re.finditer(f"(?={pattern})", self._form.plain)
        }
        return tuple(sorted(span for span in found if span))

    def nearest(self, quote: Quote) -> Nearest | None:
        """Return the whole words that are most like *quote*, None when nothing is like it."""
        wanted, plain = form_of(quote.exact).plain.strip(" "), self._form.plain
        if not wanted or not plain.strip():
            return None
        likest = fuzz.partial_ratio_alignment(wanted, plain, score_cutoff=_LIKENESS)
        if likest is None:
            return None
        first, last = likest.dest_start, likest.dest_end
        if len(wanted) > len(plain):
            first, last = 0, len(plain)
        starts = [at for at in self._near(first) if self._form.starts[at] is not None]
        ends = [at + 1 for at in self._near(last - 1) if self._form.ends[at] is not None]
        windows = [
            (Levenshtein.distance(wanted, plain[start:end]), Span(start, end))
            for start in starts
            for end in ends
            if start < end and not (self._cuts(start) or self._cuts(end))
        ]
        if not windows:
            return None
        distance, window = min(windows)
        start, end = self._form.starts[window.start], self._form.ends[window.end - 1]
        if start is None or end is None or 2 * distance >= len(wanted):
            return None
        return Nearest(Span(start, end), distance)

    def line(self, span: Span) -> int:
        """Return the line on which *span* begins, counted from 1, as editors count."""
        return len(re.findall(r"\r\n|\r|\n", self.text[: span.start])) + 1

    def words(self, span: Span) -> str:
        """Return what stands at *span*, on one line."""
        return " ".join(self.text[span.start : span.end].split())

    def context(self, span: Span) -> str:
        """Return what stands at *span* in brackets, with what surrounds it, on one line."""
        first, last = max(0, span.start - _CONTEXT), min(len(self.text), span.end + _CONTEXT)
        while 0 < first < span.start and not self.text[first - 1].isspace():
            first += 1
        while span.end < last < len(self.text) and not self.text[last].isspace():
            last -= 1
        before, after = self.text[first : span.start], self.text[span.end : last]
        shown = f"{'' if first == 0 else '... '}{before}[{self.words(span)}]{after}"
        return " ".join(f"{shown}{'' if last == len(self.text) else ' ...'}".split())

    def telling(self, quote: Quote, span: Span) -> Quote | None:
        """Return *quote* with the fewest words before or after that leave *span* alone.

        None when a few words do not.
        """
        before = re.findall(r"\S+", self.text[: span.start])[-_MOST_WORDS:]
        after = re.findall(r"\S+", self.text[span.end :])[:_MOST_WORDS]
        for count in range(1, _MOST_WORDS + 1):
            for tried in (
                Quote(quote.exact, prefix=" ".join(before[-count:])),
                Quote(quote.exact, suffix=" ".join(after[:count])),
            ):
                if self.find(tried) == (span,):
                    return tried
        return None

    def _span(self, first: int, last: int) -> Span | None:
        """Return the span of the plain characters from *first* to *last*, None inside a word."""
        start, end = self._form.starts[first], self._form.ends[last - 1]
        if start is None or end is None or self._cuts(first) or self._cuts(last):
            return None
        if inside_word(self.text, start) or inside_word(self.text, end):
            return None
        return Span(start, end)

    def _near(self, at: int) -> list[int]:
        """Return the plain characters round *at* that are not blank."""
        nearby = range(max(0, at - _REACH), min(len(self._form.plain), at + _REACH + 1))
        return [place for place in nearby if self._form.plain[place] != " "]

    def _cuts(self, at: int) -> bool:
        """Return whether the boundary before the plain character *at* is inside a word."""
        return inside_word(self._form.plain, at)


def name_of(source: str, spans: Sequence[Span]) -> str:
    """Return the IRI of the evidence at *spans* of the text *source*.

    >>> name_of("https://w3id.org/casegraph/case/a#text", [Span(20, 31), Span(1, 9)])
    'https://w3id.org/casegraph/case/a#text-1-9-20-31'
    """
    return "-".join([source, *(f"{span.start}-{span.end}" for span in sorted(spans))])
