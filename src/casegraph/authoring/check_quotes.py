"""The quotes of a case file, each looked for in its text: placed, or a problem with its repair."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casegraph.authoring.quotes import Quote, QuotedText, Span
from casegraph.authoring.quotes_file import Placed, Quoted, QuotedFile
from casegraph.errors import EvidenceError
from casegraph.namespaces import document_of
from casegraph.read import Location, Reading
from casegraph.texts import SourceText, Texts, source_texts

_SHOWN = 60
"""So many characters of a quote are shown in a message."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A quote that has no place, or more than one.

    location: where it is written. node: whose evidence it is. message: what is wrong and the
    repair. places: one line for each passage of the text that the message is about.
    """

    location: Location
    node: str
    message: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        first = f"{self.location}: quote: {self.node}: {self.message}"
        return "\n".join([first, *(f"    {place}" for place in self.places)])


class Quotes:
    """The search for the quotes of one file.

    reading: what the file says. name: what it is called, without its suffix.
    After `place`: places, for each piece of evidence that was found, by its index; additions, what
    the file does not tell yet of its texts, by their IRIs; problems; errors.
    """

    def __init__(self, reading: Reading, texts: Texts, name: str) -> None:
        self.places: dict[int, Placed] = {}
        self.additions: dict[str, SourceText] = {}
        self.problems: list[Problem] = []
        self.errors: list[EvidenceError] = []
        self._texts = texts
        self._name = name
        self._told: Mapping[str, SourceText] = {
            iri: source
            for document in reading.cases
            for iri, source in source_texts(reading, document).items()
        }
        self._read: dict[str, QuotedText | None] = {}

    def place(self, written: QuotedFile, file: str) -> None:
        """Look for every quote of *written*, which places and messages call *file*."""
        for index, quoted in enumerate(written.quoted):
            where = Location(file, quoted.line)
            source = quoted.source or self._only_source(quoted)
            if source is None:
                self.problems.append(
                    Problem(
                        where,
                        quoted.node,
                        "the case has no source text, or several. Describe the one that is "
                        "quoted, and name it as the source of this evidence when there are more.",
                    )
                )
                continue
            text = self._text(source)
            if text is None:
                continue
            found = [
                self._found(quote, text, Problem(where, quoted.node, ""), written)
                for quote in quoted.quotes
            ]
            spans = tuple(span for span in found if span is not None)
            if len(spans) == len(found):
                self.places[index] = Placed(source, spans)
        for source in self._told:
            if source not in self._read:
                self._try(source)

    def _found(
        self, quote: Quote, text: QuotedText, problem: Problem, written: QuotedFile
    ) -> Span | None:
        """Return where *quote* stands; when that is not one place, note the problem."""
        spans = text.find(quote)
        if len(spans) == 1:
            return spans[0]
        if spans:
            message, places = _several(quote, text, spans, written)
        else:
            message, places = _nowhere(quote, text)
        self.problems.append(Problem(problem.location, problem.node, message, places))
        return None

    def _only_source(self, quoted: Quoted) -> str | None:
        own = [iri for iri in self._told if document_of(iri) == quoted.document]
        return own[0] if len(own) == 1 else None

    def _text(self, source: str) -> QuotedText | None:
        """Return the text *source*, None when it cannot be used, which is then an error."""
        if source not in self._read:
            try:
                file, text = self._texts.find(self._completed(source))
            except EvidenceError as error:
                self.errors.append(error)
                self._read[source] = None
            else:
                self._read[source] = QuotedText(file, text)
        return self._read[source]

    def _try(self, source: str) -> None:
        """Complete what is told of a text that nothing is quoted from, when that can be done."""
        try:
            self._completed(source)
        except EvidenceError:
            return  # the shapes, or the check of the positions, tell it

    def _completed(self, iri: str) -> SourceText:
        told = self._told.get(iri, SourceText(iri, None, None))
        completed = self._texts.completed(told, self._name)
        if completed != told:
            self.additions[iri] = SourceText(
                iri,
                digest=None if told.digest else completed.digest,
                count=None if told.count else completed.count,
            )
        return completed


def _several(
    quote: Quote, text: QuotedText, spans: tuple[Span, ...], written: QuotedFile
) -> tuple[str, tuple[str, ...]]:
    """Return the message about a quote that stands at *spans*, and a line for each of them."""
    places = []
    for span in spans:
        telling = text.telling(quote, span)
        added = ""
        if telling:
            form, words = (
                (written.prefix, telling.prefix)
                if telling.prefix
                else (written.suffix, telling.suffix)
            )
            added = f"  -> {form.format(json.dumps(words, ensure_ascii=False))}"
        places.append(f"{_place(text, span)}{added}")
    return (
        f"{_shown(quote.exact)} stands {len(spans)} times in {text.file}. Quote more words, or add "
        "what is shown behind the place that is meant.",
        tuple(places),
    )


def _nowhere(quote: Quote, text: QuotedText) -> tuple[str, tuple[str, ...]]:
    """Return the message about a quote that stands nowhere, and a line for what is nearest."""
    message = f"{_shown(quote.exact)} does not stand in {text.file}."
    if quote.prefix or quote.suffix:
        bare = text.find(Quote(quote.exact))
        if bare:
            return (
                f"{message[:-1]} with these words before and after it. It stands here:",
                tuple(_place(text, span) for span in bare),
            )
    nearest = text.nearest(quote)
    if nearest is None:
        return f"{message} Nothing like it does either; copy the words from the text.", ()
    far = f"{nearest.distance} character{'' if nearest.distance == 1 else 's'}"
    return f"{message} The nearest words differ in {far}:", (_place(text, nearest.span),)


def _place(text: QuotedText, span: Span) -> str:
    return f"line {text.line(span)}, {span.start}-{span.end}: {text.context(span)}"


def _shown(words: str) -> str:
    shown = " ".join(words.split())
    return f'"{shown}"' if len(shown) <= _SHOWN else f'"{shown[:_SHOWN].rstrip()} ..."'


def unplaced_quotes(places: Iterable[Location | None], file: str) -> list[Problem]:
    """Return a problem for each quote that stands where it cannot be replaced."""
    return [
        Problem(
            location or Location(file, None),
            "evidence",
            "a quote is replaced by its position only in Turtle and YAML, directly where the "
            "evidence of a statement stands. Write it there.",
        )
        for location in places
    ]
