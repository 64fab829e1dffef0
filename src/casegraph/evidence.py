"""The positions of the evidence against the texts that were read (Web Annotation, section 4.2.4).

A reading and a folder of texts go in; one result for each position comes out, with the words that
stand there. A text is known by the SHA-256 of its bytes, so its file may have any name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike, fspath

from casegraph.errors import EvidenceError
from casegraph.namespaces import OA
from casegraph.quads import subject_of, value_of
from casegraph.read import Location, Readable, Reading, as_reading
from casegraph.texts import Texts, inside_word, source_texts

_HAS_SOURCE = f"{OA}hasSource"
_HAS_SELECTOR = f"{OA}hasSelector"
_START = f"{OA}start"
_END = f"{OA}end"


@dataclass(frozen=True, slots=True)
class Position:
    """One position in a source text, checked.

    document: the case. evidence: the IRI of the `oa:SpecificResource`. start, end: Unicode code
    points, end exclusive. words: what stands there, empty when nothing does. problem: what is wrong
    with it, None when it holds.
    """

    document: str
    evidence: str
    start: int
    end: int
    words: str
    problem: str | None
    location: Location | None


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """What a check of the evidence found.

    positions: by case, then by place in the text. errors: the texts that could not be checked, and
    why; their positions are not among *positions*.
    """

    positions: tuple[Position, ...]
    errors: tuple[EvidenceError, ...]

    @property
    def holds(self) -> bool:
        """Whether every text was there and every position holds."""
        return not self.errors and not any(position.problem for position in self.positions)


def check_evidence(reading: Readable, sources: str | PathLike[str]) -> EvidenceReport:
    """Return whether each evidence position holds in the texts of the folder *sources*.

    reading: what `read` returns, or a path or paths that are read for it.
    A position holds when it is not empty, ends within the text, and neither begins nor ends with
    white space or inside a word.

    :raises ReadError: when a path cannot be used.
    :raises EvidenceError: when *sources* is no folder or cannot be read.

    >>> import casegraph, tempfile
    >>> with tempfile.TemporaryDirectory() as without_texts:
    ...     report = casegraph.check_evidence(casegraph.read(), without_texts)
    >>> report.holds, len(report.errors)
    (False, 3)
    """
    reading = as_reading(reading)
    texts = Texts(fspath(sources))
    positions: list[Position] = []
    errors: list[EvidenceError] = []
    for document in reading.cases:
        case = _Case(document, reading)
        told = source_texts(reading, document)
        for source in case.sources():
            try:
                _, text = texts.find(told[source])
            except EvidenceError as error:
                errors.append(error)
            else:
                positions += sorted(case.positions(source, text), key=lambda at: (at.start, at.end))
    return EvidenceReport(tuple(positions), tuple(errors))


class _Case:
    """What one case asserts, as subject and predicate to values."""

    def __init__(self, document: str, reading: Reading) -> None:
        self.document = document
        self._reading = reading
        self._values: dict[tuple[str, str], list[str]] = {}
        self._sourced: dict[str, list[str]] = {}
        for quad in reading.case(document).quads:
            subject, value = subject_of(quad).value, value_of(quad.object)
            self._values.setdefault((subject, quad.predicate.value), []).append(value)
            if quad.predicate.value == _HAS_SOURCE:
                self._sourced.setdefault(value, []).append(subject)

    def sources(self) -> list[str]:
        """Return the source texts that some evidence names, sorted."""
        return sorted(self._sourced)

    def value(self, subject: str, predicate: str) -> str | None:
        return next(iter(self._values.get((subject, predicate), ())), None)

    def location(self, focus: str, path: str | None = None) -> Location | None:
        return self._reading.location(focus, path)

    def positions(self, source: str, text: str) -> Iterator[Position]:
        """Yield the positions of the evidence in *source*, checked against its *text*."""
        for evidence in self._sourced[source]:
            for selector in self._values.get((evidence, _HAS_SELECTOR), ()):
                start, end = self._number(selector, _START), self._number(selector, _END)
                if start is None or end is None:
                    continue  # no text position selector, or one that the shapes report
                yield Position(
                    document=self.document,
                    evidence=evidence,
                    start=start,
                    end=end,
                    words=text[start:end] if 0 <= start < end else "",
                    problem=_problem(text, start, end),
                    location=self.location(selector, _START),
                )

    def _number(self, subject: str, predicate: str) -> int | None:
        written = self.value(subject, predicate)
        return int(written) if written is not None and written.lstrip("+-").isdecimal() else None


def _problem(text: str, start: int, end: int) -> str | None:
    """Return what is wrong with the position, None when it holds."""
    if start < 0 or end > len(text):
        return f"lies outside the text, which has {len(text)} characters"
    if start >= end:
        return "is empty: its start is not before its end"
    if text[start].isspace():
        return "begins with white space"
    if text[end - 1].isspace():
        return "ends with white space"
    if inside_word(text, start):
        return "begins inside a word"
    if inside_word(text, end):
        return "ends inside a word"
    return None
